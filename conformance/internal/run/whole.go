package run

import (
	"github.com/fakesmith/fakesmith/conformance/internal/lockstep"
	"github.com/fakesmith/fakesmith/conformance/internal/property"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
)

// All are the properties about the contract as a whole: what it comes to when
// all of its clauses meet.
var All = []script.Property{
	{Kind: "random", Name: "random calls, in lock-step with the oracle", Cases: 60, Check: lockstep.RandomCalls},
	{Kind: "concurrent", Name: "several clients at once, whose calls have to have an order", Cases: 10, Check: lockstep.ConcurrentCalls},
	{Kind: "observable", Name: "set it to one value, and to another", Cases: 3, Check: property.MakesADifference},
	{Kind: "exhaustive", Name: "all calls, in lock-step with the oracle", Once: true, Check: lockstep.AllTraces},
}

// Wholes returns what the properties of the whole check, as if it were clauses.
func (s *Suite) Wholes() []model.Placed {
	all := []model.Placed{testcase.WholeContract("random", "Whatever calls are made, in whatever order and at whatever times, the answers are those that the clauses together ask for.")}
	all = append(all, testcase.WholeContract("concurrent", "Calls of several clients at the same time are answered as if they came one after the other."))
	if s.Options.Exhaustive > 0 {
		all = append(all, testcase.WholeContract("exhaustive", "All short sequences of calls about two keys in two places are answered as the clauses together ask for."))
	}
	return append(all, property.Settables(s.Session)...)
}
