package defect

import (
	"go/ast"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var selectorDefects = []row{
	{"selector", "newest", func(r *rewrite) {
		places := r.places()
		dropped := map[*ast.AssignStmt]bool{}
		for _, n := range places[len(places)-1] {
			for _, set := range all[*ast.AssignStmt](n) {
				if strings.HasPrefix(r.text(set.Lhs[0]), "whole.") && !dropped[set] {
					dropped[set] = true
					r.drop(set)
				}
			}
		}
	}},
	{"selector/label", "any", func(r *rewrite) {
		labels := r.resource(r.clause.Rule.(model.SelectorLabel).Entity)
		rest := labels.Key[len(labels.Key)-1]
		for _, call := range r.calls(r.place()[0], ".Get") {
			r.replace(call, "runtime.First(runtime.Where("+labels.table+".All(0), func(v *"+labels.kind+") bool { return "+r.textOf("v", labels.Shape, rest)+" == number }))")
		}
	}},
}
