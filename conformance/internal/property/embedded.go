package property

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// noArrays are texts that are no JSON.
var noArrays = []string{"entries", "[", "[{]", "{"}

var embeddedProperties = []script.Property{
	{Kind: "embedded", Name: "entries of each type, of another, and without what they need", Cases: 4, Check: func(t *script.T) {
		e := entriesOf(t, t.Op)
		keys := t.SpreadKeys(2)
		for _, entry := range e.good() {
			t.ExpectAccepted(e.put(keys[0], effect.Entries(entry)))
		}
		t.ExpectAccepted(e.put(keys[0], effect.Entries(rapid.Permutation(e.good()).Draw(t.Rapid, "all types")...)))
		t.ExpectKeys(keys[:1], t.Find(keys...))
		for _, bad := range rapid.Permutation(e.bad()).Draw(t.Rapid, "wrong entries") {
			t.ExpectError(e.put(keys[1], effect.Entries(bad.entry)), bad.code)
		}
		// One that is wrong is enough.
		bad := rapid.SampledFrom(e.bad()).Draw(t.Rapid, "wrong entry")
		t.ExpectError(e.put(keys[1], effect.Entries(append(e.good()[:1:1], bad.entry)...)), bad.code)
		t.Expect(nil, t.Find(keys[1]))
		if e.rule.None != "" {
			t.ExpectAccepted(e.put(keys[1], e.rule.None))
		}
	}},
	{Kind: "embedded/malformed", Name: "what is no JSON", Cases: 4, Observe: func(t *script.T) string {
		e := entriesOf(t, t.Op)
		keys := t.SpreadKeys(2)
		t.ExpectAccepted(e.put(keys[0], effect.Entries(e.good()...)))
		r := e.put(keys[1], rapid.SampledFrom(noArrays).Draw(t.Rapid, "text"))
		if r.Ok() {
			t.Fail("an error", "%v", r)
		}
		t.ExpectKeys(keys[:1], t.Find(keys...))
		return testcase.ErrorChoice(r)
	}},
	{Kind: "embedded/quota", Name: "as many entries as there may be, and one more", Cases: 2, Observe: func(t *script.T) string {
		e, rule := entriesOf(t, t.Op), t.Clause.Rule.(model.EntryQuota)
		keys := t.SpreadKeys(2)
		t.ExpectAccepted(e.put(keys[0], effect.Entries(e.many(rule, rule.Most)...)))
		return e.outcome(keys[1], effect.Entries(e.many(rule, rule.Most+1)...))
	}},
	{Kind: "embedded/once", Name: "one entry of a type, and two", Cases: 4, Observe: func(t *script.T) string {
		e, rule := entriesOf(t, t.Op), t.Clause.Rule.(model.EntryOnce)
		keys := t.SpreadKeys(2)
		one, two := e.like(rule.Type), e.like(rule.Type)
		if x := t.Op.EntryExpiry(); x != nil && x.Type == rule.Type {
			value.Set(two, x.At, effect.EntryTime(e.later()))
		}
		t.ExpectAccepted(e.put(keys[0], effect.Entries(one)))
		t.ExpectAccepted(e.put(keys[0], effect.Entries(two)))
		return e.outcome(keys[1], effect.Entries(one, two))
	}},
	{Kind: "embedded/expiry", Name: "there before the time of an entry, gone from it on", Cases: 12, Check: entryExpires},
	{Kind: "embedded/past", Name: "a time that is not in the future", Cases: 8, Observe: func(t *script.T) string {
		e := entriesOf(t, t.Op)
		now, early := time.Time{}, []time.Duration{time.Hour, 24 * 365 * time.Hour}
		if t.Target.Clock == nil {
			now = t.Now().Truncate(time.Second)
		} else if now = t.Freeze(); t.Exact() {
			early = append(early, 0, time.Millisecond, time.Second)
		}
		keys := t.SpreadKeys(2)
		t.ExpectAccepted(e.put(keys[1], effect.Entries(e.ending(now.Add(time.Hour)))))
		t.ExpectKeys(keys[1:], t.Find(keys[1]))
		r := e.put(keys[0], effect.Entries(e.ending(now.Add(-rapid.SampledFrom(early).Draw(t.Rapid, "early")))))
		if t.Exact() {
			t.ExpectKeys(keys[1:], t.Find(keys...))
		}
		if r.Ok() {
			return "accepted"
		}
		t.ExpectKeys(keys[1:], t.Find(keys...))
		return testcase.ErrorChoice(r)
	}},
	{Kind: "embedded/tier", Name: "entries in each tier, and in one that the service chooses", Cases: 8, Observe: entryTiers},
	{Kind: "embedded/shown", Name: "put entries, others, and none, and list them", Cases: 12, Check: entriesShown},
}

// entryExpires puts resources that expire and others, and looks for them before and after.
func entryExpires(t *script.T) {
	if t.Target.Clock == nil {
		t.Skip("the clock can't be set, and no document says how long after its time a %s is still there", t.Subject.Name)
	}
	e := entriesOf(t, t.Op)
	start := t.Freeze()
	end := start.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t.Rapid, "seconds")) * time.Second)
	keys := t.SpreadKeys(3)
	mortal, immortal, changed := keys[0], keys[1], keys[2]
	t.ExpectAccepted(e.put(mortal, effect.Entries(rapid.Permutation(append(e.lasting(), e.ending(end))).Draw(t.Rapid, "entries")...)))
	t.ExpectAccepted(e.put(immortal, rapid.SampledFrom([]string{"", effect.Entries(e.good()...)}).Draw(t.Rapid, "lasts")))
	t.ExpectAccepted(e.put(changed, effect.Entries(e.ending(end))))
	text, left := "", []value.Object{immortal, changed}
	switch how := rapid.SampledFrom([]string{"as it is", "later", "never"}).Draw(t.Rapid, "changed to expire"); {
	case how == "later":
		text = effect.Entries(e.ending(end.Add(2 * 101 * time.Hour)))
	case how == "never" && e.rule.None != "":
		text = e.rule.None
	default:
		left = left[:1]
	}
	if keepsEntries(t, e.rule) || text != "" {
		t.ExpectAccepted(e.put(changed, text))
	} else {
		left = slices.DeleteFunc(left, func(key value.Object) bool { return value.Show(key) == value.Show(changed) })
	}
	t.ExpectKeys(keys, t.Find(keys...))
	t.SetClock(end.Add(-shortly(t)))
	t.ExpectKeys(keys, t.Find(keys...))
	t.SetClock(end.Add(rapid.SampledFrom(afterEntry(t)).Draw(t.Rapid, "after")))
	t.ExpectKeys(left, t.Find(keys...))
	if found, able := t.FindByKey(keys...); able {
		t.ExpectKeys(left, found)
	}
	// It is as if it had been deleted: a put makes a new one, which does not expire.
	t.ExpectAccepted(e.put(mortal, ""))
	t.SetClock(end.Add(200 * time.Hour))
	t.ExpectKeys(append(left, mortal), t.Find(keys...))
	expectNew(t, mortal)
}

// afterEntry returns how long after the time of an entry a resource may be looked for, the
// shortest time first. A target that is not meant to be exact may look at entries now and
// then only.
func afterEntry(t *script.T) []time.Duration {
	if t.Exact() {
		return after(t)
	}
	return []time.Duration{100 * time.Hour}
}

// expireByEntry puts resources and lets them expire.
func expireByEntry(t *script.T, resources []value.Object) {
	e := entriesOf(t, t.Operations.Put)
	end := t.Freeze().Add(time.Minute)
	for _, resource := range resources {
		t.ExpectAccepted(e.put(value.Pick(resource, t.Subject.Key), effect.Entries(e.ending(end))))
	}
	t.ExpectKeys(resources, t.Find(resources...))
	t.SetClock(end.Add(afterEntry(t)[0]))
}

// lasting returns entries of which none makes a resource expire.
func (e entryCase) lasting() []value.Object {
	x := e.Operations.Put.EntryExpiry()
	return slices.DeleteFunc(e.good(), func(entry value.Object) bool { return value.One(entry, e.rule.Type) == x.Type })
}

// keepsEntries reports whether a put without entries surely leaves those that there are.
func keepsEntries(t *script.T, rule model.Embedded) bool {
	c := t.Operations.Put.Omitted(rule.Member)
	return c != nil && t.RequiredChoice(c) == "kept"
}

// expectNew expects a resource that has expired and was put again to have one version.
// Only exact targets are held to it: what documents say of versions is about puts.
func expectNew(t *script.T, key value.Object) {
	for _, c := range t.API.Histories(t.Subject.Name) {
		h := c.Rule.(model.History)
		op := t.On(h.Entity).Listing(h.Entity)
		if !t.Exact() || op == nil || t.Missing[op.Name] != "" {
			continue
		}
		view := t.Of(op)
		in := view.Input(op, key)
		view.SetUpReferences(op, in)
		if rows := listed(view, in); len(rows) != 1 {
			t.Fail("one version of a "+t.Subject.Name+" that was put once after it had expired", "%s", value.ShowAll(rows))
		}
	}
}

// entryTiers puts entries in each tier.
func entryTiers(t *script.T) string {
	e, rule, tier := entriesOf(t, t.Op), t.Clause.Rule.(model.EntryTier), *t.Op.Tier()
	seen := ""
	keys := t.Keys(2*len(tier.Tiers) + 1)
	text := effect.Entries(rapid.SampledFrom(e.good()).Draw(t.Rapid, "entry"))
	ask := func(asked string) {
		key := keys[0]
		keys = keys[1:]
		choice := "accepted"
		if r := e.putTiered(key, text, asked); !r.Ok() {
			t.Expect(nil, t.Find(key))
			choice = testcase.ErrorChoice(r)
		}
		if seen != "" && seen != choice {
			seen = otherThanChosen(t, seen, choice)
			return
		}
		seen = choice
	}
	for _, one := range tier.Tiers {
		switch {
		case tier.Rank(one.Value) < tier.Rank(rule.Least):
			ask(one.Value)
			// Without entries, the tier is as good as any.
			t.ExpectAccepted(e.putTiered(keys[0], "", one.Value))
		default:
			t.ExpectAccepted(e.putTiered(keys[0], text, one.Value))
			expectTier(t, tier, keys[0], one.Value)
		}
		keys = keys[1:]
	}
	if tier.Chosen != "" && len(keys) > 0 {
		t.ExpectAccepted(e.putTiered(keys[0], text, tier.Chosen))
		expectTier(t, tier, keys[0], rule.Least)
	}
	if seen == "" {
		t.Skip("there is no tier below %s", rule.Least)
	}
	return seen
}

// entriesShown puts entries, and expects the case's operation to list them.
func entriesShown(t *script.T) {
	of := t.Of(t.API.EmbeddedIn(t.Subject.Name))
	e, rule := entriesOf(of, of.Operations.Put), t.Clause.Rule.(model.EntryShown)
	keys := of.SpreadKeys(2)
	some := script.Some(t, e.good(), 1, len(e.rule.Types))
	of.ExpectAccepted(e.put(keys[0], effect.Entries(some...)))
	of.ExpectAccepted(e.put(keys[1], ""))
	e.expectShown(t, rule, keys[0], some)
	e.expectShown(t, rule, keys[1], nil)
	if keepsEntries(of, e.rule) {
		of.ExpectAccepted(e.put(keys[0], ""))
		e.expectShown(t, rule, keys[0], some)
	}
	others := script.Some(t, e.good(), 1, len(e.rule.Types))
	of.ExpectAccepted(e.put(keys[0], effect.Entries(others...)))
	e.expectShown(t, rule, keys[0], others)
	if e.rule.None != "" {
		of.ExpectAccepted(e.put(keys[0], e.rule.None))
		e.expectShown(t, rule, keys[0], nil)
	}
}

// listsEntries returns the operation that lists the entries of what the case puts, if the
// case's clause is about their text alone, or nil.
func listsEntries(t *script.T) *model.Operation {
	e := t.Operations.Put.Embedded()
	rule, _ := t.Clause.Rule.(model.Omitted)
	if e == nil || !slices.Equal(rule.Members, []string{e.Member}) {
		return nil
	}
	for _, op := range t.API.AllOperations(model.Lists) {
		if op.Effect.Of == t.Subject.Name && op.Clause("embedded/shown") != nil && t.Missing[op.Name] == "" {
			return op
		}
	}
	return nil
}

// entriesOmitted puts entries, and then none, and returns what became of them.
func entriesOmitted(t *script.T, list *model.Operation) string {
	e, view := entriesOf(t, t.Operations.Put), t.Of(list)
	key := t.Keys(1)[0]
	some := script.Some(t, e.good(), 1, len(e.rule.Types))
	t.ExpectAccepted(e.put(key, effect.Entries(some...)))
	rule := list.Clause("embedded/shown").Rule.(model.EntryShown)
	e.expectShown(view, rule, key, some)
	t.ExpectAccepted(e.put(key, ""))
	left, _ := e.shown(view, rule, key)
	if len(left) == 0 {
		return "cleared"
	}
	e.expectShown(view, rule, key, some)
	return "kept"
}
