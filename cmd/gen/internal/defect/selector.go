package defect

import (
	"go/ast"
	"strings"
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
}
