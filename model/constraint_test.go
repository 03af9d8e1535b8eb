package model_test

import (
	"slices"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestConstraintsAreDerivedFromTheSchemasOfAnInput(t *testing.T) {
	api := library()
	var problems model.Problems
	model.ReadContract(api, nil, nil, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range api.Operations[0].Clauses {
		ids = append(ids, c.ID)
		if c.Kind != "constraint" || c.Provenance != model.Documented || c.Description == "" || c.Source == "" {
			t.Errorf("%s is not a documented constraint with words and a source: %+v", c.ID, c)
		}
	}
	want := []string{
		"PutBooks.Books.required",
		"PutBooks.Books.minItems",
		"PutBooks.Books.maxItems",
		"PutBooks.Books[].Title.minLength",
		"PutBooks.Books[].Title.maxLength",
		"PutBooks.Books[].Title.pattern",
		"PutBooks.Shelf.required",
		"PutBooks.Shelf.minLength",
		"PutBooks.Shelf.maxLength",
		"PutBooks.Shelf.pattern",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("the derived clauses are\n%q, want\n%q", ids, want)
	}
}

func TestRecursiveShapesEnd(t *testing.T) {
	api := library()
	key := api.Shape("BookKey")
	key.Members = append(key.Members, model.Member{Name: "Volumes", GoName: "Volumes", Shape: "BookKeys"})
	var problems model.Problems
	model.ReadContract(api, nil, nil, &problems)
	for _, c := range api.Operations[0].Clauses {
		if c.ID == "PutBooks.Books[].Volumes[].Volumes[].Title.pattern" {
			t.Errorf("%s is derived: the walk went round in a circle", c.ID)
		}
	}
}

func TestChecksOfAShape(t *testing.T) {
	for _, tt := range []struct {
		name  string
		shape model.Shape
		want  []model.Check
	}{
		{"a least length of zero limits nothing", model.Shape{Kind: model.String, Min: &model.Bound{}}, nil},
		{"a least value of zero does", model.Shape{Kind: model.Integer, Min: &model.Bound{}}, []model.Check{model.Minimum}},
		{"a double has real bounds", model.Shape{Kind: model.Double, Max: &model.Bound{Real: 0.5}}, []model.Check{model.Maximum}},
		{"a map counts properties", model.Shape{Kind: model.Map, Max: &model.Bound{Int: 2}}, []model.Check{model.MaxProperties}},
		{"an enum is its own check", model.Shape{Kind: model.Enum}, []model.Check{model.EnumCheck}},
		{"unique elements", model.Shape{Kind: model.List, Unique: true}, []model.Check{model.UniqueItems}},
	} {
		if got := tt.shape.Checks(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Checks = %v, want %v", tt.name, got, tt.want)
		}
	}
}
