package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var combinationProperties = []script.Property{
	{Kind: "combination", Name: "members that may be put together, and the same otherwise", Observe: func(t *script.T) string {
		tries := misfits(t)
		if len(tries) == 0 {
			t.Skip("no example can be changed so that it breaks this rule and no other")
		}
		if t.Exact() && t.Result.Cases < mostBeside {
			putBeside(t)
		}
		try := rapid.SampledFrom(tries).Draw(t.Rapid, "example and change")
		good, bad := t.Keys(1)[0], t.Keys(1)[0]
		// A target that fails at an example fails a clause about that.
		aside(t, func() bool {
			t.PutSample(try.sample, t.DescribeLike(try.sample, good)...)
			t.ExpectThere(t.Input(t.Op, good))
			return true
		})
		in := value.Clone(try.in)
		for _, name := range value.SortedNames(bad) {
			t.Place(in, t.Op.Effect.Bound(name), bad[name])
		}
		t.SetUp(t.Op, in, []value.Object{bad})
		r := t.Call(t.Op, in)
		if !r.Ok() {
			t.ExpectUntouched(in)
			return limitChoice(t, r)
		}
		t.ExpectThere(in)
		if t.Exact() && t.Stores() {
			// No document says what becomes of such members elsewhere.
			t.Expect(t.Described(t.Op, in), t.Find(bad))
		}
		return "accepted"
	}},
}

// mostBeside is in how many cases members are put to which a rule does not apply.
const mostBeside = 3

// putBeside puts what breaks the case's clause but for one condition that does not
// hold, and no other clause: it is accepted.
func putBeside(t *script.T) {
	rule := t.Clause.Rule.(model.Combination)
	if rule.Each != "" || len(rule.When) == 0 {
		return
	}
	var all []value.Object
	for _, s := range t.ValidSamples() {
		if s.Needs != "" {
			continue
		}
		for _, broken := range changes(t, t.Input(t.Op, t.DescribeLike(s, value.Object{})...), "", rule.Must, false) {
			for _, in := range append(changes(t, broken, "", rule.When, false), broken) {
				unmet := slices.DeleteFunc(slices.Clone(rule.When), func(w model.Test) bool { return effect.Holds(w, in, false) })
				if len(unmet) == 1 && len(effect.Broken(t.Op, in)) == 0 && allowedAll(t, in) {
					all = append(all, in)
				}
			}
		}
	}
	if len(all) == 0 {
		return
	}
	in := value.Clone(rapid.SampledFrom(all).Draw(t.Rapid, "example to which the rule does not apply"))
	for name, v := range t.Keys(1)[0] {
		value.Set(in, t.Op.Effect.Bound(name), v)
	}
	t.ExpectSuccess(t.Op, t.Call(t.Op, in))
}

// A misfit is an example, and a request that is like it but for one thing that the
// case's clause forbids.
type misfit struct {
	sample model.Sample
	in     value.Object
}

// misfits returns the requests that break the case's clause, and no other.
func misfits(t *script.T) []misfit {
	rule := t.Clause.Rule.(model.Combination)
	var all []misfit
	for _, s := range t.ValidSamples() {
		base := t.Input(t.Op, t.DescribeLike(s, value.Object{})...)
		for _, begun := range changes(t, base, rule.Each, rule.When, true) {
			for _, in := range changes(t, begun, rule.Each, rule.Must, false) {
				if effect.BreaksOnly(t.Op, in, t.Clause.ID) && allowedAll(t, in) {
					all = append(all, misfit{s, in})
				}
			}
		}
	}
	// What needs more than the API is tried where nothing else will do.
	if own := slices.DeleteFunc(slices.Clone(all), func(m misfit) bool { return m.sample.Needs != "" }); len(own) > 0 {
		return own
	}
	return all
}

// changes returns inputs in which all tests hold, or one of them does not. They share
// what is the same in them: what is sent is a copy of one.
func changes(t *script.T, in value.Object, each model.Path, tests []model.Test, hold bool) []value.Object {
	all := []value.Object{in}
	if !hold {
		all = nil
	}
	for i := range tests {
		test := &tests[i]
		path := model.Combination{Each: each}.Place(*test)
		from := all
		if !hold {
			from = []value.Object{in}
		}
		var next []value.Object
		for _, in := range from {
			if hold && heldSomewhere(*test, each, in) {
				next = append(next, in)
				continue
			}
			for _, v := range valuesFor(t, test, path, hold) {
				changed, _ := value.CopyAlong(in, path).(value.Object)
				if list, isList := strings.CutSuffix(string(path), "[]"); isList {
					value.Set(changed, model.Path(list), []any{v})
				} else {
					t.Place(changed, path, v)
				}
				next = append(next, changed)
			}
		}
		if hold {
			all = next
		} else {
			all = append(all, next...)
		}
	}
	return all
}

// heldSomewhere reports whether a test holds for an input, or for one of the
// structures of a list in it.
func heldSomewhere(test model.Test, each model.Path, in value.Object) bool {
	if each == "" {
		return effect.Holds(test, in, false)
	}
	return slices.ContainsFunc(value.At(in, each.Elem()), func(v any) bool { return effect.Holds(test, v, false) })
}

// valuesFor returns values for which a test of the case's clause holds, or does not:
// nil for one that is left out. They are not to be changed.
func valuesFor(t *script.T, test *model.Test, path model.Path, hold bool) []any {
	_, shape, err := t.API.Steps(t.Op.Input, path)
	if err != nil {
		t.Skip("%v", err)
	}
	if shape.Kind == model.Timestamp {
		return suitable(t, *test, path, shape, hold) // which are near the time of the case
	}
	known := knownOf(t)
	asked := suitableFor{test, hold}
	values, is := known.suitable[asked]
	if !is {
		values = suitable(t, *test, path, shape, hold)
		known.suitable[asked] = values
	}
	return values
}

// suitable returns what valuesFor does.
func suitable(t *script.T, test model.Test, path model.Path, shape *model.Shape, hold bool) []any {
	known := append(sampleValues(t, path), typedValuesAt(t, path, shape)...)
	switch test.Is {
	case model.Given, model.NotGiven:
		if (test.Is == model.Given) != hold {
			return []any{nil}
		}
		return known[:min(len(known), 2)]
	case model.IsOneOf:
		if hold {
			return texts(test.Texts[:1])
		}
		if t.Fits("NO_SUCH_VALUE", shape) {
			known = append(known, "NO_SUCH_VALUE")
		}
	case model.HasLength:
		var lists []any
		for n := range 4 {
			list := t.Filled(shape, nil, n)
			if (n == test.Length) == hold && len(list) == n && t.Fits(list, shape) {
				lists = append(lists, list)
			}
		}
		return lists
	case model.JSONObject:
		if !hold {
			known = append(known, "[]", "{", "plain text")
		}
	case model.Constant:
		known = append(known, "lower_case", "A-B")
	}
	return slices.DeleteFunc(known, func(v any) bool { return effect.Fits(test, v) != hold })
}

// texts returns texts as a JSON list.
func texts(all []string) []any {
	values := make([]any, len(all))
	for i, text := range all {
		values[i] = text
	}
	return values
}

// allowedAll reports whether an input keeps to the limits of other clauses.
func allowedAll(t *script.T, in value.Object) bool {
	return !slices.ContainsFunc(t.Op.Clauses, func(c model.Clause) bool {
		rule, ok := c.Rule.(model.Allowed)
		return ok && slices.ContainsFunc(value.At(in, rule.Path), func(v any) bool {
			text, _ := v.(string)
			return !slices.Contains(t.AllowedValues(rule), text)
		})
	})
}

// A memo has what is the same in all cases of a property.
type memo struct {
	// samples are the values at places of requests, by operation and path.
	samples map[string][]any
	// suitable are the values that suit a test.
	suitable map[suitableFor][]any
}

// suitableFor is a test of a clause that is to hold, or not to.
type suitableFor struct {
	test *model.Test
	hold bool
}

// knownOf returns what is known of the cases of a property.
func knownOf(t *script.T) *memo {
	known, is := t.Result.Memo.(*memo)
	if !is {
		known = &memo{samples: map[string][]any{}, suitable: map[suitableFor][]any{}}
		t.Result.Memo = known
	}
	return known
}

// sampleValues returns the values that stand at a path of the requests for the
// examples of the subject, each once.
func sampleValues(t *script.T, path model.Path) []any {
	known := knownOf(t).samples
	place := t.Op.Name + " " + string(path)
	if _, is := known[place]; !is {
		known[place] = samplesAt(t, path)
	}
	return value.Clone(known[place])
}

// samplesAt returns what sampleValues does, from the examples themselves.
func samplesAt(t *script.T, path model.Path) []any {
	values := []any{}
	shown := map[string]bool{}
	for _, s := range t.ValidSamples() {
		if s.JSON == "" {
			continue // what stands in such a request is of no example
		}
		for _, v := range value.At(t.Input(t.Op, t.SampleOf(s)), path) {
			if text := value.Show(v); !shown[text] {
				shown[text] = true
				values = append(values, v)
			}
		}
	}
	return values
}
