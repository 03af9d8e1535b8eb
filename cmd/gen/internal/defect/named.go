package defect

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var namedDefects = []row{
	{"named", "first", func(r *rewrite) {
		steps, _, err := r.api.Steps(r.op.Output, r.clause.Rule.(model.Named).Absent)
		if err != nil {
			r.fail("%v", err)
			return
		}
		out := "out"
		for _, s := range steps {
			out += "." + s.Member.GoName
		}
		add := r.assignment(out, r.do(r.op).Body)
		if add == nil || !strings.Contains(r.text(add), "append(") {
			r.fail("nothing is added to %s", out)
			return
		}
		r.wrap(add, "if len("+out+") == 0 { ", " }")
	}},
}
