package property

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var assignedProperties = []script.Property{
	{Kind: "assigned", Name: "put, list, put again, list: what the service sets", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Assigned)
		if t.API.MadeKey(t.Op) == rule.Member {
			makesKeys(t, rule)
			return
		}
		reading(t, rule.Member)
		if rapid.Bool().Draw(t.Rapid, "elsewhere") {
			t = t.Scoped(elsewhere(t))
		}
		n := 2
		if !strings.Contains(rule.Value, "{unique}") {
			n = t.Room(n) // one shows as much
		}
		keys := t.SpreadKeys(n)
		if rule.Value == "{now}" {
			assignsNow(t, rule, keys)
			return
		}
		t.Put(t.Describe(keys...)...)
		first := assignedTo(t, rule, keys)
		if strings.Contains(rule.Value, "{unique}") && first[0] == first[1] {
			t.Fail(rule.Member+" of its own for each "+t.Subject.Name, "%s twice", value.Show(first[0]))
		}
		if t.PutsAnother(t.Op) {
			return // what is put again is another
		}
		t.Put(t.Describe(keys...)...)
		for i, key := range keys {
			// It stays even if members of its text have other values now.
			if again := t.FindOne(key)[rule.Member]; again != first[i] {
				t.Fail(rule.Member+" as before: "+value.Show(first[i]), "%s", value.Show(again))
			}
		}
	}},
}

// makesKeys puts resources whose keys the service makes, gets each by its own key, and
// expects no key to be given again, not even that of a resource that was deleted.
func makesKeys(t *script.T, rule model.Assigned) {
	if rapid.Bool().Draw(t.Rapid, "elsewhere") {
		t = t.Scoped(elsewhere(t))
	}
	resources := t.Describe(t.Keys(2)...)
	given := map[string]bool{}
	put := func(resource value.Object) string {
		t.Put(resource)
		name, _ := resource[rule.Member].(string)
		key := t.MadeFor(name)
		if key == name {
			t.Fail("the "+rule.Member+" that the service has made, in the output", "none")
		}
		if like := template(t, rule, resource); !like.MatchString(key) {
			t.Fail(rule.Member+" like "+rule.Value, "%s", value.Show(key))
		}
		if given[key] {
			t.Fail(rule.Member+" of its own for each "+t.Subject.Name, "%s twice", value.Show(key))
		}
		given[key] = true
		return key
	}
	put(resources[0])
	put(resources[1])
	t.Expect(resources, t.Find(resources...))
	if t.Operations.Delete == nil {
		return
	}
	t.Delete(resources[0])
	t.NoteDeleted(t.Subject.Name, resources[0])
	t.Expect(resources[1:], t.Find(resources...))
	// What is like the one that was deleted is another, and does not come under its key.
	again := value.With(resources[0], t.NamedKeys(1)[0])
	put(again)
	t.Expect([]value.Object{again, resources[1]}, t.Find(again, resources[0], resources[1]))
	// Nor is a key free once the newest is gone.
	t.Delete(again)
	t.NoteDeleted(t.Subject.Name, again)
	last := value.With(again, t.NamedKeys(1)[0])
	put(last)
	t.Expect([]value.Object{last, resources[1]}, t.Find(last, again, resources[0], resources[1]))
}

// reading has resources looked for by an operation that returns a member of them.
// It skips the case if there is none.
func reading(t *script.T, member string) {
	if t.Operations.List != nil && effect.Returns(t.Operations.List, member) {
		return
	}
	for _, op := range t.ReadsOf(t.Subject.Name) {
		if effect.Returns(op, member) && t.Missing[op.Name] == "" {
			t.Operations.List = op
			return
		}
	}
	if t.Amounts(member) {
		return
	}
	t.Skip("no read returns %s", member)
}

// clockSkew is how far the clock of a target that can't be set may be from
// ours.
const clockSkew = 5 * time.Minute

// assignsNow expects the service to record the time of each put, or each update: to the second
// where the clock can be set, and else about.
func assignsNow(t *script.T, rule model.Assigned, keys []value.Object) {
	skew := clockSkew
	switch {
	case t.Target.Clock != nil:
		t.Freeze()
		skew = time.Second - 1
	case t.Skew.Known:
		skew = t.ClockMargin() + time.Second
	}
	store := func() { t.Put(t.Describe(keys...)...) }
	if t.Op.Effect.Verb == model.Updates {
		store()
		store = func() {
			for _, resource := range t.Describe(keys...) {
				t.ExpectAccepted(t.Call(t.Op, t.Input(t.Op, resource)))
			}
		}
	}
	for range 2 {
		// A put that is retried takes a while.
		before := t.Now()
		store()
		now := t.Now()
		for _, v := range assignedTo(t, rule, keys) {
			if at, ok := value.TimeOf(v); !ok || at.Sub(now) > skew || before.Sub(at) > skew {
				if !t.Exact() && t.Amounts(rule.Member) {
					t.Skip("%s is told as %s, and it is not documented when that moves", rule.Member, value.Show(v))
				}
				t.Fail(rule.Member+" about "+string(value.Epoch(now)), "%s", value.Show(v))
			}
		}
		if t.Target.Clock == nil {
			if !script.Waits(t.Session) || !t.Skew.Known || t.Result.Cases > 0 && !t.Result.Thorough {
				return
			}
			// Long enough to tell the second time from the first.
			t.Linger(2*skew + 2*time.Second)
			continue
		}
		t.SetClock(now.Add(time.Duration(rapid.IntRange(between(t), 100_000).Draw(t.Rapid, "seconds later")) * time.Second))
	}
}

// assignedTo returns the values that the service set for some resources. Each
// has to be as the clause says.
func assignedTo(t *script.T, rule model.Assigned, keys []value.Object) []any {
	var values []any
	for _, key := range keys {
		found := t.FindOne(key)
		val := found[rule.Member]
		if text, isText := val.(string); rule.Value != "{now}" && (!isText || !template(t, rule, found).MatchString(text)) {
			t.Fail(rule.Member+" like "+rule.Value, "%s", value.Show(found))
		}
		values = append(values, val)
	}
	return values
}

// template returns the pattern that a value must match which the service made
// for a resource from the text of a clause.
func template(t *script.T, rule model.Assigned, resource value.Object) *regexp.Regexp {
	var b strings.Builder
	for _, part := range rule.Parts() {
		switch part.Name {
		case "":
			b.WriteString(regexp.QuoteMeta(part.Literal))
		case "account":
			b.WriteString(regexp.QuoteMeta(t.As.Account))
		case "region":
			b.WriteString(regexp.QuoteMeta(t.As.Region))
		case "unique":
			b.WriteString(cmp.Or(rule.Unique, `[0-9A-Za-z_-]{1,64}`))
		default:
			// The text has the key that the target has made, and not the case's name for it.
			other, _ := resource[part.Name].(string)
			if made := t.Made(t.Subject.Name); made != nil && part.Name == made.Member {
				other = t.MadeFor(other)
			}
			if part.Rooted {
				other = "/" + strings.TrimPrefix(other, "/")
			}
			b.WriteString(regexp.QuoteMeta(other))
		}
	}
	return t.Pattern("^" + b.String() + "$")
}
