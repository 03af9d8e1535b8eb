package property

import (
	"slices"

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
		// Where it counts what different cases put, so does what was there before.
		if testcase.Shares(t.Subject, rule) && t.Target.Reset == nil {
			t.Skip("without a reset, others of %s count too", t.Subject.Name)
		}
		keys := countedKeys(t, rule, rule.Most+1)
		all := t.Describe(keys...)
		full, more := all[:rule.Most], all[rule.Most]
		fill(t, full)
		// What is there may be replaced, and there may be others elsewhere.
		if t.API.MadeKey(t.Op) == "" {
			i := rapid.IntRange(0, rule.Most-1).Draw(t.Rapid, "replaced")
			full[i] = t.Describe(keys[i])[0]
			t.Put(full[i])
		}
		for _, other := range countedApart(t, rule, keys) {
			t.Put(t.Describe(other)...)
		}
		t.Expect(full, t.Find(all...))
		r := t.TryPut(more)
		if r.Ok() {
			t.ExpectKeys(all, t.Find(all...))
			return "accepted"
		}
		if t.Op.Effect.Each != "" {
			// Together with one that is there, it is one too many still.
			if both := t.TryPut(sameRequest(full, more, t.Subject.Partition), more); both.Ok() {
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

// sameRequest returns one of some resources that one request can have with another, or the
// other.
func sameRequest(resources []value.Object, with value.Object, partition []string) value.Object {
	for _, resource := range resources {
		if value.KeyOf(resource, partition) == value.KeyOf(with, partition) {
			return resource
		}
	}
	return with
}

// countedKeys returns n keys of resources that count together, with the other members by
// which they do.
func countedKeys(t *script.T, rule model.Quota, n int) []value.Object {
	if sameMembers(rule.Per, t.Subject.Partition) {
		return t.Keys(n)
	}
	t.NeedUnrestricted()
	per := value.Object{}
	for _, m := range rule.Per {
		per[m] = valuesOf(t, m, 1)[0]
	}
	return countedWith(t, rule, per, n)
}

// countedWith returns n keys of resources that count together by some values. Where
// resources of several partitions do, they are in more than one.
func countedWith(t *script.T, rule model.Quota, per value.Object, n int) []value.Object {
	var free, placed []string // members of the key in which they may differ
	for _, m := range t.Subject.Key {
		switch {
		case slices.Contains(rule.Per, m):
		case slices.Contains(t.Subject.Partition, m):
			placed = append(placed, m)
		default:
			free = append(free, m)
		}
	}
	// As many are in one partition as another quota permits, and no more than half.
	together := max(1, n/2)
	if len(free) == 0 {
		together = 1
	}
	for _, other := range t.Quotas(t.Op) {
		if other.Clause.ID != t.Clause.ID && other.CountsPartition(t.Subject) {
			together = min(together, other.Most)
		}
	}
	if len(placed) == 0 {
		together = n
	}
	different := map[string][]any{}
	for _, m := range free {
		different[m] = valuesOf(t, m, together)
	}
	keys := make([]value.Object, n)
	for i := range keys {
		keys[i] = value.Clone(per)
		for _, m := range placed {
			if i%together > 0 {
				keys[i][m] = keys[i-1][m]
			} else {
				keys[i][m] = valuesOf(t, m, 1)[0]
			}
		}
		rest := i % together
		for _, m := range free {
			keys[i][m] = different[m][rest%len(different[m])]
			rest /= len(different[m])
		}
		if rest > 0 {
			t.Skip("it takes %d of %s that count together, and there can't be so many", n, t.Subject.Name)
		}
	}
	return keys
}

// countedApart returns keys of resources that do not count together with some: for each
// member by which resources do, one that differs in it alone.
func countedApart(t *script.T, rule model.Quota, keys []value.Object) []value.Object {
	if t.Fixtures != nil {
		return t.Keys(1)
	}
	var all []value.Object
	for _, m := range rule.Per {
		for _, v := range valuesOf(t, m, 2) {
			if v != keys[0][m] {
				per := value.With(value.Pick(keys[0], rule.Per), value.Object{m: v})
				all = append(all, countedWith(t, rule, per, 1)...)
				break
			}
		}
	}
	return all
}

// valuesOf returns values for a member, n of which differ if there are so many.
func valuesOf(t *script.T, member string, n int) []any {
	var all []any
	switch in := slices.Contains(t.Subject.Key, member); {
	case slices.Contains(t.Subject.Partition, member):
		for range n {
			all = append(all, t.PartitionName(t.Subject.Name, member))
		}
	case in && (len(t.Subject.Partition) == 0 || t.API.MadeKey(t.Op) == member):
		for range n {
			all = append(all, t.KeyName(t.Subject.Name, member))
		}
	case in && t.KeyLimits()[member] != nil:
		all = texts(t.KeyLimits()[member])
	case in:
		all = texts(t.KeyValues(t.KeyShape(t.Subject, member), n))
	default:
		all = texts(t.KeyValues(t.API.Shape(t.Subject.Shape.Member(member).Shape), n))
	}
	if len(all) == 0 {
		t.Skip("nothing is known that %s can be", member)
	}
	return all
}

// sameMembers reports whether some names are the same as others.
func sameMembers(some, others []string) bool {
	return len(some) == len(others) && !slices.ContainsFunc(some, func(m string) bool { return !slices.Contains(others, m) })
}
