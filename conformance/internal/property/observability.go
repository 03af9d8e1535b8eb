package property

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Settables returns a clause for each member of an input that can be set: that
// it makes a difference. Left out are those of which the model says that they
// make none here, and those that the service sets itself.
func Settables(s *testcase.Session) []model.Placed {
	var all []model.Placed
	for i := range s.API.Operations {
		op := &s.API.Operations[i]
		if op.Effect.Verb != model.Puts && op.Effect.Verb != model.Sets {
			continue
		}
		for _, path := range leaves(s, s.API.Shape(op.Input), "", nil) {
			if indifferent(s, op, path) {
				continue
			}
			all = append(all, model.Placed{Operation: op, Clause: &model.Clause{
				ID:          op.Name + "." + string(path) + ".observable",
				Kind:        "observable",
				Description: path.Last() + " makes a difference: set to another value, it changes something that is shown later.",
				Source:      "API model, shape " + op.Input,
				Provenance:  model.Documented,
				Rule:        settable{path: path},
			}})
		}
	}
	return all
}

// settable is the rule of those clauses: where the member stands.
type settable struct {
	model.Rule
	path model.Path
}

// leaves returns the paths to all values in a structure that are not
// structures themselves.
func leaves(s *testcase.Session, shape *model.Shape, at model.Path, open []string) []model.Path {
	if slices.Contains(open, shape.Name) {
		return nil
	}
	open = append(open, shape.Name)
	switch shape.Kind {
	case model.Structure:
		var all []model.Path
		for _, m := range shape.Members {
			all = append(all, leaves(s, s.API.Shape(m.Shape), at.Join(m.Name), open)...)
		}
		return all
	case model.List:
		if elem := s.API.Shape(shape.Elem); elem.Kind == model.Structure {
			return leaves(s, elem, at.Elem(), open)
		}
	}
	return []model.Path{at}
}

// indifferent reports whether the model says of a member, or of something
// that it is part of, that it means nothing here, or that the service sets it,
// or leaves it just one value.
func indifferent(s *testcase.Session, op *model.Operation, path model.Path) bool {
	part := func(of model.Path) bool {
		return of != "" && (path == of || strings.HasPrefix(string(path), string(of)+".") || strings.HasPrefix(string(path), string(of)+"[]"))
	}
	for _, u := range op.Unmodelled {
		if part(u.Path) {
			return true
		}
	}
	for _, c := range op.Clauses {
		switch rule := c.Rule.(type) {
		case model.Assigned:
			if part(op.Effect.Bound(rule.Member)) {
				return true
			}
		case model.Allowed:
			if part(rule.Path) && (rule.Account || len(rule.Values) < 2) {
				return true
			}
		}
	}
	return false
}

// MakesADifference puts a thing, once more the same, and then with another
// value in one place. What is shown changes at the third time and not at the
// second. For some members only one of two values can be seen to come after
// the other, so both ways are tried.
func MakesADifference(t *script.T) {
	// The values are the same in each case, so that what other cases have left
	// would be in the way of whoever tries it again.
	if err := t.Reset(); err != nil {
		t.Skip("%v", err)
	}
	path := t.Clause.Rule.(settable).path
	two := rapid.Permutation(twoValues(t, path)).Draw(t.Rapid, "two values")
	if differs(t, two[0], two[1]) || differs(t, two[1], two[0]) {
		return
	}
	t.Fail("that something else is shown with another "+string(path), "the same, be it %s or %s", two[0], two[1])
}

// A placed value is one that is to stand at a path; it is nil if nothing is to
// stand there.
type placedValue struct {
	path  model.Path
	value any
}

// String shows the value.
func (v placedValue) String() string {
	if v.value == nil {
		return "left out"
	}
	return value.Show(v.value)
}

// twoValues returns several values that may stand at a path, at least two.
// Where there is but one, it may be left out, or what it is part of.
func twoValues(t *script.T, path model.Path) []placedValue {
	steps, shape, err := t.API.Steps(t.Op.Input, path)
	if err != nil {
		t.Skip("%v", err)
	}
	var values []placedValue
	for _, v := range typedValuesAt(t, path, shape) {
		if p := (placedValue{path, v}); len(values) < 4 && !slices.ContainsFunc(values, func(q placedValue) bool { return q.String() == p.String() }) {
			values = append(values, p)
		}
	}
	for i := len(steps) - 1; i >= 0 && len(values) < 2; i-- {
		if step := steps[i]; !step.Member.Required {
			values = append(values, placedValue{pathTo(steps[:i+1]), nil})
		}
	}
	if len(values) < 2 {
		t.Skip("%s has but one value", path)
	}
	return values
}

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

// typedValuesAt returns a few values that a clause allows at a path, or its shape.
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
	switch shape.Kind {
	case model.Timestamp:
		at := t.Now().Truncate(time.Hour)
		if t.Subject.Fact != nil {
			return []any{value.Epoch(at.Add(-time.Hour)), value.Epoch(at)}
		}
		return []any{value.Epoch(at.Add(2 * time.Hour)), value.Epoch(at.Add(3 * time.Hour))}
	case model.List, model.Map:
		return []any{t.Filled(shape, nil, 1), t.Filled(shape, nil, 2)}
	}
	return t.Samples(shape)
}

// differs reports whether a value is seen to come after another.
func differs(t *script.T, first, second placedValue) bool {
	in := t.ValidRequest()
	before, after := value.Clone(in), value.Clone(in)
	t.Place(before, first.path, first.value)
	t.Place(after, second.path, second.value)
	makeReady(t, before)
	if out := t.ExpectAccepted(t.Call(t.Op, before)); t.NotSetUp != "" && len(t.FailedKeys(t.Op, out)) > 0 {
		t.Skip("%s", t.NotSetUp)
	}
	shown := steadily(t, before, after)
	t.ExpectAccepted(t.Call(t.Op, before))
	if again := steadily(t, before, after); again != shown {
		t.Fail("the same after the same request: "+shown, "%s", again)
	}
	makeReady(t, after)
	return t.Call(t.Op, after).Ok() && steadily(t, before, after) != shown
}

// steadily is shownAt, which has to show the same when it is asked again.
func steadily(t *script.T, requests ...value.Object) string {
	shown := shownAt(t, requests...)
	if again := shownAt(t, requests...); again != shown {
		t.Fail("the same when nothing was done: "+shown, "%s", again)
	}
	return shown
}

// makeReady sets up what a request takes.
func makeReady(t *script.T, in value.Object) { t.SetUp(t.Op, in, t.KeysOf(t.Op, value.Encode(in))) }

// shownAt returns all that is shown where the things of some requests are, but
// for what the service sets itself.
func shownAt(t *script.T, requests ...value.Object) string {
	var keys, all []value.Object
	for _, in := range requests {
		keys = append(keys, t.KeysOf(t.Op, value.Encode(in))...)
	}
	if len(t.Subject.Partition) == 0 {
		all = t.Find(keys...)
	}
	for i, key := range keys {
		same := func(other value.Object) bool {
			return value.KeyOf(other, t.Subject.Partition) == value.KeyOf(key, t.Subject.Partition)
		}
		if len(t.Subject.Partition) > 0 && !slices.ContainsFunc(keys[:i], same) {
			all = append(all, t.List(value.Pick(key, t.Subject.Partition))...)
		}
	}
	for i, thing := range all {
		all[i] = value.Clone(thing)
		for name := range thing {
			if effect.Assigned(t.Op, name) {
				delete(all[i], name)
			}
		}
	}
	return value.ShowAll(all)
}
