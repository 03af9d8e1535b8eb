package defect

import (
	"fmt"
	"go/ast"

	"github.com/fakesmith/fakesmith/model"
)

var intervalDefects = []row{
	{"interval", "everywhere", func(r *rewrite) {
		t, at := r.resource(r.op.Effect.Of), r.intervalTime()
		check := r.place()[0]
		if loop, each := check.(*ast.RangeStmt); each {
			r.after(loop.Body.List[0], "_ = key")
		}
		for _, get := range r.calls(check, "here."+t.field+".Get") {
			r.replace(get, fmt.Sprintf(`func() (last *%s) { for _, one := range here.%s.All(0) { if last == nil || one.%s.After(last.%[3]s.Time) { last = one } }; return last }()`,
				t.Shape.GoName, t.field, at))
		}
	}},
	{"interval", "first", func(r *rewrite) {
		if loop, ok := first[*ast.RangeStmt](r.place()[:1]); ok {
			r.begin(loop.Body, onlyFirst)
		}
	}},
	{"interval", "rejected", func(r *rewrite) {
		for _, answer := range all[*ast.ReturnStmt](r.place()[0]) {
			r.before(answer, "v."+r.intervalTime()+" = here.times.At(here.now)")
		}
	}},
}

// intervalTime returns the name of the field that the time of a put is in.
func (r *rewrite) intervalTime() string {
	return r.resource(r.op.Effect.Of).Shape.Member(r.clause.Rule.(model.Interval).Member).GoName
}
