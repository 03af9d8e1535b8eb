package oracle

import (
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// unexpired returns the resources whose time has not come by an instant, in a slice of
// its own: what changes them afterwards changes no others.
func (c *call) unexpired(resources []resource, now time.Time) []resource {
	if len(resources) == 0 {
		return nil
	}
	left := make([]resource, 0, len(resources)+1) // one is often added next
	for _, t := range resources {
		if end, ends := c.end(t); !ends || now.Before(end) {
			left = append(left, t)
		}
	}
	return left
}

// end returns the time from which on a resource is gone, if there is one.
func (o *Oracle) end(t resource) (time.Time, bool) {
	if end, ends := o.entryEnd(t); ends {
		return end, true
	}
	rule, expires := o.contract.expiries[t.of]
	if !expires {
		return time.Time{}, false
	}
	return instant(t.value[rule.At])
}

// past returns the errors for an expiry that is not in the future.
func (c *call) past() []string {
	var codes []string
	for clause, rule := range rules[model.Past](c) {
		for _, v := range at(c.in, c.op.Effect.Bound(rule.At)) {
			if end, ok := instant(v); ok && !end.After(c.now) {
				codes = append(codes, c.errorOf(clause)...)
			}
		}
	}
	return codes
}

// precise returns as much of a member as is kept: of some times only the
// seconds.
func (c *call) precise(member string, v any) any {
	for clause, rule := range rules[model.Precision](c) {
		end, ok := instant(v)
		if !ok || rule.At != member || c.choice(clause) != "seconds" {
			continue
		}
		if end = end.Truncate(time.Second); text(v) != "" {
			return end.Format(layouts[model.DateTime]) // the form of text that has fractions
		}
		return epoch(end)
	}
	return v
}

// exact reports whether it is known to the millisecond how a member is kept.
func (o *Oracle) exact(resource, member string) bool {
	rule, is := o.contract.precisions[resource]
	return is && rule.At == member
}
