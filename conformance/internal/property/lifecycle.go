package property

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var lifecycleProperties = []script.Property{
	{Kind: "lifecycle", Name: "put, and read from time to time: a state that is named, and none that was there before; the last one in the end", Cases: 10, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Lifecycle)
		readingAny(t, rule.Member)
		resources := t.Describe(t.SpreadKeys(2)...)
		states := make([]string, len(resources))
		look := func() {
			for i := range resources {
				if states[i] != "" {
					states[i] = stateAfter(t, rule, resources[i], states[i])
				}
			}
		}
		put := func(i int) {
			t.Put(resources[i])
			states[i] = stateAfter(t, rule, resources[i], rule.First)
		}
		if t.Target.Clock == nil {
			put(0)
			put(1)
			look()
			return
		}
		t.Freeze()
		put(0)
		pause := func(name string) {
			t.SetClock(t.Now().Add(time.Duration(rapid.IntRange(1, 90).Draw(t.Rapid, name)) * time.Second))
			look()
		}
		pause("seconds")
		put(1)
		pause("more seconds")
		// Nobody says how long it takes, but not for ever.
		for range 2 {
			t.SetClock(t.Now().Add(longestState))
			look()
			for i, state := range states {
				if state == rule.First {
					t.Fail(rule.Member+" "+rule.Last+" in the end", "%s still, for %s", state, value.Show(value.Pick(resources[i], t.Subject.Key)))
				}
			}
		}
		t.Expect(resources, t.Find(resources...))
	}},
	{Kind: "lifecycle/period", Name: "put, and read a minute later and before: how long the first state lasts", Cases: 6, Observe: func(t *script.T) string {
		rule := t.Op.Lifecycle()
		readingAny(t, rule.Member)
		resources := t.Describe(t.SpreadKeys(2)...)
		if t.Target.Clock != nil {
			t.Freeze()
		}
		t.Put(resources[0])
		start := t.Now()
		if stateAfter(t, *rule, resources[0], rule.First) != rule.First {
			return "at-once"
		}
		if t.Target.Clock == nil {
			t.Skip("%s is %s, and without a clock that can be set nobody sees how long", rule.Member, rule.First)
		}
		early := rapid.SampledFrom([]time.Duration{time.Millisecond, time.Second, 30 * time.Second}).Draw(t.Rapid, "early")
		t.SetClock(start.Add(time.Minute - early))
		if stateAfter(t, *rule, resources[0], rule.First) != rule.First {
			return anotherPeriod(t, "less than a minute")
		}
		// One that is put meanwhile has a minute of its own.
		t.Put(resources[1])
		t.SetClock(start.Add(time.Minute))
		if stateAfter(t, *rule, resources[0], rule.First) == rule.First {
			return anotherPeriod(t, "more than a minute")
		}
		if stateAfter(t, *rule, resources[1], rule.First) != rule.First {
			return anotherPeriod(t, "less than a minute")
		}
		return "a-minute"
	}},
	{Kind: "lifecycle/deleting", Name: "delete, and read a minute later and before: how long it is still returned, and in which state", Cases: 6, Observe: func(t *script.T) string {
		rule := t.API.LifecycleOf(t.Subject.Name).Lifecycle()
		readingAny(t, rule.Member)
		resources := t.Describe(t.SpreadKeys(2)...)
		if t.Target.Clock != nil {
			t.Freeze()
		}
		t.Put(resources...)
		if t.Target.Clock != nil {
			t.SetClock(t.Now().Add(time.Duration(rapid.IntRange(0, 90).Draw(t.Rapid, "seconds")) * time.Second))
		}
		t.Delete(resources[0])
		t.NoteDeleted(t.Subject.Name, resources[0])
		start := t.Now()
		t.Expect(resources[1:], t.Find(resources...))
		if !returnedDeleting(t, rule.Member, resources[0]) {
			return "at-once"
		}
		if t.Target.Clock == nil {
			t.Skip("without a clock that can be set, nobody sees how long it is returned")
		}
		early := rapid.SampledFrom([]time.Duration{time.Millisecond, time.Second, 30 * time.Second}).Draw(t.Rapid, "early")
		t.SetClock(start.Add(time.Minute - early))
		there := returnedDeleting(t, rule.Member, resources[0])
		if code := absentError(t); code != "" && t.Exact() && t.RequiredChoice(t.Clause) == "a-minute" {
			// It can't be deleted again, and stays no longer by that.
			t.ExpectError(t.Call(t.Op, t.Input(t.Op, resources[0])), code)
		}
		t.SetClock(start.Add(time.Minute))
		gone := !returnedDeleting(t, rule.Member, resources[0])
		// Nobody says how long it takes, but not for ever.
		t.SetClock(start.Add(longestState))
		if found := t.FindAny(resources[0]); len(found) > 0 {
			t.Fail("no "+t.Subject.Name+" in the end", "%s", value.ShowAll(found))
		}
		t.Expect(resources[1:], t.Find(resources...))
		switch {
		case !there:
			return anotherPeriod(t, "less than a minute")
		case !gone:
			return anotherPeriod(t, "more than a minute")
		}
		return "a-minute"
	}},
}

// returnedDeleting reports whether a resource that was deleted is returned. If so, its
// state has to say that.
func returnedDeleting(t *script.T, member string, resource value.Object) bool {
	found := t.FindAny(resource)
	_, state := t.API.Deleting(t.Subject.Name)
	for _, row := range found {
		if row[member] != state {
			t.Fail(member+" "+state+", or no "+t.Subject.Name, "%s", value.Show(row))
		}
	}
	return len(found) > 0
}

// longestState is longer than any state lasts that is not the last one.
const longestState = 30 * 24 * time.Hour

// anotherPeriod fails the case if it is known how long the state has to last, and
// skips it if not: no choice says what was seen.
func anotherPeriod(t *script.T, seen string) string {
	if required := t.RequiredChoice(t.Clause); required != "" {
		t.Fail("the state as long as the choice "+required+" says", "it for %s", seen)
	}
	t.Skip("the state is there for %s, which is none of the choices", seen)
	return ""
}

// readingAny has resources looked for by one of the operations that return a member of
// them. It skips the case if there is none.
func readingAny(t *script.T, member string) {
	reads := t.ReadsOf(t.Subject.Name)
	if t.Operations.List != nil {
		reads = append([]*model.Operation{t.Operations.List}, reads...)
	}
	reads = slices.DeleteFunc(slices.Clone(reads), func(op *model.Operation) bool {
		return !effect.Returns(op, member) || t.Missing[op.Name] != ""
	})
	if len(reads) == 0 {
		t.Skip("no read returns %s", member)
	}
	t.Operations.List = rapid.SampledFrom(reads).Draw(t.Rapid, "read")
}

// stateAfter returns the state of a resource, which has to be one that may come after
// another, or be that.
func stateAfter(t *script.T, rule model.Lifecycle, resource value.Object, was string) string {
	may := []string{was}
	if was == rule.First {
		may = []string{rule.First, rule.Last}
		if rule.Failed != "" {
			may = append(may, rule.Failed)
		}
	}
	found := t.FindOne(resource)
	state, _ := found[rule.Member].(string)
	if !slices.Contains(may, state) {
		t.Fail(rule.Member+" "+strings.Join(may, " or "), "%s", value.Show(found))
	}
	return state
}
