package defect

import "go/ast"

var assignedDefects = []row{
	{"assigned", "renewed", func(r *rewrite) {
		choice, ok := r.place()[0].(*ast.IfStmt)
		if !ok {
			r.fail("what is assigned does not depend on what is there")
			return
		}
		r.replace(choice, "_ = old\n"+r.text(choice.Else))
	}},
	{"assigned", "late", func(r *rewrite) {
		r.imports(operationsFile, "time")
		for _, call := range r.calls(r.place()[0], "fake.NewTime", "here.times.At") {
			r.wrap(call.Args[0], "", ".Add(time.Minute)")
		}
	}},
}
