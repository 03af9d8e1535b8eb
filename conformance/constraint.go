package conformance

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var constraintLaws = []law{
	{kind: "constraint", name: "a value beyond the limit is refused, one at the limit is not", cases: 3, check: func(t *trial) {
		rule := t.clause.Rule.(model.Constraint)
		bad, good := t.around(t.base(), rule)
		codes := t.validation(rule.Check)
		t.refused(t.call(t.op, bad), codes...)
		t.within(t.call(t.op, good), codes...)
		if rule.Check != model.EnumCheck {
			return
		}
		_, enum, err := t.api.Steps(t.op.Input, rule.Path)
		if err != nil {
			t.skip("%v", err)
		}
		for _, v := range enum.Enum {
			t.place(good, rule.Path, v.Value)
			t.within(t.call(t.op, good), codes...)
		}
	}},
}

// validation returns the errors with which a request is refused that breaks
// such a constraint.
func (s *session) validation(check model.Check) []string {
	var codes []string
	for _, c := range s.api.Clauses {
		if rule, ok := c.Rule.(model.Validation); ok {
			codes = append(codes, rule.Error)
			if check == model.Minimum || check == model.Maximum {
				codes = append(codes, rule.Ranges...)
			}
		}
	}
	if len(codes) == 0 {
		// The contract does not say; this is what the protocol has for it.
		codes = append(codes, "ValidationException")
	}
	return codes
}

// within expects an answer that does not refuse a value for breaking a
// constraint. Another error is no concern of the constraint, but an answer
// has to be one of the operation.
func (t *trial) within(r *reply, codes ...string) {
	t.notRefused(r, codes...)
	if !r.ok() && r.code == "" {
		t.fail("success, or an error of the operation", "%v", r)
	}
}

// around returns two requests made from a good one: bad breaks a constraint,
// and good is at its limit.
func (t *trial) around(in object, rule model.Constraint) (bad, good object) {
	bad, good = clone(in), clone(in)
	if rule.Check == model.Required {
		if len(at(good, rule.Path)) == 0 {
			_, shape, err := t.api.Steps(t.op.Input, rule.Path)
			if err != nil {
				t.skip("%v", err)
			}
			t.place(good, rule.Path, t.least(shape))
			t.place(bad, rule.Path, t.least(shape))
		}
		t.place(bad, rule.Path, nil)
		return bad, good
	}
	_, shape, err := t.api.Steps(t.op.Input, rule.Path)
	if err != nil {
		t.skip("%v", err)
	}
	var like []any
	if found := at(in, rule.Path); len(found) > 0 {
		like, _ = found[0].([]any)
	}
	beyond, limit := t.beyondAndAt(shape, rule.Check, like)
	t.place(bad, rule.Path, beyond)
	if limit != nil {
		t.place(good, rule.Path, limit)
	}
	return bad, good
}

// beyondAndAt returns a value that breaks one check of a shape and one that is at
// its limit, or nil where there is no such value that fits the shape. like
// are elements of which a list is made.
func (t *trial) beyondAndAt(shape *model.Shape, check model.Check, like []any) (beyond, limit any) {
	switch check {
	case model.MinLength:
		return t.ofLength(shape, shape.Min.Int-1), t.orNil(shape, t.ofLength(shape, shape.Min.Int))
	case model.MaxLength:
		return t.ofLength(shape, shape.Max.Int+1), t.orNil(shape, t.ofLength(shape, shape.Max.Int))
	case model.MinItems:
		return t.filled(shape, like, int(shape.Min.Int)-1), t.filled(shape, like, int(shape.Min.Int))
	case model.MaxItems:
		return t.filled(shape, like, int(shape.Max.Int)+1), t.filled(shape, like, int(shape.Max.Int))
	case model.MinProperties:
		return t.ofSize(shape, shape.Min.Int-1), t.ofSize(shape, shape.Min.Int)
	case model.MaxProperties:
		return t.ofSize(shape, shape.Max.Int+1), t.ofSize(shape, shape.Max.Int)
	case model.Minimum:
		return t.off(shape, shape.Min, -1), numeral(boundOf(shape, shape.Min))
	case model.Maximum:
		return t.off(shape, shape.Max, 1), numeral(boundOf(shape, shape.Max))
	case model.PatternCheck:
		return t.unlike(shape), t.orNil(shape, t.draw(shape, "like the pattern"))
	case model.EnumCheck:
		value := shape.Enum[0].Value
		strange := rapid.SampledFrom([]string{"NO_SUCH_VALUE", strings.ToLower(value), value + "S", " " + value, "0"}).Draw(t.rapid, "no value")
		if t.keeps(strange, shape, check) {
			strange = "NO_SUCH_VALUE"
		}
		return strange, t.draw(shape, "value")
	case model.UniqueItems:
		elem := t.draw(t.api.Shape(shape.Elem), "element")
		return []any{elem, elem}, []any{elem}
	}
	t.skip("no value breaks %s", check)
	return nil, nil
}

// orNil returns the value if it fits its shape in every way.
func (t *trial) orNil(shape *model.Shape, v any) any {
	if t.fits(v, shape) {
		return v
	}
	return nil
}

// ofLength returns a string, or the bytes of a blob, of that length: of
// characters of one to four bytes, or of those of a valid value if its pattern
// knows no such characters.
func (t *trial) ofLength(shape *model.Shape, n int64) any {
	if shape.Kind == model.Blob {
		return base64.StdEncoding.EncodeToString(make([]byte, n))
	}
	text := strings.Repeat(rapid.SampledFrom(runes).Draw(t.rapid, "character"), int(n))
	if shape.Pattern == "" || t.pattern(shape.Pattern).MatchString(text) {
		return text
	}
	if valid, ok := t.least(shape).(string); ok && valid != "" {
		last := []rune(valid)[len([]rune(valid))-1]
		for int64(len([]rune(valid))) < n {
			valid += string(last)
		}
		return string([]rune(valid)[:n])
	}
	return text
}

func (t *trial) ofSize(shape *model.Shape, n int64) object {
	o := object{}
	for i := range n {
		o[fmt.Sprintf("key%d", i)] = t.least(t.api.Shape(shape.Elem))
	}
	return o
}

// off returns a number that is past a bound: by one, or by much.
func (t *trial) off(shape *model.Shape, b *model.Bound, sign int64) any {
	by := rapid.SampledFrom([]int64{1, 1, 2, 1000}).Draw(t.rapid, "past the bound by")
	return numeral(new(big.Rat).Add(boundOf(shape, b), new(big.Rat).SetInt64(sign*by)))
}

// unlike draws a string that a pattern does not match, and that fits its shape
// otherwise if there is one.
func (t *trial) unlike(shape *model.Shape) any {
	unlike := t.allUnlike(shape)
	if len(unlike) == 0 {
		t.skip("every text matches %s", shape.Pattern)
	}
	return rapid.SampledFrom(unlike).Draw(t.rapid, "unlike the pattern")
}

// breakable reports whether there is a value that breaks a constraint.
func (t *trial) breakable(rule model.Constraint) bool {
	if rule.Check != model.PatternCheck {
		return true
	}
	_, shape, err := t.api.Steps(t.op.Input, rule.Path)
	return err == nil && len(t.allUnlike(shape)) > 0
}

// allUnlike returns strings that a pattern does not match, and that fit their
// shape otherwise if there are any.
func (s *session) allUnlike(shape *model.Shape) []string {
	var fitting, others []string
	for _, text := range append([]string{" ", "  \t", "-", "_", "!", "x", "0", ""}, oddTexts...) {
		if s.keeps(text, shape, model.PatternCheck) {
			continue
		}
		others = append(others, text)
		if (shape.Min == nil || s.keeps(text, shape, model.MinLength)) && (shape.Max == nil || s.keeps(text, shape, model.MaxLength)) {
			fitting = append(fitting, text)
		}
	}
	if len(fitting) == 0 {
		return others
	}
	return fitting
}
