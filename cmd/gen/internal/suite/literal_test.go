package suite

import (
	"go/format"
	"reflect"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// TestModelLiteral shows data and the Go that it becomes.
func TestModelLiteral(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{model.API{}, `model.API{}`},
		{model.API{Name: "A", Package: "b"}, `model.API{Name: "A", Package: "b"}`},
		{
			model.Shape{Name: "S", Kind: model.String, Min: &model.Bound{Int: -1}, Pattern: `\S"`, Pos: model.Pos{File: "f", Line: 1}},
			"model.Shape{Name: \"S\", Kind: model.String, Min: &model.Bound{Int: -1}, Pattern: `\\S\"`}",
		},
		{model.Shape{Max: &model.Bound{Real: 1e100}, Unique: true}, `model.Shape{Max: &model.Bound{Real: 1e+100}, Unique: true}`},
		{model.Shape{Max: &model.Bound{}}, `model.Shape{Max: &model.Bound{}}`},
		{[]string{"a", "b`\\"}, "[]string{\"a\", \"b`\\\\\"}"},
		{
			model.Clause{ID: "c", Provenance: model.Assumed, Rule: model.Expiry{At: "Until"}},
			`model.Clause{ID: "c", Provenance: model.Assumed, Rule: model.Expiry{At: "Until"}}`,
		},
		{
			[]model.Binding{{Member: "A", Path: "B[].C"}, {Member: strings.Repeat("long", 20)}},
			"[]model.Binding{\n\t{Member: \"A\", Path: \"B[].C\"},\n\t{Member: \"" + strings.Repeat("long", 20) + "\"},\n}",
		},
		{
			model.API{Operations: []model.Operation{{Name: "O", Examples: []model.Example{{}}}}, Warnings: model.Problems{{}}},
			`model.API{Operations: []model.Operation{{Name: "O"}}}`,
		},
		{
			model.Clause{ID: "c", Description: strings.Repeat("long", 30)},
			"model.Clause{\n\tID: \"c\",\n\tDescription: \"" + strings.Repeat("long", 30) + "\",\n}",
		},
	} {
		got, err := format.Source([]byte("var x = " + modelLiteral(c.value, nil).GoString()))
		if err != nil {
			t.Errorf("the literal of %+v is no Go: %v", c.value, err)
			continue
		}
		want, err := format.Source([]byte("var x = " + c.want))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("the literal of %+v is\n%s, want\n%s", c.value, got, want)
		}
	}
}

// TestConstants holds the names that a literal uses to the values that package
// model gives them; what is not among them is written out, which is as right.
func TestConstants(t *testing.T) {
	for value, name := range constants {
		if reflect.TypeOf(value).PkgPath() != printer.ModelPath {
			t.Errorf("%s is a %T, want a type of package model", name, value)
		}
	}
}
