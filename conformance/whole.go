package conformance

import "github.com/fakesmith/fakesmith/model"

// wholeLaws are the laws about the contract as a whole: what it comes to when
// all of its clauses meet.
var wholeLaws = []law{
	{kind: "random", name: "random calls, in lock-step with the oracle", cases: 60, check: randomCalls},
	{kind: "concurrent", name: "several clients at once, whose calls have to have an order", cases: 10, check: concurrentCalls},
	{kind: "observable", name: "set it to one value, and to another", cases: 3, check: makesADifference},
	{kind: "exhaustive", name: "all calls, in lock-step with the oracle", once: true, check: allTraces},
}

// wholes returns what the laws of the whole judge, as if it were clauses.
func (s *suite) wholes() []model.Placed {
	all := []model.Placed{whole("random", "Whatever calls are made, in whatever order and at whatever times, the answers are those that the clauses together ask for.")}
	all = append(all, whole("concurrent", "Calls of several clients at the same time are answered as if they came one after the other."))
	if s.options.Exhaustive > 0 {
		all = append(all, whole("exhaustive", "All short sequences of calls about two keys in two places are answered as the clauses together ask for."))
	}
	return append(all, s.settables()...)
}

func whole(id, says string) model.Placed {
	return model.Placed{Clause: &model.Clause{ID: id, Kind: id, Ground: model.Documented, Says: says, Source: "All clauses of the contract"}}
}
