package defect

import (
	"go/ast"
	"strings"
)

var assignedDefects = []row{
	{"assigned", "renewed", func(r *rewrite) {
		choice, ok := r.place()[0].(*ast.IfStmt)
		if !ok {
			r.fail("what is assigned does not depend on what is there")
			return
		}
		r.replace(choice, "_ = old\n"+r.text(choice.Else))
	}},
	{"assigned", "reused", func(r *rewrite) {
		loop, ok := first[*ast.ForStmt](r.place())
		if !ok {
			r.fail("no key is made")
			return
		}
		r.imports(operationsFile, "github.com/fakesmith/fakesmith/fake/runtime")
		r.before(loop, "words := new(runtime.Words)")
		for _, call := range r.calls(loop, "here.words.Next", "here.words.Spelled") {
			r.replace(call.Fun, strings.TrimPrefix(r.text(call.Fun), "here."))
		}
	}},
	{"assigned", "late", func(r *rewrite) {
		r.imports(operationsFile, "time")
		for _, call := range r.calls(r.place()[0], "fake.NewTime", "here.times.At") {
			r.wrap(call.Args[0], "", ".Add(time.Minute)")
		}
	}},
}
