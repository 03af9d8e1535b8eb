package defect

import "github.com/fakesmith/fakesmith/model"

var cascadeDefects = []row{
	{"cascade", "all", func(r *rewrite) {
		of := r.resource(r.clause.Rule.(model.Cascade).Of)
		for _, p := range r.places() {
			for _, call := range r.calls(p[0], of.table+".DeletePartition", of.table+".DeletePartitions", of.table+".DeleteFunc") {
				// What was to be deleted may be in a variable of its own.
				r.replace(call, of.table+".DeleteFunc(func(*"+of.kind+") bool { _ = "+texts(r.Source, call.Args)+"; return true })")
			}
		}
	}},
}
