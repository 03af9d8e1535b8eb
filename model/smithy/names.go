package smithy

import (
	"cmp"
	"fmt"
	"maps"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
)

// reserved are the names that the generated package has for itself, methods
// those that the fake has beside the operations, and fields those that a
// structure has beside its members.
var (
	reserved = scope{"API": 1, "Clock": 1, "Fake": 1, "New": 1, "State": 1, "Profile": 1, "Call": 1}
	methods  = scope{"At": 1, "Calls": 1, "Clock": 1, "Faults": 1, "Profile": 1, "Reset": 1, "Scope": 1,
		"ServeHTTP": 1, "SetProfile": 1, "State": 1}
	fields = scope{"DecodeJSON": 1, "EncodeJSON": 1, "MarshalJSON": 1, "UnmarshalJSON": 1, "Validate": 1}
)

// A scope holds the names in Go that are taken, each with the number that is
// to be tried next behind it, if that is more than 1.
type scope map[string]int

// take takes the first of the names that is free. If none is, it takes the
// last with the first number behind it that makes it free.
func (s scope) take(names ...string) string {
	for _, name := range names {
		if name != "" && s[name] == 0 {
			s[name] = 1
			return name
		}
	}
	last := names[len(names)-1]
	for i := max(s[last], 2); ; i++ {
		if name := last + strconv.Itoa(i); s[name] == 0 {
			s[name], s[last] = 1, i+1
			return name
		}
	}
}

// names gives everything that needs one its name in Go. An owner's model can't
// be changed, so that of two that would have one name the second gets another.
func (r *reader) names() {
	operations, pkg := maps.Clone(methods), maps.Clone(reserved)
	for i := range r.api.Operations {
		op := &r.api.Operations[i]
		name := model.GoName(op.Name)
		op.GoName = operations.take(name, name+"Operation")
	}
	tops := r.tops()
	for i := range r.api.Shapes {
		s := &r.api.Shapes[i]
		if s.Kind == model.Structure {
			own := maps.Clone(fields)
			for j := range s.Members {
				name := model.GoName(s.Members[j].Name)
				s.Members[j].GoName = own.take(name, name+"Member")
			}
		}
		if s.Kind != model.Structure && s.Kind != model.Enum {
			continue
		}
		top := tops[s.Name]
		s.Doc = cmp.Or(s.Doc, top.doc)
		name := model.GoName(localName(s.Name))
		s.GoName = pkg.take(cmp.Or(top.goName, name), name, name+"Shape")
	}
	for i := range r.api.Errors {
		e := &r.api.Errors[i]
		whole := model.GoName(e.Code)
		e.GoName = pkg.take(model.ErrorGoName(e.Code), whole, whole+"Error")
	}
	// The constants come last: there are most of them, and whoever writes one
	// knows its type.
	for i := range r.api.Shapes {
		r.constants(&r.api.Shapes[i], pkg)
	}
}

// constants names the values of an enum, after their text or else after the
// members that they are in the document.
func (r *reader) constants(s *model.Shape, pkg scope) {
	for i := range s.Enum {
		v := &s.Enum[i]
		member, name := v.GoName, model.EnumGoName(s.GoName, v.Value)
		if name == s.GoName {
			name = "" // no letter or digit in it
		}
		if member != "" {
			member = model.EnumGoName(s.GoName, member)
		}
		v.GoName = pkg.take(name, member, cmp.Or(name, member, fmt.Sprintf("%sValue%d", s.GoName, i+1)))
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
