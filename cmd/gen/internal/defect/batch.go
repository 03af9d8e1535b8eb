package defect

import (
	"fmt"
	"go/ast"

	"github.com/fakesmith/fakesmith/model"
)

var batchDefects = []row{
	{"batch", "wordless", func(r *rewrite) {
		rule := r.clause.Rule.(model.Batch)
		_, batch, err := r.api.Steps(r.op.Output, rule.Group())
		if err != nil {
			r.fail("%v", err)
			return
		}
		if said := r.batchMember(rule, rule.Message); said != nil {
			r.drop(said)
		}
		for _, kv := range all[*ast.KeyValueExpr](r.place()[0]) {
			if r.text(kv.Key) == batch.Member(rule.Message).GoName {
				r.drop(kv)
			}
		}
	}},
	{"batch", "without", func(r *rewrite) {
		rule := r.clause.Rule.(model.Batch)
		_, item, err := r.api.Steps(r.op.Output, rule.Group().Join(rule.Items).Elem())
		if err != nil {
			r.fail("%v", err)
			return
		}
		if items := r.batchMember(rule, rule.Items); items != nil {
			list := r.text(items.Lhs[0])
			r.after(items, fmt.Sprintf("for i := range %s { %s }", list, zeroed(list+"[i]", item, r.detail)))
			return
		}
		r.begin(r.fanOut().Body, fmt.Sprintf("for i := range batch.Items { %s }", zeroed("batch.Items[i]", item, r.detail)))
	}},
	{"batch", "first", func(r *rewrite) {
		rule := r.clause.Rule.(model.Batch)
		if items := r.batchMember(rule, rule.Items); items != nil {
			r.wrap(items.Rhs[0], "", "[:1]")
			return
		}
		r.begin(r.fanOut().Body, "batch.Items = batch.Items[:1]")
	}},
	{"batch", "successes", reportSuccess},
}

// batchMember returns what gives a member of the output its value, where that is the only batch.
func (r *rewrite) batchMember(rule model.Batch, member string) *ast.AssignStmt {
	if rule.List != "" {
		return nil
	}
	field := "out." + r.api.Shape(r.op.Output).Member(member).GoName
	for _, set := range all[*ast.AssignStmt](r.place()[0]) {
		if r.text(set.Lhs[0]) == field {
			return set
		}
	}
	r.fail("nothing sets %s", field)
	return nil
}

// reportSuccess reports a resource as failed that is correct.
func reportSuccess(r *rewrite) {
	fn := r.do(r.op)
	for _, add := range r.calls(fn, "failed.Add", "rejected.Add") {
		loop := loopAround(fn, add)
		if loop == nil {
			continue
		}
		r.end(loop.Body, fmt.Sprintf(`failed.Add(%s, "Nothing is wrong with it.", %s)`, r.text(add.Args[0]), r.text(add.Args[2])))
		for _, counted := range all[*ast.IncDecStmt](loop) {
			r.after(counted, "continue")
		}
		return
	}
}
