package defect

import (
	"fmt"
	"strings"
)

var updateDefects = []row{
	{"update", "ignored", func(r *rewrite) {
		for _, put := range r.calls(r.do(r.op), r.resource(r.op.Effect.Of).table+".Put") {
			r.replace(put, "_ = item")
		}
	}},
	{"update", "creates", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		look := r.assignment("old", r.do(r.op))
		if look == nil {
			r.fail("nothing is looked up")
			return
		}
		r.after(look, "if old == nil { old = &"+t.kind+"{}\n"+r.keyFromInput("old", t)+"\n}")
	}},
	{"update", "others", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		var all []string
		for _, name := range r.api.Updated(r.op) {
			field := t.Shape.Member(name).GoName
			all = append(all, fmt.Sprintf("other.%s = item.%[1]s", field))
		}
		for _, put := range r.calls(r.do(r.op), t.table+".Put") {
			r.before(put, "for _, other := range "+t.table+".All(0) { "+strings.Join(all, "; ")+" }")
		}
	}},
	{"update", "whole", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		r.after(r.place()[0], "item = "+t.kind+"{}\n"+r.keyFromInput("item", t))
	}},
	{"update", "without", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		field := t.Shape.Member(r.detail).GoName
		for _, put := range r.calls(r.do(r.op), t.table+".Put") {
			r.before(put, fmt.Sprintf("item.%s = old.%[1]s", field))
		}
	}},
}

// keyFromInput returns statements that give a variable the key in the input.
func (r *rewrite) keyFromInput(variable string, t resource) string {
	var all []string
	for _, name := range t.Key {
		steps, _, err := r.api.Steps(r.op.Input, r.op.Effect.Bound(name))
		if err != nil || len(steps) != 1 {
			r.fail("%s stands within something", name)
			return ""
		}
		m, from := t.Shape.Member(name), "in."+steps[0].Member.GoName
		switch given := steps[0].Member.Required; {
		case m.Required && !given:
			from = "runtime.Value(" + from + ")"
		case !m.Required && given:
			from = "new(" + from + ")"
		}
		all = append(all, fmt.Sprintf("%s.%s = %s", variable, m.GoName, from))
	}
	return strings.Join(all, "\n")
}
