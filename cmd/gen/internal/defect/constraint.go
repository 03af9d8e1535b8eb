package defect

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var constraintDefects = []row{
	{"constraint", "optional", makeOptional},
	{"constraint", "unchecked", func(r *rewrite) {
		rule := r.clause.Rule.(model.Constraint)
		for _, p := range r.api.AllClauses() {
			other, ok := p.Clause.Rule.(model.Constraint)
			if !ok || other.Shape != rule.Shape || other.Check != rule.Check {
				continue
			}
			for _, p := range r.anchors[p.Clause.ID] {
				r.dropOnce(p[0])
			}
		}
	}},
	{"", "required", makeRequired},
}

// dropOnce is drop for what several clauses may name.
func (r *rewrite) dropOnce(n ast.Node) {
	for _, e := range r.edits[r.set.File(n.Pos()).Name()] {
		if e.from == r.offset(n.Pos()) {
			return
		}
	}
	r.drop(n)
}

// makeOptional lets a required member be left out: nobody misses it, and its
// other constraints are checked only if it is there.
func makeOptional(r *rewrite) {
	rule := r.clause.Rule.(model.Constraint)
	steps, _, err := r.api.Steps(r.op.Input, rule.Path)
	if err != nil {
		r.fail("%v", err)
		return
	}
	last := steps[len(steps)-1]
	for _, p := range r.places() {
		if check, ok := p[0].(*ast.IfStmt); ok { // if !hasName { d.Missing("name") }
			r.replace(check, "_ = "+strings.TrimPrefix(r.text(check.Cond), "!"))
		} else {
			r.drop(p[0]) // vs.Required("name", in.Name != nil)
		}
	}
	fn := r.method(last.Owner, "violations")
	if fn == nil {
		return
	}
	receiver := fn.Recv.List[0].Names[0].Name
	field := receiver + "." + last.Member.GoName
	for _, s := range fn.Body.List {
		_, isCheck := s.(*ast.ExprStmt)
		_, isLoop := s.(*ast.RangeStmt)
		if (isCheck || isLoop) && r.mentions(s, field) && len(r.calls(s, "vs.Required")) == 0 {
			r.imports(validateFile, "reflect")
			r.wrap(s, fmt.Sprintf("if !reflect.ValueOf(%s).IsZero() { ", field), " }")
		}
	}
}

// makeRequired has a member be given, at the path that is the detail of the
// defect.
func makeRequired(r *rewrite) {
	steps, _, err := r.api.Steps(r.op.Input, model.Path(r.detail))
	if err != nil {
		r.fail("%v", err)
		return
	}
	last := steps[len(steps)-1]
	name := violationName(last.Member.Name)
	if fn := r.method(last.Owner, "violations"); fn != nil {
		field := fn.Recv.List[0].Names[0].Name + "." + last.Member.GoName
		r.after(fn.Body.List[0], fmt.Sprintf("vs.Required(%q, %s != nil)", name, field))
		return
	}
	fn := r.method(last.Owner, "DecodeJSON")
	if fn == nil {
		r.fail("nobody reads the structure %s", last.Owner.Name)
		return
	}
	field := fn.Recv.List[0].Names[0].Name + "." + last.Member.GoName
	r.before(fn.Body.List[len(fn.Body.List)-1], fmt.Sprintf("if %s == nil { d.Missing(%q) }", field, name))
}

// method returns a method of a structure, or nil.
func (r *rewrite) method(of *model.Shape, name string) *ast.FuncDecl {
	i := slices.IndexFunc(r.funcs[name], func(fn *ast.FuncDecl) bool {
		return fn.Recv != nil && strings.TrimPrefix(r.text(fn.Recv.List[0].Type), "*") == of.GoName
	})
	if i < 0 {
		return nil
	}
	return r.funcs[name][i]
}

// mentions reports whether a statement refers to a field.
func (r *rewrite) mentions(s ast.Node, field string) bool {
	return slices.ContainsFunc(all[*ast.SelectorExpr](s), func(sel *ast.SelectorExpr) bool { return r.text(sel) == field })
}

// violationName returns a member's name as messages about violations have it.
func violationName(member string) string {
	if c := member[0]; c < 'A' || c > 'Z' {
		return member
	}
	return string(member[0]|0x20) + member[1:]
}
