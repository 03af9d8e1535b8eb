package emit

import (
	"errors"
	"strings"
	"testing"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// TestRejected shows that a part which is not Go comes back with its source,
// so that the defect can be looked at.
func TestRejected(t *testing.T) {
	e := newEmitter(&model.API{Source: "model.json"}, "example", "golden")
	_, err := e.render(e.part("broken.go", func(f *jen.File) {
		f.Func().Id("broken").Params().Block(jen.Id("x").Op("=="))
		f.Id("nonsense")
	}))
	var rejected *Rejected
	if !errors.As(err, &rejected) {
		t.Fatalf("render of nonsense: error %v, want a *Rejected", err)
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
	e := newEmitter(&model.API{Source: "model.json"}, "example", "golden")
	source, err := e.render(e.part("imports.go", func(f *jen.File) {
		f.Var().Id("a").Qual(fakePath, "Time")
		f.Var().Id("b").Qual("context", "Context")
		f.Var().Id("c").Qual("golden/example", "Local")
	}))
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
	if string(source) != want {
		t.Errorf("render =\n%s\nwant\n%s", source, want)
	}
}
