package defect

import (
	"fmt"
	"go/ast"

	"github.com/fakesmith/fakesmith/model"
)

var batchDefects = []row{
	{"batch", "wordless", func(r *rewrite) {
		rule := r.clause.Rule.(model.Batch)
		_, batch, err := r.api.Steps(r.op.Output, model.Path(rule.List).Elem())
		if err != nil {
			r.fail("%v", err)
			return
		}
		for _, kv := range all[*ast.KeyValueExpr](r.place()[0]) {
			if r.text(kv.Key) == batch.Member(rule.Message).GoName {
				r.drop(kv)
			}
		}
	}},
	{"batch", "without", func(r *rewrite) {
		rule := r.clause.Rule.(model.Batch)
		_, item, err := r.api.Steps(r.op.Output, model.Path(rule.List).Elem().Join(rule.Items).Elem())
		if err != nil {
			r.fail("%v", err)
			return
		}
		r.begin(r.fanOut().Body, fmt.Sprintf("for i := range batch.Items { %s }", zeroed("batch.Items[i]", item, r.detail)))
	}},
	{"batch", "first", func(r *rewrite) { r.begin(r.fanOut().Body, "batch.Items = batch.Items[:1]") }},
	{"batch", "successes", reportSuccess},
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
