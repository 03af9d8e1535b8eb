package defect

import (
	"go/ast"
	"strings"
)

var paginationDefects = []row{
	{"pagination", "limit-less", func(r *rewrite) { r.askedSize("max(", "-1, 1)", ">") }},
	{"pagination", "limit-more", func(r *rewrite) { r.askedSize("", "+1", ">") }},
	{"pagination", "zero", func(r *rewrite) { r.askedSize("max(", ", 1)", ">=") }},
	{"pagination", "garbage", func(r *rewrite) {
		for _, check := range all[*ast.IfStmt](r.do(r.op)) {
			if r.text(check.Cond) == "token == runtime.Garbage" {
				r.replace(check, "_ = token")
			}
		}
	}},
	{"pagination", "loses", func(r *rewrite) {
		r.spoilPage("if after > 0 && len(page.Items) > 0 { page.Items = page.Items[1:] }", `if mark.Key != "" && len(page.Items) > 0 { page.Items = page.Items[1:] }`)
	}},
	{"pagination", "repeats", func(r *rewrite) {
		r.spoilPage("if page.Next > 1 { page.Next-- }", `if page.NextKey != "" { page.NextKey = page.NextKey[:len(page.NextKey)-1] }`)
	}},
	{"pagination", "restarts", func(r *rewrite) {
		if mark := r.assignment("mark", r.do(r.op)); mark != nil && r.pagesByKey() {
			r.after(mark, "mark = runtime.Mark{}")
		} else if after := r.assignment("after", r.do(r.op)); after != nil {
			r.after(after, "after = 0")
		}
	}},
	{"pagination", "endless", func(r *rewrite) {
		r.spoilPage("if page.Next == 0 { page.Next = 1 << 62 }", `if page.NextKey == "" { page.NextKey = "\xff" }`)
	}},
	{"pagination", "cut", func(r *rewrite) { r.spoilPage("page.Next = 0", `page.NextKey = ""`) }},

	{"pagination/with-keys", "paged", pageKeys},
}

// size returns the statements that decide how large a page is: the default, and
// the one that takes what is asked for in its place, or nil.
func (r *rewrite) size() (standard *ast.AssignStmt, asked *ast.IfStmt) {
	fn := r.do(r.op)
	for _, check := range all[*ast.IfStmt](fn) {
		if r.assignment("limit", check.Body) != nil && strings.HasSuffix(r.text(check.Cond), "> 0") {
			asked = check
		}
	}
	return r.assignment("limit", fn), asked
}

// askedSize changes the size that is asked for, and how it is compared with 0.
func (r *rewrite) askedSize(open, shut, compared string) {
	_, asked := r.size()
	if asked == nil {
		r.fail("no size of a page is asked for")
		return
	}
	r.wrap(r.assignment("limit", asked.Body).Rhs[0], open, shut)
	r.replace(asked.Cond, strings.TrimSuffix(r.text(asked.Cond), "> 0")+compared+" 0")
}

// spoilPage adds what is done with a page before it is returned: with one of a list
// that comes in the order of places, and with one in that of keys. A profile may
// have the choice of both.
func (r *rewrite) spoilPage(byPlace, byKey string) {
	for _, loop := range all[*ast.RangeStmt](r.do(r.op)) {
		if r.text(loop.X) != "page.Items" {
			continue
		}
		if r.assignment("after", r.do(r.op)) != nil {
			r.before(loop, byPlace)
		}
		if r.pagesByKey() {
			r.before(loop, byKey)
		}
	}
}

// pagesByKey reports whether the operation lists, or may list, in the order of keys.
func (r *rewrite) pagesByKey() bool {
	return strings.Contains(r.text(r.do(r.op)), "runtime.PageByKey(")
}

// pageKeys has a request that names resources by their keys return a page of them.
func pageKeys(r *rewrite) {
	standard, asked := r.size()
	loop, ok := r.byKeys()
	if standard == nil || !ok {
		return
	}
	added := loop.Body.List[len(loop.Body.List)-1].(*ast.AssignStmt)
	r.before(loop, r.text(standard))
	if asked != nil {
		r.before(loop, r.text(asked))
	}
	r.end(loop.Body, "if len("+r.text(added.Lhs[0])+") == limit { break }")
}
