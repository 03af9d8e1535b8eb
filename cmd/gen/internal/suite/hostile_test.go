package suite

import (
	"go/ast"
	"go/parser"
	"strconv"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/hostile"
)

// FuzzLiteral holds that what is written of any text in a model is the literal of
// it.
func FuzzLiteral(f *testing.F) {
	for _, text := range hostile.Texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		literal := modelLiteral([]string{text}, nil).GoString()
		expr, err := parser.ParseExpr(literal)
		if err != nil {
			t.Fatalf("the literal of %q is no Go: %v\n%s", text, err, literal)
		}
		list, ok := expr.(*ast.CompositeLit)
		if !ok || len(list.Elts) != 1 {
			t.Fatalf("the literal of %q is a %T: %s", text, expr, literal)
		}
		lit, ok := list.Elts[0].(*ast.BasicLit)
		if !ok {
			t.Fatalf("the literal of %q is a %T: %s", text, list.Elts[0], literal)
		}
		if got, err := strconv.Unquote(lit.Value); err != nil || got != text {
			t.Errorf("the literal of %q holds %q: %v", text, got, err)
		}
	})
}
