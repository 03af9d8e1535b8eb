package matrix_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/internal/matrix"
	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model/openapi"
)

const (
	root       = "../../../../../"
	modelFile  = root + "model/putremediationexceptions.json"
	equivalent = root + "testdata/equivalent.txt"
)

// TestSample checks a few mutants of all kinds, the same ones each time, and fewer by
// default. All of them are checked by make mutants.
func TestSample(t *testing.T) {
	sample.SkipRace(t)
	var shown []int
	r, err := matrix.Run(t.Context(), matrix.Options{
		Model: modelFile, Equivalent: equivalent, Every: sample.Cases(37, 401), Seed: 1,
		Progress: func(done, of int) { shown = []int{done, of} },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		t.Error(p)
	}
	if len(r.Mutants) < sample.Cases(15, 3) {
		t.Errorf("there are %d mutants in the sample", len(r.Mutants))
	}
	if n := len(r.Mutants); !slices.Equal(shown, []int{n, n}) {
		t.Errorf("of %d mutants, the progress is %v in the end", n, shown)
	}
	narrow := 0
	for _, m := range r.Mutants {
		if len(m.Changed) == 0 {
			t.Errorf("%s changes nothing", m.ID)
		}
		if m.Killed && (m.Cases == 0 || m.Kills[0].Property == "" || m.Kills[0].Shows == "") {
			t.Errorf("%s was killed by nothing: %+v", m.ID, m)
		}
		if len(m.Changed) == 1 {
			narrow++
		}
	}
	if narrow == 0 {
		t.Error("no mutant changes one declaration only: they are not told apart from the true fake")
	}
}

func TestReadExcuses(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"an argument for nothing", "\tBecause.\n", "list.txt:1: an argument for no mutant"},
		{"no argument", "# A comment.\n\na/b\nc/d\n\tBecause.\n", "list.txt:3: a/b has no argument"},
		{"twice", "a/b\n\tBecause.\na/b\n\tAgain.\n", "list.txt:3: a/b stands here a second time, after line 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := matrix.ReadExcuses("list.txt", tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want %s", err, tt.want)
			}
		})
	}
	all, err := matrix.ReadExcuses("list.txt", "# Why.\na/b\n\tBecause it\n\tis so.\n")
	if err != nil || len(all) != 1 || all[0].ID != "a/b" || all[0].Why != "Because it is so." {
		t.Errorf("ReadExcuses = %+v, %v", all, err)
	}
}

// TestMutantSuiteRejectsTheTrueFake turns the tables: the suite that is made
// from a mutant of the contract has to reject the true fake, by the clause that
// was changed. Mutants in which that clause is not there any more, and
// defects, which no contract can express, are not for this test.
func TestMutantSuiteRejectsTheTrueFake(t *testing.T) {
	src, err := os.ReadFile(modelFile)
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read("model.json", src)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{
		"validation-error/error:SerializationException":                         true,
		"malformed-body/error:ValidationException":                              true,
		"omitted-members/choice:kept":                                           true,
		"key-identity/choice:folded":                                            true,
		"non-compliant-only/accepts:COMPLIANT":                                  true,
		"non-compliant-only/rejects:NON_COMPLIANT":                              true,
		"never-evaluated/choice:accepted":                                       true,
		"later-compliant/choice:removed":                                        true,
		"mixed-batch/choice:none-stored":                                        true,
		"failed-batches/less":                                                   true,
		"past-expiry/choice:accepted":                                           true,
		"expiry-precision/choice:seconds":                                       true,
		"describe-pages/default-less":                                           true,
		"describe-pages/default-more":                                           true,
		"describe-foreign-token/choice:accepted":                                true,
		"delete-some-absent/choice:error-none-deleted":                          true,
		"rule-id/text:prefixed":                                                 true,
		"rules-by-mode/otherwise:PROACTIVE":                                     true,
		"rule-exceptions/choice:kept":                                           true,
		"external-type/choice:accepted":                                         true,
		"resources-summary/reversed":                                            true,
		"resources-summary/cap-less":                                            true,
		"PutRemediationExceptions.ResourceKeys.maxItems/stricter":               true,
		"PutRemediationExceptions.ResourceKeys.maxItems/weaker":                 true,
		"PutRemediationExceptions.ResourceKeys[].ResourceId.maxLength/stricter": true,
	}
	for _, m := range mutate.Mutants(api) {
		if !wanted[m.ID] {
			continue
		}
		delete(wanted, m.ID)
		t.Run(m.ID, func(t *testing.T) {
			api := m.API()
			target := conformance.Target{Transport: fake.Transport(remediation.New(remediation.State{})), Profile: conformance.Profile(api), Exact: true}
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			rejected := false
			options := conformance.Options{Seed: 1, Run: regexp.MustCompile("^" + regexp.QuoteMeta(m.Clause) + "$")}
			err := effectiveness.Each(t.Context(), api, target, options, nil, func(f *effectiveness.Finding) bool {
				rejected = f.Failed()
				return !rejected
			})
			if err != nil {
				t.Fatal(err)
			}
			if !rejected {
				t.Errorf("the suite in which %s accepts the true fake", m.Breaks)
			}
		})
	}
	for id := range wanted {
		t.Errorf("there is no mutant %s", id)
	}
}

// TestOwnModel measures a contract that stands beside a Smithy model.
func TestOwnModel(t *testing.T) {
	r, err := matrix.Run(t.Context(), matrix.Options{Model: root + "testdata/notes/model.json", Contract: root + "testdata/notes/contract.json", Foreign: true, Seed: 1,
		Run: regexp.MustCompile(`^(upsert|omitted-text|PutNote\.)`), Every: 1})
	if err != nil {
		t.Fatal(err)
	}
	if r.Killed() != len(r.Mutants) || len(r.Mutants) < 10 || len(r.Problems) > 0 {
		t.Errorf("%d of %d mutants are killed; %q", r.Killed(), len(r.Mutants), r.Problems)
	}
	if _, err := matrix.Run(t.Context(), matrix.Options{Model: root + "testdata/notes/model.json"}); err == nil || !strings.Contains(err.Error(), "has no contract") {
		t.Errorf("without a contract the error is %v", err)
	}
}
