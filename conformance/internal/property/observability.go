package property

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
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
		if op.Effect.Verb != model.Puts && op.Effect.Verb != model.Updates && op.Effect.Verb != model.Sets {
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
// modelled, is set or withheld by the service, or can have one value only.
func indifferent(s *testcase.Session, op *model.Operation, path model.Path) bool {
	for _, u := range op.Unmodelled {
		if path.PartOf(u.Path) {
			return true
		}
	}
	if op.Forbids(path) {
		return true
	}
	if path == op.Token() {
		return true // it tells requests apart, and not what they put
	}
	if path == op.Effect.Each {
		return true // the elements are keys: the fan-out is about what each of them puts
	}
	if steps, shape, err := s.API.Steps(op.Input, path); err == nil && (constant(shape.Pattern) || onlyOne(steps, shape)) {
		return true
	}
	for _, c := range op.Clauses {
		switch rule := c.Rule.(type) {
		case model.Assigned:
			if path.PartOf(op.Effect.Bound(rule.Member)) {
				return true
			}
		case model.Attached:
			// Its own property looks at what is put with a resource.
			if slices.ContainsFunc(rule.From, func(b model.Binding) bool { return path.PartOf(b.Path) }) {
				return true
			}
		case model.Tier:
			// Its own property looks at the tier.
			if path == op.Effect.Bound(rule.Member) {
				return true
			}
		case model.Embedded:
			// Its own property looks at the entries.
			if path == op.Effect.Bound(rule.Member) {
				return true
			}
		case model.Label:
			// Its own property looks at what is put on versions.
			return true
		case model.Matched:
			// Its own property looks at what is given to match.
			if path == op.Effect.Bound(rule.By) {
				return true
			}
		case model.Existing:
			if path == rule.Unless {
				return true
			}
		case model.Fixed:
			if path.PartOf(op.Effect.Bound(rule.Member)) {
				return true
			}
		case model.Allowed:
			if path.PartOf(rule.Path) && (rule.Account || len(rule.Values) < 2) {
				return true
			}
		case model.Treated:
			if rule.Treatment == model.Withheld && path.PartOf(effect.InputPath(op, rule.Member)) {
				return true
			}
		}
	}
	return false
}

// onlyOne reports whether a value is one that every input has to have.
func onlyOne(steps []model.Step, shape *model.Shape) bool {
	return shape.Kind == model.Enum && len(shape.Enum) == 1 && !slices.ContainsFunc(steps, func(step model.Step) bool { return !step.Member.Required })
}

// constant reports whether a pattern matches one text only.
func constant(pattern string) bool {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || pattern == "" {
		return false
	}
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	return !slices.ContainsFunc(parts, func(part *syntax.Regexp) bool {
		return part.Op != syntax.OpLiteral && part.Op != syntax.OpBeginText && part.Op != syntax.OpEndText
	})
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
	if member := settableMember(t); member != "" && !returnedByAny(t, member) {
		t.Skip("no operation of the contract returns %s", member)
	}
	two := rapid.Permutation(twoValues(t, path)).Draw(t.Rapid, "two values")
	if differs(t, two[0], two[1]) || differs(t, two[1], two[0]) {
		return
	}
	t.Fail("another answer of a read with another "+string(path), "the same with %s and %s", two[0], two[1])
}

// returnedByAny reports whether some read tells of a member: one of the key it may be asked
// by.
func returnedByAny(t *script.T, member string) bool {
	return slices.Contains(t.Subject.Key, member) ||
		slices.ContainsFunc(t.ReadsOf(t.Subject.Name), func(read *model.Operation) bool { return effect.Returns(read, member) })
}

// differs reports whether reads show that one value was replaced by another.
func differs(t *script.T, first, second placedValue) bool {
	var before, after value.Object
	if first.sample == second.sample {
		before = t.ValidRequestLike(first.sample)
		after = value.Clone(before)
		// Both stand in the same elements of lists: in others, the two requests could be
		// one, where an element has the second value already.
		var elements []int
		place := func(in value.Object, v placedValue) {
			depth := 0
			t.PlaceIn(in, v.path, v.value, func(list []any) int {
				if depth == len(elements) {
					elements = append(elements, rapid.IntRange(0, len(list)-1).Draw(t.Rapid, "element"))
				}
				depth++
				return min(elements[depth-1], len(list)-1)
			})
		}
		place(before, first)
		place(after, second)
	} else {
		key := t.Keys(1)[0]
		before, after = first.request(t, key), second.request(t, key)
	}
	if t.API.MadeKey(t.Op) != "" {
		return differsApart(t, first, second, before, after)
	}
	// Where more than the value changes, the value alone is looked at.
	look := func(t *script.T) string {
		if first.sample == second.sample {
			return shownAt(t, before, after)
		}
		return valueAt(t, first.path, before)
	}
	for _, s := range []model.Sample{first.sample, second.sample} {
		if s != t.ValidSamples()[0] {
			// A target that fails at the example fails a clause about that.
			like := t.ValidRequestLike(s)
			aside(t, func() *wire.Reply { return t.Call(t.Op, like) })
		}
	}
	makeReady(t, before)
	r := t.Call(t.Op, before)
	t.NeedSample(first.sample, r)
	if out := t.ExpectAccepted(r); t.NotSetUp != "" && len(t.FailedKeys(t.Op, out)) > 0 {
		t.Skip("%s", t.NotSetUp)
	}
	shown := steadily(t, look)
	makeReady(t, before)
	t.ExpectAccepted(t.Call(t.Op, before))
	if t.Stores() {
		t.ExpectNotElsewhere(t.KeysOf(t.Op, value.Encode(before))...)
	}
	if again := steadily(t, look); again != shown {
		t.Fail("the same after the same request: "+shown, "%s", again)
	}
	makeReady(t, after)
	return t.Call(t.Op, after).Ok() && steadily(t, look) != shown
}

// differsApart is differs for an operation that puts another resource with each request,
// of which the service makes the key.
func differsApart(t *script.T, first, second placedValue, before, after value.Object) bool {
	shown := func(r *wire.Reply) string {
		name := t.Keys(1)[0]
		t.NoteMade(t.Op, r, name)
		t.NoteCreated(name)
		var text string
		for _, read := range t.ReadsOf(t.Subject.Name) {
			if t.Missing[read.Name] != "" || !effect.Returns(read, settableMember(t)) {
				continue
			}
			view := t.View()
			view.Operations.List = read
			resource := value.Clone(view.FindOne(name))
			for member := range resource {
				if effect.Assigned(t.Op, member) || t.Timed(t.Op, member) || t.Subject.Shape.Member(member) == nil {
					delete(resource, member)
				}
			}
			if first.sample != second.sample {
				text += value.Show(value.At(resource, first.path)) + "; "
			} else {
				text += value.Show(resource) + "; "
			}
		}
		return text
	}
	makeReady(t, before)
	r := t.Call(t.Op, before)
	t.NeedSample(first.sample, r)
	t.ExpectAccepted(r)
	one := shown(r)
	r = t.Call(t.Op, before)
	t.ExpectAccepted(r)
	if again := shown(r); again != one {
		t.Fail("the same after the same request: "+one, "%s", again)
	}
	makeReady(t, after)
	r = t.Call(t.Op, after)
	return r.Ok() && shown(r) != one
}

// steadily looks twice, and expects to see the same.
func steadily(t *script.T, look func(*script.T) string) string {
	shown := look(t)
	if again := look(t); again != shown {
		t.Fail("the same without a change: "+shown, "%s", again)
	}
	return shown
}

// valueAt returns what reads return at a path of the resource of a request.
func valueAt(t *script.T, path model.Path, in value.Object) string {
	within := model.Path(strings.TrimPrefix(string(path), string(t.Op.Effect.Item)+"."))
	var all []any
	for _, found := range t.Find(t.KeysOf(t.Op, value.Encode(in))...) {
		all = append(all, value.At(found, within)...)
	}
	return value.Show(all)
}

// makeReady sets up the preconditions of a request.
func makeReady(t *script.T, in value.Object) { t.SetUp(t.Op, in, t.KeysOf(t.Op, value.Encode(in))) }

// shownAt returns all that reads return of the partitions of some requests,
// without the members that the service sets itself, and those that the model
// does not have, of which nothing is known. A read of its own is that for a
// member which another one leaves out.
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
		if path.PartOf(b.Path) {
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
			if effect.Assigned(t.Op, name) || t.Timed(t.Op, name) || t.Subject.Shape.Member(name) == nil {
				delete(all[i], name)
			}
		}
	}
	return value.ShowAll(all)
}
