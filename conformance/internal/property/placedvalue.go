package property

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A placedValue is a value for a path of a request that is like an example. It is
// nil if there is to be none.
type placedValue struct {
	sample model.Sample
	path   model.Path
	value  any
	// own reports that the value is the example's own.
	own bool
}

// String returns the value as text.
func (v placedValue) String() string {
	if v.value == nil {
		return "left out"
	}
	return value.Show(v.value)
}

// twoValues returns two or more values for a path, of one example if possible. If
// there is only one, the other is to leave it out, or the value that it is part of.
func twoValues(t *script.T, path model.Path) []placedValue {
	steps, shape, err := t.API.Steps(t.Op.Input, path)
	if err != nil {
		t.Skip("%v", err)
	}
	shape = t.InputShape(t.Op, path, shape)
	for _, name := range t.Subject.Key {
		if t.Op.Effect.Bound(name) == path {
			shape = t.KeyShape(t.Subject, name)
		}
	}
	if effect.Combined(t.Op, path) {
		if own := ownValues(t, path); len(own) >= 2 {
			return own
		}
	}
	typed := sampleValues(t, path)
	if len(typed) < 2 || !effect.Combined(t.Op, path) {
		typed = append(typed, typedValuesAt(t, path, shape)...)
	}
	if fact := t.Subject.Fact; fact != nil && t.Op.Effect.Bound(fact.Value) == path {
		// A read that returns nothing may be a late one, or one of a fact that vanished.
		typed = slices.DeleteFunc(typed, func(v any) bool {
			text, _ := v.(string)
			return len(t.Lasting([]string{text})) == 0
		})
	}
	var apart, left, needy []placedValue
	for _, s := range t.ValidSamples() {
		var values []placedValue
		for _, v := range typed {
			if p := (placedValue{sample: s, path: path, value: v}); len(values) < 4 && !hasValue(values, p) && p.accepted(t) {
				values = append(values, p)
			}
		}
		switch {
		case len(values) >= 2 && s.Needs == "":
			return values
		case len(values) >= 2 && len(needy) == 0:
			needy = values
		case len(values) == 1:
			if s.Needs == "" && !hasValue(apart, values[0]) {
				apart = append(apart, values[0])
			}
			for i := len(steps) - 1; i >= 0 && len(left) == 0; i-- {
				p := placedValue{sample: s, path: pathTo(steps[:i+1])}
				if !steps[i].Member.Required && !steps[i].Owner.Union && !keptWithout(t, p.path) && p.accepted(t) {
					left = append(values, p)
				}
			}
		}
	}
	for _, values := range [][]placedValue{apart, needy, left} {
		if len(values) >= 2 {
			return values
		}
	}
	t.Skip("%s can have one value only", path)
	return nil
}

// keptWithout reports whether a request that leaves out what stands at a path may leave it
// as it was.
func keptWithout(t *script.T, path model.Path) bool {
	if !slices.ContainsFunc(t.Op.Effect.From, func(b model.Binding) bool { return b.Path == path }) {
		return false // it is part of what is replaced as a whole
	}
	for _, kind := range []string{"update/omitted", "upsert/omitted"} {
		if c := t.Op.Clause(kind); c != nil {
			return t.LikelyChoiceOf(c) != "cleared"
		}
	}
	return t.Op.Effect.Verb == model.Updates
}

// ownValues returns the different values that examples which need nothing have at a
// path. With the other members of another example, a service may reject such a
// value, as AWS Config does the parameters of another managed rule.
func ownValues(t *script.T, path model.Path) []placedValue {
	var own []placedValue
	for _, s := range t.ValidSamples() {
		at := value.At(t.Input(t.Op, t.SampleOf(s)), path)
		if len(at) == 0 || s.Needs != "" {
			continue
		}
		if p := (placedValue{s, path, at[0], true}); len(own) < 4 && !hasValue(own, p) {
			own = append(own, p)
		}
	}
	return own
}

// hasValue reports whether a value is among others.
func hasValue(values []placedValue, v placedValue) bool {
	return slices.ContainsFunc(values, func(other placedValue) bool { return other.String() == v.String() })
}

// accepted reports whether no clause about members that are put together speaks
// against the value.
func (v placedValue) accepted(t *script.T) bool {
	return len(effect.Broken(t.Op, v.request(t, value.Object{}))) == 0
}

// request returns a request with the value, for the resource of a key.
func (v placedValue) request(t *script.T, key value.Object) value.Object {
	in := t.Input(t.Op, t.DescribeLike(v.sample, key)...)
	if !v.own {
		t.PlaceIn(in, v.path, v.value, firstElement)
	}
	return in
}

// firstElement chooses the element of a list that every list has, so that two values
// are in one place of two resources.
func firstElement([]any) int { return 0 }

// pathTo returns the path of some steps.
func pathTo(steps []model.Step) model.Path {
	path := model.Path("")
	for i, step := range steps {
		path = path.Join(step.Member.Name)
		if step.Each && i < len(steps)-1 {
			path = path.Elem()
		}
	}
	return path
}

// typedValuesAt returns a few values that a clause, or else the shape, allows
// at a path.
func typedValuesAt(t *script.T, path model.Path, shape *model.Shape) []any {
	for _, c := range t.Op.Clauses {
		if rule, ok := c.Rule.(model.Allowed); ok && rule.Path == path {
			var values []any
			for _, v := range rule.Values {
				values = append(values, v)
			}
			return values
		}
	}
	for _, name := range t.Subject.Key {
		if limits := t.KeyLimits()[name]; len(limits) >= 2 && t.Fixtures == nil && t.Op.Effect.Bound(name) == path {
			return texts(limits)
		}
	}
	switch shape.Kind {
	case model.Timestamp:
		at := t.Now().Truncate(time.Hour)
		if t.Subject.Fact != nil {
			return []any{shapes.Time(shape, at.Add(-time.Hour)), shapes.Time(shape, at)}
		}
		return []any{shapes.Time(shape, at.Add(2*time.Hour)), shapes.Time(shape, at.Add(3*time.Hour))}
	case model.Structure:
		return []any{t.Least(shape)}
	case model.List:
		return []any{t.Filled(shape, nil, 1), t.Filled(shape, nil, 2)}
	case model.Map:
		return []any{mapOf(t, shape, 1), mapOf(t, shape, 2)}
	}
	return t.Samples(shape)
}

// mapOf returns a map with n keys.
func mapOf(t *script.T, shape *model.Shape, n int) value.Object {
	o := value.Object{}
	for i := range n {
		o[t.MapKey(shape, i)] = t.Least(t.API.Shape(shape.Elem))
	}
	return o
}
