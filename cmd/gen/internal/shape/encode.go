package shape

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// EncodeFile adds the writing of each structure.
func (t *Types) EncodeFile(f *jen.File) {
	for _, s := range t.Structures() {
		f.Add(printer.Doc("EncodeJSON writes " + t.Receiver(s) + " as it travels."))
		f.Add(t.encoder(s))
		f.Line()
		f.Add(printer.Doc("MarshalJSON returns " + t.Receiver(s) + " as it travels."))
		f.Add(marshaler(t.Receiver(s), s))
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
func (t *Types) encoder(s *model.Shape) *jen.Statement {
	v := t.Receiver(s)
	return jen.Func().Params(jen.Id(v).Op("*").Id(s.GoName)).Id("EncodeJSON").
		Params(jen.Id("e").Op("*").Add(printer.Runtime("Encoder"))).
		BlockFunc(func(g *jen.Group) {
			g.Id("e").Dot("ObjStart").Call()
			for i := range s.Members {
				m := &s.Members[i]
				field := jen.Id(v).Dot(m.GoName)
				start := jen.Id("e").Dot("FieldStart").Call(jen.Lit(m.Name))
				if !t.Nilable(s, m) {
					g.Add(start)
					g.Add(t.Write(t.Shape(m.Shape), field))
					continue
				}
				value := field.Clone()
				if t.Pointer(s, m) && t.Shape(m.Shape).Kind != model.Structure {
					value = jen.Op("*").Add(value)
				}
				present := jen.If(field.Clone().Op("!=").Nil()).Block(
					start,
					t.Write(t.Shape(m.Shape), value),
				)
				if t.answered[s.Name] && t.defaulted(s, m) {
					present.Else().Block(start.Clone(), jen.Id("e").Dot("RawStr").Call(jen.Id(printer.Quote(m.Default))))
				}
				g.Add(present)
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
		Block(jen.Return(printer.Runtime("Marshal").Call(jen.Op("&").Id(v)), jen.Nil()))
}

// Write returns the statement that writes a value of a shape.
func (t *Types) Write(s *model.Shape, value jen.Code) *jen.Statement {
	enc := jen.Id("e")
	switch s.Kind {
	case model.Structure:
		return jen.Add(value).Dot("EncodeJSON").Call(enc)
	case model.List:
		elem := t.Shape(s.Elem)
		switch {
		case s.Sparse:
		case elem.Kind == model.Structure:
			return printer.Runtime("EncodeStructs").Call(enc, value)
		case elem.Kind == model.Enum:
			return printer.Runtime("EncodeEnums").Call(enc, value)
		}
		return printer.Runtime("EncodeList").Call(enc, value, t.elemWriter(s))
	case model.Map:
		return printer.Runtime("EncodeMap").Call(enc, value, t.elemWriter(s))
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

// elemWriter returns the function that writes an element of a list, or a value of
// a map, which may be null:
//
//	runtime.WriteNullable((*runtime.Encoder).Str)
//	func(e *runtime.Encoder, v []string) { if v == nil { e.Null(); return }; … }
func (t *Types) elemWriter(s *model.Shape) *jen.Statement {
	elem := t.Shape(s.Elem)
	switch {
	case t.PointsToElems(s):
		return printer.Runtime("WriteNullable").Call(t.writer(elem))
	case s.Sparse:
		return writerOf(t.TypeOf(elem),
			jen.If(jen.Id("v").Op("==").Nil()).Block(jen.Id("e").Dot("Null").Call(), jen.Return()),
			t.Write(elem, jen.Id("v")))
	}
	return t.writer(elem)
}

// writer returns the function that writes a value:
//
//	(*runtime.Encoder).Str
//	func(e *runtime.Encoder, v int32) { e.Int32(v) }
func (t *Types) writer(s *model.Shape) *jen.Statement {
	switch s.Kind {
	case model.String, model.Timestamp:
		return jen.Parens(jen.Op("*").Add(printer.Runtime("Encoder"))).Dot(encoderOf(s))
	}
	return writerOf(t.TypeOf(s), t.Write(s, jen.Id("v")))
}

func writerOf(typ *jen.Statement, body ...jen.Code) *jen.Statement {
	return jen.Func().Params(
		jen.Id("e").Op("*").Add(printer.Runtime("Encoder")),
		jen.Id("v").Add(typ),
	).Block(body...)
}
