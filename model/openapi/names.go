package openapi

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// reserved are the names that the generated package has for itself.
var reserved = map[string]string{
	"API": "the interface", "Clock": "the clock", "Fake": "the fake", "New": "the fake's constructor", "State": "the fake's state",
}

// methods are the names that the fake has for itself beside the operations.
var methods = map[string]string{
	"At": "a method", "Calls": "a method", "Clock": "a field", "Reset": "a method", "ServeHTTP": "a method", "State": "a method",
}

// names gives each shape that needs one its name in Go, and reports those
// that are not unique. An input or output that is nothing else is named after
// its operation.
func (r *reader) names() {
	top := r.tops()
	taken := map[string]string{}
	for name, what := range reserved {
		taken[name] = what
	}
	take := func(pos model.Pos, where, goName, what, key string) {
		if other, ok := taken[goName]; ok {
			r.problems.Add(pos, where, fmt.Sprintf("%s is %s in Go already", goName, other), "give it another name with "+key)
			return
		}
		taken[goName] = what
	}
	for i := range r.api.Shapes {
		s := &r.api.Shapes[i]
		if s.Kind != model.Structure && s.Kind != model.Enum {
			if n := r.goNames[s.Name]; n != nil && s.Kind != "" {
				r.problems.Add(n.Pos, s.Name, "x-go-name on "+articleOf(s.Kind), "only a structure or an enum has a type of its own in Go")
			}
			continue
		}
		proposed := model.GoName(s.Name)
		if t, ok := top[s.Name]; ok {
			proposed = t.goName
			s.Doc = cmp.Or(s.Doc, t.doc)
		}
		s.GoName = r.goName(r.goNames[s.Name], s.Name, proposed)
		take(s.Pos, s.Name, s.GoName, "the shape "+s.Name, "x-go-name")
		r.enumConstants(s, take)
	}
	for i := range r.api.Errors {
		e := &r.api.Errors[i]
		take(e.Pos, e.Code, e.GoName, "the error "+e.Code, "x-go-name")
	}
	taken = map[string]string{}
	for name, what := range methods {
		taken[name] = what + " of the fake"
	}
	for i := range r.api.Operations {
		op := &r.api.Operations[i]
		take(op.Pos, op.Name, op.GoName, "the operation "+op.Name, "x-go-name")
	}
}

// A topName is the name of a shape that is the input or output of one
// operation and nothing else.
type topName struct{ goName, doc string }

// tops finds the shapes that are named after an operation.
func (r *reader) tops() map[string]topName {
	uses := map[string]int{}
	for i := range r.api.Shapes {
		for _, m := range r.api.Shapes[i].Members {
			uses[m.Shape]++
		}
		uses[r.api.Shapes[i].Elem]++
	}
	for i := range r.api.Operations {
		uses[r.api.Operations[i].Input]++
		uses[r.api.Operations[i].Output]++
	}
	top := map[string]topName{}
	for i := range r.api.Operations {
		op := &r.api.Operations[i]
		if uses[op.Input] == 1 {
			top[op.Input] = topName{op.GoName + "Input", "The input of " + op.Name + "."}
		}
		if uses[op.Output] == 1 {
			top[op.Output] = topName{op.GoName + "Output", "The output of " + op.Name + "."}
		}
	}
	delete(top, "")
	return top
}

// enumConstants names the values of an enum.
func (r *reader) enumConstants(s *model.Shape, take func(pos model.Pos, where, goName, what, key string)) {
	given := r.enumNames[s.Name]
	for i := range s.Enum {
		v := &s.Enum[i]
		n := given.Get(v.Value)
		v.GoName = r.goName(n, s.Name, model.EnumGoName(s.GoName, v.Value))
		pos := s.Pos
		if n != nil {
			pos = n.Pos
		}
		what := fmt.Sprintf("%s of %s", v.Value, s.Name)
		if v.GoName == s.GoName {
			r.problems.Add(pos, s.Name, fmt.Sprintf("%q has no letter to name its constant after", v.Value), "name it in x-go-names")
			continue
		}
		take(pos, s.Name, v.GoName, what, "x-go-names")
	}
	for _, m := range members(given) {
		if !slices.ContainsFunc(s.Enum, func(v model.EnumValue) bool { return v.Value == m.Key }) {
			r.problems.Add(m.KeyPos, s.Name, fmt.Sprintf("x-go-names names %q, which enum does not list", m.Key), "leave it out")
		}
	}
}

// goName returns the name that a document gives, or else the one made from
// the wire's.
func (r *reader) goName(given *model.Node, where, made string) string {
	if given == nil {
		return made
	}
	if name := text(given); token.IsIdentifier(name) && token.IsExported(name) {
		return name
	}
	r.problems.Add(given.Pos, where, given.Raw+" is no exported name in Go", "write one such as \""+made+"\"")
	return made
}
