package shape

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// TypesFile adds the structures and enums, in the order in which a reader of
// the operations meets them.
func (t *Types) TypesFile(f *jen.File) {
	for i := range t.API.Shapes {
		s := &t.API.Shapes[i]
		switch s.Kind {
		case model.Structure:
			f.Add(printer.Doc(t.structureDoc(s)))
			f.Add(t.structure(s))
			f.Line()
		case model.Enum:
			t.enum(f, s)
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
func (t *Types) structure(s *model.Shape) *jen.Statement {
	return jen.Type().Id(s.GoName).StructFunc(func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			g.Add(printer.Doc(t.memberDoc(m)))
			tag := m.Name
			if !m.Required {
				tag += ",omitempty"
			}
			g.Id(m.GoName).Add(t.FieldType(s, m)).Tag(map[string]string{"json": tag})
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
func (t *Types) enum(f *jen.File, s *model.Shape) {
	f.Add(printer.Doc(enumDoc(s)))
	f.Type().Id(s.GoName).String()
	f.Line()
	f.Add(printer.Doc("The values of " + s.GoName + "."))
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, v := range s.Enum {
			g.Id(v.GoName).Id(s.GoName).Op("=").Lit(v.Value)
		}
	})
	f.Line()
	f.Add(printer.Doc("Values returns the values of " + s.GoName + ", in the contract's order."))
	f.Func().Params(jen.Id(s.GoName)).Id("Values").Params().Index().Id(s.GoName).Block(
		jen.Return(jen.Index().Id(s.GoName).CustomFunc(printer.Lines, func(g *jen.Group) {
			for _, v := range s.Enum {
				g.Id(v.GoName)
			}
		})),
	)
	f.Line()
}

// structureDoc returns the doc comment of a structure. What is known of an
// input or output is said even where the document is silent.
func (t *Types) structureDoc(s *model.Shape) string {
	name := printer.AThing(s.GoName)
	r := t.Roles(s)
	in, out := "the input of "+printer.Series(goNames(r.InputOf)), "the output of "+printer.Series(goNames(r.OutputOf))
	switch {
	case len(r.InputOf) > 0 && len(r.OutputOf) > 0:
		name += " is " + in + ", and " + out + "."
	case len(r.InputOf) > 0:
		name += " is " + in + "."
	case len(r.OutputOf) > 0:
		name += " is " + out + "."
	case s.Doc == "":
		return name + " is a structure of the API."
	default:
		return printer.Sentence(printer.About(name, s.Doc, s.Kind))
	}
	switch {
	case len(s.Members) == 0:
		name += " It has no members."
	case s.Doc != "" && !strings.Contains(name, printer.LowerFirst(printer.Sentence(s.Doc))):
		name += " " + printer.Sentence(printer.About("It", s.Doc, s.Kind))
	}
	return name
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
		return printer.AThing(s.GoName) + " is one of a few words."
	}
	return printer.Sentence(printer.About(printer.AThing(s.GoName), s.Doc, s.Kind))
}

// memberDoc returns the doc comment of a field: what it is, and what the
// constraints ask of it.
func (t *Types) memberDoc(m *model.Member) string {
	text := ""
	if m.Doc != "" {
		text = printer.Sentence(printer.About(m.GoName, m.Doc, t.Shape(m.Shape).Kind))
	}
	terms := t.terms(m)
	switch {
	case text == "" && terms == "":
		return m.GoName + " is optional."
	case text == "":
		return m.GoName + " is " + printer.LowerFirst(terms) + "."
	case terms == "":
		return text
	}
	return text + " " + terms + "."
}

// terms returns what the constraints ask of a member, in words:
// "Required; 1 to 128 characters".
func (t *Types) terms(m *model.Member) string {
	s := t.Shape(m.Shape)
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
