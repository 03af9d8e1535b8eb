package defect

import "go/ast"

var allowedDefects = []row{
	{"allowed", "first", func(r *rewrite) {
		for _, loop := range all[*ast.RangeStmt](r.place()[0]) {
			if r.text(loop.Key) == "_" {
				r.replace(loop.Key, "i")
			}
			r.begin(loop.Body, onlyFirst)
		}
	}},
}
