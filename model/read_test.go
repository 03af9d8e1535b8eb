package model_test

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

// readLibrary reads a contract for the library's one operation.
func readLibrary(operation *model.Node) (*model.API, error) {
	api := library()
	document := object(
		"package", "library",
		"entities", object("Book", object("key", []any{"Shelf", "Title"}, "listed-by", []any{"Shelf"})),
	)
	var problems model.Problems
	model.ReadContract(api, document, map[string]*model.Node{"PutBooks": operation}, &problems)
	return api, problems.Err()
}

// putBooks returns the contract of the operation, with those clauses.
func putBooks(clauses ...any) *model.Node {
	return object("puts", "Book", "each", "Books", "clauses", clauses)
}

// clause returns a documented clause with what else it says.
func clause(id, kind string, more ...any) *model.Node {
	return object(append([]any{"id", id, "kind", kind, "description", "Words.", "source", "A page.", "provenance", "documented"}, more...)...)
}

func TestBindingsAreFoundByName(t *testing.T) {
	api, err := readLibrary(putBooks(clause("upsert", "upsert")))
	if err != nil {
		t.Fatal(err)
	}
	effect := api.Operations[0].Effect
	for member, want := range map[string]model.Path{"Shelf": "Shelf", "Title": "Books[].Title", "Until": "Until"} {
		if got := effect.Bound(member); got != want {
			t.Errorf("%s comes from %q, want %q", member, got, want)
		}
	}
	if c := api.Operations[0].Clause("upsert"); c == nil || c.ID != "upsert" {
		t.Errorf("Clause(upsert) = %+v", c)
	}
}

func TestMistakesInAContract(t *testing.T) {
	for _, tt := range []struct {
		name      string
		operation *model.Node
		want      string
	}{
		{"unknown key", putBooks(clause("u", "upsert", "colour", "red")), `unknown key "colour"; the keys here are`},
		{"misspelt key", putBooks(clause("e", "expiry", "att", "Until")), `unknown key "att"; the nearest is at`},
		{"unknown kind", putBooks(clause("u", "weather")), `unknown kind "weather"; the kinds are validation, `},
		{"misspelt kind", putBooks(clause("u", "upset")), `unknown kind "upset"; the nearest is upsert`},
		{"misspelt field", putBooks(clause("e", "expiry", "at", "Untill")), "Book has no member Untill; the nearest is Until"},
		{"missing field", putBooks(clause("e", "expiry", "at", "When")), "Book has no member When; it has Shelf, Title, Until"},
		{"wrong kind of field", putBooks(clause("e", "expiry", "at", "Title")), "Title is a string; name a member that is a timestamp"},
		{"undeclared error", putBooks(clause("p", "expiry/past", "at", "Until", "choice", "error:DustException")),
			"PutBooks does not declare DustException; it declares FullException"},
		{"no such error", putBooks(clause("p", "expiry/past", "at", "Until", "choice", "error:MothException")), "there is no error MothException"},
		{"unknown choice", putBooks(clause("o", "upsert/omitted", "choice", "burnt")), `"burnt" is no choice of the kind upsert/omitted; its choices are cleared, kept`},
		{"choices of a documented clause", putBooks(clause("o", "upsert/omitted", "choice", "kept", "choices", []any{"kept", "cleared"})), "leaves no choice"},
		{"choice where there is none", putBooks(clause("u", "upsert", "choice", "kept")), "leaves no choice"},
		{"duplicate id", putBooks(clause("u", "upsert"), clause("u", "fan-out")), "there is a clause of that id already, at library.json:1:1"},
		{"clause of another verb", putBooks(clause("r", "removal")), "has no meaning for an operation that puts; such a clause belongs to one that deletes"},
		{"clause of the document", putBooks(clause("i", "isolation")), "belongs to the document"},
		{"quota by no member", putBooks(clause("q", "quota", "most", digits("3"), "per", []any{"Shelve"}, "choice", "accepted")), "per: the path Shelve leads nowhere: Book has no member Shelve"},
		{"quota by a time", putBooks(clause("q", "quota", "most", digits("3"), "per", []any{"Until"}, "choice", "accepted")), "per: Until is a timestamp; name a member that is a string"},
		{"quota by a member twice", putBooks(clause("q", "quota", "most", digits("3"), "per", []any{"Shelf", "Shelf"}, "choice", "accepted")), `per: "Shelf" stands here twice`},
		{"quota by what differs", putBooks(clause("q", "quota", "most", digits("3"), "per", []any{"Title"}, "choice", "accepted")), "the resources of one request differ in Title; name members that a request has once"},
		{"quota by the key", putBooks(clause("q", "quota", "most", digits("3"), "per", []any{"Title", "Shelf"}, "choice", "accepted")), "per: it has the whole key of Book"},
		{"no effect", object("clauses", []any{}), "does not say what the operation does"},
		{"two effects", object("puts", "Book", "deletes", "Book", "each", "Books"), "an operation has one effect"},
		{"no such entity", object("puts", "Map", "each", "Books"), "there is no entity Map"},
		{"no such list", object("puts", "Book", "each", "Maps"), "the path Maps[] leads nowhere"},
		{"wrong JSON type", object("puts", "Book", "each", digits("3")), "this is a number; write a string"},
		{"missing words", putBooks(object("id", "u", "kind", "upsert", "source", "A page.", "provenance", "documented")), `description is missing; add "description"`},
		{"unknown ground", putBooks(clause("u", "upsert", "ground2", "x"), object("id", "v", "kind", "fan-out", "description", "W.", "source", "S.", "provenance", "guessed")),
			`"guessed" is not known; write one of documented, observed, assumed`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readLibrary(tt.operation)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the problems are\n%v\nwant one with\n%s", err, tt.want)
			}
		})
	}
}

// TestMistakesAreToldOnce shows that a number of the wrong type is not called too small
// as well.
func TestMistakesAreToldOnce(t *testing.T) {
	for _, tt := range []struct {
		most any
		want string
	}{
		{"3", "this is a string; write a number"},
		{digits("1.5"), "1.5 is not a whole number"},
		{digits("0"), "a number of resources begins with 1; write 1 or more"},
		{nil, `most is missing; add "most"`},
	} {
		more := []any{"choice", "accepted"}
		if tt.most != nil {
			more = append(more, "most", tt.most)
		}
		_, err := readLibrary(putBooks(clause("q", "quota", more...)))
		told := 0
		if err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if strings.Contains(line, "most") {
					told++
				}
			}
		}
		if told != 1 || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("with most %v the problems are\n%v\nwant one about it, with\n%s", tt.most, err, tt.want)
		}
	}
}
