package defect

var matchedDefects = []row{
	{"matched", "literal", func(r *rewrite) {
		r.imports(operationsFile, "regexp")
		for _, call := range r.calls(r.place()[0], "runtime.Match") {
			r.replace(call.Args[0], "regexp.QuoteMeta("+r.text(call.Args[0])+")")
		}
	}},
}
