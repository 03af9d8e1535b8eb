package conformance_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/google/go-cmp/cmp"
)

// library is a report with a clause of every outcome.
func library() *conformance.Report {
	return &conformance.Report{
		Target: "http://127.0.0.1:1", Model: "library.json", Seed: 7, Calls: 12, Seconds: 0.25,
		Started: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC),
		Clauses: []report.Clause{
			{ID: "isolation", Kind: "isolation", Provenance: "documented", Outcome: report.Skip, Reason: "it takes another account, and there is but the one that signs the requests of this target"},
			{ID: "upsert", Kind: "upsert", Operation: "PutBook", Description: "A put adds a book.", Source: "The manual, page 1", Provenance: "documented", Outcome: report.Fail, Cases: 3,
				Counterexample: &report.Counterexample{
					Property: "put, list",
					Steps: []report.Step{
						{Call: "fact", Request: json.RawMessage(`{"clean":true}`), Got: "set"},
						{Call: "PutBook", As: "1 x-1", Request: json.RawMessage(`{"Title":"a"}`), Got: "200 and no body"},
						{Call: "ListBooks", Request: json.RawMessage(`{}`), Expected: `1: [{"Title":"a"}]`, Got: "0: []"},
					},
					Reproduce: "conform -run '^upsert$' -seed 7",
				}},
			{ID: "omitted", Kind: "upsert/omitted", Operation: "PutBook", Provenance: "assumed", Outcome: report.Observed, Cases: 25, Observed: "kept"},
			{ID: "PutBook.Title.required", Kind: "constraint", Operation: "PutBook", Provenance: "documented", Outcome: report.Pass, Cases: 3},
			{ID: "PutBook.Title.maxLength", Kind: "constraint", Operation: "PutBook", Provenance: "documented", Outcome: report.Pass, Cases: 3},
			{ID: "removal", Kind: "removal", Operation: "DeleteBook", Provenance: "documented", Outcome: report.Unsupported, Reason: "DeleteBook is not implemented: the answer is 404"},
			{ID: "DeleteBook.Title.required", Kind: "constraint", Operation: "DeleteBook", Provenance: "documented", Outcome: report.Pass, Cases: 3},
		},
	}
}

const wholeText = `http://127.0.0.1:1, checked against library.json

Every operation
  · isolation                                skip         documented      0
        it takes another account, and there is but the one
        that signs the requests of this target

PutBook
  ✗ upsert                                   fail         documented      3
  ○ omitted                                  observed     assumed        25
        kept
  ✓ 2 constraints of the schemas             pass         documented      6

DeleteBook
  ⊘ removal                                  unsupported  documented      0
        DeleteBook is not implemented: the answer is 404
  ✓ DeleteBook.Title.required                pass         documented      3

✗ upsert fails
  description: A put adds a book.
  source:      The manual, page 1 (documented)
  check:       put, list
  step  call                         expected         got
     1  fact {"clean":true}                           set
     2  PutBook as 1 x-1 {"Title":…                   200 and no bo…
  ►  3  ListBooks {}                 1: [{"Title":"…  0: []
     3. ListBooks {}
        want 1: [{"Title":"a"}]
        got  0: []
  run again:   conform -run '^upsert$' -seed 7

7 clauses: 3 pass, 1 fail, 1 observed, 1 skip, 1 unsupported. 12 calls in 0.2 s, seed 7.
`

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := (report.Text{Width: 60}).Write(&b, library()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(wholeText, "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("the text differs (-want +got):\n%s", diff)
	}
	b.Reset()
	if err := (report.Text{All: true}).Write(&b, library()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "✓ PutBook.Title.maxLength") || strings.Contains(b.String(), "constraints of the schemas") {
		t.Errorf("the text with all clauses is\n%s", b.String())
	}
}

// TestReportMembers shows that the JSON report has the members that scripts
// rely on.
func TestReportMembers(t *testing.T) {
	var b bytes.Buffer
	if err := library().WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var rep map[string]any
	if err := json.Unmarshal(b.Bytes(), &rep); err != nil {
		t.Fatal(err)
	}
	has(t, rep, "target", "model", "seed", "started", "seconds", "calls", "clauses")
	for _, c := range rep["clauses"].([]any) {
		clause := c.(map[string]any)
		has(t, clause, "id", "kind", "description", "source", "provenance", "outcome", "cases")
		if clause["id"] != "upsert" {
			continue
		}
		has(t, clause, "operation", "counterexample")
		example := clause["counterexample"].(map[string]any)
		has(t, example, "property", "steps", "reproduce")
		steps := example["steps"].([]any)
		has(t, steps[len(steps)-1].(map[string]any), "call", "request", "expected", "got")
	}
}

func has(t *testing.T, o map[string]any, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, there := o[name]; !there {
			t.Errorf("%v lacks %s", o, name)
		}
	}
}
