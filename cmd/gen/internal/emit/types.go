package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// typesFile adds the structures and enums, in the order in which a reader of
// the operations meets them.
func (e *emitter) typesFile(f *jen.File) {
	roles := e.roles()
	for i := range e.api.Shapes {
		s := &e.api.Shapes[i]
		switch s.Kind {
		case model.Structure:
			f.Add(doc(structureDoc(s, roles[s.GoName])))
			f.Add(e.structure(s))
			f.Line()
		case model.Enum:
			e.enum(f, s)
		}
	}
}

// structure returns
//
//	type RemediationExceptionResourceKey struct {
//		// ResourceID is the id of the resource. 1 to 1024 characters.
//		ResourceID *string `json:"ResourceId,omitempty"`
//		…
//	}
func (e *emitter) structure(s *model.Shape) *jen.Statement {
	return jen.Type().Id(s.GoName).StructFunc(func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			g.Add(doc(e.memberDoc(m)))
			tag := m.Name
			if !m.Required {
				tag += ",omitempty"
			}
			g.Id(m.GoName).Add(e.fieldType(s, m)).Tag(map[string]string{"json": tag})
		}
	})
}

// enum adds
//
//	// A ComplianceType says whether a resource complies.
//	type ComplianceType string
//
//	// The values of ComplianceType.
//	const (
//		ComplianceTypeCompliant ComplianceType = "COMPLIANT"
//		…
//	)
//
//	// Values returns the values that the contract knows, in its order.
//	func (ComplianceType) Values() []ComplianceType {
//		return []ComplianceType{
//			ComplianceTypeCompliant,
//			…
//		}
//	}
func (e *emitter) enum(f *jen.File, s *model.Shape) {
	f.Add(doc(enumDoc(s)))
	f.Type().Id(s.GoName).String()
	f.Line()
	f.Add(doc("The values of " + s.GoName + "."))
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, v := range s.Enum {
			g.Id(v.GoName).Id(s.GoName).Op("=").Lit(v.Value)
		}
	})
	f.Line()
	f.Add(doc("Values returns the values of " + s.GoName + ", in the contract's order."))
	f.Func().Params(jen.Id(s.GoName)).Id("Values").Params().Index().Id(s.GoName).Block(
		jen.Return(jen.Index().Id(s.GoName).CustomFunc(lines, func(g *jen.Group) {
			for _, v := range s.Enum {
				g.Id(v.GoName)
			}
		})),
	)
	f.Line()
}

// lines lays out the elements of a literal one to a line, in the given order;
// jennifer's Dict would sort them.
var lines = jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}

// A role says what part a structure plays for an operation.
type role struct {
	op     *model.Operation
	output bool
}

// roles returns the part of each structure that is the input or output of an
// operation, by its Go name.
func (e *emitter) roles() map[string]role {
	roles := map[string]role{}
	for i := range e.api.Operations {
		op := &e.api.Operations[i]
		roles[e.inputType(op)] = role{op: op}
		if op.Output != "" {
			roles[e.outputType(op)] = role{op: op, output: true}
		}
	}
	return roles
}

// structureDoc returns the doc comment of a structure. What is known of an
// input or output is said even where the document is silent.
func structureDoc(s *model.Shape, r role) string {
	name := aThing(s.GoName)
	switch {
	case r.op == nil && s.Doc == "":
		return name + " is a structure of the API."
	case r.op == nil:
		return sentence(about(name, s.Doc, s.Kind))
	}
	text := name + " is the input of " + r.op.GoName + "."
	if r.output {
		text = name + " is the output of " + r.op.GoName + "."
	}
	switch {
	case len(s.Members) == 0:
		text += " It has no members."
	case s.Doc != "":
		text += " " + sentence(about("It", s.Doc, s.Kind))
	}
	return text
}

func enumDoc(s *model.Shape) string {
	if s.Doc == "" {
		return aThing(s.GoName) + " is one of a few words."
	}
	return sentence(about(aThing(s.GoName), s.Doc, s.Kind))
}

// memberDoc returns the doc comment of a field: what it is, and what the
// constraints ask of it.
func (e *emitter) memberDoc(m *model.Member) string {
	text := ""
	if m.Doc != "" {
		text = sentence(about(m.GoName, m.Doc, e.api.Shape(m.Shape).Kind))
	}
	terms := e.terms(m)
	switch {
	case text == "" && terms == "":
		return m.GoName + " is optional."
	case text == "":
		return m.GoName + " is " + lowerFirst(terms) + "."
	case terms == "":
		return text
	}
	return text + " " + terms + "."
}

// terms returns what the constraints ask of a member, in words:
// "Required; 1 to 128 characters".
func (e *emitter) terms(m *model.Member) string {
	s := e.api.Shape(m.Shape)
	size := limits(s)
	if s.Pattern != "" {
		if size != "" {
			size += " "
		}
		size += "that match " + s.Pattern
	}
	switch {
	case !m.Required && size == "":
		return ""
	case !m.Required:
		return "Optional; " + size
	case size == "":
		return "Required"
	}
	return "Required; " + size
}
