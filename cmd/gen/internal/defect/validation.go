package defect

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
)

var validationDefects = []row{
	{"validation", "unchecked", func(r *rewrite) {
		for _, fn := range r.funcs["Validate"] {
			if r.set.File(fn.Pos()).Name() == validateFile {
				r.replace(fn.Body, "{ return nil }")
			}
		}
	}},

	{"validation/text", "capitals", func(r *rewrite) {
		wire := map[string]string{}
		for i := range r.api.Shapes {
			for _, m := range r.api.Shapes[i].Members {
				wire[violationName(m.Name)] = m.Name
			}
		}
		for _, fn := range slices.Concat(r.funcs["violations"], r.funcs["DecodeJSON"], r.funcs["check"]) {
			for _, call := range all[*ast.CallExpr](fn) {
				for _, arg := range call.Args {
					r.rename(arg, wire)
				}
			}
		}
	}},
	{"validation/text", "counted", func(r *rewrite) {
		for _, fn := range r.funcs["violations"] {
			for _, call := range r.calls(fn, ".InElem") {
				r.wrap(call.Args[1], "", "-1")
			}
		}
	}},
}

// rename gives a member the name that it has on the wire, if an argument is the
// name that messages have for it.
func (r *rewrite) rename(arg ast.Expr, wire map[string]string) {
	lit, ok := arg.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	if name, err := strconv.Unquote(lit.Value); err == nil && wire[name] != "" && wire[name] != name {
		r.replace(lit, strconv.Quote(wire[name]))
	}
}
