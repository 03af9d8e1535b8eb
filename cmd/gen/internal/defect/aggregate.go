package defect

import (
	"fmt"
	"go/ast"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var aggregateDefects = []row{
	{"aggregate", "counts-all", func(r *rewrite) {
		fn := r.do(r.op)
		amounts := r.calls(fn, "runtime.Amount")
		if len(amounts) == 0 {
			r.fail("nothing is summed up")
			return
		}
		for _, capped := range r.calls(fn, "min") {
			if r.text(capped.Args[0]) == "count" {
				facts := strings.TrimSpace(r.text(amounts[0].Args[0]))
				r.replace(capped.Args[0], fmt.Sprintf("func() (n int) { for range %s { n++ }; return n }()", facts))
			}
		}
	}},
	{"aggregate/latest", "first", func(r *rewrite) { r.breakAggregate("runtime.Latest", "first") }},
	{"aggregate/latest", "everywhere", func(r *rewrite) { r.breakAggregate("runtime.Latest", "everywhere") }},
	{"aggregate/latest", "earlier", (*rewrite).earlierTime},
	{"aggregate/any", "everywhere", func(r *rewrite) { r.breakAggregate("runtime.Any", "everywhere") }},
	{"aggregate/any", "always", func(r *rewrite) { r.breakAggregate("runtime.Any", "always") }},
	{"aggregate/filter", "first", func(r *rewrite) { r.breakFilter("first") }},
	{"aggregate/filter", "and", func(r *rewrite) { r.breakFilter("and") }},
	{"aggregate/filter", "inverted", func(r *rewrite) { r.breakFilter("inverted") }},
}

// breakAggregate changes what the facts about a resource amount to, wherever the
// operation computes it by a function.
func (r *rewrite) breakAggregate(by, how string) {
	of, member := "", ""
	switch rule := r.clause.Rule.(type) {
	case model.AggregateLatest:
		of, member = rule.Of, rule.Member
	case model.AggregateAny:
		of = rule.Of
	}
	if r.api.Fact(of) == nil {
		r.breakSame(r.resource(of), how)
		return
	}
	for _, call := range r.calls(r.do(r.op), by) {
		if by == "runtime.Latest" && !strings.Contains(r.text(call.Args[1]), "fact."+r.resource(of).Shape.Member(member).GoName) {
			continue
		}
		table, _, _ := strings.Cut(r.text(call.Args[0]), ".Partition(")
		switch how {
		case "everywhere":
			r.replace(call.Args[0], table+".All(0)")
		case "always":
			r.replace(call, "true")
		case "first":
			r.replace(call, fmt.Sprintf(`func() (first *fake.Time) { for _, one := range %s { if at := (%s)(one); at != nil && (first == nil || at.Before(first.Time)) { first = at } }; return first }()`,
				r.text(call.Args[0]), r.text(call.Args[1])))
		}
	}
}

// breakSame changes what the entity that has the key of a resource amounts to.
func (r *rewrite) breakSame(of resource, how string) {
	for _, get := range r.calls(r.place()[0], "here."+of.field+".Get") {
		switch how {
		case "everywhere":
			r.replace(get, fmt.Sprintf("func() (last *%s) { for _, one := range here.%s.All(0) { last = one }; return last }()", of.Shape.GoName, of.field))
		case "always":
			r.replace(get, "new("+of.Shape.GoName+")")
		}
	}
}

// earlierTime has the earlier of two times stand where the clause says.
func (r *rewrite) earlierTime() {
	at := r.clause.Rule.(model.AggregateLatest).At
	for _, kv := range all[*ast.KeyValueExpr](r.do(r.op)) {
		if !strings.EqualFold(r.text(kv.Key), at.Last()) {
			continue
		}
		for _, call := range r.calls(kv, "runtime.LaterOf") {
			r.replace(call, fmt.Sprintf("func() *fake.Time { a, b := %s, %s; if a == nil || b != nil && b.Before(a.Time) { return b }; return a }()",
				r.text(call.Args[0]), r.text(call.Args[1])))
		}
	}
}
