package defect

import "go/ast"

var attachedDefects = []row{
	{"attached", "first", func(r *rewrite) {
		for _, loop := range all[*ast.RangeStmt](r.place()[0]) {
			r.begin(loop.Body, onlyFirst)
		}
	}},
}
