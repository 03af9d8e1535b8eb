package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var allowedProperties = []script.Property{
	{Kind: "allowed", Name: "a value that is allowed, and one that is not", Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Allowed)
		in, there := limited(t)
		good, bad := value.Clone(in), value.Clone(in)
		allowed := rapid.SampledFrom(distinguishing(t, rule, in)).Draw(t.Rapid, "allowed value")
		t.Place(good, rule.Path, allowed)
		placeAmong(t, bad, rule.Path, disallowed(t, rule), good)
		if out := t.ExpectAccepted(t.Call(t.Op, good)); len(t.FailedKeys(t.Op, out)) > 0 {
			if t.NotSetUp != "" {
				t.Skip("%s", t.NotSetUp)
			}
			t.Fail("no failures", "%s", value.Show(out))
		} else if len(there) > 0 && t.Op.Effect.Verb == model.Lists {
			t.Expect(there, t.ReturnedBy(t.Op, good, out))
		}
		if len(there) > 0 && t.Op.Effect.Verb == model.Deletes {
			t.Expect(nil, t.Find(there...))
			t.Put(there...)
		}
		if fact := t.Subject.Fact; fact == nil || t.Op.Effect.Bound(fact.Value) != rule.Path || len(t.Lasting([]string{allowed})) > 0 {
			t.ExpectThere(good)
		}
		seen := disallowedChoice(t, bad)
		if _, shape, _ := t.API.Steps(t.Op.Input, rule.Path); shape.Kind != model.Enum {
			return seen
		}
		// Of an enum, one value may be answered otherwise than the others.
		for range 2 {
			other := value.Clone(in)
			placeAmong(t, other, rule.Path, disallowed(t, rule), good)
			if choice := disallowedChoice(t, other); choice != seen {
				return otherThanChosen(t, seen, choice)
			}
		}
		return seen
	}},
	{Kind: "allowed/form", Name: "a text of the form, and such as have something else in them", Cases: 12, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.AllowedForm)
		good := t.BaseOf(3)
		texts := value.At(good, rule.Path)
		if len(texts) == 0 {
			t.Skip("no request has %s", rule.Path)
		}
		bad := unformed(t, rule, text(texts[0]))
		t.ExpectAccepted(t.Call(t.Op, good))
		t.ExpectThere(good)
		seen := ""
		for _, b := range script.Some(t, bad, 1, 3) {
			in := value.Clone(good)
			placeAmong(t, in, rule.Path, b, good)
			choice := "accepted"
			if r := t.Call(t.Op, in); !r.Ok() {
				choice = limitChoice(t, r)
			}
			if seen != "" && choice != seen {
				return otherThanChosen(t, seen, choice)
			}
			seen = choice
		}
		return seen
	}},
	{Kind: "allowed/reserved", Name: "a text that begins as is reserved, and one that has that in it", Cases: 12, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Reserved)
		in := t.BaseOf(3)
		_, shape, err := t.API.Steps(t.Op.Input, rule.Path)
		if err != nil {
			t.Skip("%v", err)
		}
		seen := ""
		for _, prefix := range rule.Prefixes {
			inside := behindOther(prefix) + "-" + t.Name()
			if rule.AnyCase && rapid.Bool().Draw(t.Rapid, "in capitals") {
				prefix = strings.ToUpper(prefix)
			}
			begins := prefix + "-" + t.Name()
			if !t.Fits(inside, shape) || !t.Fits(begins, shape) {
				continue
			}
			good, bad := value.Clone(in), value.Clone(in)
			t.Place(good, rule.Path, inside)
			t.Place(bad, rule.Path, begins)
			t.ExpectAccepted(t.Call(t.Op, good))
			t.ExpectThere(good)
			choice := "accepted"
			if r := t.Call(t.Op, bad); r.Ok() {
				t.ExpectThere(bad)
			} else {
				choice = limitChoice(t, r)
			}
			if seen != "" && choice != seen {
				return otherThanChosen(t, seen, choice)
			}
			seen = choice
		}
		if seen == "" {
			t.Skip("the schema of %s allows no such text", rule.Path)
		}
		return seen
	}},
}

// unformed returns texts that the schema of a member admits and that do not match what a
// clause says. They are like one that does, with a character more.
func unformed(t *script.T, rule model.AllowedForm, good string) []any {
	_, shape, err := t.API.Steps(t.Op.Input, rule.Path)
	if err != nil {
		t.Skip("%v", err)
	}
	var bad []any
	for _, c := range []string{":", " ", "!", "@", "#", "%", "*", `\`, "=", "é"} {
		for _, text := range []string{good[:len(good)-1] + c + good[len(good)-1:], c + good, good + c} {
			if strings.TrimSpace(text) == text && t.Fits(text, shape) && !t.Pattern(rule.Pattern).MatchString(text) {
				bad = append(bad, text)
			}
		}
	}
	if len(bad) == 0 {
		t.Skip("the schema of %s allows no such text", rule.Path)
	}
	return bad
}

// behindOther returns a text that has a prefix in it and does not begin with it. Where a
// slash begins it, one does still.
func behindOther(prefix string) string {
	if rest, rooted := strings.CutPrefix(prefix, "/"); rooted {
		return "/x" + rest
	}
	return "x" + prefix
}

// disallowedChoice makes a request with a value that is not allowed, and returns what
// came of it.
func disallowedChoice(t *script.T, in value.Object) string {
	r := t.Call(t.Op, in)
	switch {
	case !r.Ok():
		return limitChoice(t, r)
	case len(t.FailedKeys(t.Op, t.OutputOf(t.Op, r))) > 0:
		return "failed-batch"
	}
	return "accepted"
}

// limited returns a request that succeeds, and what is there that it lists or deletes,
// so that a target which does nothing is told from one that accepts a value.
func limited(t *script.T) (in value.Object, there []value.Object) {
	lists := t.Op.Effect.Verb == model.Lists && bounded(t) && !recorded(t)
	deletes := t.Op.Effect.Verb == model.Deletes && t.Operations.List != nil
	if t.Operations.Put == nil || !lists && !deletes {
		return t.BaseOf(3), nil
	}
	there = t.Describe(t.FewKeys(2)...)
	t.Put(there...)
	if t.Operations.List != nil {
		t.Expect(there, t.Find(there...))
	}
	in = t.Input(t.Op, there...)
	t.SetUpReferences(t.Op, in)
	return in, there
}

// otherThanChosen returns which of two answers is not that of the model.
func otherThanChosen(t *script.T, one, two string) string {
	if one == t.Clause.Choice {
		return two
	}
	return one
}

// distinguishing returns the allowed values with which no two resources of a request
// become one: where the member is in their key, those that none has yet.
func distinguishing(t *script.T, rule model.Allowed, in value.Object) []string {
	inKey := slices.ContainsFunc(t.Subject.Key, func(name string) bool { return t.Op.Effect.Bound(name) == rule.Path })
	if there := value.At(in, rule.Path); inKey && len(there) > 1 {
		return slices.DeleteFunc(slices.Clone(t.AllowedValues(rule)), func(v string) bool { return slices.Contains(there, any(v)) })
	}
	return t.AllowedValues(rule)
}

// placeAmong puts a value at a path of an input. If the path ends in a list,
// the value is added to the elements of that list in another input.
func placeAmong(t *script.T, in value.Object, path model.Path, val any, others value.Object) {
	list, isList := strings.CutSuffix(string(path), "[]")
	_, shape, err := t.API.Steps(t.Op.Input, model.Path(list))
	good := value.ListAt(others, model.Path(list))
	if !isList || err != nil || shape.Max != nil && int64(len(good)) >= shape.Max.Int {
		t.Place(in, path, val)
		return
	}
	at := rapid.IntRange(0, len(good)).Draw(t.Rapid, "place")
	value.Set(in, model.Path(list), slices.Insert(slices.Clone(good), at, val))
}

// disallowed draws a value that fits the member's schema and that the clause
// does not allow.
func disallowed(t *script.T, rule model.Allowed) any {
	_, shape, err := t.API.Steps(t.Op.Input, rule.Path)
	if err != nil {
		t.Skip("%v", err)
	}
	candidates := slices.Clone(t.Samples(shape))
	if rule.Account {
		// Another account is the likeliest mistake.
		candidates = append([]any{setup.OtherAccount, t.As.Account + "0"}, candidates...)
	}
	for _, v := range t.AllowedValues(rule) {
		candidates = append(candidates, v+" ", "x"+v)
	}
	candidates = slices.DeleteFunc(candidates, func(v any) bool {
		text, ok := v.(string)
		return !ok || slices.Contains(t.AllowedValues(rule), text) || !t.Fits(text, shape)
	})
	if len(candidates) == 0 {
		t.Skip("the schema of %s allows no other value", rule.Path)
	}
	return rapid.SampledFrom(candidates).Draw(t.Rapid, "value that is not allowed")
}
