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
	t := faults.Traits{Reads: []string{"Describe", "Get", "List", "Batch", "Select"}}
	for i := range api.Operations {
		op := &api.Operations[i]
		if op.Effect.Shows() {
			t.Reads = append(t.Reads, op.Name)
		}
		if c := op.Clause("pagination"); c != nil && t.Token == "" {
			rule := c.Rule.(model.Pagination)
			t.Limit, t.Token, t.Next = rule.Limit, rule.Token, rule.Next
		}
	}
	return t
}

// AreConfig reports whether the traits are those of AWS Config, as the package account
// has them.
func AreConfig(api *model.API) bool { return api.TargetPrefix == "StarlingDoveService" }
