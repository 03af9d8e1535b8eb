package model

import "testing"

func TestDigest(t *testing.T) {
	library := func() *API {
		return &API{
			Source:     "library.json",
			Shapes:     []Shape{{Name: "Title", Kind: String, Max: &Bound{Int: 9}, Pos: Pos{File: "library.json", Line: 3}}},
			Operations: []Operation{{Name: "PutBook", Clauses: []Clause{{ID: "expiry", Kind: "expiry", Rule: Expiry{At: "Due"}, Pos: Pos{Line: 7}}}}},
		}
	}
	want := library().Digest()
	if len(want) != 12 {
		t.Errorf("Digest() = %q, want 12 digits", want)
	}
	for _, c := range []struct {
		name   string
		change func(*API)
		same   bool
	}{
		{"nothing", func(*API) {}, true},
		{"the file", func(a *API) { a.Source = "elsewhere.json" }, true},
		{"the line of a shape", func(a *API) { a.Shapes[0].Pos.Line++ }, true},
		{"the line of a clause", func(a *API) { a.Operations[0].Clauses[0].Pos.Line++ }, true},
		{"a limit", func(a *API) { a.Shapes[0].Max.Int++ }, false},
		{"a rule", func(a *API) { a.Operations[0].Clauses[0].Rule = Expiry{At: "Issued"} }, false},
		{"a choice", func(a *API) { a.Operations[0].Clauses[0].Choice = "kept" }, false},
	} {
		a := library()
		c.change(a)
		if got := a.Digest(); (got == want) != c.same {
			t.Errorf("after a change of %s, Digest() = %s, and it was %s before", c.name, got, want)
		}
	}
}
