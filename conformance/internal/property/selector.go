package property

import (
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var selectorProperties = []script.Property{
	{Kind: "selector", Name: "put several times, and get each version", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Selector)
		h := t.API.Versions(t.Op)
		reading(t, h.Number)
		keys := t.SpreadKeys(2)
		var versions []value.Object
		for range rapid.IntRange(2, 4).Draw(t.Rapid, "puts") {
			t.Put(t.Describe(keys[0])...)
			versions = append(versions, t.FindOne(keys[0]))
		}
		versions = versions[max(0, len(versions)-h.Most):]
		t.Put(t.Describe(keys[1])...)
		for _, version := range versions {
			expectVersion(t, rule, h, version)
		}
		last := versions[len(versions)-1]
		absent := []string{value.Show(last[h.Number]) + "0", "0"}
		none := rapid.SampledFrom(absent).Draw(t.Rapid, "number of no version")
		t.ExpectError(t.Call(t.Op, requestOf(t, rule, keys[0], none)), rule.Error)
		t.ExpectError(t.Call(t.Op, requestOf(t, rule, keys[1], value.Show(last[h.Number]))), rule.Error)
		// Without a number, it is the newest.
		newest := t.ReturnedBy(t.Op, nil, t.ExpectSuccess(t.Op, t.Call(t.Op, t.Input(t.Op, keys[0]))))
		expectSame(t, last, newest)
	}},
}

// requestOf returns a request for a version of a resource.
func requestOf(t *script.T, rule model.Selector, key value.Object, number string) value.Object {
	in := t.Input(t.Op, value.Pick(key, t.Subject.Key))
	value.Set(in, rule.By, text(value.One(in, rule.By))+rule.Separator+number)
	return in
}

// expectVersion expects a version to be returned as it was when it was the newest.
func expectVersion(t *script.T, rule model.Selector, h *model.History, version value.Object) {
	number := value.Show(version[h.Number])
	out := t.ExpectSuccess(t.Op, t.Call(t.Op, requestOf(t, rule, version, number)))
	expectSame(t, version, t.ReturnedBy(t.Op, nil, out))
	if rule.Shown == "" {
		return
	}
	// Documents have the number there; the separator may stand before it.
	shown := value.TextAt(out, t.Op.Effect.Into+"."+rule.Shown)
	if strings.TrimPrefix(shown, rule.Separator) != number {
		t.Fail(string(rule.Shown)+" "+rule.Separator+number, "%s", value.Show(out))
	}
}

// expectSame expects one resource to be returned, with the members that another read
// has returned of it.
func expectSame(t *script.T, want value.Object, got []value.Object) {
	if len(got) != 1 {
		t.Fail("one "+t.Subject.Name, "%s", value.ShowAll(got))
	}
	expectMembers(t, want, got[0], "")
}

// expectMembers expects what the case's operation returns of something to have the
// members that another read has returned of it.
func expectMembers(t *script.T, want, got value.Object, of string) {
	for _, m := range t.Subject.Shape.Members {
		v, there := want[m.Name]
		if there && effect.Returns(t.Op, m.Name) && !value.Same(t.API, t.API.Shape(m.Shape), v, got[m.Name]) {
			t.Fail(m.Name+" "+value.Show(v)+of, "%s", value.Show(got))
		}
	}
}
