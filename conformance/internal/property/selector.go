package property

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var selectorProperties = []script.Property{
	{Kind: "selector", Name: "put several times, and get each version", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Selector)
		t.NeedPut()
		h := t.API.Versions(t.Op)
		reading(t, h.Number)
		keys := t.SpreadKeys(2)
		versions := putAndFind(t, keys[0], rapid.IntRange(2, 4).Draw(t.Rapid, "puts"))
		versions = versions[max(0, len(versions)-h.Most):]
		t.Put(t.Describe(keys[1])...)
		for _, version := range versions {
			expectVersion(t, rule, version, value.Show(version[h.Number]))
		}
		last := versions[len(versions)-1]
		absent := []string{value.Show(last[h.Number]) + "0", "0"}
		none := rapid.SampledFrom(absent).Draw(t.Rapid, "number of no version")
		expectNoVersion(t, rule, keys[0], none)
		expectNoVersion(t, rule, keys[1], value.Show(last[h.Number]))
		// Without a number, it is the newest.
		in := t.Input(t.Op, keys[0])
		if t.Op.Effect.Verb == model.Lists {
			in = t.Selecting(t.Op, nil, keys[0])
		}
		newest := t.ReturnedBy(t.Op, nil, t.ExpectSuccess(t.Op, t.Call(t.Op, in)))
		expectSame(t, last, newest)
		if t.Op.Effect.Verb == model.Lists {
			expectTogether(t, rule, versions, none)
		}
	}},
	{Kind: "selector/label", Name: "label versions, and get each by its label", Cases: 12, Check: func(t *script.T) {
		rule := t.Op.Clause("selector").Rule.(model.Selector)
		l := labelling(t, t.Clause.Rule.(model.SelectorLabel).Entity)
		reading(t, l.history.Number)
		keys := t.SpreadKeys(2)
		versions := putAndFind(t, keys[0], min(l.history.Most, rapid.IntRange(2, 4).Draw(t.Rapid, "puts")))
		t.Put(t.Describe(keys[1])...)
		texts := l.texts(t, 3)
		on := map[string]value.Object{}
		attach := func(label string) {
			version := rapid.SampledFrom(versions).Draw(t.Rapid, "version of "+label)
			number, _ := version[l.history.Number].(json.Number)
			l.attach(t, keys[0], number, number, label)
			on[label] = version
		}
		attach(texts[0])
		attach(texts[1])
		attach(texts[0])
		for _, label := range texts[:2] {
			expectVersion(t, rule, on[label], label)
		}
		expectNoVersion(t, rule, keys[0], texts[2])
		expectNoVersion(t, rule, keys[1], texts[0])
	}},
}

// putAndFind puts a resource n times, and returns what reads have of each version.
func putAndFind(t *script.T, key value.Object, n int) []value.Object {
	var versions []value.Object
	for range n {
		t.Put(t.Describe(key)...)
		versions = append(versions, t.FindOne(key))
	}
	return versions
}

// named returns the text that selects a version of a resource.
func named(t *script.T, rule model.Selector, key value.Object, selected string) string {
	return text(key[t.Subject.Key[0]]) + rule.Separator + selected
}

// requestOf returns a request for a version of a resource.
func requestOf(t *script.T, rule model.Selector, key value.Object, selected string) value.Object {
	in := t.Input(t.Op, value.Pick(key, t.Subject.Key))
	if name := named(t, rule, key, selected); t.Op.Effect.Verb == model.Lists {
		value.Set(in, rule.By, []any{name})
	} else {
		value.Set(in, rule.By, name)
	}
	return in
}

// expectVersion expects a version to be returned as it was when it was the newest.
func expectVersion(t *script.T, rule model.Selector, version value.Object, selected string) {
	out := t.ExpectSuccess(t.Op, t.Call(t.Op, requestOf(t, rule, version, selected)))
	expectSame(t, version, t.ReturnedBy(t.Op, nil, out))
	expectSelector(t, rule, effect.Rows(t.Op, out)[0], selected)
}

// expectSelector expects what shows a resource to say what was selected.
func expectSelector(t *script.T, rule model.Selector, row any, selected string) {
	if rule.Shown == "" {
		return
	}
	// Documents have the number there; the separator may stand before it.
	shown := value.TextAt(row, rule.Shown)
	if strings.TrimPrefix(shown, rule.Separator) != selected {
		t.Fail(string(rule.Shown)+" "+rule.Separator+selected, "%s", value.Show(row))
	}
}

// expectNoVersion expects a version that is not there to be an error, or like the name of
// no resource.
func expectNoVersion(t *script.T, rule model.Selector, key value.Object, selected string) {
	r := t.Call(t.Op, requestOf(t, rule, key, selected))
	if t.Op.Effect.Verb != model.Lists {
		t.ExpectError(r, rule.Error)
		return
	}
	if c := t.Op.Clause("filter/absent"); c != nil && !r.Ok() && testcase.ErrorChoice(r) == c.Choice {
		return
	}
	out := t.ExpectSuccess(t.Op, r)
	if rows := effect.Rows(t.Op, out); len(rows) > 0 {
		t.Fail("nothing for "+named(t, rule, key, selected), "%s", value.Show(rows))
	}
	expectUnfound(t, out, []string{named(t, rule, key, selected)}, []string{text(key[t.Subject.Key[0]])})
}

// expectUnfound expects an output to list the keys that were not found, as they were
// asked for or by their names.
func expectUnfound(t *script.T, out value.Object, asked, names []string) {
	c := t.Op.Clause("named")
	if c == nil {
		return
	}
	var got []string
	for _, v := range value.ListAt(out, c.Rule.(model.Named).Absent) {
		got = append(got, text(v))
	}
	if !slices.Equal(got, asked) && !slices.Equal(got, names) {
		t.Fail(string(c.Rule.(model.Named).Absent)+" with "+strings.Join(asked, ", "), "%s", value.Show(out))
	}
}

// expectTogether expects several versions of a resource in one answer.
func expectTogether(t *script.T, rule model.Selector, versions []value.Object, none string) {
	h := t.API.Versions(t.Op)
	name := versions[0]
	wanted := map[string]value.Object{}
	var asked []any
	for _, version := range versions {
		number := value.Show(version[h.Number])
		wanted[number] = version
		asked = append(asked, named(t, rule, name, number))
	}
	in := t.Input(t.Op, value.Pick(name, t.Subject.Key))
	_, list, err := t.API.Steps(t.Op.Input, rule.By)
	all := rapid.Permutation(append(asked, any(named(t, rule, name, none)))).Draw(t.Rapid, "order")
	if err != nil || !t.Fits(all, list) {
		return // so many are not asked for at once
	}
	value.Set(in, rule.By, all)
	r := t.Call(t.Op, in)
	if c := t.Op.Clause("filter/absent"); c != nil && !r.Ok() && testcase.ErrorChoice(r) == c.Choice {
		return
	}
	out := t.ExpectSuccess(t.Op, r)
	rows := effect.Rows(t.Op, out)
	if len(rows) != len(versions) {
		t.Fail(strconv.Itoa(len(versions))+" versions", "%s", value.Show(rows))
	}
	for i, got := range t.ReturnedBy(t.Op, nil, out) {
		version, there := wanted[value.Show(got[h.Number])]
		if !there {
			t.Fail("each version once", "%s", value.Show(rows))
		}
		delete(wanted, value.Show(got[h.Number]))
		expectMembers(t, version, got, " of version "+value.Show(version[h.Number]))
		expectSelector(t, rule, rows[i], value.Show(version[h.Number]))
	}
	expectUnfound(t, out, []string{named(t, rule, name, none)}, []string{text(name[t.Subject.Key[0]])})
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
