package openapi

import (
	"cmp"
	"fmt"
	"go/token"
	"maps"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// reserved are the names that the generated package has for itself.
var reserved = scope{
	"API": "the interface", "Clock": "the clock", "Fake": "the fake", "New": "the fake's constructor", "State": "the fake's state",
}

// methods are the names that the fake has for itself beside the operations.
var methods = scope{
	"At": "a method of the fake", "Calls": "a method of the fake", "Clock": "a field of the fake",
	"Reset": "a method of the fake", "ServeHTTP": "a method of the fake", "State": "a method of the fake",
}

// A scope holds the names in Go that are taken, and what has each.
type scope map[string]string

// take takes a name for a part of the API, and reports whether it was free.
// key is what gives the part another one.
func (r *reader) take(s scope, goName, what string, pos model.Pos, where, key string) bool {
	if other, ok := s[goName]; ok {
		r.problems.Add(pos, where, fmt.Sprintf("%s is %s in Go already", goName, other), "give it another name with "+key)
		return false
	}
	s[goName] = what
	return true
}

// names gives each shape that needs one its name in Go, and reports those
// that are not unique. An input or output that is nothing else is named after
// its operation.
func (r *reader) names() {
	fake := scope{}
	maps.Copy(fake, methods)
	unique := map[string]bool{}
	for i := range r.api.Operations {
		op := &r.api.Operations[i]
		unique[op.Name] = r.take(fake, op.GoName, "the operation "+op.Name, op.Pos, op.Name, "x-go-name")
	}
	pkg := scope{}
	maps.Copy(pkg, reserved)
	tops := r.tops()
	for i := range r.api.Shapes {
		s := &r.api.Shapes[i]
		if s.Kind != model.Structure && s.Kind != model.Enum {
			if n := r.goNames[s.Name]; n != nil && s.Kind != model.Unknown {
				r.problems.Add(n.Pos, s.Name, "x-go-name on "+articleOf(s.Kind), "only a structure or an enum has a type of its own in Go")
			}
			continue
		}
		top, named := tops[s.Name]
		s.Doc = cmp.Or(s.Doc, top.doc)
		s.GoName = r.goName(r.goNames[s.Name], s.Name, cmp.Or(top.goName, model.GoName(s.Name)))
		if named && !unique[top.operation] {
			continue // its name collides because that of the operation does
		}
		if r.take(pkg, s.GoName, "the shape "+s.Name, s.Pos, s.Name, "x-go-name") {
			r.enumConstants(s, pkg)
		}
	}
	for i := range r.api.Errors {
		e := &r.api.Errors[i]
		if e.GoName == model.ErrorGoName(e.Code) {
			// An error may be a shape too, as which it is a member of something.
			for _, name := range []string{model.GoName(e.Code), model.GoName(e.Code) + "Error", model.GoName(e.Code) + "Code"} {
				if _, taken := pkg[e.GoName]; taken {
					e.GoName = name
				}
			}
		}
		r.take(pkg, e.GoName, "the error "+e.Code, e.Pos, e.Code, "x-go-name")
	}
}

// A topName is the name of a shape that is the input or output of one
// operation and nothing else.
type topName struct{ operation, goName, doc string }

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
			top[op.Input] = topName{op.Name, op.GoName + "Input", "The input of " + op.Name + "."}
		}
		if uses[op.Output] == 1 {
			top[op.Output] = topName{op.Name, op.GoName + "Output", "The output of " + op.Name + "."}
		}
	}
	delete(top, "")
	return top
}

// enumConstants names the values of an enum.
func (r *reader) enumConstants(s *model.Shape, pkg scope) {
	given := r.enumNames[s.Name]
	for i := range s.Enum {
		v := &s.Enum[i]
		n, pos := given.Get(v.Value), s.Pos
		if n != nil {
			pos = n.Pos
		}
		v.GoName = r.goName(n, s.Name, model.EnumGoName(s.GoName, v.Value))
		if v.GoName == s.GoName {
			r.problems.Add(pos, s.Name, fmt.Sprintf("%q has no letter to name its constant after", v.Value), "name it in x-go-names")
			continue
		}
		r.take(pkg, v.GoName, v.Value+" of "+s.Name, pos, s.Name, "x-go-names")
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
