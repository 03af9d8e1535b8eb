package defect

import (
	"fmt"
	"go/ast"
)

var quotaDefects = []row{
	{"quota", "replacing", func(r *rewrite) {
		nodes := r.place()
		loops := all[*ast.RangeStmt](nodes...)
		for _, n := range nodes {
			if len(loops) > 0 {
				// All that the request has counts as new.
				for _, call := range r.calls(n, "len") {
					if r.text(call.Args[0]) == "more" {
						r.replace(call, fmt.Sprintf("len(%s)", r.text(loops[0].X)))
					}
				}
				continue
			}
			for _, test := range all[*ast.BinaryExpr](n) {
				if test.Op.String() == "==" && r.text(test.Y) == "nil" {
					r.replace(test, "true")
				}
			}
		}
	}},
}
