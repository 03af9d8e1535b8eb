package conformance

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model"
)

// A checker holds an output against its shape.
type checker struct {
	s        *conn
	r        *reply
	uncapped string // the list whose length is not judged here
}

func (c *checker) value(v any, shape *model.Shape, at string) {
	if kind := jsonKind(v); kind != wireKind(shape.Kind) && !isSpecialFloat(v, shape) {
		c.r.fault(model.ReplyTypes, fmt.Sprintf("%s: a JSON %s, for a %s", place(at), wireKind(shape.Kind), shape.Kind), "%s", brief([]byte(show(v)), 200))
		return
	}
	switch v := v.(type) {
	case object:
		if shape.Kind == model.Structure {
			c.members(v, shape, at)
			return
		}
		for name, e := range v {
			c.value(e, c.s.api.Shape(shape.Elem), join(at, name))
		}
	case []any:
		for i, e := range v {
			c.value(e, c.s.api.Shape(shape.Elem), element(at, i))
		}
	case json.Number:
		if shape.Kind == model.Integer || shape.Kind == model.Long {
			c.whole(v, shape, at)
		}
	case string:
		if shape.Kind == model.Blob {
			if _, err := base64.StdEncoding.DecodeString(v); err != nil {
				c.r.fault(model.ReplyTypes, place(at)+": base64", "%s", brief([]byte(v), 200))
			}
		}
	}
	if at == c.uncapped && at != "" {
		return
	}
	for _, check := range shape.Checks() {
		if !c.s.keeps(v, shape, check) {
			c.r.fault(model.ReplyBounds, fmt.Sprintf("%s: %s", place(at), c.s.limit(shape, check)), "%s", brief([]byte(show(v)), 200))
		}
	}
}

func (c *checker) members(o object, shape *model.Shape, at string) {
	for name, v := range o {
		m := shape.Member(name)
		if m == nil {
			c.r.fault(model.ReplyMembers, fmt.Sprintf("%s: a member of %s", place(at), shape.Name), "%s", name)
			continue
		}
		c.value(v, c.s.api.Shape(m.Shape), join(at, name))
	}
	for _, m := range shape.Members {
		if _, there := o[m.Name]; m.Required && !there {
			c.r.fault(model.ReplyRequired, fmt.Sprintf("%s: %s, which %s must have", place(at), m.Name, shape.Name), "%s", brief([]byte(show(o)), 200))
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

// jsonKind returns the JSON type of a value.
func jsonKind(v any) string {
	switch v.(type) {
	case object:
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

// wireKind returns the JSON type in which values of a kind travel.
func wireKind(kind model.ShapeKind) string {
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

// keeps reports whether a value keeps to one check of its shape.
func (s *shapes) keeps(v any, shape *model.Shape, check model.Check) bool {
	switch check {
	case model.MinLength, model.MinItems, model.MinProperties:
		return length(v, shape) >= shape.Min.Int
	case model.MaxLength, model.MaxItems, model.MaxProperties:
		return length(v, shape) <= shape.Max.Int
	case model.Minimum:
		n, ok := rational(v)
		return ok && n.Cmp(boundOf(shape, shape.Min)) >= 0
	case model.Maximum:
		n, ok := rational(v)
		return ok && n.Cmp(boundOf(shape, shape.Max)) <= 0
	case model.PatternCheck:
		text, _ := v.(string)
		return s.pattern(shape.Pattern).MatchString(text)
	case model.EnumCheck:
		for _, e := range shape.Enum {
			if v == e.Value {
				return true
			}
		}
		return false
	case model.UniqueItems:
		seen := map[string]bool{}
		list, _ := v.([]any)
		for _, e := range list {
			if seen[show(e)] {
				return false
			}
			seen[show(e)] = true
		}
	}
	return true
}

// fits reports whether a value keeps to all checks of its shape.
func (s *shapes) fits(v any, shape *model.Shape) bool {
	for _, check := range shape.Checks() {
		if !s.keeps(v, shape, check) {
			return false
		}
	}
	return true
}

// limit says what a check asks for.
func (s *shapes) limit(shape *model.Shape, check model.Check) string {
	switch check {
	case model.MinLength, model.MinItems, model.MinProperties:
		return fmt.Sprintf("a length of at least %d", shape.Min.Int)
	case model.MaxLength, model.MaxItems, model.MaxProperties:
		return fmt.Sprintf("a length of at most %d", shape.Max.Int)
	case model.Minimum:
		return "at least " + boundOf(shape, shape.Min).RatString()
	case model.Maximum:
		return "at most " + boundOf(shape, shape.Max).RatString()
	case model.PatternCheck:
		return "a match of " + shape.Pattern
	case model.EnumCheck:
		return "a value of " + shape.Name
	case model.UniqueItems:
		return "elements that differ"
	}
	return string(check)
}

func length(v any, shape *model.Shape) int64 {
	switch v := v.(type) {
	case string:
		if shape.Kind == model.Blob {
			data, _ := base64.StdEncoding.DecodeString(v)
			return int64(len(data))
		}
		return int64(utf8.RuneCountInString(v))
	case []any:
		return int64(len(v))
	case object:
		return int64(len(v))
	}
	return 0
}

func boundOf(shape *model.Shape, b *model.Bound) *big.Rat {
	if shape.Kind == model.Float || shape.Kind == model.Double {
		r := new(big.Rat)
		if r.SetFloat64(b.Real) != nil {
			return r
		}
	}
	return new(big.Rat).SetInt64(b.Int)
}
