package defect

import (
	"go/ast"
	"go/token"
)

// referenceDefects are about addresses: what else can be wrong about a reference, a
// contract can say.
var referenceDefects = []row{
	{"reference", "beginning", func(r *rewrite) {
		r.imports(operationsFile, "strings")
		for _, f := range all[*ast.FuncLit](r.place()[0]) {
			for _, same := range all[*ast.BinaryExpr](f.Body) {
				if same.Op == token.EQL {
					r.replace(same, "strings.HasPrefix("+r.text(same.X)+", "+r.text(same.Y)+")")
					break
				}
			}
		}
	}},
}
