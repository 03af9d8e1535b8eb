package emit

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/hostile"
	"github.com/fakesmith/fakesmith/model"
)

// TestHostileTextAnywhere puts hostile texts wherever a document has text, and
// holds every file to have no instruction in it, and the right declarations.
func TestHostileTextAnywhere(t *testing.T) {
	plain := hostileAPI("A text.")
	want := declarations(t, plain)
	for _, text := range hostile.Texts {
		if diff := slices.Compare(declarations(t, hostileAPI(text)), want); diff != 0 {
			t.Errorf("with the text %q other things are declared", text)
		}
	}
}

// hostileAPI is an API with a text wherever a document can have any.
func hostileAPI(text string) *model.API {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // no text is without JSON
	}
	return &model.API{
		QueryCompatible: true, FrameworkValidation: true,
		Name: text, Version: text, Package: "p", Doc: text, Source: text, Protocol: "awsJson1_1", TargetPrefix: text, SigningName: text,
		Shapes: []model.Shape{
			{Name: "In", GoName: "In", Kind: model.Structure, Doc: text, Members: []model.Member{
				{Name: text, GoName: "A", Doc: text, Shape: "Text", Required: true},
				{Name: "B" + text, GoName: "B", Doc: text, Shape: "Word"},
				{Name: "C" + text, GoName: "C", Doc: text, Shape: "List"},
				{Name: "D" + text, GoName: "D", Doc: text, Shape: "Map"},
				{Name: "E" + text, GoName: "E", Doc: text, Shape: "Text", Default: string(quoted)},
				{Name: "F" + text, GoName: "F", Doc: text, Shape: "Gaps"},
				{Name: "G" + text, GoName: "G", Doc: text, Shape: "Union"},
			}},
			{Name: "Union", GoName: "Union", Kind: model.Structure, Union: true, Doc: text, Members: []model.Member{
				{Name: text, GoName: "A", Doc: text, Shape: "Text"},
				{Name: "B" + text, GoName: "B", Doc: text, Shape: "Word"},
			}},
			{Name: "Gaps", Kind: model.List, Doc: text, Elem: "Union", Sparse: true},
			{Name: "Text", Kind: model.String, Doc: text, Pattern: text, Min: &model.Bound{Int: 1}},
			{Name: "Word", GoName: "Word", Kind: model.Enum, Doc: text, Enum: []model.EnumValue{{Value: text, GoName: "WordOne"}}},
			{Name: "List", Kind: model.List, Doc: text, Elem: "Text"},
			{Name: "Map", Kind: model.Map, Doc: text, Elem: "Text", Key: "Word"},
		},
		Errors: []model.ErrorShape{{
			Code: "E" + text, GoName: "EOne", Doc: text, Status: 400,
			MessageName: text, Namespace: text, QueryCode: text, Members: "Union",
		}},
		Operations: []model.Operation{{Name: "Send", GoName: "Send", Doc: text, Input: "In", Output: "In", Errors: []string{"E" + text}}},
	}
}

// declarations returns the names that the generated files declare at their top
// level, with the file of each, after a look at their comments.
func declarations(t *testing.T, api *model.API) []string {
	t.Helper()
	files, err := Files(api, Options{ImportPath: "example.com/m"})
	if err != nil {
		t.Fatalf("with the text %q: %v", api.Doc, err)
	}
	var names []string
	for _, f := range files {
		file, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Source, parser.ParseComments)
		if err != nil {
			t.Fatalf("with the text %q: %v", api.Doc, err)
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				if !strings.HasPrefix(c.Text, "// ") && c.Text != "//" && !strings.HasPrefix(c.Text, "//   - ") ||
					constraint.IsPlusBuild(c.Text) || constraint.IsGoBuild(c.Text) {
					t.Errorf("with the text %q, %s has the comment %q", api.Doc, f.Name, c.Text)
				}
			}
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				names = append(names, fmt.Sprint(f.Name, " func ", d.Name.Name))
			case *ast.GenDecl:
				names = append(names, fmt.Sprint(f.Name, " ", d.Tok, " ", len(d.Specs)))
			}
		}
	}
	return names
}
