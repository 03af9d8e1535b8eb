package defect

import (
	"fmt"
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
	{"aggregate/any", "everywhere", func(r *rewrite) { r.breakAggregate("runtime.Any", "everywhere") }},
	{"aggregate/any", "always", func(r *rewrite) { r.breakAggregate("runtime.Any", "always") }},
	{"aggregate/filter", "first", func(r *rewrite) { r.breakFilter("first") }},
	{"aggregate/filter", "and", func(r *rewrite) { r.breakFilter("and") }},
	{"aggregate/filter", "inverted", func(r *rewrite) { r.breakFilter("inverted") }},
}

// breakAggregate changes what the facts about a resource amount to, wherever the
// operation computes it by a function.
func (r *rewrite) breakAggregate(by, how string) {
	for _, call := range r.calls(r.do(r.op), by) {
		if by == "runtime.Latest" && !strings.Contains(r.text(call.Args[1]), "fact."+r.clause.Rule.(model.AggregateLatest).Member) {
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
