package fakesmith_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExampleModel shows that the example's copy of the model is ours but for
// the one clause that it means to change.
func TestExampleModel(t *testing.T) {
	ours, theirs := readModel(t, "model/putremediationexceptions.json"), readModel(t, "examples/exempter/model.json")
	var changed []string
	for id, clause := range ours.clauses {
		if !cmp.Equal(clause, theirs.clauses[id]) {
			changed = append(changed, id)
		}
	}
	slices.Sort(changed)
	if !slices.Equal(changed, []string{"past-expiry"}) {
		t.Errorf("the example changes the clauses %q, want only past-expiry: copy the model anew, and change that", changed)
	}
	if diff := cmp.Diff(ours.rest, theirs.rest); diff != "" {
		t.Errorf("beside that clause, the example's model differs from ours (-ours +theirs):\n%s", diff)
	}
}

// A document is a model taken apart: its clauses by their ids, and all else.
type document struct {
	clauses map[string]any
	rest    any
}

func readModel(t *testing.T, file string) document {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := document{clauses: map[string]any{}}
	if err := json.Unmarshal(text, &d.rest); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	d.rest = d.takeClauses(d.rest)
	if len(d.clauses) == 0 {
		t.Fatalf("%s has no clauses", file)
	}
	return d
}

// takeClauses moves the clauses within v into the document, and returns what
// is left, with their ids in their places.
func (d *document) takeClauses(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = d.takeClauses(v[i])
		}
	case map[string]any:
		id, isString := v["id"].(string)
		if _, says := v["description"]; isString && says {
			d.clauses[id] = v
			return id
		}
		for key := range v {
			v[key] = d.takeClauses(v[key])
		}
	}
	return v
}
