package property

import (
	"strconv"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var historyProperties = []script.Property{
	{Kind: "history", Name: "put several times, read after each, and list the versions", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.History)
		h := versionsOf(t, rule.Entity)
		keys := t.SpreadKeys(2)
		versions := make([][]value.Object, len(keys))
		for range rapid.IntRange(min(2, rule.Most), min(6, rule.Most)).Draw(t.Rapid, "puts") {
			i := rapid.IntRange(0, len(keys)-1).Draw(t.Rapid, "key")
			t.Put(t.Describe(keys[i])...)
			versions[i] = append(versions[i], t.FindOne(keys[i]))
		}
		for i, key := range keys {
			if len(versions[i]) > 0 {
				expectVersions(h, rule, key, versions[i])
			}
		}
		// What is deleted has no versions, should there be one of its name again. Only
		// exact targets are held to it: what documents say of versions is about puts.
		if !t.Exact() {
			return
		}
		key := keys[rapid.IntRange(0, len(keys)-1).Draw(t.Rapid, "key")]
		if t.Operations.Delete == nil || t.Missing[t.Operations.Delete.Name] != "" || len(t.Find(key)) == 0 {
			return
		}
		t.Delete(key)
		t.NoteDeleted(t.Subject.Name, key)
		t.Put(t.Describe(key)...)
		expectVersions(h, rule, key, []value.Object{t.FindOne(key)})
	}},
	{Kind: "history", Name: "put more often than versions are kept", Cases: 2, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.History)
		if rule.Most > mostFilled {
			t.Skip("it takes %d puts, which are too many", rule.Most)
		}
		h := versionsOf(t, rule.Entity)
		key := t.Keys(1)[0]
		resource := t.Describe(key)[0]
		var versions []value.Object
		for range rule.Most {
			t.Put(resource)
			versions = append(versions, t.FindOne(key))
		}
		expectVersions(h, rule, key, versions)
		for range rapid.IntRange(1, 2).Draw(t.Rapid, "more") {
			t.Put(resource)
			versions = append(versions[1:], t.FindOne(key))
		}
		expectVersions(h, rule, key, versions)
	}},
	{Kind: "history/labelled", Name: "put as often as versions are kept, with a label on the oldest", Cases: 2, Observe: labelledWhole},
}

// versionsOf returns a view of the case whose operation lists versions.
func versionsOf(t *script.T, entity string) *script.T {
	h := t.On(entity)
	op := h.Listing(entity)
	if op == nil || t.Missing[op.Name] != "" {
		t.Skip("no operation lists what is kept as %s", entity)
	}
	reading(t, t.Clause.Rule.(model.History).Number)
	return t.Of(op)
}

// expectVersions expects the versions of a resource to be what reads have returned of
// it.
func expectVersions(h *script.T, rule model.History, key value.Object, want []value.Object) {
	byNumber := map[string]value.Object{}
	in := h.Input(h.Op, key)
	h.SetUpReferences(h.Op, in)
	rows := listed(h, in)
	for _, row := range rows {
		byNumber[value.Show(row[rule.Number])] = row
	}
	for _, version := range want {
		number := version[rule.Number]
		row, there := byNumber[value.Show(number)]
		if !there {
			h.Fail("a version "+value.Show(number)+" of "+value.Show(key), "%s", value.ShowAll(rows))
		}
		expectMembers(h, version, row, " of version "+value.Show(number))
	}
	if len(rows) != len(want) {
		h.Fail(strconv.Itoa(len(want))+" versions of "+value.Show(key), "%s", value.ShowAll(rows))
	}
}

// putVersions puts a resource n times, of which all versions have to be kept, and
// returns their keys.
func putVersions(t *script.T, n int) []value.Object {
	put, h := t.API.HistoryOf(t.Subject.Name)
	of := t.Of(put)
	key := of.Keys(1)[0]
	reading(of, h.Number)
	var versions []value.Object
	for range n {
		of.Put(of.Describe(key)...)
		versions = append(versions, value.With(key, value.Pick(of.FindOne(key), []string{h.Number})))
	}
	return versions
}

// effectiveVersions lists versions that are there, and expects to find them.
func effectiveVersions(t *script.T) {
	_, h := t.API.HistoryOf(t.Subject.Name)
	versions := putVersions(t, min(2, h.Most))
	rows := listed(t, t.Input(t.Op, value.Pick(versions[0], t.Subject.Partition)))
	if want, got := value.ShowAll(t.OnlyKeysOf(versions)), value.ShowAll(t.OnlyKeysOf(rows)); len(rows) != len(versions) {
		t.Fail(want, "%s", got)
	}
}

// recorded reports whether the subject of a case is the versions of a resource, which
// no operation puts by themselves.
func recorded(t *script.T) bool {
	put, _ := t.API.HistoryOf(t.Subject.Name)
	return put != nil
}
