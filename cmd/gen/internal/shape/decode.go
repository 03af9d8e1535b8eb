package shape

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// DecodeFile adds the reading of each structure. missing returns the comment
// above what is done where a required member is missing.
func (t *Types) DecodeFile(f *jen.File, missing func(owner *model.Shape, m *model.Member) *jen.Statement) {
	for _, s := range t.Structures() {
		v := t.Receiver(s)
		f.Add(printer.Doc("DecodeJSON reads " + v + " as it travels, in place of all that was there. It reports false where there is null."))
		f.Add(t.decoder(s, missing))
		f.Line()
		f.Add(printer.Doc("UnmarshalJSON reads " + v + " as it travels."))
		f.Add(unmarshaler(v, s))
		f.Line()
	}
}

// decoder returns
//
//	func (v *RemediationException) DecodeJSON(d *runtime.Decoder) bool {
//		*v = RemediationException{}
//		if !d.Object() {
//			return false
//		}
//		var hasConfigRuleName bool
//		for d.Member() {
//			switch string(d.Name()) {
//			case "ConfigRuleName":
//				v.ConfigRuleName, hasConfigRuleName = d.String()
//			case "Message":
//				v.Message = runtime.Optional(d.String())
//			default:
//				d.Unknown()
//			}
//		}
//		// clause …ConfigRuleName.required: ConfigRuleName must be given.
//		if !hasConfigRuleName {
//			d.Missing("configRuleName")
//		}
//		return true
//	}
//
// What is missing matters in a structure that is asked for, as a part of an
// input, and only there.
func (t *Types) decoder(s *model.Shape, missing func(owner *model.Shape, m *model.Member) *jen.Statement) *jen.Statement {
	v := t.Receiver(s)
	asked := t.Asked(s)
	var required []*model.Member
	for i := range s.Members {
		if m := &s.Members[i]; asked && m.Required && !t.Nilable(s, m) {
			required = append(required, m)
		}
	}
	return jen.Func().Params(jen.Id(v).Op("*").Id(s.GoName)).Id("DecodeJSON").
		Params(jen.Id("d").Op("*").Add(printer.Runtime("Decoder"))).Bool().
		BlockFunc(func(g *jen.Group) {
			g.Op("*").Id(v).Op("=").Id(s.GoName).Values()
			g.If(jen.Op("!").Id("d").Dot("Object").Call()).Block(jen.Return(jen.False()))
			if len(required) > 0 {
				g.Var().ListFunc(func(g *jen.Group) {
					for _, m := range required {
						g.Id("has" + m.GoName)
					}
				}).Bool()
			}
			next, _ := steps(s, asked)
			g.For(jen.Id("d").Dot(next).Call()).Block(t.members(s, v, asked))
			for _, m := range required {
				g.Add(missing(s, m))
				g.If(jen.Op("!").Id("has" + m.GoName)).Block(
					jen.Id("d").Dot("Missing").Call(jen.Lit(t.ViolationName(m))),
				)
			}
			if asked {
				t.readDefaults(g, s, v)
			}
			g.Return(jen.True())
		})
}

// readDefaults adds, for each member that stands for something where it is absent,
//
//	if in.Greeting == nil {
//		d := runtime.Default(`"hi"`)
//		in.Greeting = d.OptionalString()
//	}
//
// A member of which a clause says what its absence means is left to that.
func (t *Types) readDefaults(g *jen.Group, s *model.Shape, v string) {
	for i := range s.Members {
		m := &s.Members[i]
		if !t.defaulted(s, m) || t.pageSize(s, m) {
			continue
		}
		g.If(jen.Id(v).Dot(m.GoName).Op("==").Nil()).Block(
			jen.Id("d").Op(":=").Add(printer.Runtime("Default")).Call(jen.Id(printer.Quote(m.Default))),
			t.read(s, m, v, false),
		)
	}
}

// defaulted reports whether a member can be absent, and stands for a value then.
func (t *Types) defaulted(owner *model.Shape, m *model.Member) bool {
	return m.Default != "" && !m.Required && !owner.Union && t.Nilable(owner, m)
}

// pageSize reports whether a member is the size of a page that a clause is about.
func (t *Types) pageSize(owner *model.Shape, m *model.Member) bool {
	for _, op := range t.Roles(owner).InputOf {
		for i := range op.Clauses {
			if rule, ok := op.Clauses[i].Rule.(model.Pagination); ok && string(rule.Limit) == m.Name {
				return true
			}
		}
	}
	return false
}

// steps returns the methods of runtime.Decoder that go to the next member of a
// structure, and past one that is unknown. An option of a union that a newer
// service may have is none of an input.
func steps(s *model.Shape, asked bool) (next, unknown string) {
	if s.Union && asked {
		return "Option", "UnknownOption"
	}
	return "Member", "Unknown"
}

// members returns the switch over the names of a structure's members.
func (t *Types) members(s *model.Shape, v string, asked bool) *jen.Statement {
	if len(s.Members) == 0 {
		return jen.Id("d").Dot("Unknown").Call()
	}
	return jen.Switch(jen.String().Call(jen.Id("d").Dot("Name").Call())).BlockFunc(func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			g.Case(jen.Lit(m.Name)).Block(t.read(s, m, v, asked))
		}
		_, unknown := steps(s, asked)
		g.Default().Block(jen.Id("d").Dot(unknown).Call())
	})
}

// read returns the statement that reads a member into its field.
func (t *Types) read(owner *model.Shape, m *model.Member, v string, asked bool) *jen.Statement {
	s := t.Shape(m.Shape)
	field := jen.Id(v).Dot(m.GoName)
	has := jen.Id("_")
	if asked && m.Required {
		has = jen.Id("has" + m.GoName)
	}
	switch {
	case s.Kind == model.Structure && t.Pointer(owner, m):
		return field.Op("=").Add(printer.Runtime("Struct")).Types(jen.Id(s.GoName)).Call(jen.Id("d"))
	case s.Kind == model.Structure && asked && m.Required:
		return has.Op("=").Add(field).Dot("DecodeJSON").Call(jen.Id("d"))
	case s.Kind == model.Structure:
		return field.Dot("DecodeJSON").Call(jen.Id("d"))
	case t.Nilable(owner, m) && !t.Pointer(owner, m):
		return field.Op("=").Add(t.readMany(s))
	case s.Kind == model.Enum && !t.Pointer(owner, m):
		return jen.List(field, has).Op("=").Add(printer.Runtime("Enum")).Types(jen.Id(s.GoName)).Call(readString())
	case s.Kind == model.Enum:
		return field.Op("=").Add(printer.Runtime("OptionalEnum")).Types(jen.Id(s.GoName)).Call(readString())
	case !t.Pointer(owner, m):
		return jen.List(field, has).Op("=").Id("d").Dot(decoderOf(s)).Call()
	}
	if s.Kind == model.String {
		return field.Op("=").Id("d").Dot("OptionalString").Call()
	}
	return field.Op("=").Add(printer.Runtime("Optional")).Call(jen.Id("d").Dot(decoderOf(s)).Call())
}

func readString() *jen.Statement { return jen.Id("d").Dot("String").Call() }

// decoderMethod is the method of runtime.Decoder that reads a scalar.
var decoderMethod = map[model.ShapeKind]string{
	model.String:    "String",
	model.Boolean:   "Bool",
	model.Integer:   "Int32",
	model.Long:      "Int64",
	model.Float:     "Float32",
	model.Double:    "Float64",
	model.Timestamp: "Time",
}

// decoderOf returns the method of runtime.Decoder that reads a scalar, or "" for
// any other shape.
func decoderOf(s *model.Shape) string {
	if method := timeMethod[s.TimestampFormat]; method != "" {
		return method
	}
	if s.Kind == model.Integer && s.Bits != 0 {
		return "Int" + strconv.Itoa(s.Bits)
	}
	return decoderMethod[s.Kind]
}

// timeMethod is the method of runtime.Decoder and of runtime.Encoder for a timestamp
// that does not travel as the protocol says.
var timeMethod = map[model.TimestampFormat]string{
	model.DateTime: "DateTime",
	model.HTTPDate: "HTTPDate",
}

// readMany returns the expression that reads a list, map, blob or document,
// which is nil where there is null:
//
//	runtime.Structs[RemediationException](d)
//	runtime.List(d, (*runtime.Decoder).String)
func (t *Types) readMany(s *model.Shape) *jen.Statement {
	d := jen.Id("d")
	switch s.Kind {
	case model.Blob:
		return d.Dot("Blob").Call()
	case model.Document:
		return d.Dot("Document").Call()
	}
	elem := t.Shape(s.Elem)
	many := "List"
	if s.Kind == model.Map {
		many = "Map"
	}
	switch {
	case t.PointsToElems(s):
		return printer.Runtime("Sparse"+many).Call(d, t.reader(elem))
	case s.Sparse:
		return printer.Runtime("Nullable"+many).Call(d, t.reader(elem))
	case s.Kind == model.Map:
		return printer.Runtime("Map").Call(d, t.reader(elem))
	case elem.Kind == model.Structure:
		return printer.Runtime("Structs").Types(jen.Id(elem.GoName)).Call(d)
	case elem.Kind == model.Enum:
		return printer.Runtime("Enums").Types(jen.Id(elem.GoName)).Call(d)
	}
	return printer.Runtime("List").Call(d, t.reader(elem))
}

// reader returns the function that reads an element of a list or map:
//
//	(*runtime.Decoder).String
//	func(d *runtime.Decoder) (v Widget, ok bool) { … }
func (t *Types) reader(s *model.Shape) *jen.Statement {
	if method := decoderOf(s); method != "" {
		return jen.Parens(jen.Op("*").Add(printer.Runtime("Decoder"))).Dot(method)
	}
	return jen.Func().
		Params(jen.Id("d").Op("*").Add(printer.Runtime("Decoder"))).
		Params(jen.Id("v").Add(t.TypeOf(s)), jen.Id("ok").Bool()).
		BlockFunc(func(g *jen.Group) {
			switch s.Kind {
			case model.Structure:
				g.Id("ok").Op("=").Id("v").Dot("DecodeJSON").Call(jen.Id("d"))
				g.Return(jen.Id("v"), jen.Id("ok"))
			case model.Enum:
				g.Return(printer.Runtime("Enum").Types(jen.Id(s.GoName)).Call(readString()))
			default:
				g.Id("v").Op("=").Add(t.readMany(s))
				g.Return(jen.Id("v"), jen.Id("v").Op("!=").Nil())
			}
		})
}

// unmarshaler returns
//
//	func (v *RemediationException) UnmarshalJSON(data []byte) error { return runtime.Unmarshal(data, v) }
func unmarshaler(v string, s *model.Shape) *jen.Statement {
	return jen.Func().Params(jen.Id(v).Op("*").Id(s.GoName)).Id("UnmarshalJSON").
		Params(jen.Id("data").Index().Byte()).Error().
		Block(jen.Return(printer.Runtime("Unmarshal").Call(jen.Id("data"), jen.Id(v))))
}

// ViolationName returns a member's name as it stands in the path of a
// violation: the first letter is small, and all others are as they travel.
// That is the service's own spelling of a name for people, and no name in Go.
// Smithy's framework has names as they travel.
func (t *Types) ViolationName(m *model.Member) string {
	c := m.Name[0]
	if c < 'A' || c > 'Z' || t.API.FrameworkValidation {
		return m.Name
	}
	return string(c|0x20) + m.Name[1:]
}
