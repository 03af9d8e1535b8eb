package emit

import (
	"cmp"
	"fmt"
	"go/token"

	"github.com/fakesmith/fakesmith/model"
)

// ours are the names that the generated package takes for itself.
var ours = map[string]string{
	"API":   "the client interface",
	"Fake":  "the fake",
	"New":   "the function that makes a fake",
	"State": "the state of a fake",
}

// structureMethods and fakeMembers are the exported methods of a generated
// structure, and the methods and fields of the generated fake.
var (
	structureMethods = []string{"MarshalJSON", "UnmarshalJSON", "Validate"}
	fakeMembers      = []string{"At", "Calls", "Clock", "Reset", "Scope", "ServeHTTP", "State"}
)

// checkNames reports every pair of things that would have one name in Go, and
// every type that Go can't express.
func checkNames(api *model.API, pkg string) error {
	var ps model.Problems
	if !token.IsIdentifier(pkg) {
		ps.Add(model.Pos{File: api.Source}, "package",
			fmt.Sprintf("%q can't be the name of a Go package", pkg), "letters and digits, starting with a letter, are right")
	}
	n := names{problems: &ps, taken: map[string]string{}}
	for name, what := range ours {
		n.taken[name] = what
	}
	for i := range api.Errors {
		n.take(api.Errors[i].Pos, api.Errors[i].GoName, "error "+api.Errors[i].Code)
	}
	for i := range api.Shapes {
		checkShape(api, &api.Shapes[i], &n)
	}
	checkChoices(api, &n)
	methods := names{problems: &ps, taken: map[string]string{}}
	for _, name := range fakeMembers {
		methods.taken[name] = "a member of the fake"
	}
	if len(silences(api)) > 0 {
		methods.taken["Profile"] = "a member of the fake"
		methods.taken["SetProfile"] = "a member of the fake"
	}
	for i := range api.Facts {
		methods.taken["Set"+api.Facts[i].GoName] = "the method that sets " + api.Facts[i].Name
	}
	for i := range api.Operations {
		op := &api.Operations[i]
		methods.take(op.Pos, op.GoName, "operation "+op.Name)
		if op.Input == "" {
			n.take(op.Pos, op.GoName+"Input", "the input of "+op.Name)
		}
	}
	checkPrecedence(api, &ps)
	return ps.Err()
}

// checkShape looks at one shape and the names within it.
func checkShape(api *model.API, s *model.Shape, n *names) {
	switch s.Kind {
	case model.Structure:
		n.take(s.Pos, s.GoName, "structure "+s.Name)
		fields := names{problems: n.problems, taken: map[string]string{}, where: s.Name}
		for _, method := range structureMethods {
			fields.taken[method] = "a method of every structure"
		}
		for _, m := range s.Members {
			fields.take(m.Pos, m.GoName, "member "+m.Name)
		}
	case model.Enum:
		n.take(s.Pos, s.GoName, "enum "+s.Name)
		for _, v := range s.Enum {
			n.take(s.Pos, v.GoName, fmt.Sprintf("value %q of enum %s", v.Value, s.Name))
		}
	case model.List, model.Map:
		if onlyHoldsItself(api, s) {
			n.problems.Add(s.Pos, s.Name, fmt.Sprintf("the %s holds nothing but itself, which is no Go type", s.Kind),
				"a structure somewhere on the way round is right")
		}
	}
}

// onlyHoldsItself reports whether following elements from a list or map leads
// back to it with no structure between.
func onlyHoldsItself(api *model.API, s *model.Shape) bool {
	seen := map[string]bool{}
	for at := s; at != nil && (at.Kind == model.List || at.Kind == model.Map); at = api.Shape(at.Elem) {
		if seen[at.Name] {
			return true
		}
		seen[at.Name] = true
	}
	return false
}

// names are the names of one Go scope, with what each names.
type names struct {
	problems *model.Problems
	taken    map[string]string
	where    string
	// fix says how to give a thing another name, if not by x-go-name.
	fix string
}

// take notes that a thing has a name, or the problem that another has it.
func (n *names) take(pos model.Pos, name, what string) {
	where := n.where
	if where == "" {
		where = what
	} else {
		where += ": " + what
	}
	if !token.IsIdentifier(name) {
		n.problems.Add(pos, where, fmt.Sprintf("its Go name %q is not an identifier", name), "give one of letters and digits as x-go-name")
		return
	}
	if other, ok := n.taken[name]; ok {
		n.problems.Add(pos, where, fmt.Sprintf("its Go name %s is taken by %s", name, other), cmp.Or(n.fix, "give another one as x-go-name"))
		return
	}
	n.taken[name] = what
}
