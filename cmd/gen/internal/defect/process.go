package defect

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var processDefects = []row{
	{"process", "early", func(r *rewrite) { r.moveEnd(func(later *ast.CallExpr) { r.wrap(later.Args[1], "max(", "-1, 0)") }) }},
	{"process", "late", func(r *rewrite) { r.moveEnd(func(later *ast.CallExpr) { r.wrap(later, "", ".Add(1)") }) }},
	{"process", "at-once", func(r *rewrite) { r.moveEnd(func(later *ast.CallExpr) { r.replace(later.Args[1], "0") }) }},
	{"process", "stuck", func(r *rewrite) { r.begin(r.function("end").Body, "if !here.now.IsZero() { return }") }},
	{"process", "succeeds", func(r *rewrite) { r.before(r.stateEnds(), "one.outcome = "+r.succeeded()) }},
	{"process", "decided-late", func(r *rewrite) {
		r.before(r.stateEnds(), "one.outcome, _ = here.ending(key, here.now)")
	}},
	{"process", "elsewhere", func(r *rewrite) {
		fact := r.resource(r.clause.Rule.(model.Process).Outcome)
		key := r.resource(r.op.Effect.Of).Key
		var same []string
		for _, m := range fact.Key {
			if !slices.Contains(fact.Partition, m) {
				same = append(same, fmt.Sprintf("%s == key[%d]", r.textOf("told", fact.Shape, m), slices.Index(key, m)))
			}
		}
		for _, get := range r.calls(r.function("ending"), ".Get") {
			r.replace(get, fmt.Sprintf("func() *%s { for _, told := range a.%s.All(0) { if %s { return told } }; return nil }()", fact.kind, fact.field, strings.Join(same, " && ")))
		}
	}},
	{"process", "untouched", func(r *rewrite) { r.replace(r.ends(r.clause.Rule.(model.Process).Updated), "_ = ended") }},
	{"process", "moved", func(r *rewrite) {
		process := r.resource(r.op.Effect.Of)
		began, ended := process.Shape.Member(r.clause.Rule.(model.Process).Began), "ended"
		if began.Required {
			ended = "*ended"
		}
		r.after(r.stateEnds(), "v."+began.GoName+" = "+ended)
	}},
	{"process", "lost", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		for _, fn := range r.readers() {
			for _, call := range r.calls(fn, t.table+".Partition", t.table+".All") {
				r.wrap(call, "runtime.Where(", ", unended)")
			}
		}
	}},

	{"process/steps", "wordless", func(r *rewrite) { r.drop(r.stepEnds(r.clause.Rule.(model.ProcessSteps).Message)) }},
	{"process/steps", "endless", func(r *rewrite) { r.drop(r.stepEnds(r.clause.Rule.(model.ProcessSteps).Ended)) }},

	{"process/busy", "any", func(r *rewrite) {
		check, get := r.busyCheck()
		r.edit(check.Init.Pos(), check.Cond.End(), fmt.Sprintf("runtime.Any(runtime.Where(%s.Partition(%s, 0), unended))",
			r.resource(r.op.Effect.Of).table, r.text(get.Args[0])))
	}},
	{"process/busy", "ever", func(r *rewrite) {
		check, _ := r.busyCheck()
		r.replace(check.Cond, "last != nil")
	}},

	{"process/unended", "any", func(r *rewrite) {
		for _, call := range r.calls(r.do(r.op), ".Partition") {
			r.replace(call, r.resource(r.clause.Rule.(model.ProcessUnended).Of).table+".All(0)")
		}
	}},
	{"process/unended", "ever", func(r *rewrite) {
		of := r.resource(r.clause.Rule.(model.ProcessUnended).Of)
		for _, call := range r.calls(r.do(r.op), "runtime.Where") {
			if r.text(call.Args[1]) == "unended" {
				r.replace(call.Args[1], "func(*"+of.kind+") bool { return true }")
			}
		}
	}},
}

// moveEnd changes the expression of when a process ends.
func (r *rewrite) moveEnd(change func(later *ast.CallExpr)) {
	for _, later := range r.calls(r.function("ending"), "runtime.Later") {
		change(later)
	}
}

// succeeded returns the constant for the state of a process that has succeeded.
func (r *rewrite) succeeded() string {
	for _, ends := range r.function("ending").Body.List {
		if ends, ok := ends.(*ast.ReturnStmt); ok {
			return r.text(ends.Results[0])
		}
	}
	r.fail("nothing says how it ends")
	return ""
}

// ends returns the assignment to a member of a process as it ends.
func (r *rewrite) ends(member string) ast.Node {
	name := r.resource(r.op.Effect.Of).Shape.Member(member).GoName
	if a := r.assignment("v."+name, r.function("end")); a != nil {
		return a
	}
	r.fail("%s is not set", member)
	return &ast.BadStmt{}
}

// stateEnds returns the assignment to the state of a process as it ends.
func (r *rewrite) stateEnds() ast.Node {
	return r.ends(r.op.Clause("process").Rule.(model.Process).State)
}

// stepEnds returns the assignment to a member of a step as it ends.
func (r *rewrite) stepEnds(member string) ast.Node {
	list := r.resource(r.op.Effect.Of).Shape.Member(r.clause.Rule.(model.ProcessSteps).List)
	step := r.api.Shape(r.api.Shape(list.Shape).Elem)
	if a := r.assignment("step."+step.Member(member).GoName, r.function("end")); a != nil {
		return a
	}
	r.fail("%s is not set", member)
	return &ast.BadStmt{}
}

// busyCheck returns the check that a process has not ended, and how that is looked up.
func (r *rewrite) busyCheck() (*ast.IfStmt, *ast.CallExpr) {
	check, ok := r.place()[0].(*ast.IfStmt)
	if ok {
		if get := r.calls(check.Init, ".Get"); len(get) > 0 {
			return check, get[0]
		}
	}
	r.fail("nothing is looked up")
	return &ast.IfStmt{}, &ast.CallExpr{}
}
