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
// its value is observable. It leaves out members that the model declares to
// have no effect, and those that the service sets itself.
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
				Description: path.Last() + " is observable: set to another value, it changes what a later read returns.",
				Source:      "API model, shape " + op.Input,
				Provenance:  model.Documented,
				Rule:        settable{path: path},
			}})
		}
	}
	return all
}

// settable is the rule of those clauses: the path of the member.
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

// indifferent reports whether a member, or a value that it is part of, is not
// modelled, is set by the service, or can have one value only.
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

// MakesADifference puts a resource, puts it again unchanged, and puts it with
// another value at one path. What reads return must change after the third put
// and not after the second. For some members the change shows in one direction
// only, so both are tried.
func MakesADifference(t *script.T) {
	// The values are the same in each case, so resources that other cases have
	// left would hide the change.
	if err := t.Reset(); err != nil {
		t.Skip("%v", err)
	}
	path := t.Clause.Rule.(settable).path
	two := rapid.Permutation(twoValues(t, path)).Draw(t.Rapid, "two values")
	if differs(t, two[0], two[1]) || differs(t, two[1], two[0]) {
		return
	}
	t.Fail("another answer of a read with another "+string(path), "the same with %s and %s", two[0], two[1])
}

// A placedValue is a value for a path. It is nil if there is to be none.
type placedValue struct {
	path  model.Path
	value any
}

// String returns the value as text.
func (v placedValue) String() string {
	if v.value == nil {
		return "left out"
	}
	return value.Show(v.value)
}

// twoValues returns two or more values for a path. If there is only one, the
// other is to leave it out, or the value that it is part of.
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
		t.Skip("%s can have one value only", path)
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

// differs reports whether reads show that one value was replaced by another.
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

// steadily is shownAt called twice, with the same result.
func steadily(t *script.T, requests ...value.Object) string {
	shown := shownAt(t, requests...)
	if again := shownAt(t, requests...); again != shown {
		t.Fail("the same without a change: "+shown, "%s", again)
	}
	return shown
}

// makeReady sets up the preconditions of a request.
func makeReady(t *script.T, in value.Object) { t.SetUp(t.Op, in, t.KeysOf(t.Op, value.Encode(in))) }

// shownAt returns all that reads return of the partitions of some requests,
// without the members that the service sets itself. A read of its own is that for
// a member which another one leaves out.
func shownAt(t *script.T, requests ...value.Object) string {
	first := t.Operations.List
	defer func() { t.Operations.List = first }()
	text := shownBy(t, requests)
	for _, read := range t.ReadsOf(t.Subject.Name) {
		if read != first && !effect.Returns(first, settableMember(t)) && effect.Returns(read, settableMember(t)) {
			t.Operations.List = read
			text += "; " + read.Name + ": " + shownBy(t, requests)
		}
	}
	return text
}

// settableMember returns the member of the resource that the clause's path sets, or
// is part of.
func settableMember(t *script.T) string {
	path := t.Clause.Rule.(settable).path
	for _, b := range t.Op.Effect.From {
		if path == b.Path || strings.HasPrefix(string(path), string(b.Path)+".") || strings.HasPrefix(string(path), string(b.Path)+"[]") {
			return b.Member
		}
	}
	return ""
}

// shownBy is what the listing operation returns.
func shownBy(t *script.T, requests []value.Object) string {
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
	for i, resource := range all {
		all[i] = value.Clone(resource)
		for name := range resource {
			if effect.Assigned(t.Op, name) {
				delete(all[i], name)
			}
		}
	}
	return value.ShowAll(all)
}
