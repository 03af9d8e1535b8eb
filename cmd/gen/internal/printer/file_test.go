package printer

import (
	"errors"
	"strings"
	"testing"

	"github.com/dave/jennifer/jen"
)

// TestRejected shows that a part which is not Go comes back with its source,
// so that the defect can be looked at.
func TestRejected(t *testing.T) {
	_, err := Print(Part{Folder: "golden", Package: "example", File: "broken.go", Build: func(f *jen.File) {
		f.Func().Id("broken").Params().Block(jen.Id("x").Op("=="))
		f.Id("nonsense")
	}}, "model.json")
	var rejected *Rejected
	if !errors.As(err, &rejected) {
		t.Fatalf("Print of nonsense: error %v, want a *Rejected", err)
	}
	if !strings.Contains(string(rejected.File.Source), "nonsense") {
		t.Errorf("the rejected source is %q, want it to hold what was written", rejected.File.Source)
	}
	if !strings.Contains(err.Error(), "example/broken.go: what the generator wrote is not Go") {
		t.Errorf("Error() = %q", err)
	}
}

// TestImports shows the order of imports: the standard library's, then all
// others, none under another name.
func TestImports(t *testing.T) {
	file, err := Print(Part{Folder: "golden", Package: "example", File: "imports.go", Build: func(f *jen.File) {
		f.Var().Id("a").Qual(FakePath, "Time")
		f.Var().Id("b").Qual("context", "Context")
		f.Var().Id("c").Qual("golden/example", "Local")
	}}, "model.json")
	if err != nil {
		t.Fatal(err)
	}
	want := Header + `
//
// Source: model.json

package example

import (
	"context"

	"github.com/fakesmith/fakesmith/fake"
)

var a fake.Time
var b context.Context
var c Local
`
	if string(file.Source) != want {
		t.Errorf("Print =\n%s\nwant\n%s", file.Source, want)
	}
}
