package oracle

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// read takes the members of the input that the operation knows, without those
// that are null, and returns the error for a value of a wrong type.
func (c *call) read() []string {
	in, ok := c.understood(c.in, c.contract.shapes[c.op.Input])
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

// layouts are the forms of timestamps that travel as text.
var layouts = map[model.TimestampFormat]string{
	model.DateTime: "2006-01-02T15:04:05Z", // time.Parse takes a fraction
	model.HTTPDate: "Mon, 02 Jan 2006 15:04:05 GMT",
}

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
					// What an unknown option stands for can't be left out.
					ok = ok && (!shape.Union || e == nil || name == "__type")
					continue
				}
				inner = m.Shape
			}
			if e == nil {
				if shape.Kind == model.Map {
					ok = ok && shape.Sparse
					out[name] = nil
				}
				continue
			}
			read, fits := o.understood(e, o.contract.shapes[inner])
			ok = ok && fits
			out[name] = read
		}
		return out, ok && (!shape.Union || len(out) == 1)
	case model.List:
		given, ok := v.([]any)
		out := make([]any, len(given))
		for i, e := range given {
			if e == nil && shape.Sparse {
				continue
			}
			read, fits := o.understood(e, o.contract.shapes[shape.Elem])
			ok = ok && fits
			out[i] = read
		}
		return out, ok
	case model.Boolean:
		_, ok := v.(bool)
		return v, ok
	case model.Integer, model.Long:
		n, ok := v.(json.Number)
		bits := cmp.Or(shape.Bits, 32)
		if shape.Kind == model.Long {
			bits = 64
		}
		_, err := strconv.ParseInt(string(n), 10, bits)
		return v, ok && err == nil
	case model.Float, model.Double:
		_, ok := v.(json.Number)
		return v, ok || v == "NaN" || v == "Infinity" || v == "-Infinity"
	case model.Document:
		return v, true
	case model.Timestamp:
		if layout := layouts[shape.TimestampFormat]; layout != "" {
			_, err := time.Parse(layout, text(v))
			return v, err == nil
		}
		_, ok := seconds(v)
		return v, ok
	case model.Blob:
		_, err := base64.StdEncoding.DecodeString(text(v))
		return v, err == nil
	}
	_, ok := v.(string)
	return v, ok
}
