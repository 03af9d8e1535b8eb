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
	{"allowed/form", "first", func(r *rewrite) {
		for _, loop := range all[*ast.RangeStmt](r.place()[0]) {
			if r.text(loop.Key) == "_" {
				r.replace(loop.Key, "i")
			}
			r.begin(loop.Body, onlyFirst)
		}
	}},
	{"allowed/reserved", "first", func(r *rewrite) {
		for _, loop := range all[*ast.RangeStmt](r.place()[0]) {
			if r.text(loop.Key) == "_" {
				r.replace(loop.Key, "i")
			}
			r.begin(loop.Body, onlyFirst)
		}
	}},
	{"allowed/reserved", "inside", func(r *rewrite) {
		r.imports(operationsFile, "strings")
		for _, call := range r.calls(r.place()[0], "runtime.Begins", "strings.HasPrefix") {
			r.replace(call.Fun, "strings.Contains")
		}
	}},
}
