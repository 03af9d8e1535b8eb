package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// typesFile adds the structures and enums, in the order in which a reader of
// the operations meets them.
func (e *emitter) typesFile(f *jen.File) {
	for i := range e.api.Shapes {
		s := &e.api.Shapes[i]
		switch s.Kind {
		case model.Structure:
			f.Add(doc(e.structureDoc(s)))
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

// roles are the operations of which a structure is the input and those of
// which it is the output. For most structures there are none, for most others
// there is one.
type roles struct{ inputOf, outputOf []*model.Operation }

// roles returns the roles of a structure.
func (e *emitter) roles(s *model.Shape) roles {
	var r roles
	for i := range e.api.Operations {
		op := &e.api.Operations[i]
		if e.inputType(op) == s.GoName {
			r.inputOf = append(r.inputOf, op)
		}
		if e.outputType(op) == s.GoName {
			r.outputOf = append(r.outputOf, op)
		}
	}
	return r
}

// structureDoc returns the doc comment of a structure. What is known of an
// input or output is said even where the document is silent.
func (e *emitter) structureDoc(s *model.Shape) string {
	name := aThing(s.GoName)
	r := e.roles(s)
	in, out := "the input of "+series(goNames(r.inputOf)), "the output of "+series(goNames(r.outputOf))
	switch {
	case len(r.inputOf) > 0 && len(r.outputOf) > 0:
		name += " is " + in + ", and " + out + "."
	case len(r.inputOf) > 0:
		name += " is " + in + "."
	case len(r.outputOf) > 0:
		name += " is " + out + "."
	case s.Doc == "":
		return name + " is a structure of the API."
	default:
		return sentence(about(name, s.Doc, s.Kind))
	}
	switch {
	case len(s.Members) == 0:
		name += " It has no members."
	case s.Doc != "" && !strings.Contains(name, lowerFirst(sentence(s.Doc))):
		name += " " + sentence(about("It", s.Doc, s.Kind))
	}
	return name
}

// series returns names as they are listed in a sentence: "A, B and C".
func series(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// goNames returns the names of operations in Go.
func goNames(ops []*model.Operation) []string {
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = op.GoName
	}
	return names
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
