package oracle

import (
	"encoding/base64"
	"encoding/json"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
)

// read takes the members of the input that the operation knows, without those
// that are null, and returns the error for a value of a wrong type.
func (c *call) read() []string {
	in, ok := c.understood(c.in, c.api.Shape(c.op.Input))
	if !ok {
		return []string{c.rejectionOf(model.WrongType)}
	}
	c.in, _ = in.(object)
	return nil
}

// rejectionOf returns the error with which a rule of the wire rejects a request.
func (o *Oracle) rejectionOf(name string) string {
	for _, c := range o.api.Clauses {
		if rule, ok := c.Rule.(model.Protocol); ok && rule.Name == name {
			return rule.Error
		}
	}
	return "SerializationException"
}

func (o *Oracle) unknownOperation() string { return o.rejectionOf(model.UnknownOperation) }

// understood returns what a service makes of a value, and whether it is of the
// type of its shape.
func (o *Oracle) understood(v any, shape *model.Shape) (any, bool) {
	switch shape.Kind {
	case model.Structure, model.Map:
		given, ok := v.(object)
		out := object{}
		for name, e := range given {
			inner := shape.Elem
			if shape.Kind == model.Structure {
				m := shape.Member(name)
				if m == nil {
					continue
				}
				inner = m.Shape
			}
			if e == nil {
				continue
			}
			read, fits := o.understood(e, o.api.Shape(inner))
			ok = ok && fits
			out[name] = read
		}
		return out, ok
	case model.List:
		given, ok := v.([]any)
		out := make([]any, len(given))
		for i, e := range given {
			read, fits := o.understood(e, o.api.Shape(shape.Elem))
			ok = ok && fits
			out[i] = read
		}
		return out, ok
	case model.Boolean:
		_, ok := v.(bool)
		return v, ok
	case model.Integer, model.Long:
		n, ok := v.(json.Number)
		bits := 32
		if shape.Kind == model.Long {
			bits = 64
		}
		_, err := strconv.ParseInt(string(n), 10, bits)
		return v, ok && err == nil
	case model.Float, model.Double:
		_, ok := v.(json.Number)
		return v, ok || v == "NaN" || v == "Infinity" || v == "-Infinity"
	case model.Timestamp:
		_, ok := instant(v)
		return v, ok
	case model.Blob:
		_, err := base64.StdEncoding.DecodeString(text(v))
		return v, err == nil
	}
	_, ok := v.(string)
	return v, ok
}
