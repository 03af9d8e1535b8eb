package defect

import (
	"fmt"
	"go/ast"

	"github.com/fakesmith/fakesmith/model"
)

var embeddedDefects = []row{
	{"embedded/expiry", "late", func(r *rewrite) { r.moveEntryTime("at.Add(1)") }},
	{"embedded/expiry", "early", func(r *rewrite) { r.moveEntryTime("at.Add(-time.Second)") }},
	{"embedded/expiry", "offset", func(r *rewrite) {
		r.moveEntryTime("time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)")
	}},
	{"embedded/expiry", "outlives", func(r *rewrite) {
		for _, loop := range all[*ast.RangeStmt](r.function("here")) {
			if len(r.calls(loop.X, ".Advance")) > 0 {
				r.replace(loop, r.text(loop.X))
			}
		}
	}},
	{"embedded/past", "equal", (*rewrite).equalIsFuture},
	{"embedded/past", "soon", (*rewrite).soonIsPast},
	{"embedded/tier", "unchosen", func(r *rewrite) {
		for _, p := range r.places() {
			for _, test := range all[*ast.IfStmt](p...) {
				if test.Init == nil && r.assignment("has", test.Body) != nil {
					r.replace(test.Cond, r.text(test.Cond)+" && false")
				}
			}
		}
	}},
	{"embedded/shown", "whole", func(r *rewrite) {
		member := r.api.EmbeddedIn(r.op.Effect.Of).Embedded().Member
		for _, p := range r.places() {
			for _, n := range p {
				for _, call := range r.calls(n, "entry.JSON") {
					r.replace(call, r.textOf("v", r.api.Resource(r.op.Effect.Of).Shape, member))
				}
			}
		}
	}},
	{"embedded/shown", "first", func(r *rewrite) {
		for _, loop := range r.entryLoops() {
			r.replace(loop.X, fmt.Sprintf("%[1]s[:min(1, len(%[1]s))]", r.text(loop.X)))
		}
	}},
}

// moveEntryTime has resources expire at another time than that of their entry.
func (r *rewrite) moveEntryTime(moved string) {
	for _, p := range r.places() {
		for _, n := range p {
			for _, call := range r.calls(n, "runtime.EntryTime") {
				r.replace(call, movedTime(r.text(call), moved, "nil"))
			}
		}
	}
}

// entryLoops returns the loops over entries that are shown.
func (r *rewrite) entryLoops() []*ast.RangeStmt {
	var loops []*ast.RangeStmt
	if _, shown := r.clause.Rule.(model.EntryShown); !shown {
		return nil
	}
	for _, p := range r.places() {
		for _, loop := range all[*ast.RangeStmt](p...) {
			if r.text(loop.X) == "entries" {
				loops = append(loops, loop)
			}
		}
	}
	return loops
}
