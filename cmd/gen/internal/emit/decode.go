package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// decodeFile adds the reading of each structure.
func (e *emitter) decodeFile(f *jen.File) {
	asked := e.asked()
	for _, s := range e.structures() {
		v := receiver(e, s)
		f.Add(doc("DecodeJSON reads " + v + " as it travels, in place of all that was there. It reports false where there is null."))
		f.Add(e.decoder(s, asked[s.Name]))
		f.Line()
		f.Add(doc("UnmarshalJSON reads " + v + " as it travels."))
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
func (e *emitter) decoder(s *model.Shape, asked bool) *jen.Statement {
	v := receiver(e, s)
	var required []*model.Member
	for i := range s.Members {
		if m := &s.Members[i]; asked && m.Required && !e.nilable(s, m) {
			required = append(required, m)
		}
	}
	return jen.Func().Params(jen.Id(v).Op("*").Id(s.GoName)).Id("DecodeJSON").
		Params(jen.Id("d").Op("*").Qual(runtimePath, "Decoder")).Bool().
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
			g.For(jen.Id("d").Dot("Member").Call()).Block(e.members(s, v, asked))
			for _, m := range required {
				g.Add(e.checkComment(at{owner: s, member: m}, model.Required))
				g.If(jen.Op("!").Id("has" + m.GoName)).Block(
					jen.Id("d").Dot("Missing").Call(jen.Lit(e.violationName(m))),
				)
			}
			g.Return(jen.True())
		})
}

// members returns the switch over the names of a structure's members.
func (e *emitter) members(s *model.Shape, v string, asked bool) *jen.Statement {
	if len(s.Members) == 0 {
		return jen.Id("d").Dot("Unknown").Call()
	}
	return jen.Switch(jen.String().Call(jen.Id("d").Dot("Name").Call())).BlockFunc(func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			g.Case(jen.Lit(m.Name)).Block(e.read(s, m, v, asked))
		}
		g.Default().Block(jen.Id("d").Dot("Unknown").Call())
	})
}

// read returns the statement that reads a member into its field.
func (e *emitter) read(owner *model.Shape, m *model.Member, v string, asked bool) *jen.Statement {
	s := e.api.Shape(m.Shape)
	field := jen.Id(v).Dot(m.GoName)
	has := jen.Id("_")
	if asked && m.Required {
		has = jen.Id("has" + m.GoName)
	}
	switch {
	case s.Kind == model.Structure && e.pointer(owner, m):
		return field.Op("=").Qual(runtimePath, "Struct").Types(jen.Id(s.GoName)).Call(jen.Id("d"))
	case s.Kind == model.Structure && asked && m.Required:
		return has.Op("=").Add(field).Dot("DecodeJSON").Call(jen.Id("d"))
	case s.Kind == model.Structure:
		return field.Dot("DecodeJSON").Call(jen.Id("d"))
	case e.nilable(owner, m) && !e.pointer(owner, m):
		return field.Op("=").Add(e.readMany(s))
	case s.Kind == model.Enum && !e.pointer(owner, m):
		return jen.List(field, has).Op("=").Qual(runtimePath, "Enum").Types(jen.Id(s.GoName)).Call(readString())
	case s.Kind == model.Enum:
		return field.Op("=").Qual(runtimePath, "OptionalEnum").Types(jen.Id(s.GoName)).Call(readString())
	case !e.pointer(owner, m):
		return jen.List(field, has).Op("=").Id("d").Dot(decoderOf(s)).Call()
	}
	if s.Kind == model.String {
		return field.Op("=").Id("d").Dot("OptionalString").Call()
	}
	return field.Op("=").Qual(runtimePath, "Optional").Call(jen.Id("d").Dot(decoderOf(s)).Call())
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
func (e *emitter) readMany(s *model.Shape) *jen.Statement {
	d := jen.Id("d")
	switch s.Kind {
	case model.Blob:
		return d.Dot("Blob").Call()
	case model.Document:
		return d.Dot("Document").Call()
	}
	elem := e.api.Shape(s.Elem)
	switch {
	case s.Kind == model.Map:
		return jen.Qual(runtimePath, "Map").Call(d, e.reader(elem))
	case elem.Kind == model.Structure:
		return jen.Qual(runtimePath, "Structs").Types(jen.Id(elem.GoName)).Call(d)
	case elem.Kind == model.Enum:
		return jen.Qual(runtimePath, "Enums").Types(jen.Id(elem.GoName)).Call(d)
	}
	return jen.Qual(runtimePath, "List").Call(d, e.reader(elem))
}

// reader returns the function that reads an element of a list or map:
//
//	(*runtime.Decoder).String
//	func(d *runtime.Decoder) (v Widget, ok bool) { … }
func (e *emitter) reader(s *model.Shape) *jen.Statement {
	if method := decoderOf(s); method != "" {
		return jen.Parens(jen.Op("*").Qual(runtimePath, "Decoder")).Dot(method)
	}
	return jen.Func().
		Params(jen.Id("d").Op("*").Qual(runtimePath, "Decoder")).
		Params(jen.Id("v").Add(e.typeOf(s)), jen.Id("ok").Bool()).
		BlockFunc(func(g *jen.Group) {
			switch s.Kind {
			case model.Structure:
				g.Id("ok").Op("=").Id("v").Dot("DecodeJSON").Call(jen.Id("d"))
				g.Return(jen.Id("v"), jen.Id("ok"))
			case model.Enum:
				g.Return(jen.Qual(runtimePath, "Enum").Types(jen.Id(s.GoName)).Call(readString()))
			default:
				g.Id("v").Op("=").Add(e.readMany(s))
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
		Block(jen.Return(jen.Qual(runtimePath, "Unmarshal").Call(jen.Id("data"), jen.Id(v))))
}

// asked returns the names of the structures that are an input or a part of
// one.
func (e *emitter) asked() map[string]bool {
	asked := map[string]bool{}
	for i := range e.api.Operations {
		e.reach(e.api.Operations[i].Input, asked)
	}
	return asked
}

// reach notes the names of all shapes that a shape is made of.
func (e *emitter) reach(name string, seen map[string]bool) {
	s := e.api.Shape(name)
	if s == nil || seen[name] {
		return
	}
	seen[name] = true
	for i := range s.Members {
		e.reach(s.Members[i].Shape, seen)
	}
	e.reach(s.Elem, seen)
}
