package openapi

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// names gives each shape that needs one the name that it would like to have in
// Go. An input or output that is nothing else is named after its operation.
// Where two parts of an API would like the same name, or one that generated
// code has for itself, it is for the generator to tell them apart.
func (r *reader) names() {
	tops := r.tops()
	for i := range r.api.Shapes {
		s := &r.api.Shapes[i]
		if s.Kind != model.Structure && s.Kind != model.Enum {
			if n := r.goNames[s.Name]; n != nil && s.Kind != model.Unknown {
				r.problems.Add(n.Pos, s.Name, "x-go-name on "+articleOf(s.Kind), "only a structure or an enum has a type of its own in Go")
			}
			continue
		}
		top := tops[s.Name]
		s.Doc = cmp.Or(s.Doc, top.doc)
		s.GoName = r.goName(r.goNames[s.Name], s.Name, cmp.Or(top.goName, model.GoName(s.Name)))
		r.enumConstants(s)
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
func (r *reader) enumConstants(s *model.Shape) {
	given := r.enumNames[s.Name]
	for i := range s.Enum {
		v := &s.Enum[i]
		v.GoName = r.goName(given.Get(v.Value), s.Name, model.EnumGoName(s.GoName, v.Value))
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
