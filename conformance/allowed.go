package conformance

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var allowedLaws = []law{
	{kind: "allowed", name: "a value that is allowed, and one that is not", see: func(t *trial) string {
		rule := t.clause.Rule.(model.Allowed)
		in := t.baseOf(3)
		good, bad := clone(in), clone(in)
		t.place(good, rule.Path, rapid.SampledFrom(t.allowedValues(rule)).Draw(t.rapid, "allowed value"))
		t.placeAmong(bad, rule.Path, t.disallowed(rule), good)
		if out := t.accepted(t.call(t.op, good)); len(t.failed(t.op, out)) > 0 {
			if t.unsure != "" {
				t.skip("%s", t.unsure)
			}
			t.fail("no failures", "%s", show(out))
		}
		t.expectThere(good)
		r := t.call(t.op, bad)
		switch {
		case !r.ok():
			return errorSeen(r)
		case len(t.failed(t.op, t.ok(t.op, r))) > 0:
			return "failed-batch"
		}
		return "accepted"
	}},
}

// baseOf is base for up to most things, if the trial's operation takes several.
func (t *trial) baseOf(most int) object {
	if !t.stores() || t.op.Effect.Each == "" {
		return t.base()
	}
	things := t.describe(t.fewKeys(most)...)
	in := t.input(t.op, things...)
	t.arrange(t.op, in, things)
	return in
}

// placeAmong puts a value at a path of an input: if the path ends in a list,
// among what stands there in another input.
func (t *trial) placeAmong(in object, path model.Path, value any, others object) {
	list, isList := strings.CutSuffix(string(path), "[]")
	_, shape, err := t.api.Steps(t.op.Input, model.Path(list))
	good := listAt(others, model.Path(list))
	if !isList || err != nil || shape.Max != nil && int64(len(good)) >= shape.Max.Int {
		t.place(in, path, value)
		return
	}
	at := rapid.IntRange(0, len(good)).Draw(t.rapid, "place")
	set(in, model.Path(list), slices.Insert(slices.Clone(good), at, value))
}

// allowedValues returns the values that a member is limited to.
func (t *trial) allowedValues(rule model.Allowed) []string {
	if rule.Account {
		return []string{t.as.Account}
	}
	return rule.Values
}

// drawAllowed draws a value for a member of the thing that the operation which
// puts it lets through.
func (t *trial) drawAllowed(member string) any {
	shape := t.api.Shape(t.about.Shape.Member(member).Shape)
	if values := t.limitTo(model.Path(member)); values != nil {
		return rapid.SampledFrom(values).Draw(t.rapid, member)
	}
	return t.draw(shape, member)
}

// possible returns a few values that may stand at a path of a thing.
func (t *trial) possible(path model.Path, shape *model.Shape) []any {
	if values := t.limitTo(path); values != nil {
		return values
	}
	return t.samples(shape)
}

// limitTo returns the values to which the operation that puts a thing limits
// what stands at a path of it, or nil.
func (t *trial) limitTo(path model.Path) []any {
	if t.ops.put == nil {
		return nil
	}
	for _, c := range t.ops.put.Clauses {
		rule, ok := c.Rule.(model.Allowed)
		if !ok || rule.Path != t.ops.put.Effect.Bound(string(path)) {
			continue
		}
		var values []any
		for _, v := range t.allowedValues(rule) {
			values = append(values, v)
		}
		return values
	}
	return nil
}

// disallowed draws a value that fits the member's schema and that the clause
// does not allow.
func (t *trial) disallowed(rule model.Allowed) any {
	_, shape, err := t.api.Steps(t.op.Input, rule.Path)
	if err != nil {
		t.skip("%v", err)
	}
	candidates := slices.Clone(t.samples(shape))
	if rule.Account {
		// The account of somebody else is what is mistaken most easily.
		candidates = append([]any{"210987654321", t.as.Account + "0"}, candidates...)
	}
	for _, v := range t.allowedValues(rule) {
		candidates = append(candidates, v+" ", "x"+v)
	}
	candidates = slices.DeleteFunc(candidates, func(v any) bool {
		text, ok := v.(string)
		return !ok || slices.Contains(t.allowedValues(rule), text) || !t.fits(text, shape)
	})
	if len(candidates) == 0 {
		t.skip("the schema of %s lets no other value through", rule.Path)
	}
	return rapid.SampledFrom(candidates).Draw(t.rapid, "value that is not allowed")
}
