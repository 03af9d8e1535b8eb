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
			return anotherPeriod(t, *rule, "less than a minute")
		}
		// One that is put meanwhile has a minute of its own.
		t.Put(resources[1])
		t.SetClock(start.Add(time.Minute))
		if stateAfter(t, *rule, resources[0], rule.First) == rule.First {
			return anotherPeriod(t, *rule, "more than a minute")
		}
		if stateAfter(t, *rule, resources[1], rule.First) != rule.First {
			return anotherPeriod(t, *rule, "less than a minute")
		}
		return "a-minute"
	}},
}

// longestState is longer than any state lasts that is not the last one.
const longestState = 30 * 24 * time.Hour

// anotherPeriod fails the case if the target has to have its first state last a minute, and
// skips it if not: no choice says what was seen.
func anotherPeriod(t *script.T, rule model.Lifecycle, seen string) string {
	if t.RequiredChoice(t.Clause) == "a-minute" {
		t.Fail(rule.First+" for a minute", "%s", seen)
	}
	t.Skip("%s is %s for %s, which is none of the choices", rule.Member, rule.First, seen)
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
