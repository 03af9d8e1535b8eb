package defect

import (
	"fmt"
	"go/ast"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var precedenceDefects = []row{
	{"precedence", "swapped", func(r *rewrite) {
		switch r.clause.Rule.(model.Precedence).First {
		case model.Serialization:
			r.imports(fakeFile, "errors")
			r.serveWith("ConstraintsFirst", quoted(r.ruleError(model.WrongType)), quoted(r.ruleError("")), r.brokenConstraints())
		case model.Constraints:
			r.constraintsLast()
		}
	}},
}

// constraintsLast asks the service before the constraints are checked: the
// dispatcher is given inputs that always keep them, and the operations check
// them behind what they reject by themselves.
func (r *rewrite) constraintsLast() {
	for _, handle := range r.calls(r.function("dispatch"), "runtime.Handle", "runtime.HandleSilent") {
		do := r.text(handle.Args[1])
		fn := r.function(strings.TrimPrefix(do, "at."))
		input := strings.TrimPrefix(r.text(fn.Type.Params.List[0].Type), "*")
		unchecked := "unchecked" + strings.TrimPrefix(do, "at.do")
		result, fail := "error", "return err"
		if fn.Type.Results.NumFields() == 2 {
			result, fail = "("+texts(r.Source, fieldTypes(fn.Type.Results))+")", "return nil, err"
		}
		r.replace(handle.Args[1], fmt.Sprintf("func(in *%s) %s { return %s(&in.%s) }", unchecked, result, do, input))
		r.declare(operationsFile, fmt.Sprintf("type %s struct { %s }\n\nfunc (*%[1]s) Validate() error { return nil }\n", unchecked, input))
		r.before(r.behindRejections(fn), "if err := in.Validate(); err != nil { "+fail+" }")
	}
}

func fieldTypes(fields *ast.FieldList) []ast.Expr {
	types := make([]ast.Expr, len(fields.List))
	for i, f := range fields.List {
		types[i] = f.Type
	}
	return types
}

// rejecting are the kinds of clause by which a whole request is rejected.
var rejecting = map[string]bool{
	"fan-out/duplicates": true, "key/incomplete": true, "reference": true, "reference/without": true, "reference/unneeded": true,
	"allowed": true, "existing": true, "existing/needed": true, "existing/fixed": true, "expiry/past": true, "pagination/with-keys": true, "filter/needs": true, "filter/either": true,
}

// behindRejections returns the first statement of an operation behind the last
// check by which a whole request is rejected.
func (r *rewrite) behindRejections(fn *ast.FuncDecl) ast.Node {
	begin := 0
	for i, s := range fn.Body.List {
		if text := r.text(s); strings.Contains(text, "Mu.Lock()") || strings.Contains(text, "Mu.Unlock()") || text == "here := f.here()" {
			begin = i + 1
		}
	}
	for _, c := range r.api.AllClauses() {
		if !rejecting[c.Clause.Kind] {
			continue
		}
		for _, p := range r.anchors[c.Clause.ID] {
			if p[0].Pos() < fn.Body.Pos() || p[len(p)-1].End() != fn.Body.List[len(fn.Body.List)-1].End() {
				continue // it stands in another function, or within a loop
			}
			begin = max(begin, len(fn.Body.List)-len(p)+checkLength(p))
		}
	}
	return fn.Body.List[min(begin, len(fn.Body.List)-1)]
}

// checkLength returns how many statements a check takes: one that rejects, and
// those that prepare it.
func checkLength(p place) int {
	for i, n := range p {
		switch n.(type) {
		case *ast.IfStmt, *ast.SwitchStmt, *ast.RangeStmt, *ast.BlockStmt:
			return i + 1
		}
	}
	return 0
}

// brokenConstraints returns the function that reads a body as far as it can be
// read, and returns the message about what that breaks.
func (r *rewrite) brokenConstraints() string {
	var cases strings.Builder
	for i := range r.api.Operations {
		op := &r.api.Operations[i]
		fmt.Fprintf(&cases, "case %q:\nvar in %s\n_ = runtime.Unmarshal(body, &in)\nerr = in.Validate()\n", op.Name, r.api.Shape(op.Input).GoName)
	}
	return `func(operation string, body []byte) string {
	var err error
	switch operation {
	` + cases.String() + `}
	if invalid, ok := errors.AsType[*runtime.ValidationError](err); ok {
		return invalid.Message()
	}
	return ""
}`
}
