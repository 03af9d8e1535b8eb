package defect

import "go/ast"

var criteriaDefects = []row{
	{"criteria", "any", func(r *rewrite) {
		for _, p := range r.places() {
			loop, ok := p[0].(*ast.RangeStmt)
			if !ok || len(r.calls(loop, "slices.ContainsFunc")) == 0 {
				continue
			}
			r.before(loop, "met := len("+r.text(loop.X)+") == 0")
			for _, is := range all[*ast.IfStmt](loop) {
				if len(r.calls(is.Cond, "slices.ContainsFunc")) > 0 {
					r.replace(is, "met = met || "+r.text(r.calls(is.Cond, "slices.ContainsFunc")[0]))
				}
			}
			r.after(loop, "if !met { return false }")
			return
		}
		r.fail("no conditions are looked at")
	}},
}
