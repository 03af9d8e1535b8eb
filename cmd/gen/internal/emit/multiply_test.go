package emit

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

// TestStructuresThatMultiply generates types of which each requires the next one
// several times. If all of them were values within each other, the first would be
// larger than any memory, and no compiler would come to an end with it.
func TestStructuresThatMultiply(t *testing.T) {
	const levels = 300
	api := &model.API{Name: "Many", Package: "p", Source: "many.json", Protocol: "awsJson1_1", TargetPrefix: "Many", SigningName: "many"}
	for i := range levels {
		s := model.Shape{Name: fmt.Sprint("S", i), GoName: fmt.Sprint("S", i), Kind: model.Structure}
		for _, name := range []string{"A", "B", "C", "D"} {
			s.Members = append(s.Members, model.Member{Name: name, GoName: name, Shape: fmt.Sprint("S", i+1), Required: true})
		}
		api.Shapes = append(api.Shapes, s)
	}
	last := fmt.Sprint("S", levels)
	api.Shapes = append(api.Shapes,
		model.Shape{Name: last, GoName: last, Kind: model.Structure, Members: []model.Member{{Name: "X", GoName: "X", Shape: "Text", Required: true}}},
		model.Shape{Name: "Text", Kind: model.String})
	api.Operations = []model.Operation{{Name: "Go", GoName: "Go", Input: "S0", Output: "S0"}}
	files, err := Files(api, Options{ImportPath: "example.com"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name != "p/types.go" {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, f.Name, f.Source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		pkg, err := (&types.Config{Importer: importer.Default()}).Check("p", fset, []*ast.File{file}, nil)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for i := range levels + 1 {
			name := fmt.Sprint("S", i)
			if n := values(pkg.Scope().Lookup(name).Type(), seen); n > 1000 {
				t.Fatalf("%s has %d values in it, want at most 1000", name, n)
			}
		}
		return
	}
	t.Error("there are no types")
}

// values returns how many values lie within one of a type, as far as they can be
// counted.
func values(typ types.Type, seen map[string]int) int {
	s, ok := typ.Underlying().(*types.Struct)
	if !ok {
		return 1
	}
	n, known := seen[typ.String()]
	if known {
		return n
	}
	for f := range s.Fields() {
		n = min(n+values(f.Type(), seen), 1<<30)
	}
	seen[typ.String()] = n
	return n
}
