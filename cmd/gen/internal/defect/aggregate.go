package defect

import (
	"fmt"
	"strings"
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
	{"aggregate/filter", "first", func(r *rewrite) { r.breakFilter("first") }},
	{"aggregate/filter", "and", func(r *rewrite) { r.breakFilter("and") }},
	{"aggregate/filter", "inverted", func(r *rewrite) { r.breakFilter("inverted") }},
}
