package wire

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A checker holds an output against its shape.
type checker struct {
	s        *Conn
	r        *Reply
	uncapped string // the list whose length is not judged here
}

func (c *checker) value(v any, shape *model.Shape, at string) {
	if kind := JSONType(v); kind != JSONTypeOf(shape.Kind) && !isSpecialFloat(v, shape) {
		c.r.fault(model.ReplyTypes, fmt.Sprintf("%s: a JSON %s, for a %s", place(at), JSONTypeOf(shape.Kind), shape.Kind), "%s", value.Brief([]byte(value.Show(v)), 200))
		return
	}
	switch v := v.(type) {
	case value.Object:
		if shape.Kind == model.Structure {
			c.members(v, shape, at)
			return
		}
		for name, e := range v {
			c.value(e, c.s.API.Shape(shape.Elem), value.Join(at, name))
		}
	case []any:
		for i, e := range v {
			c.value(e, c.s.API.Shape(shape.Elem), value.Element(at, i))
		}
	case json.Number:
		if shape.Kind == model.Integer || shape.Kind == model.Long {
			c.whole(v, shape, at)
		}
	case string:
		if shape.Kind == model.Blob {
			if _, err := base64.StdEncoding.DecodeString(v); err != nil {
				c.r.fault(model.ReplyTypes, place(at)+": base64", "%s", value.Brief([]byte(v), 200))
			}
		}
	}
	if at == c.uncapped && at != "" {
		return
	}
	for _, check := range shape.Checks() {
		if !c.s.shapes.Keeps(v, shape, check) {
			c.r.fault(model.ReplyBounds, fmt.Sprintf("%s: %s", place(at), c.s.shapes.Limit(shape, check)), "%s", value.Brief([]byte(value.Show(v)), 200))
		}
	}
}

func (c *checker) members(o value.Object, shape *model.Shape, at string) {
	for name, v := range o {
		m := shape.Member(name)
		if m == nil {
			c.r.fault(model.ReplyMembers, fmt.Sprintf("%s: a member of %s", place(at), shape.Name), "%s", name)
			continue
		}
		c.value(v, c.s.API.Shape(m.Shape), value.Join(at, name))
	}
	for _, m := range shape.Members {
		if _, there := o[m.Name]; m.Required && !there {
			c.r.fault(model.ReplyRequired, fmt.Sprintf("%s: %s, which %s must have", place(at), m.Name, shape.Name), "%s", value.Brief([]byte(value.Show(o)), 200))
		}
	}
}

// whole checks that a number is a whole one that fits its type.
func (c *checker) whole(n json.Number, shape *model.Shape, at string) {
	bits := 32
	if shape.Kind == model.Long {
		bits = 64
	}
	if _, err := strconv.ParseInt(string(n), 10, bits); err != nil {
		c.r.fault(model.ReplyTypes, fmt.Sprintf("%s: a whole number of %d bits", place(at), bits), "%s", n)
	}
}

// place names where in an output something stands.
func place(at string) string {
	if at == "" {
		return "the output"
	}
	return at
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

// JSONTypeOf returns the JSON type in which values of a kind travel.
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
