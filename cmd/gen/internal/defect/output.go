package defect

var outputDefects = []row{
	{"output", "first", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		r.begin(r.do(r.op).Body, "var first *"+t.kind)
		put := r.assignment("out", r.do(r.op).Body)
		if put == nil {
			r.fail("nothing is put into the output")
			return
		}
		for _, call := range r.calls(r.do(r.op).Body, t.table+".Put") {
			r.before(call, "if was := "+t.table+".Get("+t.key("&item")+"); was != nil { copied := *was; first = &copied }")
		}
		r.before(r.place()[0], "if first != nil { item = *first }")
	}},
}
