package property

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var criteriaProperties = []script.Property{
	{Kind: "criteria", Name: "what meets all conditions is listed, and nothing else", Cases: 100, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Criteria)
		chosen := script.Some(t, rule.On, 1, 2)
		resources := t.Describe(leveledKeys(t)...)
		for _, on := range chosen {
			if on.Labels == "" && slices.Contains(t.Settable(t.Operations.Put), on.Member) {
				varyAll(t, resources, on.Member)
			}
		}
		fill(t, resources)
		textsOf := comparedTexts(t, chosen, resources)
		var conditions []any
		want := resources
		for _, on := range chosen {
			condition, how, values := drawCondition(t, rule, on, resources, textsOf)
			if condition == nil {
				continue
			}
			conditions = append(conditions, condition)
			want = slices.DeleteFunc(slices.Clone(want), func(r value.Object) bool {
				return !slices.ContainsFunc(textsOf(on, r), func(has string) bool {
					return slices.ContainsFunc(values, func(v string) bool { return compares(how, has, v, on.Separator) })
				})
			})
		}
		if len(conditions) == 0 {
			t.Skip("nothing that can be put has a value for a condition")
		}
		in := t.Input(t.Op, nil)
		value.Set(in, rule.By, conditions)
		got := among(t, listed(t, in), resources)
		expectRows(t, want, got)
	}},
	{Kind: "criteria", Name: "a condition with a key or an option that is not known", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Criteria)
		resources := t.Describe(t.NamedKeys(1)...)
		t.Put(resources...)
		on := rapid.SampledFrom(rule.On).Draw(t.Rapid, "key")
		good, _, _ := drawCondition(t, rule, on, resources, comparedTexts(t, []model.Criterion{on}, resources))
		if good == nil {
			t.Skip("nothing that can be put has a value for a condition")
		}
		in := t.Input(t.Op, nil)
		value.Set(in, rule.By, []any{good})
		t.ExpectAccepted(t.Call(t.Op, in))
		bad, code := value.With(good, value.Object{rule.Option: "Unknown"}), rule.BadOption
		if keys := strangeKeys(t, rule); len(keys) > 0 && rapid.Bool().Draw(t.Rapid, "the key is unknown") {
			bad, code = value.With(good, value.Object{rule.Key: rapid.SampledFrom(keys).Draw(t.Rapid, "key")}), rule.BadKey
			bad[rule.Option] = "Equals"
		}
		value.Set(in, rule.By, []any{bad})
		t.ExpectError(t.Call(t.Op, in), code)
	}},
}

// comparedTexts returns what gives the texts of a resource that a key of a condition stands for.
// If labels are among them, it puts some on each resource.
func comparedTexts(t *script.T, keys []model.Criterion, resources []value.Object) func(model.Criterion, value.Object) []string {
	on := map[string][]string{} // by the entity of labels, and the resource
	for _, c := range keys {
		if c.Labels == "" {
			continue
		}
		l := labelling(t, c.Labels)
		labels := l.texts(t, 4)
		for _, r := range resources {
			some := script.Some(t, labels, 0, 2)
			if len(some) > 0 {
				t.ExpectSuccess(l.op, t.Call(l.op, l.request(value.Pick(r, t.Subject.Key), "", some...)))
			}
			on[c.Labels+t.ResourceID(r)] = some
		}
	}
	return func(c model.Criterion, r value.Object) []string {
		if c.Labels != "" {
			return on[c.Labels+t.ResourceID(r)]
		}
		if has := cmp.Or(text(r[c.Member]), c.Otherwise); has != "" {
			return []string{has}
		}
		return nil
	}
}

// varyAll gives resources different values of a member, or none where a put may be
// without.
func varyAll(t *script.T, resources []value.Object, member string) {
	for i := range resources {
		vary(t, resources[i], model.Path(member))
		if resources[i][member] == nil && t.Demands(t.Operations.Put, member) {
			resources[i][member] = t.DrawAllowed(member)
		}
		if resources[i] = t.Accepted(resources[i], member); resources[i] == nil {
			t.Skip("no example of a %s can have such a %s", t.Subject.Name, member)
		}
	}
}

// drawCondition draws a condition that at least one of some resources meets, or returns
// nil if none has a value to compare.
func drawCondition(t *script.T, rule model.Criteria, on model.Criterion, resources []value.Object, textsOf func(model.Criterion, value.Object) []string) (condition value.Object, how model.Comparing, values []string) {
	option := rapid.SampledFrom(on.Options).Draw(t.Rapid, "option of "+on.Key)
	// Nothing says that a part of a value that an enum has is one to look for.
	enum := on.Labels == "" && t.API.Shape(t.Subject.Shape.Member(on.Member).Shape).Kind == model.Enum
	miss := !enum && rapid.IntRange(0, 2).Draw(t.Rapid, "near misses") == 2
	var all []string
	for _, r := range resources {
		for _, has := range textsOf(on, r) {
			if enum {
				all = append(all, has)
			} else if miss {
				all = append(all, nearMiss(option.Is, has, on.Separator))
			} else {
				all = append(all, partOf(t, option.Is, has, on.Separator))
			}
		}
	}
	if len(all) == 0 {
		return nil, "", nil
	}
	values = script.Some(t, all, 1, 1+rapid.IntRange(0, 1).Draw(t.Rapid, "two values"))
	condition = value.Object{rule.Key: on.Key, rule.Option: option.Option, rule.Values: texts(values)}
	if option.Option == on.Default && rapid.Bool().Draw(t.Rapid, "the option is left out") {
		delete(condition, rule.Option)
	}
	return condition, option.Is, values
}

// partOf returns a value for which a text compares in some way.
func partOf(t *script.T, how model.Comparing, has, separator string) string {
	runes := []rune(has)
	switch how {
	case model.TextBegins:
		return string(runes[:rapid.IntRange(1, len(runes)).Draw(t.Rapid, "length")])
	case model.TextContains:
		from := rapid.IntRange(0, len(runes)-1).Draw(t.Rapid, "from")
		return string(runes[from : from+rapid.IntRange(1, len(runes)-from).Draw(t.Rapid, "length")])
	case model.TextBelow, model.TextChild:
		if i := strings.LastIndex(has, separator); i > 0 {
			return has[:i]
		}
	}
	return has
}

// nearMiss returns a value for which a text would compare in a way that is near to the
// one that is asked for.
func nearMiss(how model.Comparing, has, separator string) string {
	runes := []rune(has)
	switch {
	case how == model.TextEquals && len(runes) > 1:
		return string(runes[:len(runes)-1])
	case how == model.TextBegins && len(runes) > 1:
		return string(runes[1:])
	case how == model.TextChild:
		if i := strings.LastIndex(has, separator); i > 0 {
			if j := strings.LastIndex(has[:i], separator); j > 0 {
				return has[:j]
			}
		}
	}
	return has
}

// leveledKeys returns keys that begin like one another, and if they make a hierarchy,
// are on several levels of it.
func leveledKeys(t *script.T) []value.Object {
	keys := t.NamedKeys(4)
	for _, member := range t.Subject.Key {
		h := t.API.Hierarchy(t.Subject.Name, member)
		if h == nil {
			continue
		}
		first := text(keys[0][member])
		for i, more := range []string{"", "-more", h.Separator + "a", h.Separator + "a" + h.Separator + "b"} {
			keys[i][member] = first + more
		}
	}
	return keys
}

// strangeKeys returns keys that the operation does not know, as far as they break no
// constraint.
func strangeKeys(t *script.T, rule model.Criteria) []string {
	_, key, err := t.API.Steps(t.Op.Input, rule.By.Elem().Join(rule.Key))
	if err != nil {
		return nil
	}
	keys := append(slices.Clone(rule.Rejected), "NoSuchKey")
	return slices.DeleteFunc(keys, func(k string) bool { return !t.Fits(k, key) })
}
