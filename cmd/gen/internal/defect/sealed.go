package defect

import (
	"go/ast"
	"strings"
)

var sealedDefects = []row{
	{"sealed", "given", func(r *rewrite) {
		for _, n := range r.place() {
			for _, flag := range all[*ast.UnaryExpr](n) {
				if call, is := flag.X.(*ast.CallExpr); is && strings.HasPrefix(r.text(call), "runtime.Value(in.") {
					r.replace(flag, r.text(call.Args[0])+" == nil")
				}
			}
		}
	}},
}
