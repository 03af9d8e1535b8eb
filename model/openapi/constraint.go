package openapi

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
	"github.com/fakesmith/fakesmith/model/pattern"
)

// limits are the keywords that bound a shape, by its kind.
var limits = map[model.ShapeKind][2]string{
	model.String:  {"minLength", "maxLength"},
	model.Enum:    {"minLength", "maxLength"},
	model.Blob:    {"minLength", "maxLength"},
	model.List:    {"minItems", "maxItems"},
	model.Map:     {"minProperties", "maxProperties"},
	model.Integer: {"minimum", "maximum"},
	model.Long:    {"minimum", "maximum"},
	model.Float:   {"minimum", "maximum"},
	model.Double:  {"minimum", "maximum"},
}

// bounds sets the limits of the shape: the tightest, where more than one
// schema sets them.
func (b *builder) bounds() {
	keys, ok := limits[b.shape.Kind]
	if !ok {
		return
	}
	for _, w := range b.words {
		if w.key != keys[0] && w.key != keys[1] {
			continue
		}
		bound, ok := b.bound(w)
		if !ok {
			continue
		}
		if w.key == keys[0] && (b.shape.Min == nil || less(*b.shape.Min, bound)) {
			b.shape.Min = &bound
		}
		if w.key == keys[1] && (b.shape.Max == nil || less(bound, *b.shape.Max)) {
			b.shape.Max = &bound
		}
	}
	if b.shape.Min != nil && b.shape.Max != nil && less(*b.shape.Max, *b.shape.Min) {
		hi, _ := b.last(keys[1])
		b.problem(hi.value.Pos, fmt.Sprintf("%s %s is less than %s %s", keys[1], print(*b.shape.Max), keys[0], print(*b.shape.Min)),
			"no value could satisfy both")
	}
}

// bound reads one limit from the digits of the source, because an integer of
// 64 bits does not survive a float64.
func (b *builder) bound(w keyword) (model.Bound, bool) {
	if w.value.Kind != model.NodeNumber {
		return model.Bound{}, false // grammar has said so
	}
	real, err := strconv.ParseFloat(w.value.Text, 64)
	if err != nil || len(w.value.Text) > 400 || real != 0 && math.Abs(real) < 1e-300 {
		b.problem(w.value.Pos, w.key+" "+w.value.Text+" is out of range", "a number fits 64 bits")
		return model.Bound{}, false
	}
	if b.shape.Kind == model.Float || b.shape.Kind == model.Double || real == 0 {
		return model.Bound{Real: real}, true
	}
	// The number is of a moderate size: exact arithmetic is cheap.
	number, _ := new(big.Rat).SetString(w.value.Text)
	lo, hi := int64(math.MinInt64), int64(math.MaxInt64)
	switch b.shape.Kind {
	case model.Integer:
		lo, hi = math.MinInt32, math.MaxInt32
	case model.Long:
	default:
		lo, hi = 0, math.MaxInt32
	}
	if !number.IsInt() {
		b.problem(w.value.Pos, w.key+" "+w.value.Text+" is no whole number", "write one")
		return model.Bound{}, false
	}
	n := number.Num()
	isLow := w.key == limits[b.shape.Kind][0]
	switch below, above := n.Cmp(big.NewInt(lo)) < 0, n.Cmp(big.NewInt(hi)) > 0; {
	case below && isLow && lo < 0, above && !isLow:
		return model.Bound{}, false // no value is beyond it
	case below, above:
		b.problem(w.value.Pos, w.key+" "+w.value.Text+" is out of range", "no value is of that size")
		return model.Bound{}, false
	}
	return model.Bound{Int: n.Int64()}, true
}

// less reports whether a bound is below another of the same shape.
func less(a, b model.Bound) bool { return a.Int < b.Int || a.Real < b.Real }

// print returns a bound as the document writes it.
func print(b model.Bound) string {
	if b.Real != 0 {
		return strconv.FormatFloat(b.Real, 'g', -1, 64)
	}
	return strconv.FormatInt(b.Int, 10)
}

// enum sets the values of an enum: of those that the schema lists that is
// referred to, the ones that are listed here too. Other constraints say
// nothing more of a value that is listed, and are only checked against the list.
func (b *builder) enum() {
	for _, w := range b.words {
		if w.key != "enum" {
			continue
		}
		before := b.shape.Enum
		b.shape.Enum = nil
		seen := map[string]bool{}
		for _, e := range elems(w.value) {
			switch {
			case e.Kind != model.NodeString:
				b.problem(e.Pos, "enum lists "+e.Raw+", "+jsontree.Article(e.Kind), "an enum is of strings")
				continue
			case e.Text == "":
				b.problem(e.Pos, "enum lists an empty string", "a value needs a name")
				continue
			case seen[e.Text]:
				b.problem(e.Pos, fmt.Sprintf("enum lists %q twice", e.Text), "once is enough")
				continue
			case before != nil && !hasValue(before, e.Text):
				b.problem(e.Pos, fmt.Sprintf("enum lists %q, which the schema referred to does not", e.Text),
					"what is said beside a reference can only tighten it")
				continue
			}
			seen[e.Text] = true
			b.fits(e)
			b.shape.Enum = append(b.shape.Enum, model.EnumValue{Value: e.Text})
		}
		if len(elems(w.value)) == 0 {
			b.problem(w.pos, "enum lists nothing", "list the values, or leave it out")
		}
	}
	b.shape.Min, b.shape.Max = nil, nil
}

// fits reports a value of an enum that its own schema forbids.
func (b *builder) fits(e *model.Node) {
	n := int64(utf8.RuneCountInString(e.Text))
	if b.shape.Min != nil && n < b.shape.Min.Int || b.shape.Max != nil && n > b.shape.Max.Int {
		b.problem(e.Pos, fmt.Sprintf("enum lists %q, and the length of a value is bounded otherwise", e.Text), "leave the bound out")
	}
	for _, w := range b.words {
		if w.key != "pattern" {
			continue
		}
		translated, err := pattern.Translate(text(w.value), -1)
		if err != nil {
			continue // what is no pattern is no limit either
		}
		if !regexp.MustCompile(translated.RE2).MatchString(e.Text) || n < translated.Min || translated.Max > 0 && n > translated.Max {
			b.problem(e.Pos, fmt.Sprintf("enum lists %q, which does not match pattern %s", e.Text, w.value.Raw), "leave the pattern out")
		}
	}
}

func hasValue(values []model.EnumValue, value string) bool {
	for _, v := range values {
		if v.Value == value {
			return true
		}
	}
	return false
}
