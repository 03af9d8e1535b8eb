package defect

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var filterDefects = []row{
	{"filter", "or", func(r *rewrite) { r.breakFilter("or") }},
	{"filter", "first", func(r *rewrite) { r.breakFilter("first") }},
	{"filter", "and", func(r *rewrite) { r.breakFilter("and") }},
	{"filter", "inverted", func(r *rewrite) { r.breakFilter("inverted") }},

	{"filter/absent", "some", someAbsent},
}

// breakFilter has a filter select other resources. A filter is a condition that a
// resource is left out, or it names resources by their keys, which are looked up.
func (r *rewrite) breakFilter(how string) {
	for _, p := range r.places() {
		if check, ok := p[0].(*ast.IfStmt); ok {
			r.breakCondition(check.Cond, how)
			continue
		}
		if loop, ok := first[*ast.RangeStmt](p); ok {
			r.breakKeys(p, loop, how)
		}
	}
}

// breakCondition changes the condition that a filter does not select a resource.
// What stands before the last && is that the filter is given.
func (r *rewrite) breakCondition(cond ast.Expr, how string) {
	if and, ok := cond.(*ast.BinaryExpr); ok && and.Op == token.LAND {
		cond = and.Y
	}
	not, _ := cond.(*ast.UnaryExpr)
	var search *ast.CallExpr
	if not != nil {
		search, _ = not.X.(*ast.CallExpr)
	}
	switch {
	case how == "inverted":
		r.wrap(cond, "!(", ")")
	case search == nil && how == "or":
		r.replace(cond, strings.ReplaceAll(r.text(cond), " || ", " && "))
	case search == nil:
		r.fail("the filter is by no list")
	case how == "first":
		r.wrap(search.Args[0], "", "[:1]")
	case how == "or":
		r.replace(search.Args[1], strings.ReplaceAll(r.text(search.Args[1]), " && ", " || "))
	case how == "and":
		r.edit(not.Pos(), search.Pos(), "")
		for _, result := range all[*ast.ReturnStmt](search.Args[1]) {
			r.wrap(result.Results[0], "!(", ")")
		}
	}
}

// breakKeys changes the loop that looks resources up by the keys of a request.
func (r *rewrite) breakKeys(p place, loop *ast.RangeStmt, how string) {
	if how == "first" {
		r.begin(loop.Body, onlyFirst)
		return
	}
	key, one := loop.Body.List[0], r.assignment("one", loop.Body)
	var get *ast.CallExpr
	if look := r.assignment("v", loop.Body); look != nil {
		get, _ = look.Rhs[0].(*ast.CallExpr)
	}
	if one == nil || get == nil {
		r.fail("the loop looks nothing up")
		return
	}
	table := strings.TrimSuffix(r.text(get.Fun), ".Get")
	matches := "has == one"
	if how == "or" {
		var any []string
		for i := range r.clause.Rule.(model.Filter).On {
			any = append(any, fmt.Sprintf("has[%d] == one[%[1]d]", i))
		}
		matches = strings.Join(any, " || ")
	}
	selected := "if " + matches + " { return true } }; return false"
	if how == "and" {
		selected = "if has != one { return false } }; return true"
	}
	skip := "!selected()"
	if how == "inverted" {
		skip = "selected()"
	}
	for _, check := range all[*ast.IfStmt](loop.Body) {
		if strings.HasSuffix(r.text(check.Cond), "!keep(v)") {
			skip += " || !keep(v)"
		}
	}
	show := r.text(loop.Body.List[len(loop.Body.List)-1])
	if whole := r.assignment("whole", loop.Body); whole != nil {
		show = ""
		for _, statement := range loop.Body.List[slices.Index(loop.Body.List, ast.Stmt(whole)):] {
			if _, selects := statement.(*ast.IfStmt); !selects { // which depends on the key
				show += r.text(statement) + "\n"
			}
		}
	}
	if amount := r.assignment("value", loop.Body); amount != nil {
		show = "" // it depends on what the facts amount to
		for _, statement := range loop.Body.List[slices.Index(loop.Body.List, ast.Stmt(amount)):] {
			show += r.text(statement) + "\n"
		}
	}
	r.drop(p[0]) // what was found already
	r.replace(loop, fmt.Sprintf(`for _, v := range %s.Partition(%s, 0) {
	_, has := %[1]s.Key(v)
	selected := func() bool { for i := range %[3]s { %s; %s; %s }
	if %s { continue }
	%s
}`, table, r.text(get.Args[0]), r.text(loop.X), r.text(key), r.text(one), selected, skip, show))
}

// byKeys returns the loop of an operation that looks resources up by the keys of
// a request.
func (r *rewrite) byKeys() (*ast.RangeStmt, bool) {
	fn := r.do(r.op)
	for _, a := range all[*ast.AssignStmt](fn) {
		if r.text(a.Lhs[0]) == "shown[one]" {
			return loopAround(fn, a), true
		}
	}
	r.fail("nothing is looked up by keys")
	return nil, false
}

// someAbsent has what is not there be an error only if nothing else is.
func someAbsent(r *rewrite) {
	loop, ok := r.byKeys()
	if !ok {
		return
	}
	check, ok := r.place()[0].(*ast.IfStmt)
	rejections := r.calls(check, "runtime.Errorf")
	if !ok || len(rejections) == 0 {
		r.fail("nothing is rejected")
		return
	}
	r.replace(check.Body, "{ continue }")
	last := rejections[len(rejections)-1]
	r.after(loop, fmt.Sprintf(`if len(shown) == 0 { return nil, runtime.Errorf(%s, %s, "there is none of them") }`, r.text(last.Args[0]), r.text(last.Args[1])))
}
