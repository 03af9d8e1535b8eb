package testcase

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/oracle"
)

// SetOracleFacts tells an oracle of facts that were decided.
func SetOracleFacts(o *oracle.Oracle, as endpoint.Scope, fact string, values []endpoint.FactValue) {
	for _, v := range values {
		o.SetFact(oracle.Scope(as), fact, v.Of, v.Value)
	}
}
