package defect

import "go/ast"

var hierarchyDefects = []row{
	{"hierarchy", "beginning", func(r *rewrite) {
		r.imports(operationsFile, "strings")
		var nodes []ast.Node
		for _, n := range r.place() {
			nodes = append(nodes, n)
		}
		for _, n := range nodes {
			for _, call := range r.calls(n, "runtime.Below") {
				r.replace(call, "strings.HasPrefix("+r.text(call.Args[0])+", "+r.text(call.Args[1])+")")
			}
		}
	}},
}
