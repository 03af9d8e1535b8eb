package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// encodeFile adds the writing of each structure.
func (e *emitter) encodeFile(f *jen.File) {
	for _, s := range e.structures() {
		f.Add(doc("EncodeJSON writes " + receiver(e, s) + " as it travels."))
		f.Add(e.encoder(s))
		f.Line()
		f.Add(doc("MarshalJSON returns " + receiver(e, s) + " as it travels."))
		f.Add(marshaler(receiver(e, s), s))
		f.Line()
	}
}

// encoder returns
//
//	func (v *RemediationException) EncodeJSON(e *runtime.Encoder) {
//		e.ObjStart()
//		e.FieldStart("ConfigRuleName")
//		e.Str(v.ConfigRuleName)
//		if v.Message != nil {
//			e.FieldStart("Message")
//			e.Str(*v.Message)
//		}
//		e.ObjEnd()
//	}
func (e *emitter) encoder(s *model.Shape) *jen.Statement {
	v := receiver(e, s)
	return jen.Func().Params(jen.Id(v).Op("*").Id(s.GoName)).Id("EncodeJSON").
		Params(jen.Id("e").Op("*").Qual(runtimePath, "Encoder")).
		BlockFunc(func(g *jen.Group) {
			g.Id("e").Dot("ObjStart").Call()
			for i := range s.Members {
				m := &s.Members[i]
				field := jen.Id(v).Dot(m.GoName)
				start := jen.Id("e").Dot("FieldStart").Call(jen.Lit(m.Name))
				if !e.nilable(s, m) {
					g.Add(start)
					g.Add(e.write(e.api.Shape(m.Shape), field))
					continue
				}
				value := field.Clone()
				if e.pointer(s, m) && e.api.Shape(m.Shape).Kind != model.Structure {
					value = jen.Op("*").Add(value)
				}
				g.If(field.Clone().Op("!=").Nil()).Block(
					start,
					e.write(e.api.Shape(m.Shape), value),
				)
			}
			g.Id("e").Dot("ObjEnd").Call()
		})
}

// marshaler returns
//
//	func (v RemediationException) MarshalJSON() ([]byte, error) { return runtime.Marshal(&v), nil }
func marshaler(v string, s *model.Shape) *jen.Statement {
	return jen.Func().Params(jen.Id(v).Id(s.GoName)).Id("MarshalJSON").Params().
		Params(jen.Index().Byte(), jen.Error()).
		Block(jen.Return(jen.Qual(runtimePath, "Marshal").Call(jen.Op("&").Id(v)), jen.Nil()))
}

// write returns the statement that writes a value of a shape.
func (e *emitter) write(s *model.Shape, value jen.Code) *jen.Statement {
	enc := jen.Id("e")
	switch s.Kind {
	case model.Structure:
		return jen.Add(value).Dot("EncodeJSON").Call(enc)
	case model.List:
		elem := e.api.Shape(s.Elem)
		switch elem.Kind {
		case model.Structure:
			return jen.Qual(runtimePath, "EncodeStructs").Call(enc, value)
		case model.Enum:
			return jen.Qual(runtimePath, "EncodeEnums").Call(enc, value)
		}
		return jen.Qual(runtimePath, "EncodeList").Call(enc, value, e.writer(elem))
	case model.Map:
		return jen.Qual(runtimePath, "EncodeMap").Call(enc, value, e.writer(e.api.Shape(s.Elem)))
	case model.Enum:
		return enc.Dot("Str").Call(jen.String().Call(value))
	}
	return enc.Dot(encoderOf(s)).Call(value)
}

// encoderMethod is the method of runtime.Encoder that writes a scalar.
var encoderMethod = map[model.ShapeKind]string{
	model.String:    "Str",
	model.Boolean:   "Bool",
	model.Integer:   "Int32",
	model.Long:      "Int64",
	model.Float:     "Float32",
	model.Double:    "Float64",
	model.Timestamp: "Time",
	model.Blob:      "Base64",
	model.Document:  "Document",
}

// encoderOf returns the method of runtime.Encoder that writes a scalar.
func encoderOf(s *model.Shape) string {
	if method := timeMethod[s.TimestampFormat]; method != "" {
		return method
	}
	return encoderMethod[s.Kind]
}

// writer returns the function that writes an element of a list or map:
//
//	(*runtime.Encoder).Str
//	func(e *runtime.Encoder, v int32) { e.Int32(v) }
func (e *emitter) writer(s *model.Shape) *jen.Statement {
	switch s.Kind {
	case model.String, model.Timestamp:
		return jen.Parens(jen.Op("*").Qual(runtimePath, "Encoder")).Dot(encoderOf(s))
	}
	return jen.Func().Params(
		jen.Id("e").Op("*").Qual(runtimePath, "Encoder"),
		jen.Id("v").Add(e.typeOf(s)),
	).Block(e.write(s, jen.Id("v")))
}

// receiver returns the name by which the methods of a structure know it.
func receiver(e *emitter, s *model.Shape) string {
	switch r := e.roles(s); {
	case len(r.inputOf) > 0:
		return "in"
	case len(r.outputOf) > 0:
		return "out"
	}
	return "v"
}
