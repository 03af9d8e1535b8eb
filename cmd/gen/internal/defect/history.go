package defect

import (
	"go/ast"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var historyDefects = []row{
	{"history", "first", func(r *rewrite) {
		put := r.calls(r.ownPlace()[1], ".Put")
		if len(put) == 0 {
			r.fail("no version is kept")
			return
		}
		literal, isLiteral := put[0].Args[0].(*ast.CompositeLit)
		if !isLiteral {
			r.fail("a version is no literal")
			return
		}
		h := r.clause.Rule.(model.History)
		versions := r.resource(h.Entity)
		number := versions.Shape.Member(h.Number).GoName
		table := strings.TrimSuffix(r.text(put[0].Fun), ".Put")
		same := r.sameTexts("recorded", "was", versions.Shape, versions.Partition)
		r.before(r.ownPlace()[1], "recorded := "+r.text(literal)+"\nfor _, was := range "+table+".All(0) {\nif "+same+
			" {\nnumber := recorded."+number+"\nrecorded = *was\nrecorded."+number+" = number\nbreak\n}\n}")
		r.replace(literal, "recorded")
	}},
	{"history", "outlives", func(r *rewrite) {
		for _, p := range r.places() {
			for _, n := range p {
				for _, call := range r.calls(n, ".DeletePartition") {
					r.replace(call, unused(r.text(call)))
				}
			}
		}
	}},
	{"history/labelled", "any", func(r *rewrite) {
		for _, loop := range all[*ast.RangeStmt](r.place()[0]) {
			for _, test := range all[*ast.IfStmt](loop.Body) {
				r.replace(test.Cond, "label != nil")
			}
		}
	}},
	{"history/labelled", "early", func(r *rewrite) {
		for _, test := range all[*ast.BinaryExpr](r.place()[0]) {
			if test.Op.String() == ">=" {
				r.replace(test, r.text(test.X)+" > 0")
			}
		}
	}},
}

// unused returns a statement in the place of a call that drops what goes with a resource:
// one that uses its variable, if the resource is one that has expired.
func unused(call string) string {
	if strings.Contains(call, "gone.") {
		return "_ = gone"
	}
	return "_ = here"
}
