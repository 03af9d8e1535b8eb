package defect

import (
	"fmt"
	"go/ast"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var expiryDefects = []row{
	{"expiry", "late", func(r *rewrite) { r.moveExpiry("at.Add(1)", "nil") }},
	{"expiry", "early", func(r *rewrite) { r.moveExpiry("at.Add(-time.Second)", "nil") }},
	{"expiry", "milliseconds", func(r *rewrite) { r.moveExpiry("time.UnixMilli(at.Unix())", "nil") }},
	{"expiry", "always", func(r *rewrite) { r.moveExpiry("at.Time", "new(fake.Time)") }},
	{"expiry", "unprolonged", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		at := t.Shape.Member(r.clause.Rule.(model.Expiry).At).GoName
		for _, put := range r.calls(r.do(r.op), t.table+".Put") {
			r.before(put, fmt.Sprintf("if was := %s.Get(%s); was != nil { item.%s = was.%[3]s }", t.table, t.key("&item"), at))
		}
	}},
	{"expiry", "listed-only", func(r *rewrite) { r.neverExpires(); r.hideExpiredInLists() }},
	{"expiry", "keyed-only", func(r *rewrite) { r.neverExpires(); r.hideExpiredByKey() }},
	{"expiry", "deletable", func(r *rewrite) { r.neverExpires(); r.hideExpiredInLists(); r.hideExpiredByKey() }},

	{"expiry/past", "equal", (*rewrite).equalIsFuture},
	{"expiry/past", "soon", (*rewrite).soonIsPast},

	{"expiry/precision", "minutes", func(r *rewrite) {
		r.imports(operationsFile, "time")
		r.imports(operationsFile, fakePath)
		for _, p := range r.places() {
			for _, cut := range r.calls(p[0], "runtime.Millis", "runtime.Seconds") {
				r.replace(cut, movedTime(r.text(cut.Args[0]), "at.Truncate(time.Minute)", "nil"))
			}
		}
	}},
}

// movedTime returns an expression of a time that is another than a given one,
// or a value of its own where there is none.
func movedTime(at, moved, absent string) string {
	return fmt.Sprintf("func(at *fake.Time) *fake.Time { if at == nil { return %s }; return &fake.Time{Time: %s} }(%s)", absent, moved, at)
}

// moveExpiry has resources expire at another time, or at a time of their own if
// they have none.
func (r *rewrite) moveExpiry(moved, absent string) {
	for _, result := range all[*ast.ReturnStmt](r.place()[0]) {
		r.replace(result.Results[0], movedTime(r.text(result.Results[0]), moved, absent))
	}
}

// neverExpires has tables not know of an expiry.
func (r *rewrite) neverExpires() { r.drop(r.place()[0]) }

// expired returns the condition that the resource called v has expired.
func (r *rewrite) expired() string {
	m := r.resource(r.op.Effect.Of).Shape.Member(r.clause.Rule.(model.Expiry).At)
	gone := fmt.Sprintf("!here.now.Before(v.%s.Time)", m.GoName)
	if !m.Required {
		gone = fmt.Sprintf("v.%s != nil && %s", m.GoName, gone)
	}
	return gone
}

// readers returns the functions of the operations that return what expires.
func (r *rewrite) readers() []*ast.FuncDecl {
	var fns []*ast.FuncDecl
	for i := range r.api.Operations {
		op := &r.api.Operations[i]
		if op.Effect.Of == r.op.Effect.Of && op.Effect.Shows() {
			fns = append(fns, r.do(op))
		}
	}
	return fns
}

func (r *rewrite) hideExpiredInLists() {
	t := r.resource(r.op.Effect.Of)
	for _, fn := range r.readers() {
		for _, call := range r.calls(fn, t.table+".Partition", t.table+".All") {
			r.wrap(call, "runtime.Where(", fmt.Sprintf(", func(v *%s) bool { return !(%s) })", t.kind, r.expired()))
		}
	}
}

func (r *rewrite) hideExpiredByKey() {
	t := r.resource(r.op.Effect.Of)
	for _, fn := range r.readers() {
		for _, a := range all[*ast.AssignStmt](fn) {
			if r.text(a.Lhs[0]) == "v" && len(r.calls(a, t.table+".Get")) > 0 {
				r.after(a, "if v != nil && "+r.expired()+" { v = nil }")
			}
		}
	}
}

// equalIsFuture has this very moment taken for one in the future.
func (r *rewrite) equalIsFuture() {
	for _, past := range r.pastChecks() {
		r.replace(past, strings.Replace(strings.TrimPrefix(r.text(past), "!"), ".After(", ".Before(", 1))
	}
}

// soonIsPast has a time within the next minute taken for one in the past.
func (r *rewrite) soonIsPast() {
	r.imports(operationsFile, "time")
	for _, past := range r.pastChecks() {
		r.wrap(past.X.(*ast.CallExpr).Args[0], "", ".Add(time.Minute)")
	}
}

// pastChecks returns the conditions that a time is not in the future.
func (r *rewrite) pastChecks() []*ast.UnaryExpr {
	var found []*ast.UnaryExpr
	for _, not := range all[*ast.UnaryExpr](r.place()[0]) {
		if call, ok := not.X.(*ast.CallExpr); ok && strings.HasSuffix(r.text(call.Fun), ".After") {
			found = append(found, not)
		}
	}
	return found
}
