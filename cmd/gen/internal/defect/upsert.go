package defect

var upsertDefects = []row{
	{"upsert", "ignored", ignorePut},
	{"upsert", "first", keepFirst},
	{"upsert", "fickle", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		r.wrap(r.place()[0], "if !"+t.table+".Delete("+t.key("&item")+") { ", " }")
	}},
	{"upsert", "without", func(r *rewrite) {
		r.before(r.place()[0], zeroed("item", r.resource(r.op.Effect.Of).Shape, r.detail))
	}},
}

// ignorePut takes the statement away that puts an entity or sets a fact.
func ignorePut(r *rewrite) { r.replace(r.place()[0], "_, _ = item, here") }

// keepFirst has a resource that is there stay as it is.
func keepFirst(r *rewrite) {
	t := r.resource(r.op.Effect.Of)
	r.wrap(r.place()[0], "if "+t.table+".Get("+t.key("&item")+") == nil { ", " }")
}
