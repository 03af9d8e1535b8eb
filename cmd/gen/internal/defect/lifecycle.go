package defect

import "go/ast"

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
