// Package traits says what a fault profile has to know of an API.
package traits

import (
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/model"
)

// Of returns what a fault profile has to know of an API. Of AWS Config more is
// known than its model says.
func Of(api *model.API) faults.Traits {
	if AreConfig(api) {
		return account.Traits()
	}
	t := faults.Traits{Reads: []string{"Describe", "Get", "List", "Batch", "Select"}, Largest: map[string]int{}}
	for i := range api.Operations {
		op := &api.Operations[i]
		if op.Effect.Shows() {
			t.Reads = append(t.Reads, op.Name)
		}
		if c := op.Clause("pagination"); c != nil && t.Token == "" {
			rule := c.Rule.(model.Pagination)
			t.Limit, t.Token, t.Next = rule.Limit, rule.Token, rule.Next
		}
		if n := largestPage(api, op); n > 0 {
			t.Largest[op.Name] = n
		}
	}
	return t
}

// largestPage returns how many resources a request of an operation may ask for, or 0 if
// nothing limits that, or none asks.
func largestPage(api *model.API, op *model.Operation) int {
	c := op.Clause("pagination")
	if c == nil || c.Rule.(model.Pagination).Limit == "" {
		return 0
	}
	_, shape, err := api.Steps(op.Input, model.Path(c.Rule.(model.Pagination).Limit))
	if err != nil || shape.Max == nil || shape.Max.Int < 1 {
		return 0
	}
	return int(shape.Max.Int)
}

// AreConfig reports whether the traits are those of AWS Config, as the package account
// has them.
func AreConfig(api *model.API) bool { return api.TargetPrefix == "StarlingDoveService" }
