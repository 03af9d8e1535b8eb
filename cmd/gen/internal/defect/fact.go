package defect

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var factDefects = []row{
	{"fact", "ignored", ignorePut},
	{"fact", "first", keepFirst},

	{"fact/dry-run", "always", func(r *rewrite) {
		if check, ok := first[*ast.IfStmt](r.place()); ok {
			r.replace(check.Cond, "true")
		}
	}},
	{"fact/dry-run", "referring", func(r *rewrite) {
		for i := range r.op.Clauses {
			if r.op.Clauses[i].Kind != "reference" {
				continue
			}
			for _, p := range r.anchors[r.op.Clauses[i].ID] {
				check, ok := p[0].(*ast.IfStmt)
				if !ok {
					continue
				}
				if not, ok := check.Cond.(*ast.UnaryExpr); ok && not.Op == token.NOT {
					r.replace(check, r.text(check.Body))
				}
			}
		}
	}},

	{"fact/summary", "counts-all", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		same := r.sameTexts("one", "v.First", t.Shape, r.clause.Rule.(model.Summary).By)
		for _, capped := range r.calls(r.do(r.op), "min") {
			if strings.HasPrefix(r.text(capped.Args[0]), "v.") {
				r.replace(capped.Args[0], fmt.Sprintf("func() (n int) { for _, one := range %s.All(0) { if %s { n++ } }; return n }()", t.table, same))
			}
		}
	}},
}
