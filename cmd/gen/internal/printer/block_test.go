package printer

import (
	"go/format"
	"testing"

	"github.com/dave/jennifer/jen"
)

// TestBlock shows where comments and blank lines stand: a clause has a blank
// line above it unless it is the first of its block, and a comment that is all
// there is in a case is indented like a statement.
func TestBlock(t *testing.T) {
	x, one := jen.Id("x"), jen.Lit(1)
	statement := jen.Func().Id("f").Params().BlockFunc(func(g *jen.Group) {
		b := NewBlock(g)
		b.Say("first", "It is the first.")
		b.Set(x, "=", one)
		b.Say("second", "It has a line above it.")
		b.If(And(nil, x, nil), func(b Block) {
			b.Say("inner", "It is the first here.")
			b.IfLet(jen.Id("y").Op(":=").Id("x"), Or(x, nil, jen.Id("y")), func(b Block) { b.Return() })
		})
		b.SayToo("third", "It has none, though a block stands above it.")
		b.Switch(x, func(b Block) {
			b.Case([]jen.Code{one}, func(b Block) { b.Continue() })
			b.Choice(nil, func(b Block) { b.Remark("Nothing.") })
		})
		b.Remark("It stands alone.")
		b.For(Sel("x", "y", "z"), func(b Block) {
			b.Brace(func(b Block) { b.Line() })
			b.Say("last", "A block stands above it.")
		})
	})
	const want = `func f() {
	// clause first: It is the first.
	x = 1

	// clause second: It has a line above it.
	if x {
		// clause inner: It is the first here.
		if y := x; x || y {
			return
		}
	}
	// clause third: It has none, though a block stands above it.
	switch x {
	case 1:
		continue
	default:
		// Nothing.
	}
	// It stands alone.

	for x.y.z {
		{

		}

		// clause last: A block stands above it.
	}
}`
	got, err := format.Source([]byte(statement.GoString()))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("the block is\n%s\nwant\n%s", got, want)
	}
	if And(nil) != nil || Or() != nil {
		t.Error("no conditions are a condition")
	}
}
