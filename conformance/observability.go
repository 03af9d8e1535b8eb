package conformance

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// settables returns a clause for each member of an input that can be set: that
// it makes a difference. Left out are those of which the model says that they
// make none here, and those that the service sets itself.
func (s *session) settables() []model.Placed {
	var all []model.Placed
	for i := range s.api.Operations {
		op := &s.api.Operations[i]
		if op.Effect.Verb != model.Puts && op.Effect.Verb != model.Sets {
			continue
		}
		for _, path := range s.leaves(s.api.Shape(op.Input), "", nil) {
			if s.indifferent(op, path) {
				continue
			}
			all = append(all, model.Placed{Operation: op, Clause: &model.Clause{
				ID:     op.Name + "." + string(path) + ".observable",
				Kind:   "observable",
				Says:   path.Last() + " makes a difference: set to another value, it changes something that is shown later.",
				Source: "API model, shape " + op.Input,
				Ground: model.Documented,
				Rule:   settable{path: path},
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
func (s *session) leaves(shape *model.Shape, at model.Path, open []string) []model.Path {
	if slices.Contains(open, shape.Name) {
		return nil
	}
	open = append(open, shape.Name)
	switch shape.Kind {
	case model.Structure:
		var all []model.Path
		for _, m := range shape.Members {
			all = append(all, s.leaves(s.api.Shape(m.Shape), at.Join(m.Name), open)...)
		}
		return all
	case model.List:
		if elem := s.api.Shape(shape.Elem); elem.Kind == model.Structure {
			return s.leaves(elem, at.Elem(), open)
		}
	}
	return []model.Path{at}
}

// indifferent reports whether the model says of a member, or of something
// that it is part of, that it means nothing here, or that the service sets it,
// or leaves it just one value.
func (s *session) indifferent(op *model.Operation, path model.Path) bool {
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

// makesADifference puts a thing, once more the same, and then with another
// value in one place. What is shown changes at the third time and not at the
// second. For some members only one of two values can be seen to come after
// the other, so both ways are tried.
func makesADifference(t *trial) {
	// The values are the same in each case, so that what other cases have left
	// would be in the way of whoever tries it again.
	if err := t.reset(); err != nil {
		t.skip("%v", err)
	}
	path := t.clause.Rule.(settable).path
	two := rapid.Permutation(t.twoValues(path)).Draw(t.rapid, "two values")
	if t.differs(two[0], two[1]) || t.differs(two[1], two[0]) {
		return
	}
	t.fail("that something else is shown with another "+string(path), "the same, be it %s or %s", two[0], two[1])
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
	return show(v.value)
}

// twoValues returns several values that may stand at a path, at least two.
// Where there is but one, it may be left out, or what it is part of.
func (t *trial) twoValues(path model.Path) []placedValue {
	steps, shape, err := t.api.Steps(t.op.Input, path)
	if err != nil {
		t.skip("%v", err)
	}
	var values []placedValue
	for _, v := range t.valuesAt(path, shape) {
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
		t.skip("%s has but one value", path)
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

// valuesAt returns a few values that a clause allows at a path, or its shape.
func (t *trial) valuesAt(path model.Path, shape *model.Shape) []any {
	for _, c := range t.op.Clauses {
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
		at := t.now().Truncate(time.Hour)
		if t.about.Fact != nil {
			return []any{epoch(at.Add(-time.Hour)), epoch(at)}
		}
		return []any{epoch(at.Add(2 * time.Hour)), epoch(at.Add(3 * time.Hour))}
	case model.List, model.Map:
		return []any{t.filled(shape, nil, 1), t.filled(shape, nil, 2)}
	}
	return t.samples(shape)
}

// differs reports whether a value is seen to come after another.
func (t *trial) differs(first, second placedValue) bool {
	in := t.base()
	before, after := clone(in), clone(in)
	t.place(before, first.path, first.value)
	t.place(after, second.path, second.value)
	t.makeReady(before)
	if out := t.accepted(t.call(t.op, before)); t.unsure != "" && len(t.failed(t.op, out)) > 0 {
		t.skip("%s", t.unsure)
	}
	shown := t.steadily(before, after)
	t.accepted(t.call(t.op, before))
	if again := t.steadily(before, after); again != shown {
		t.fail("the same after the same request: "+shown, "%s", again)
	}
	t.makeReady(after)
	return t.call(t.op, after).ok() && t.steadily(before, after) != shown
}

// steadily is shownAt, which has to show the same when it is asked again.
func (t *trial) steadily(requests ...object) string {
	shown := t.shownAt(requests...)
	if again := t.shownAt(requests...); again != shown {
		t.fail("the same when nothing was done: "+shown, "%s", again)
	}
	return shown
}

// makeReady arranges what a request takes.
func (t *trial) makeReady(in object) { t.arrange(t.op, in, t.keysOf(t.op, encode(in))) }

// shownAt returns all that is shown where the things of some requests are, but
// for what the service sets itself.
func (t *trial) shownAt(requests ...object) string {
	var keys, all []object
	for _, in := range requests {
		keys = append(keys, t.keysOf(t.op, encode(in))...)
	}
	if len(t.about.Partition) == 0 {
		all = t.find(keys...)
	}
	for i, key := range keys {
		same := func(other object) bool { return keyOf(other, t.about.Partition) == keyOf(key, t.about.Partition) }
		if len(t.about.Partition) > 0 && !slices.ContainsFunc(keys[:i], same) {
			all = append(all, t.list(pick(key, t.about.Partition))...)
		}
	}
	for i, thing := range all {
		all[i] = clone(thing)
		for name := range thing {
			if assigned(t.op, name) {
				delete(all[i], name)
			}
		}
	}
	return showAll(all)
}
