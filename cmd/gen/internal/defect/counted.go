package defect

import "go/ast"

var countedDefects = []row{
	{"counted", "stuck", func(r *rewrite) { r.countOn(" + 0") }},
	{"counted", "skipping", func(r *rewrite) { r.countOn(" + 2") }},
}

// countOn has the count go on otherwise when a resource is put again.
func (r *rewrite) countOn(step string) {
	for _, sum := range all[*ast.BinaryExpr](r.place()[1]) {
		if r.text(sum.Y) == "1" {
			r.replace(sum, r.text(sum.X)+step)
			return
		}
	}
	r.fail("nothing is counted on")
}
