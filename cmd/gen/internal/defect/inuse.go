package defect

import (
	"go/ast"

	"github.com/fakesmith/fakesmith/model"
)

var inUseDefects = []row{
	{"in-use", "any", func(r *rewrite) {
		of := r.resource(r.clause.Rule.(model.InUse).Of)
		check, ok := first[*ast.IfStmt](r.place())
		if !ok {
			r.fail("nothing is asked of %s", of.table)
			return
		}
		r.replace(check.Cond, of.table+".Len() > 0")
	}},
}
