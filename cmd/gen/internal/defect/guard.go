package defect

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var guardDefects = []row{
	{"guard", "first", func(r *rewrite) { r.wrap(r.place()[0], "if i == 0 { ", " }") }},
	{"guard", "replacing", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		r.wrap(r.place()[0], "if "+t.table+".Get("+t.key("&item")+") == nil { ", " }")
	}},
	{"guard", "elsewhere", guardElsewhere},
}

// guardElsewhere reads the fact in whatever partition it is first found.
func guardElsewhere(r *rewrite) {
	fact := r.resource(r.clause.Rule.(model.Guard).Fact)
	look, ok := r.place()[0].(*ast.SwitchStmt)
	if !ok {
		r.fail("the guard is no switch")
		return
	}
	call := look.Tag.(*ast.CallExpr)
	var same []string
	for i, m := range fact.Key {
		if !slices.Contains(fact.Partition, m) {
			same = append(same, r.textOf("v", fact.Shape, m)+" == "+r.text(call.Args[i]))
		}
	}
	value := fact.Shape.Member(fact.Fact.Value)
	kind, found := r.api.Shape(value.Shape).GoName, "v."+value.GoName
	if kind == "" {
		kind = "string"
	}
	if !value.Required {
		found = "runtime.Value(" + found + ")"
	}
	r.replace(call, fmt.Sprintf("func() %s { for _, v := range %s.All(0) { if %s { return %s } }; return %s }()",
		kind, fact.table, strings.Join(same, " && "), found, r.text(call)))
}
