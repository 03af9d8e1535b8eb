package defect

import (
	"fmt"
	"go/ast"
	"go/token"
)

var lifecycleDefects = []row{
	{"lifecycle", "back", func(r *rewrite) {
		r.imports(operationsFile, "time")
		fn := r.presenting()
		rule := r.op.Lifecycle()
		at := r.resource(r.op.Effect.Of)
		state, since := at.Shape.Member(rule.Member), at.Shape.Member(rule.Since).GoName
		value := r.stateName(rule.First)
		if !state.Required {
			value = "new(" + value + ")"
		}
		for _, ret := range all[*ast.ReturnStmt](fn.Body) {
			r.before(ret, "if now.Sub(v."+since+".Time) > time.Hour { v."+state.GoName+" = "+value+" }")
		}
	}},
	{"lifecycle/period", "stuck", func(r *rewrite) { r.endState("ends.AddDate(1000, 0, 0)") }},
	{"lifecycle/period", "late", func(r *rewrite) { r.endState("ends.Add(1)") }},
	{"lifecycle/period", "early", func(r *rewrite) {
		r.imports(operationsFile, "time")
		r.endState("ends.Add(-time.Second)")
	}},

	{"lifecycle/deleting", "gone", func(r *rewrite) { r.endDeletion("v.%s.Time") }},
	{"lifecycle/deleting", "stays", func(r *rewrite) { r.endDeletion("v.%s.AddDate(1000, 0, 0)") }},
	{"lifecycle/deleting", "late", func(r *rewrite) { r.endDeletion("v.%s.Add(time.Minute + time.Millisecond)") }},
	{"lifecycle/deleting", "early", func(r *rewrite) { r.endDeletion("v.%s.Add(time.Minute - time.Second)") }},
	{"lifecycle/deleting", "again", func(r *rewrite) {
		for _, check := range all[*ast.BinaryExpr](r.do(r.op).Body) {
			if check.Op == token.LOR && r.text(check.X) == "v == nil" {
				r.replace(check, "v == nil")
				return
			}
		}
		r.fail("no deletion is rejected")
	}},
}

// endDeletion has what is being deleted be gone at another time.
func (r *rewrite) endDeletion(at string) {
	t := r.resource(r.op.Effect.Of)
	since := t.Shape.Member(r.api.LifecycleOf(t.Name).Lifecycle().Since).GoName
	for _, place := range r.places() {
		for _, ends := range r.calls(place[0], "fake.NewTime") {
			r.replace(ends.Args[0], fmt.Sprintf(at, since))
		}
	}
}

// presenting returns the function that gives a resource its present state.
func (r *rewrite) presenting() *ast.FuncDecl {
	return r.function("present" + r.resource(r.op.Effect.Of).kind)
}

// endState has the first state end at another time.
func (r *rewrite) endState(at string) {
	for _, before := range r.calls(r.presenting(), "now.Before") {
		r.replace(before.Args[0], at)
	}
}

// stateName returns the name of the constant of a state.
func (r *rewrite) stateName(state string) string {
	enum := r.api.Shape(r.resource(r.op.Effect.Of).Shape.Member(r.op.Lifecycle().Member).Shape)
	for _, v := range enum.Enum {
		if v.Value == state {
			return v.GoName
		}
	}
	r.fail("there is no state %s", state)
	return ""
}
