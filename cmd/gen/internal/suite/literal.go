package suite

import (
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// literalWidth is how long a composite literal may be on one line.
const literalWidth = 100

// A literal is a value as Go source. Its width is that of the source on one
// line; it is huge if the value takes several.
type literal struct {
	code  *jen.Statement
	width int
}

// manyLines is the width of a literal that has more than one line.
const manyLines = 1 << 20

// modelLiteral returns plain data of package model as a Go literal:
//
//	model.API{
//		Name: "AWS Config",
//		Shapes: []model.Shape{
//			{Name: "Date", Kind: model.Timestamp},
//			…
//		},
//	}
//
// Zero fields are left out, and so are positions, warnings, worked examples, waiters and resource shapes: a
// contract in Go is no longer a place in a document, a line added to the document
// would change its places all, and no suite asks for the others. The fields named
// in given have those values, which stand elsewhere.
func modelLiteral(v any, given map[string]*jen.Statement) *jen.Statement {
	value := reflect.ValueOf(v)
	if value.Kind() == reflect.Struct {
		return structLiteral(value, false, given).code
	}
	return literalOf(value, false).code
}

// literalOf returns a value as source. The type of a composite value is left
// out where elided says that it stands in a literal that gives it.
func literalOf(v reflect.Value, elided bool) literal {
	switch v.Kind() {
	case reflect.Interface:
		return literalOf(v.Elem(), false)
	case reflect.Pointer:
		inner := literalOf(v.Elem(), elided)
		if elided {
			return inner
		}
		return literal{jen.Op("&").Add(inner.code), inner.width + 1}
	case reflect.Struct:
		return structLiteral(v, elided, nil)
	case reflect.Slice:
		return sliceLiteral(v, elided)
	case reflect.String:
		return stringLiteral(v)
	case reflect.Bool:
		return literal{jen.Lit(v.Bool()), 5}
	case reflect.Int, reflect.Int32, reflect.Int64:
		digits := strconv.FormatInt(v.Int(), 10)
		return literal{jen.Id(digits), len(digits)}
	case reflect.Float64:
		return literal{jen.Lit(v.Float()), len(fmt.Sprint(v.Float()))}
	}
	// The model is plain data; anything else in it is a new kind of data that
	// this function has to learn, which the tests of package suite show.
	panic(fmt.Sprintf("suite: the model holds a %s, which has no literal", v.Type()))
}

// leftOut are the types of fields that no literal has.
var leftOut = map[reflect.Type]bool{
	reflect.TypeFor[model.Pos]():             true,
	reflect.TypeFor[model.Problems]():        true,
	reflect.TypeFor[[]model.Example]():       true,
	reflect.TypeFor[[]model.Waiter]():        true,
	reflect.TypeFor[[]model.ResourceShape](): true,
}

func structLiteral(v reflect.Value, elided bool, given map[string]*jen.Statement) literal {
	var fields []*jen.Statement
	name, width := typeName(v.Type(), elided)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if v.Field(i).IsZero() || leftOut[field.Type] {
			continue
		}
		var value literal
		if code := given[field.Name]; code != nil {
			value = literal{code, manyLines}
		} else {
			value = literalOf(v.Field(i), false)
		}
		fields = append(fields, jen.Id(field.Name).Op(":").Add(value.code))
		width += len(field.Name) + len(": , ") + value.width
	}
	return composite(name, fields, width)
}

func sliceLiteral(v reflect.Value, elided bool) literal {
	var elems []*jen.Statement
	name, width := typeName(v.Type(), elided)
	for i := range v.Len() {
		value := literalOf(v.Index(i), true)
		elems = append(elems, value.code)
		width += len(", ") + value.width
	}
	return composite(name, elems, width)
}

// composite returns type{elements}, on one line if that is short.
func composite(name *jen.Statement, elems []*jen.Statement, width int) literal {
	layout := jen.Options{Open: "{", Close: "}", Separator: ","}
	if width > literalWidth {
		layout.Multi = true
		width = manyLines
	}
	codes := make([]jen.Code, len(elems))
	for i, elem := range elems {
		codes[i] = elem
	}
	return literal{name.Custom(layout, codes...), width}
}

// typeName returns the type before a composite literal.
func typeName(t reflect.Type, elided bool) (*jen.Statement, int) {
	switch {
	case elided:
		return &jen.Statement{}, 2
	case t.Kind() == reflect.Slice:
		name, width := typeName(t.Elem(), false)
		return jen.Index().Add(name), width + 2
	case t.PkgPath() != "":
		return jen.Qual(t.PkgPath(), t.Name()), len("model.") + len(t.Name()) + 2
	}
	return jen.Id(t.Name()), len(t.Name()) + 2
}

// constants are the names that package model gives to values of its types.
var constants = map[any]string{
	model.Structure: "Structure", model.List: "List", model.Map: "Map",
	model.String: "String", model.Enum: "Enum", model.Boolean: "Boolean",
	model.Integer: "Integer", model.Long: "Long", model.Float: "Float",
	model.Double: "Double", model.Timestamp: "Timestamp", model.Blob: "Blob",
	model.Document: "Document",

	model.DateTime: "DateTime", model.HTTPDate: "HTTPDate", model.EpochSeconds: "EpochSeconds",

	model.Documented: "Documented", model.Observed: "Observed", model.Assumed: "Assumed",

	model.Required: "Required", model.MinLength: "MinLength", model.MaxLength: "MaxLength",
	model.MinItems: "MinItems", model.MaxItems: "MaxItems",
	model.MinProperties: "MinProperties", model.MaxProperties: "MaxProperties",
	model.Minimum: "Minimum", model.Maximum: "Maximum", model.PatternCheck: "PatternCheck",
	model.EnumCheck: "EnumCheck", model.UniqueItems: "UniqueItems",

	model.Serialization: "Serialization", model.Constraints: "Constraints", model.Service: "Service",

	model.Supplied: "Supplied", model.Defaulted: "Defaulted", model.Withheld: "Withheld", model.Moved: "Moved",

	model.Given: "Given", model.NotGiven: "NotGiven", model.IsOneOf: "IsOneOf", model.Begins: "Begins",
	model.HasLength: "HasLength", model.JSONObject: "JSONObject", model.Constant: "Constant",

	model.TextEquals: "TextEquals", model.TextBegins: "TextBegins", model.TextContains: "TextContains",
	model.TextBelow: "TextBelow", model.TextChild: "TextChild",

	model.Puts: "Puts", model.Updates: "Updates", model.Gets: "Gets", model.Lists: "Lists", model.Deletes: "Deletes",
	model.Sets: "Sets", model.Reads: "Reads",
}

// stringLiteral returns a string in quotes, or the constant that is it.
func stringLiteral(v reflect.Value) literal {
	if name, ok := constants[v.Interface()]; ok {
		return literal{jen.Qual(printer.ModelPath, name), len("model.") + len(name)}
	}
	quoted := printer.Quote(v.String())
	return literal{jen.Id(quoted), utf8.RuneCountInString(quoted)}
}
