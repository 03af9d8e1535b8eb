package defect

import (
	"go/ast"
	"strings"
)

var membersDefects = []row{
	{"members/supplied", "overwrites", overwrites},
	{"members/defaulted", "overwrites", overwrites},
}

// overwrites supplies a member also where there is one.
func overwrites(r *rewrite) {
	for _, set := range all[*ast.IfStmt](r.place()...) {
		cond := r.text(set.Cond)
		if strings.HasSuffix(cond, "== nil") || strings.HasPrefix(cond, "len(") {
			r.replace(set.Cond, "true")
			return
		}
	}
	r.fail("nothing asks whether the member is there")
}
