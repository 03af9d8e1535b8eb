package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var hierarchyProperties = []script.Property{
	{Kind: "hierarchy", Name: "put on several levels, and list what is below one", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Hierarchy)
		level := t.KeyName(t.Subject.Name, rule.On)
		names := []string{level, level + "x", level + "-a"}
		below := []string{"a", "b", "a/b", "a/c", "c/d/e"}
		for _, rest := range script.Some(t, below, 2, len(below)) {
			names = append(names, level+rule.Separator+strings.ReplaceAll(rest, "/", rule.Separator))
		}
		resources := t.Describe(t.NamedKeys(len(names))...)
		for i := range resources {
			resources[i][rule.On] = names[i]
		}
		t.Put(resources...)
		deeper := level + rule.Separator + "a"
		for _, at := range []string{level, deeper} {
			expectBelow(t, rule, at, resources, rapid.Bool().Draw(t.Rapid, "recursive"))
		}
	}},
	{Kind: "hierarchy/levels", Name: "a name with as many levels as it may have, and one with more", Cases: 6, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Levels)
		in := t.ValidRequest()
		name := text(value.One(in, rule.Path))
		deep := func(levels int) value.Object {
			deeper := value.Clone(in)
			t.Place(deeper, rule.Path, name+strings.Repeat(rule.Separator+"x", levels-rule.Of(name)))
			return deeper
		}
		if rule.Of(name) > rule.Most {
			t.Skip("all names have more levels than %d here", rule.Most)
		}
		// Whether the name itself is one of the levels, documents leave to guess.
		more := 2
		if t.Exact() {
			more = rapid.IntRange(1, 2).Draw(t.Rapid, "more")
		}
		good, bad := deep(rule.Most), deep(rule.Most+more)
		_, shape, err := t.API.Steps(t.Op.Input, rule.Path)
		if err != nil {
			t.Skip("%v", err)
		}
		if !t.Fits(value.One(good, rule.Path), shape) || !t.Fits(value.One(bad, rule.Path), shape) {
			t.Skip("a name of more than %d levels does not fit %s", rule.Most, shape.Name)
		}
		t.ExpectAccepted(t.Call(t.Op, good))
		t.ExpectThere(good)
		r := t.Call(t.Op, bad)
		if r.Ok() {
			t.ExpectThere(bad)
			return "accepted"
		}
		return limitChoice(t, r)
	}},
}

// expectBelow expects a listing of what is below a level to have those of some
// resources that are, and nothing else: nobody has other names that begin so.
func expectBelow(t *script.T, rule model.Hierarchy, level string, resources []value.Object, recursive bool) {
	in := t.Input(t.Op, nil)
	value.Set(in, rule.By, level)
	how := model.TextBelow
	if rule.Recursive != "" {
		value.Set(in, rule.Recursive, recursive)
		if !recursive {
			how = model.TextChild
			if rapid.Bool().Draw(t.Rapid, "the flag is left out") {
				value.Set(in, rule.Recursive, nil)
			}
		}
	}
	want := slices.DeleteFunc(slices.Clone(resources), func(r value.Object) bool {
		return !compares(how, text(r[rule.On]), level, rule.Separator)
	})
	got := listed(t, in)
	expectRows(t, want, got)
}

// compares reports whether a text is as a value asks, in a way to compare.
func compares(how model.Comparing, has, value, separator string) bool {
	rest, begins := strings.CutPrefix(has, strings.TrimSuffix(value, separator)+separator)
	switch how {
	case model.TextEquals:
		return has == value
	case model.TextBegins:
		return strings.HasPrefix(has, value)
	case model.TextContains:
		return strings.Contains(has, value)
	case model.TextChild:
		return begins && rest != "" && !strings.Contains(rest, separator)
	}
	return begins && rest != ""
}
