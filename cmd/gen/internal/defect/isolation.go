package defect

var isolationDefects = []row{
	{"isolation", "account", func(r *rewrite) { r.shareScope("Account", "Region") }},
	{"isolation", "region", func(r *rewrite) { r.shareScope("Region", "Account") }},
}

// shareScope has all accounts, or all regions, hold the same.
func (r *rewrite) shareScope(shared, kept string) {
	for _, call := range r.calls(r.function("here"), "f.store.In") {
		r.replace(call.Args[0], "fake.Scope{"+shared+": fake.DefaultScope."+shared+", "+kept+": f.scope."+kept+"}")
	}
}
