package sources_test

import (
	"slices"
	"testing"

	"github.com/fakesmith/fakesmith/generated/parameterstest"
	"github.com/fakesmith/fakesmith/generated/pipelinestest"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/sources"
)

// TestRemediation shows that each sentence has clauses or a reason, and each
// clause a sentence or an open question that it is from.
func TestRemediation(t *testing.T) {
	s, err := sources.Remediation()
	if err != nil {
		t.Fatal(err)
	}
	for _, complaint := range s.Check(&remediationtest.Contract) {
		t.Errorf("putremediationexceptions.json: %s", complaint)
	}
	if len(s.Sections) != 8 || len(s.Unspecified) != 53 {
		t.Errorf("there are %d sections and %d open questions, want 8 and 53", len(s.Sections), len(s.Unspecified))
	}
}

// TestEvaluations shows the same of what the contract says of evaluations.
func TestEvaluations(t *testing.T) {
	s, err := sources.Evaluations()
	if err != nil {
		t.Fatal(err)
	}
	for _, complaint := range s.Check(&remediationtest.Contract) {
		t.Errorf("evaluations.json: %s", complaint)
	}
	if len(s.Sections) != 4 || len(s.Unspecified) != 6 {
		t.Errorf("there are %d sections and %d open questions, want 4 and 6", len(s.Sections), len(s.Unspecified))
	}
}

// TestParameters shows the same of the second contract.
func TestParameters(t *testing.T) {
	s, err := sources.Parameters()
	if err != nil {
		t.Fatal(err)
	}
	for _, complaint := range s.Check(&parameterstest.Contract) {
		t.Errorf("parameters.json: %s", complaint)
	}
	if len(s.Sections) != 12 || len(s.Unspecified) != 24 {
		t.Errorf("there are %d sections and %d open questions, want 12 and 24", len(s.Sections), len(s.Unspecified))
	}
}

// TestPipelineTags shows the same of what the third contract says of tags.
func TestPipelineTags(t *testing.T) {
	s, err := sources.PipelineTags()
	if err != nil {
		t.Fatal(err)
	}
	for _, complaint := range s.Check(&pipelinestest.Contract) {
		t.Errorf("pipelinetags.json: %s", complaint)
	}
	if len(s.Sections) != 3 || len(s.Unspecified) != 9 {
		t.Errorf("there are %d sections and %d open questions, want 3 and 9", len(s.Sections), len(s.Unspecified))
	}
}

func TestCheck(t *testing.T) {
	api := &model.API{Operations: []model.Operation{{Name: "PutBook", Clauses: []model.Clause{
		{ID: "upsert", Provenance: model.Documented},
		{ID: "omitted", Provenance: model.Assumed},
	}}}}
	for _, c := range []struct {
		name   string
		change func(*sources.Sources)
		want   []string
	}{
		{"nothing is wrong", func(*sources.Sources) {}, nil},
		{"nothing covers a sentence", func(s *sources.Sources) { s.Sections[0].Sentences[1].But = "" },
			[]string{`Put 2 is covered by no clause: name one, or say under "but" why none does`}},
		{"nothing covers an open question", func(s *sources.Sources) {
			s.Unspecified = append(s.Unspecified, sources.Item{ID: "8", Description: "Who reads books?"})
		}, []string{`8 is covered by no clause: name one, or say under "but" why none does`}},
		{"a clause is gone", func(s *sources.Sources) { s.Sections[0].Sentences[0].Clauses[1] = "insert" },
			[]string{"Put 1 names the clause insert, and there is none: correct it, or delete it"}},
		{"a clause stands twice", func(s *sources.Sources) { s.Sections[0].Sentences[0].Clauses[1] = "upsert" },
			[]string{"Put 1 names the clause upsert twice"}},
		{"a documented clause is nowhere", func(s *sources.Sources) { s.Sections[0].Sentences[0].Clauses = []string{"omitted"} },
			[]string{"clause upsert is said to be documented, and no sentence leads to it: name it where it is said"}},
		{"an assumed clause is documented only", func(s *sources.Sources) { s.Unspecified[0].Clauses = []string{"upsert"} },
			[]string{"clause omitted is assumed, and no item of unspecified names it: add what is not documented"}},
		{"two of one number", func(s *sources.Sources) { s.Sections[0].Sentences[1].ID = "Put 1" },
			[]string{`"Put 1" numbers two items, or is no number`}},
		{"no words", func(s *sources.Sources) { s.Unspecified[0].Description = "" }, []string{"7 says nothing"}},
		{"no operation", func(s *sources.Sources) { s.Sections[0].Operation = "PutPage" },
			[]string{"The manual: there is no operation PutPage"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &sources.Sources{
				Sections: []sources.Section{{Operation: "PutBook", Title: "The manual", Sentences: []sources.Item{
					{ID: "Put 1", Description: "A put adds a book.", Clauses: []string{"upsert", "omitted"}},
					{ID: "Put 2", Description: "Books are good.", But: "A fake can't tell."},
				}}},
				Unspecified: []sources.Item{{ID: "7", Description: "What if the author is left out?", Clauses: []string{"omitted"}}},
			}
			c.change(s)
			if got := s.Check(api); !slices.Equal(got, c.want) {
				t.Errorf("Check() = %q, want %q", got, c.want)
			}
		})
	}
}
