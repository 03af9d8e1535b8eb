// Package sources reports what the public documents of an API say, a sentence at
// a time and in our own words, and which clauses of its contract cover each;
// and on what they are silent, and which clauses choose there. A sentence that
// no clause covers has a reason, so that none is merely overlooked.
package sources

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// Sources are the public documents of an API.
type Sources struct {
	// Sections are what is said, a section for each operation.
	Sections []Section `json:"sections"`
	// Unspecified are questions that the documents leave open, wholly or in part.
	Unspecified []Item `json:"unspecified"`
}

// A Section is what one document says of one operation.
type Section struct {
	Operation string `json:"operation"`
	Title     string `json:"title"`
	Sentences []Item `json:"sentences"`
}

// An Item is a sentence, or a question.
type Item struct {
	// ID numbers it, e.g. "Put 5".
	ID string `json:"id"`
	// Description is the sentence, or the question, in our own words.
	Description string `json:"description"`
	// Clauses are the ids of the clauses that cover it.
	Clauses []string `json:"clauses,omitempty"`
	// But says what of it no clause covers, and why. It is needed where no
	// clause covers anything.
	But string `json:"but,omitempty"`
}

//go:embed putremediationexceptions.json
var remediation []byte

//go:embed evaluations.json
var evaluations []byte

//go:embed parameters.json
var parameters []byte

//go:embed pipelinetags.json
var pipelineTags []byte

// Remediation returns the sources of the contract on remediation exceptions.
func Remediation() (*Sources, error) { return read("putremediationexceptions.json", remediation) }

// Evaluations returns the sources of the same contract on evaluations, and what they
// found.
func Evaluations() (*Sources, error) { return read("evaluations.json", evaluations) }

// Parameters returns the sources of the contract on Parameter Store.
func Parameters() (*Sources, error) { return read("parameters.json", parameters) }

// PipelineTags returns the sources of the contract on SageMaker's pipelines on their tags.
func PipelineTags() (*Sources, error) { return read("pipelinetags.json", pipelineTags) }

func read(name string, text []byte) (*Sources, error) {
	s := new(Sources)
	if err := json.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// Check checks the sources against a contract and returns what is wrong: an
// item that neither a clause covers nor a reason excuses, one that names a
// clause which is not there, and a clause of an operation in the sections that
// no item leads to.
func (s *Sources) Check(api *model.API) []string {
	c := &check{clauses: map[string]*model.Clause{}, covered: map[string]bool{}, ids: map[string]bool{}}
	for _, p := range api.AllClauses() {
		c.clauses[p.Clause.ID] = p.Clause
	}
	for _, section := range s.Sections {
		c.items(section.Sentences)
	}
	sentences := c.covered
	c.covered = map[string]bool{}
	c.items(s.Unspecified)
	for _, section := range s.Sections {
		op := api.Operation(section.Operation)
		if op == nil {
			c.complain("%s: there is no operation %s", section.Title, section.Operation)
			continue
		}
		for i := range op.Clauses {
			clause := &op.Clauses[i]
			switch {
			case clause.Provenance == model.Documented && !sentences[clause.ID]:
				c.complain("clause %s is said to be documented, and no sentence leads to it: name it where it is said", clause.ID)
			case clause.Provenance == model.Assumed && !c.covered[clause.ID]:
				c.complain("clause %s is assumed, and no item of unspecified names it: add what is not documented", clause.ID)
			}
		}
	}
	return c.complaints
}

type check struct {
	clauses      map[string]*model.Clause
	covered, ids map[string]bool
	complaints   []string
}

func (c *check) complain(format string, args ...any) {
	c.complaints = append(c.complaints, fmt.Sprintf(format, args...))
}

func (c *check) items(items []Item) {
	for _, item := range items {
		if c.ids[item.ID] || item.ID == "" {
			c.complain("%q numbers two items, or is no number", item.ID)
		}
		c.ids[item.ID] = true
		if item.Description == "" {
			c.complain("%s says nothing", item.ID)
		}
		if len(item.Clauses) == 0 && item.But == "" {
			c.complain("%s is covered by no clause: name one, or say under \"but\" why none does", item.ID)
		}
		for i, id := range item.Clauses {
			c.covered[id] = true
			if c.clauses[id] == nil {
				c.complain("%s names the clause %s, and there is none: correct it, or delete it", item.ID, id)
			}
			if slices.Contains(item.Clauses[:i], id) {
				c.complain("%s names the clause %s twice", item.ID, id)
			}
		}
	}
}
