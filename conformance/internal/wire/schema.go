package wire

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A checker checks an output against its shape.
type checker struct {
	shapes   *shapes.Set
	reply    *Reply
	uncapped string // the list whose length is not checked
}

// value checks the value of a shape at a path of the output.
func (c *checker) value(v any, shape *model.Shape, path string) {
	if kind := JSONType(v); kind != JSONTypeOf(shape.Kind) && !isSpecialFloat(v, shape) {
		c.reply.fault(model.ReplyTypes, fmt.Sprintf("%s: a JSON %s, for a %s", placeOf(path), JSONTypeOf(shape.Kind), shape.Kind), "%s", value.Brief([]byte(value.Show(v)), 200))
		return
	}
	switch v := v.(type) {
	case value.Object:
		if shape.Kind == model.Structure {
			c.members(v, shape, path)
			return
		}
		for name, e := range v {
			c.value(e, c.shapes.API.Shape(shape.Elem), value.Join(path, name))
		}
	case []any:
		for i, e := range v {
			c.value(e, c.shapes.API.Shape(shape.Elem), value.Element(path, i))
		}
	case json.Number:
		if shape.Kind == model.Integer || shape.Kind == model.Long {
			c.whole(v, shape, path)
		}
	case string:
		if shape.Kind == model.Blob {
			if _, err := base64.StdEncoding.DecodeString(v); err != nil {
				c.reply.fault(model.ReplyTypes, placeOf(path)+": base64", "%s", value.Brief([]byte(v), 200))
			}
		}
	}
	if path == c.uncapped && path != "" {
		return
	}
	for _, check := range shape.Checks() {
		if !c.shapes.Keeps(v, shape, check) {
			c.reply.fault(model.ReplyBounds, fmt.Sprintf("%s: %s", placeOf(path), c.shapes.Limit(shape, check)), "%s", value.Brief([]byte(value.Show(v)), 200))
		}
	}
}

// members checks the members of a structure.
func (c *checker) members(o value.Object, shape *model.Shape, path string) {
	for name, v := range o {
		m := shape.Member(name)
		if m == nil {
			c.reply.fault(model.ReplyMembers, fmt.Sprintf("%s: a member of %s", placeOf(path), shape.Name), "%s", name)
			continue
		}
		c.value(v, c.shapes.API.Shape(m.Shape), value.Join(path, name))
	}
	for _, m := range shape.Members {
		if _, there := o[m.Name]; m.Required && !there && !c.shapes.API.Withholds(shape.Name, m.Name) {
			c.reply.fault(model.ReplyRequired, fmt.Sprintf("%s: %s, which %s must have", placeOf(path), m.Name, shape.Name), "%s", value.Brief([]byte(value.Show(o)), 200))
		}
	}
}

// whole checks that a number is a whole one that fits its type.
func (c *checker) whole(n json.Number, shape *model.Shape, path string) {
	bits := 32
	if shape.Kind == model.Long {
		bits = 64
	}
	if _, err := strconv.ParseInt(string(n), 10, bits); err != nil {
		c.reply.fault(model.ReplyTypes, fmt.Sprintf("%s: a whole number of %d bits", placeOf(path), bits), "%s", n)
	}
}

// placeOf names a path of the output.
func placeOf(path string) string {
	if path == "" {
		return "the output"
	}
	return path
}

// isSpecialFloat reports whether v is a number that JSON has no digits for.
func isSpecialFloat(v any, shape *model.Shape) bool {
	if shape.Kind != model.Float && shape.Kind != model.Double {
		return false
	}
	return v == "NaN" || v == "Infinity" || v == "-Infinity"
}

// JSONType returns the JSON type of a value.
func JSONType(v any) string {
	switch v.(type) {
	case value.Object:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case json.Number:
		return "number"
	case bool:
		return "boolean"
	}
	return "null"
}

// JSONTypeOf returns the JSON type in which values of a kind are sent.
func JSONTypeOf(kind model.ShapeKind) string {
	switch kind {
	case model.Structure, model.Map:
		return "object"
	case model.List:
		return "array"
	case model.Boolean:
		return "boolean"
	case model.Integer, model.Long, model.Float, model.Double, model.Timestamp:
		return "number"
	}
	return "string"
}
