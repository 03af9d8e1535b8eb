package defect

import "go/ast"

var rejectionDefects = []row{
	{"rejection/partial", "stored", func(r *rewrite) {
		for _, list := range nodeLists(r.do(r.op)) {
			for i, n := range list.place {
				add, ok := n.(*ast.ExprStmt)
				if !ok || i+1 == len(list.place) || len(r.calls(add, "failed.Add", "rejected.Add")) == 0 {
					continue
				}
				if leave, ok := list.place[i+1].(*ast.BranchStmt); ok {
					r.drop(leave)
				}
			}
		}
	}},
}
