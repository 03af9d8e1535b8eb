package run

import (
	"github.com/fakesmith/fakesmith/conformance/internal/lockstep"
	"github.com/fakesmith/fakesmith/conformance/internal/property"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
)

// wholes are the properties of the contract as a whole.
var wholes = []script.Property{
	{Kind: "random", Name: "random calls, in lock-step with the oracle", Cases: 60, Check: lockstep.RandomCalls},
	{Kind: "concurrent", Name: "several clients at once, whose calls have to have an order", Cases: 10, Check: lockstep.ConcurrentCalls},
	{Kind: "concurrent", Name: "several clients put different resources at once, and all are there", Cases: 8, Check: lockstep.ConcurrentPuts},
	{Kind: "observable", Name: "set it to one value, and to another", Cases: 3, Check: property.MakesADifference},
	{Kind: "exhaustive", Name: "all calls, in lock-step with the oracle", Once: true, Check: lockstep.AllTraces},
}

// lockStep reports whether a kind is checked in lock-step with the oracle, which
// has to know every choice of the target.
func lockStep(kind string) bool {
	return kind == "random" || kind == "concurrent" || kind == "exhaustive"
}

// Wholes returns a clause for each check of the contract as a whole.
func (s *Suite) Wholes() []model.Placed {
	all := []model.Placed{testcase.WholeContract("random", "The answers to any calls, in any order and at any times, are those that the clauses together require.")}
	all = append(all, testcase.WholeContract("concurrent", "Calls that several clients make at the same time are answered as if they were made one after the other."))
	if s.Options.Exhaustive > 0 {
		all = append(all, testcase.WholeContract("exhaustive", "All short sequences of calls about two keys in two partitions are answered as the clauses together require."))
	}
	return append(all, property.Settables(s.Session)...)
}
