package defect

import (
	"go/ast"
	"strings"
)

var idempotencyDefects = []row{
	{"idempotency", "reply", func(r *rewrite) {
		if same := sameRequest(r); same != nil {
			for _, ret := range all[*ast.ReturnStmt](same.Body) {
				r.replace(ret.Results[0], "&"+r.api.Shape(r.op.Output).GoName+"{}")
			}
		}
	}},
	{"idempotency", "overlooks", func(r *rewrite) {
		set := r.assignment("request", r.do(r.op).Body)
		if set == nil {
			r.fail("no request is kept as text")
			return
		}
		r.before(set, "bare := *in\n"+zeroed("bare", r.api.Shape(r.op.Input), r.detail))
		r.replace(set.Rhs[0], "string(runtime.Marshal(&bare))")
	}},
	{"idempotency/other", "forgets", func(r *rewrite) {
		check, ok := first[*ast.IfStmt](r.place())
		if !ok {
			r.fail("no request is rejected")
			return
		}
		for _, keep := range r.calls(r.do(r.op).Body, ".Keep") {
			r.begin(check.Body, r.text(keep.Fun)+"("+r.text(keep.Args[0])+", \"\", earlier.Of, earlier.Reply)")
		}
	}},
}

// sameRequest returns the statement that is done where a request is repeated.
func sameRequest(r *rewrite) *ast.IfStmt {
	for _, check := range all[*ast.IfStmt](r.do(r.op).Body) {
		if strings.Contains(r.text(check.Cond), "earlier.Request == request") {
			return check
		}
	}
	r.fail("no request is compared with an earlier one")
	return nil
}
