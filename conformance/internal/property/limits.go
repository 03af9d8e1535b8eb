package property

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// around returns two requests made from a valid one: bad breaks a constraint,
// and good is at its limit.
func around(t *script.T, in value.Object, rule model.Constraint) (bad, good value.Object) {
	needReadable(t, longest(t, rule))
	bad, good = bothSides(t, in, rule)
	needReadable(t, shown(bad, rule.Path))
	return bad, good
}

// breaking returns a request made from a valid one that breaks a constraint, and false
// if it would be too long for a target that shows it.
func breaking(t *script.T, in value.Object, rule model.Constraint) (value.Object, bool) {
	if !readable(t, longest(t, rule)) {
		return nil, false // nor is it made: a megabyte takes a while
	}
	bad, _ := bothSides(t, in, rule)
	return bad, readable(t, shown(bad, rule.Path))
}

// longest returns how long a text is at the limit of a constraint, 0 if it is about
// something else.
func longest(t *script.T, rule model.Constraint) int {
	if _, shape, err := t.API.Steps(t.Op.Input, rule.Path); err == nil && rule.Check == model.MaxLength {
		return int(shape.Max.Int)
	}
	return 0
}

// bothSides returns what [around] does, however long it is.
func bothSides(t *script.T, in value.Object, rule model.Constraint) (bad, good value.Object) {
	bad, good = value.Clone(in), value.Clone(in)
	if rule.Check == model.Required {
		if len(value.At(good, rule.Path)) == 0 {
			_, shape, err := t.API.Steps(t.Op.Input, rule.Path)
			if err != nil {
				t.Skip("%v", err)
			}
			t.Place(good, rule.Path, t.Least(shape))
			t.Place(bad, rule.Path, t.Least(shape))
		}
		t.Place(bad, rule.Path, nil)
		return bad, good
	}
	_, shape, err := t.API.Steps(t.Op.Input, rule.Path)
	if err != nil {
		t.Skip("%v", err)
	}
	var like []any
	if found := value.At(in, rule.Path); len(found) > 0 {
		like, _ = found[0].([]any)
	}
	if rule.Check != model.PatternCheck {
		shape = t.InputShape(t.Op, rule.Path, shape)
	}
	beyond, limit := beyondAndAt(t, shape, rule.Check, like)
	if rule.Path == t.Op.Token() {
		limit = tokenLike(t, limit, shape)
	}
	if rule.Check == model.MinLength || rule.Check == model.MaxLength {
		beyond, limit = combinable(t, rule.Path, shape, beyond), combinable(t, rule.Path, shape, limit)
	}
	keepAllowed(t, rule.Path, like, beyond, limit)
	t.Place(bad, rule.Path, beyond)
	if limit != nil {
		t.Place(good, rule.Path, limit)
	}
	return bad, good
}

// combinable returns a text of the same length that has the form which a combination asks for
// at a path, or the value itself if none of its length has it. So only the length is wrong.
func combinable(t *script.T, path model.Path, shape *model.Shape, v any) any {
	text, _ := v.(string)
	for _, test := range mustAt(t, path) {
		for _, like := range fitting(test, utf8.RuneCountInString(text)) {
			if effect.Fits(test, like) && t.Keeps(like, shape, model.PatternCheck) {
				return like
			}
		}
	}
	return v
}

// mustAt returns what combinations ask for at a path of the input.
func mustAt(t *script.T, path model.Path) []model.Test {
	var all []model.Test
	for _, op := range combining(t) {
		for _, c := range op.Clauses {
			rule, _ := c.Rule.(model.Combination)
			for _, test := range rule.Must {
				if rule.Place(test) == path {
					all = append(all, test)
				}
			}
		}
	}
	return all
}

// fitting returns texts of a length for which a test may hold.
func fitting(test model.Test, length int) []string {
	switch {
	case test.Is == model.JSONObject && length >= len("{}"):
		return []string{"{" + strings.Repeat(" ", length-len("{}")) + "}"}
	case test.Is == model.Constant:
		return []string{strings.Repeat("A", length)}
	case test.Is == model.Begins:
		var texts []string
		for _, begins := range test.Texts {
			if more := length - utf8.RuneCountInString(begins); more >= 0 {
				texts = append(texts, begins+strings.Repeat("a", more))
			}
		}
		return texts
	}
	return nil
}

// keepAllowed has the elements of lists at a path keep what only some values are
// allowed for: more elements differ from those that are like them in all texts.
func keepAllowed(t *script.T, path model.Path, like []any, lists ...any) {
	for _, c := range t.Op.Clauses {
		rule, ok := c.Rule.(model.Allowed)
		within, inside := rule.Path.Within(path)
		if !ok || !inside || within == "" || len(like) == 0 {
			continue
		}
		first, _ := like[0].(value.Object)
		allowed := value.One(first, within)
		for _, list := range lists {
			elems, _ := list.([]any)
			for _, e := range elems {
				if o, isObject := e.(value.Object); isObject && allowed != nil {
					value.Set(o, within, allowed)
				}
			}
		}
	}
}

// shown returns how many bytes of values a target may need to show a request: for each
// element of the list at a path, if there is one, all that the request has beside it.
func shown(in value.Object, path model.Path) int {
	size := len(value.Encode(in))
	if list, ok := value.One(in, path).([]any); ok {
		within := len(value.Encode(list))
		size = within + (size-within)*len(list)
	}
	return size
}

// readable reports whether an answer with so many bytes of values is read, even with
// each character escaped.
func readable(t *script.T, size int) bool {
	const escaped = 6 // the most bytes that a character of one byte has then
	return int64(size)*escaped <= wire.MaxResponse(&t.Target)
}

// needReadable skips the case if an answer with so many bytes of values may be longer
// than is read.
func needReadable(t *script.T, size int) {
	if !readable(t, size) {
		t.Skip("an answer that shows so much may be longer than the %d bytes that are read", wire.MaxResponse(&t.Target))
	}
}

// beyondAndAt returns a value that breaks one check of a shape and one that is
// at its limit, or nil if no such value fits the shape. like are the elements
// for lists.
func beyondAndAt(t *script.T, shape *model.Shape, check model.Check, like []any) (beyond, limit any) {
	switch check {
	case model.MinLength:
		return ofLength(t, shape, shape.Min.Int-1), orNil(t, shape, ofLength(t, shape, shape.Min.Int))
	case model.MaxLength:
		return ofLength(t, shape, shape.Max.Int+1), orNil(t, shape, ofLength(t, shape, shape.Max.Int))
	case model.MinItems:
		return t.Filled(shape, like, int(shape.Min.Int)-1), t.Filled(shape, like, int(shape.Min.Int))
	case model.MaxItems:
		return t.Filled(shape, like, int(shape.Max.Int)+1), t.Filled(shape, like, int(shape.Max.Int))
	case model.MinProperties:
		return ofSize(t, shape, shape.Min.Int-1), ofSize(t, shape, shape.Min.Int)
	case model.MaxProperties:
		return ofSize(t, shape, shape.Max.Int+1), ofSize(t, shape, shape.Max.Int)
	case model.Minimum:
		return off(t, shape, shape.Min, -1), shapes.Numeral(shapes.BoundOf(shape, shape.Min))
	case model.Maximum:
		return off(t, shape, shape.Max, 1), shapes.Numeral(shapes.BoundOf(shape, shape.Max))
	case model.PatternCheck:
		return unlike(t, shape), orNil(t, shape, t.Draw(shape, "like the pattern"))
	case model.EnumCheck:
		value := shape.Enum[0].Value
		strange := rapid.SampledFrom([]string{"NO_SUCH_VALUE", strings.ToLower(value), value + "S", " " + value, "0"}).Draw(t.Rapid, "no value")
		if t.Keeps(strange, shape, check) {
			strange = "NO_SUCH_VALUE"
		}
		return strange, t.Draw(shape, "value")
	case model.UniqueItems:
		elem := t.Draw(t.API.Shape(shape.Elem), "element")
		return []any{elem, elem}, []any{elem}
	}
	t.Skip("no value breaks %s", check)
	return nil, nil
}

// orNil returns the value if it fits its shape in every way.
func orNil(t *script.T, shape *model.Shape, v any) any {
	if t.Fits(v, shape) {
		return v
	}
	return nil
}

// fillers may stand between the characters of a name as often as one likes, by some
// patterns: of [a-z](-*[a-z]){0,9}, only what has hyphens is longer than ten.
var fillers = []string{"-", "_", ".", "/", " "}

// stretched returns a text of n characters that is like a valid one, and fits its pattern
// if any does that is made so: with its last character repeated, or another one before
// that.
func stretched(valid string, n int, fits func(string) bool) string {
	runes := []rune(valid)
	if n <= len(runes) {
		return string(runes[:max(n, 0)])
	}
	rest, last := string(runes[:len(runes)-1]), string(runes[len(runes)-1])
	text := valid + strings.Repeat(last, n-len(runes))
	for _, filler := range fillers {
		if other := rest + last + strings.Repeat(filler, n-len(runes)-1) + last; !fits(text) && fits(other) {
			return other
		}
	}
	return text
}

// ofLength returns a string, or the bytes of a blob, of that length: of
// characters of one to four bytes, or of those of a valid value if its pattern
// knows no such characters.
func ofLength(t *script.T, shape *model.Shape, n int64) any {
	if shape.Kind == model.Blob {
		return base64.StdEncoding.EncodeToString(make([]byte, n))
	}
	text := strings.Repeat(rapid.SampledFrom(shapes.Runes).Draw(t.Rapid, "character"), int(n))
	if shape.Pattern == "" || t.Pattern(shape.Pattern).MatchString(text) {
		return text
	}
	if valid, ok := t.Least(shape).(string); ok && valid != "" {
		return stretched(valid, int(n), t.Pattern(shape.Pattern).MatchString)
	}
	return text
}

func ofSize(t *script.T, shape *model.Shape, n int64) value.Object {
	o := value.Object{}
	for i := range n {
		o[fmt.Sprintf("key%d", i)] = t.Least(t.API.Shape(shape.Elem))
	}
	return o
}

// off returns a number past a bound: by one, or by more.
func off(t *script.T, shape *model.Shape, b *model.Bound, sign int64) any {
	by := rapid.SampledFrom([]int64{1, 1, 2, 1000}).Draw(t.Rapid, "past the bound by")
	return shapes.Numeral(new(big.Rat).Add(shapes.BoundOf(shape, b), new(big.Rat).SetInt64(sign*by)))
}

// unlike draws a string that a pattern does not match, and that fits its shape
// otherwise if there is one.
func unlike(t *script.T, shape *model.Shape) any {
	unlike := allUnlike(t.Session, shape)
	if len(unlike) == 0 {
		t.Skip("every text matches %s", shape.Pattern)
	}
	return rapid.SampledFrom(unlike).Draw(t.Rapid, "unlike the pattern")
}

// breakable reports whether there is a value that breaks a constraint.
func breakable(t *script.T, rule model.Constraint) bool {
	if rule.Check != model.PatternCheck {
		return true
	}
	_, shape, err := t.API.Steps(t.Op.Input, rule.Path)
	return err == nil && len(allUnlike(t.Session, shape)) > 0
}

// allUnlike returns strings that a pattern does not match, and that fit their
// shape otherwise if there are any.
func allUnlike(s *testcase.Session, shape *model.Shape) []string {
	var fitting, others []string
	for _, text := range append([]string{" ", "  \t", "-", "_", "!", "x", "0", ""}, shapes.OddTexts...) {
		if s.Keeps(text, shape, model.PatternCheck) {
			continue
		}
		others = append(others, text)
		if (shape.Min == nil || s.Keeps(text, shape, model.MinLength)) && (shape.Max == nil || s.Keeps(text, shape, model.MaxLength)) {
			fitting = append(fitting, text)
		}
	}
	if len(fitting) == 0 {
		return others
	}
	return fitting
}
