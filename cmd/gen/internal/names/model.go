package names

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// nameDeclarations names what is declared in the fake's package: types,
// constants, and the methods of the fake.
func (p *Plan) nameDeclarations() {
	pkg := newScope("API", "Fake", "New", "State")
	fake := newScope("At", "Calls", "Clock", "Faults", "Reset", "Scope", "ServeHTTP", "Service", "State")
	if len(p.open) > 0 {
		pkg.taken["Profile"] = true
		fake.taken["Profile"], fake.taken["SetProfile"] = true, true
	}
	if outcome := p.API.ProcessOutcome(); outcome != nil {
		pkg.taken["Execution"], pkg.taken["ExecutionResult"] = true, true
		fake.taken["Executions"], fake.taken[HookName(outcome)] = true, true
	}
	for i := range p.API.Shapes {
		switch s := &p.API.Shapes[i]; s.Kind {
		case model.Structure:
			pkg.wish(&s.GoName, "Type")
		case model.Enum:
			pkg.wish(&s.GoName, "Type")
			for j := range s.Enum {
				pkg.wish(&s.Enum[j].GoName, "Value")
			}
		}
	}
	for i := range p.API.Errors {
		e := &p.API.Errors[i]
		if e.GoName == model.ErrorGoName(e.Code) {
			// The whole of it; but an error may be a shape too, as which it is a
			// member of something.
			pkg.wish(&e.GoName, "Code", model.GoName(e.Code), model.GoName(e.Code)+"Error")
		} else {
			pkg.wish(&e.GoName, "Code")
		}
	}
	p.nameChoices(pkg)
	pkg.settle()

	state := newScope("DecodeJSON", "UnmarshalJSON")
	for i := range p.API.Entities {
		state.wish(&p.API.Entities[i].GoPlural, "Entities")
	}
	for i := range p.API.Facts {
		state.wish(&p.API.Facts[i].GoName, "Fact")
	}
	state.settle()
	for i := range p.API.Facts {
		fake.taken["Set"+p.API.Facts[i].GoName] = true
	}
	for i := range p.API.Operations {
		fake.wish(&p.API.Operations[i].GoName, "Operation")
	}
	fake.settle()
}

// nameMembers names the fields of structures, beside the methods that they
// have.
func (p *Plan) nameMembers() {
	for i := range p.API.Shapes {
		s := &p.API.Shapes[i]
		fields := newScope("MarshalJSON", "UnmarshalJSON", "EncodeJSON", "DecodeJSON", "Validate")
		for j := range s.Members {
			fields.wish(&s.Members[j].GoName, "Field")
		}
		fields.settle()
	}
}

// Shape returns the shape of that name, or nil.
func (p *Plan) Shape(name string) *model.Shape { return p.shapes[name] }

// Error returns the error of that code, or nil.
func (p *Plan) Error(code string) *model.ErrorShape { return p.errors[code] }

// InputType returns the name of the type of an operation's input.
func (p *Plan) InputType(op *model.Operation) string { return p.shapes[op.Input].GoName }

// OutputType returns the name of the type of an operation's output, or "" if
// its answer has no body.
func (p *Plan) OutputType(op *model.Operation) string {
	if s := p.shapes[op.Output]; s != nil {
		return s.GoName
	}
	return ""
}

// Roles are the operations of which a structure is the input and those of which
// it is the output. For most structures there are none, for most others there
// is one.
type Roles struct{ InputOf, OutputOf []*model.Operation }

// Roles returns the roles of a structure.
func (p *Plan) Roles(s *model.Shape) Roles { return p.roles[s.Name] }

// Receiver returns the name by which the methods of a structure know it.
func (p *Plan) Receiver(s *model.Shape) string {
	switch r := p.Roles(s); {
	case len(r.InputOf) > 0:
		return "in"
	case len(r.OutputOf) > 0:
		return "out"
	}
	return "v"
}

// distinct returns words in the order in which they first come up.
func distinct(words []string) []string {
	var all []string
	for _, w := range words {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}
