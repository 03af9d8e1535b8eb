package conformance

import (
	"regexp"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var assignedLaws = []law{
	{kind: "assigned", name: "put, list, put again, list: what the service sets", cases: 12, check: func(t *trial) {
		rule := t.clause.Rule.(model.Assigned)
		if t.ops.list == nil || !shows(t.ops.list, rule.Member) {
			t.skip("nothing shows %s", rule.Member)
		}
		if rapid.Bool().Draw(t.rapid, "elsewhere") {
			t = t.scoped(t.elsewhere())
		}
		keys := t.spread(2)
		if rule.Value == "{now}" {
			t.assignsNow(rule, keys)
			return
		}
		t.put(t.describe(keys...)...)
		first := t.assignedTo(rule, keys)
		if strings.Contains(rule.Value, "{unique}") && first[0] == first[1] {
			t.fail(rule.Member+" of its own for each "+t.about.Name, "%s twice", show(first[0]))
		}
		t.put(t.describe(keys...)...)
		for i, again := range t.assignedTo(rule, keys) {
			if again != first[i] {
				t.fail(rule.Member+" as before: "+show(first[i]), "%s", show(again))
			}
		}
	}},
}

// clockSkew is how far the time of a target may be from that of the suite,
// where it can't be set.
const clockSkew = 5 * time.Minute

// assignsNow expects the time of each put to be noted. Where the clock can be
// set it is the very time, to the second; else only about.
func (t *trial) assignsNow(rule model.Assigned, keys []object) {
	skew := clockSkew
	switch {
	case t.target.Clock != nil:
		t.freeze()
		skew = time.Second - 1
	case t.skew.known:
		skew = t.margin() + time.Second
	}
	for range 2 {
		// Where a put is made again until it succeeds, it takes its time.
		before := t.now()
		t.put(t.describe(keys...)...)
		now := t.now()
		for _, v := range t.assignedTo(rule, keys) {
			if at, ok := timeOf(v); !ok || at.Sub(now) > skew || before.Sub(at) > skew {
				t.fail(rule.Member+" about "+string(epoch(now)), "%s", show(v))
			}
		}
		if t.target.Clock == nil {
			if !t.waits() || !t.skew.known || t.outcome.cases > 0 && !t.outcome.thorough {
				return
			}
			// So long that the first time is seen not to be the second.
			t.linger(2*skew + 2*time.Second)
			continue
		}
		t.setClock(now.Add(time.Duration(rapid.IntRange(1, 100_000).Draw(t.rapid, "seconds later")) * time.Second))
	}
}

// assignedTo returns the values that the service set for some things, of which
// each has to be as the clause says.
func (t *trial) assignedTo(rule model.Assigned, keys []object) []any {
	var values []any
	for _, key := range keys {
		found := t.find(key)
		if len(found) != 1 {
			t.fail("the "+t.about.Name+" that was put", "%s", showAll(found))
		}
		value := found[0][rule.Member]
		if text, isText := value.(string); rule.Value != "{now}" && (!isText || !t.template(rule, found[0]).MatchString(text)) {
			t.fail(rule.Member+" like "+rule.Value, "%s", show(found[0]))
		}
		values = append(values, value)
	}
	return values
}

// template returns the pattern that a value has to match which was made from
// the text of a clause for a thing.
func (t *trial) template(rule model.Assigned, thing object) *regexp.Regexp {
	var b strings.Builder
	for _, part := range rule.Parts() {
		switch part.Name {
		case "":
			b.WriteString(regexp.QuoteMeta(part.Literal))
		case "account":
			b.WriteString(regexp.QuoteMeta(t.as.Account))
		case "region":
			b.WriteString(regexp.QuoteMeta(t.as.Region))
		case "unique":
			b.WriteString(`[0-9A-Za-z_-]{1,64}`)
		default:
			other, _ := thing[part.Name].(string)
			b.WriteString(regexp.QuoteMeta(other))
		}
	}
	return t.pattern("^" + b.String() + "$")
}
