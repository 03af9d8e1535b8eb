package defect

import "go/ast"

var tierDefects = []row{
	{"tier", "forgets", func(r *rewrite) {
		for _, n := range r.place() {
			if test, is := n.(*ast.IfStmt); is && test.Init != nil && r.assignment("has", test.Body) != nil {
				r.replace(test.Cond, "old != nil && false")
			}
		}
	}},
}
