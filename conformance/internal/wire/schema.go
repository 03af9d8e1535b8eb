package wire

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A checker checks an output against its shape.
type checker struct {
	shapes   *shapes.Set
	reply    *Reply
	uncapped string   // the list whose length is not checked
	named    []string // the lists that may be empty
	// put are the shapes by which callers put what is shown at a path, where that of the
	// output is another.
	put map[string]*model.Shape
}

// value checks the value of a shape at a path of the output.
func (c *checker) value(v any, shape *model.Shape, path string) {
	if shape.Kind == model.Document {
		return // which may be anything
	}
	if kind, want := JSONType(v), JSONTypeOf(shape); kind != want && !isSpecialFloat(v, shape) {
		c.reply.fault(model.ReplyTypes, fmt.Sprintf("%s: a JSON %s, for a %s", placeOf(path), want, shape.Kind), "%s", value.Brief([]byte(value.Show(v)), 200))
		return
	}
	switch v := v.(type) {
	case value.Object:
		if shape.Kind == model.Structure {
			c.members(v, shape, path)
			return
		}
		for name, e := range v {
			c.key(name, shape, path)
			if e == nil && shape.Sparse {
				continue
			}
			c.value(e, c.shapes.API.Shape(shape.Elem), value.Join(path, name))
		}
	case []any:
		for i, e := range v {
			if e == nil && shape.Sparse {
				continue
			}
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
		if shape.Kind == model.Timestamp && !isTime(v, shape.TimestampFormat) {
			c.reply.fault(model.ReplyTypes, fmt.Sprintf("%s: a timestamp as %s", placeOf(path), shape.TimestampFormat), "%s", value.Brief([]byte(v), 200))
		}
	}
	if path == c.uncapped && path != "" {
		return
	}
	if list, isList := v.([]any); isList && len(list) == 0 && slices.Contains(c.named, path) {
		return
	}
	if len(c.put) > 0 {
		shape = cmp.Or(c.put[indices.ReplaceAllString(path, "[]")], shape)
	}
	for _, check := range shape.Checks() {
		if !c.shapes.Keeps(v, shape, check) {
			c.reply.fault(model.ReplyBounds, fmt.Sprintf("%s: %s", placeOf(path), c.shapes.Limit(shape, check)), "%s", value.Brief([]byte(value.Show(v)), 200))
		}
	}
}

// indices are those of elements in a path.
var indices = regexp.MustCompile(`\[\d+\]`)

// key checks a key of a map.
func (c *checker) key(name string, shape *model.Shape, path string) {
	if shape.Key == "" {
		return
	}
	key := c.shapes.API.Shape(shape.Key)
	for _, check := range key.Checks() {
		if !c.shapes.Keeps(name, key, check) {
			c.reply.fault(model.ReplyBounds, fmt.Sprintf("%s: a key with %s", placeOf(path), c.shapes.Limit(key, check)), "%s", value.Brief([]byte(value.Show(name)), 200))
		}
	}
}

// members checks the members of a structure. A union has one of them, and may
// say of which type it is.
func (c *checker) members(o value.Object, shape *model.Shape, path string) {
	set := 0
	for name, v := range o {
		if shape.Union && (name == "__type" || v == nil) {
			continue
		}
		set++
		m := shape.Member(name)
		if m == nil {
			c.stranger(o, name, shape, path)
			continue
		}
		c.value(v, c.shapes.API.Shape(m.Shape), value.Join(path, name))
	}
	if shape.Union && set != 1 {
		c.reply.fault(model.ReplyTypes, fmt.Sprintf("%s: one member, for the union %s", placeOf(path), shape.Name), "%s", value.Brief([]byte(value.Show(o)), 200))
	}
	for _, m := range shape.Members {
		if _, there := o[m.Name]; m.Required && !there && !c.shapes.API.Withholds(shape.Name, m.Name) {
			c.reply.fault(model.ReplyRequired, fmt.Sprintf("%s: %s, which %s must have", placeOf(path), m.Name, shape.Name), "%s", value.Brief([]byte(value.Show(o)), 200))
		}
	}
}

// stranger checks a member that a structure of the model does not have, and takes
// it out. A service may add members at any time, and clients skip them. But one
// that is spelled nearly as a member of the model is meant to be that one, and
// clients skip it as well.
func (c *checker) stranger(o value.Object, name string, shape *model.Shape, path string) {
	if meant := Misspelled(name, shape); meant != "" {
		c.reply.fault(model.ReplyMembers, fmt.Sprintf("%s: %s, as %s spells it", placeOf(path), meant, shape.Name), "%s", name)
		return
	}
	delete(o, name)
	c.reply.newer(shape.Name + "." + name)
}

// TakeNewer takes the members out of a value of a shape that a structure of the
// model does not have, and may have been added since.
func TakeNewer(api *model.API, shape string, v any) {
	s := api.Shape(shape)
	if s == nil {
		return
	}
	switch v := v.(type) {
	case value.Object:
		for name, inner := range v {
			switch m := s.Member(name); {
			case s.Kind == model.Map:
				TakeNewer(api, s.Elem, inner)
			case s.Kind != model.Structure:
			case m != nil:
				TakeNewer(api, m.Shape, inner)
			case Misspelled(name, s) == "":
				delete(v, name)
			}
		}
	case []any:
		for _, e := range v {
			TakeNewer(api, s.Elem, e)
		}
	}
}

// Misspelled returns the member of a shape that a name is a misspelling of, by case
// or by the marks between words, or "". Such a name is no newer member, but one
// that no client will find.
func Misspelled(name string, shape *model.Shape) string {
	for _, m := range shape.Members {
		if PlainName(m.Name) == PlainName(name) {
			return m.Name
		}
	}
	return ""
}

// PlainName returns a name without what the styles of names differ in.
func PlainName(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

// whole checks that a number is a whole one that fits its type.
func (c *checker) whole(n json.Number, shape *model.Shape, path string) {
	bits := cmp.Or(shape.Bits, 32)
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

// JSONTypeOf returns the JSON type in which values of a shape are sent. A document
// has none: it may be of any.
func JSONTypeOf(shape *model.Shape) string {
	switch shape.Kind {
	case model.Structure, model.Map:
		return "object"
	case model.List:
		return "array"
	case model.Boolean:
		return "boolean"
	case model.Integer, model.Long, model.Float, model.Double:
		return "number"
	}
	if shape.EpochTime() {
		return "number"
	}
	return "string"
}

// isTime reports whether a text is a timestamp in a format. A client takes an
// offset in place of the Z, and a fraction in either format.
func isTime(text string, format model.TimestampFormat) bool {
	layout := time.RFC3339Nano
	if format == model.HTTPDate {
		layout = "Mon, 02 Jan 2006 15:04:05 GMT" // time.Parse takes a fraction
	}
	_, err := time.Parse(layout, text)
	return err == nil
}
