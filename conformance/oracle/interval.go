package oracle

import (
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// soon returns the errors for a put of what was put a moment ago.
func (c *call) soon() []string {
	if c.Lenient {
		return nil // it may be rejected at any time, and is accepted at some
	}
	var codes []string
	for clause, rule := range rules[model.Interval](c) {
		for _, it := range c.items() {
			for _, old := range c.find(c.about.Name, c.like(it.value, c.about.Key, c.about.Name)) {
				put, known := instant(old.value[rule.Member])
				if at, exact := old.value[rule.Member].(moment); exact {
					put, known = at.Time, true
				}
				if known && c.now.Sub(put) < time.Duration(rule.Seconds)*time.Second {
					codes = append(codes, c.errorOf(clause)...)
				}
			}
		}
	}
	return codes
}

// repeated returns the errors with which a put may be rejected that the contract accepts: what
// an earlier one started may go on, for as long as the service takes, and what limits
// puts of one resource may limit those of all.
func (c *call) repeated() []string {
	var codes []string
	if c.Lenient {
		for clause := range rules[model.Interval](c) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
