package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// mostFilled is how many resources a case puts to reach a quota.
const mostFilled = 200

var quotaProperties = []script.Property{
	{Kind: "quota", Name: "put as many as there may be, and one more", Cases: 4, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Quota)
		if rule.Most > mostFilled {
			t.Skip("it takes %d of %s, which are too many to put", rule.Most, t.Subject.Name)
		}
		// Where all that there is counts, so does what was there before the case.
		if len(t.Subject.Partition) == 0 {
			if t.Target.Reset == nil {
				t.Skip("without a reset, others of %s count too", t.Subject.Name)
			}
			if err := t.Reset(); err != nil {
				t.Skip("%v", err)
			}
		}
		keys := t.Keys(rule.Most + 1)
		all := t.Describe(keys...)
		full, more := all[:rule.Most], all[rule.Most]
		fill(t, full)
		// What is there may be replaced, and there may be others elsewhere.
		i := rapid.IntRange(0, rule.Most-1).Draw(t.Rapid, "replaced")
		full[i] = t.Describe(keys[i])[0]
		t.Put(full[i])
		if len(t.Subject.Partition) > 0 {
			t.Put(t.Describe(t.Keys(1)...)...)
		}
		t.Expect(full, t.Find(all...))
		r := t.TryPut(more)
		if r.Ok() {
			t.ExpectKeys(all, t.Find(all...))
			return "accepted"
		}
		if t.Op.Effect.Each != "" {
			// Together with one that is there, it is one too many still.
			if both := t.TryPut(full[0], more); both.Ok() {
				t.Fail(testcase.ErrorChoice(r)+" for one that is there and one more, too", "%v", both)
			}
		}
		t.Expect(full, t.Find(all...))
		if t.Operations.Delete != nil && t.Missing[t.Operations.Delete.Name] == "" {
			t.Delete(value.Pick(full[0], t.Subject.Key))
			t.NoteDeleted(t.Subject.Name, full[0])
			t.Put(more)
			t.ExpectKeys(all[1:], t.Find(all...))
		}
		return testcase.ErrorChoice(r)
	}},
}
