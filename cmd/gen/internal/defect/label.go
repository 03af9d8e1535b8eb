package defect

import (
	"go/ast"
	"strings"
)

var labelDefects = []row{
	{"label", "newest", func(r *rewrite) {
		if test := r.omittedNumber(); test != nil {
			r.replace(test.Cond, "true")
		}
	}},
	{"label", "first", func(r *rewrite) {
		if test := r.omittedNumber(); test != nil {
			r.replace(r.assignment("version", test.Body).Rhs[0], "1")
		}
	}},
	{"label", "stays", func(r *rewrite) {
		if put := r.labelled(); put != nil {
			labels := r.resource(r.op.Effect.Of)
			r.before(put, "if "+labels.table+".Get("+labels.key("&item")+") != nil { continue }")
		}
	}},
	{"label", "one", func(r *rewrite) {
		if put := r.labelled(); put != nil {
			r.begin(loopAround(r.do(r.op), put).Body, onlyFirst)
		}
	}},
	{"label", "everywhere", func(r *rewrite) {
		if put := r.labelled(); put != nil {
			labels := r.resource(r.op.Effect.Of)
			same := r.sameTexts("v", "item", labels.Shape, labels.Key[len(labels.Partition):])
			other := r.sameTexts("v", "item", labels.Shape, labels.Partition)
			r.before(put, labels.table+".DeleteFunc(func(v *"+labels.kind+") bool { return "+same+" && !("+other+") })")
		}
	}},
	{"label", "outlives", func(r *rewrite) {
		for _, p := range r.places() {
			for _, n := range p {
				for _, call := range r.calls(n, ".DeletePartition") {
					r.replace(call, unused(r.text(call)))
				}
			}
		}
	}},
	{"label/form", "case", func(r *rewrite) {
		r.imports(operationsFile, "strings")
		for _, call := range r.calls(r.do(r.op).Body, "runtime.Begins") {
			r.replace(call.Fun, "strings.HasPrefix")
		}
	}},
	{"label/form", "rest", func(r *rewrite) {
		for _, leave := range all[*ast.BranchStmt](r.place()[0]) {
			r.replace(leave, "break")
		}
	}},
	{"label/form", "untold", func(r *rewrite) {
		if add := all[*ast.AssignStmt](r.place()[0]); len(add) > 0 {
			r.drop(add[0])
		}
	}},
	{"label/quota", "resource", func(r *rewrite) {
		for _, n := range r.place() {
			for _, test := range all[*ast.IfStmt](n) {
				if strings.Contains(r.text(test.Body), "there++") {
					r.replace(test.Cond, "v != nil")
				}
			}
		}
	}},
	{"label/shown", "all", func(r *rewrite) {
		for _, test := range all[*ast.IfStmt](r.place()[0]) {
			r.replace(test.Cond, "label != nil")
		}
	}},
	{"label/shown", "first", func(r *rewrite) {
		if add := all[*ast.AssignStmt](r.place()[0]); len(add) > 0 {
			r.wrap(add[len(add)-1], "if len("+r.text(add[len(add)-1].Lhs[0])+") == 0 { ", " }")
		}
	}},
}

// labelled returns what puts a label in the operation that has the clause.
func (r *rewrite) labelled() *ast.CallExpr {
	put := r.calls(r.do(r.op).Body, ".Put")
	if len(put) == 0 || loopAround(r.do(r.op), put[0]) == nil {
		r.fail("no label is put in a loop")
		return nil
	}
	return put[0]
}

// omittedNumber returns the statement about a request without a number.
func (r *rewrite) omittedNumber() *ast.IfStmt {
	for _, n := range r.ownPlace() {
		for _, test := range all[*ast.IfStmt](n) {
			if r.assignment("version", test.Body) != nil {
				return test
			}
		}
	}
	r.fail("the number of a version is never left out")
	return nil
}
