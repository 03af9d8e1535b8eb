package defect

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var fanOutDefects = []row{
	{"fan-out", "first", func(r *rewrite) { r.begin(r.fanOut().Body, onlyFirst) }},
	{"fan-out", "last", func(r *rewrite) {
		loop := r.fanOut()
		r.begin(loop.Body, "if i < len("+r.text(loop.X)+")-1 { continue }")
	}},
	{"fan-out", "bounded", func(r *rewrite) {
		r.serveWith("Bounded", quoted(r.op.Name), quoted(r.ruleError(model.MalformedBody)))
	}},
	{"fan-out", "uncommon", uncommon},

	{"fan-out/duplicates", "reported-twice", reportedTwice},
}

// fanOut returns the loop in which an operation has its effect.
func (r *rewrite) fanOut() *ast.RangeStmt {
	if loop, ok := first[*ast.RangeStmt](r.place()); ok {
		return loop
	}
	r.fail("no loop follows")
	return &ast.RangeStmt{Body: &ast.BlockStmt{}}
}

// uncommon gives to the first resource only what holds for all of them.
func uncommon(r *rewrite) {
	t := r.resource(r.op.Effect.Of)
	var lost []string
	for _, from := range r.op.Effect.From {
		_, each := from.Path.Within(r.op.Effect.Each)
		m := t.Shape.Member(from.Member)
		if !each && !m.Required && !slices.Contains(t.Key, m.Name) {
			lost = append(lost, zeroed("item", t.Shape, m.Name))
		}
	}
	if item := r.assignment("item", r.fanOut().Body); item != nil {
		r.after(item, "if i > 0 { "+strings.Join(lost, "; ")+" }")
	}
}

// reportedTwice tells failures apart by their places in the request.
func reportedTwice(r *rewrite) {
	fn := r.do(r.op)
	for _, list := range all[*ast.IndexListExpr](fn) {
		if r.text(list.X) == "runtime.Failures" {
			r.replace(list.Indices[0], "int")
		}
	}
	for _, add := range r.calls(fn, "failed.Add", "rejected.Add", "failed.Has") {
		r.replace(add.Args[0], "i")
	}
	for _, again := range all[*ast.IfStmt](fn) {
		if strings.HasPrefix(r.text(again.Cond), "met[") {
			r.drop(again) // what is met again has not been looked at
		}
	}
	for _, a := range all[*ast.AssignStmt](fn) {
		if r.text(a.Lhs[0]) == "one" {
			r.after(a, "_ = one")
		}
	}
}
