package defect

import (
	"fmt"
	"go/ast"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var keyDefects = []row{
	{"key/incomplete", "either", func(r *rewrite) {
		for _, p := range r.places() {
			for _, check := range all[*ast.IfStmt](p[0]) {
				if cond := r.text(check.Cond); strings.Contains(cond, " || ") {
					r.replace(check.Cond, strings.ReplaceAll(cond, " || ", " && "))
				}
			}
		}
	}},
	{"key/incomplete", "first", func(r *rewrite) {
		if loop, ok := first[*ast.RangeStmt](r.place()); ok {
			r.begin(loop.Body, onlyFirst)
		}
	}},

	{"key/identity", "joined", func(r *rewrite) { r.squash("Joined") }},
	{"key/identity", "beginning", func(r *rewrite) { r.squash("Beginning") }},
}

// keysPath is the package with what makes one key of several.
const keysPath = "github.com/fakesmith/fakesmith/cmd/gen/mutants/keys"

// squash has a function of package keys make one key of several, wherever the
// keys of the resource are made, and those of the facts that its guards look at.
func (r *rewrite) squash(function string) {
	resources := []resource{r.resource(r.op.Effect.Of)}
	ops := map[string]bool{r.op.Effect.Of: true}
	for i := range r.op.Clauses {
		if guard, ok := r.op.Clauses[i].Rule.(model.Guard); ok {
			resources = append(resources, r.resource(guard.Fact))
		}
	}
	for i := range r.api.Operations {
		op := &r.api.Operations[i]
		if ops[op.Effect.Of] && op.Modelled() {
			r.squashKey("one", function, r.do(op))
		}
	}
	for _, t := range resources {
		r.squashTable(t, function)
	}
}

// squashKey changes each key that is given a name.
func (r *rewrite) squashKey(name, function string, fn *ast.FuncDecl) {
	for _, a := range all[*ast.AssignStmt](fn) {
		if r.text(a.Lhs[0]) == name && len(a.Rhs) == 1 {
			r.imports(operationsFile, keysPath)
			r.wrap(a.Rhs[0], "keys."+function+"(", ")")
		}
	}
}

// squashTable changes what a table finds the key of a resource to be, and every
// key that is looked for in it.
func (r *rewrite) squashTable(t resource, function string) {
	for _, kv := range all[*ast.KeyValueExpr](r.function("newAccount")) {
		if r.text(kv.Key) != t.field {
			continue
		}
		r.imports(stateFile, keysPath)
		for _, result := range all[*ast.ReturnStmt](kv)[:1] {
			r.squashPair(result.Results, function)
		}
	}
	for name := range r.files {
		for _, call := range r.calls(r.files[name].tree, "."+t.field+".Get", "."+t.field+".Delete", "."+t.field+".Partition", "."+t.field+".DeletePartition") {
			r.imports(name, keysPath)
			if strings.HasSuffix(r.text(call.Fun), "Partition") {
				r.wrap(call.Args[0], "keys."+function+"(", ")")
			} else {
				r.squashPair(call.Args, function)
			}
		}
	}
}

// squashPair changes a partition and a key, which may be the results of one
// call. A key with a name has been changed where that was given.
func (r *rewrite) squashPair(pair []ast.Expr, function string) {
	if len(pair) == 1 {
		r.wrap(pair[0], fmt.Sprintf("keys.%sPair(", function), ")")
		return
	}
	for _, e := range pair {
		if r.text(e) != "one" {
			r.wrap(e, "keys."+function+"(", ")")
		}
	}
}
