package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var lifecycleMutations = []mutation{
	{"lifecycle", "dropped", "there is no state", one(func(s *site) {
		s.op.Clauses = slices.DeleteFunc(s.op.Clauses, func(c model.Clause) bool { return model.BaseKind(c.Kind) == "lifecycle" })
	})},
	{"lifecycle", "last", "the last state is another: %s", func(s *site) []change {
		rest := s.otherStates()
		return each(rest, func(s *site, value string) { rule(func(l *model.Lifecycle) { l.Last = value })(s) })
	}},
	{"lifecycle", "back", "after an hour, the first state is there again", nil},

	{"lifecycle/period", "choice", "the first state lasts another time: %s", otherChoices},
	{"lifecycle/period", "first", "the first state is another: %s", under("a-minute", func(s *site) []change {
		return each(s.otherStates(), func(s *site, value string) {
			for i := range s.op.Clauses {
				if l, is := s.op.Clauses[i].Rule.(model.Lifecycle); is {
					l.First = value
					s.op.Clauses[i].Rule = l
				}
			}
		})
	})},
	{"lifecycle/period", "stuck", "the first state never ends", under("a-minute", defect)},
	{"lifecycle/period", "late", "the first state ends a moment late", under("a-minute", defect)},
	{"lifecycle/period", "early", "the first state ends a second early", under("a-minute", defect)},

	{"lifecycle/deleting", "choice", "what is deleted is returned for another time: %s", otherChoices},
	{"lifecycle/deleting", "state", "what is being deleted is in another state: %s", under("a-minute", func(s *site) []change {
		l, is := s.api.LifecycleOf(s.op.Effect.Of).Lifecycle(), s.clause.Rule.(model.LifecycleDeleting).State
		others := slices.DeleteFunc(s.enumOf(l.Member), func(state string) bool { return state == l.First || state == is })
		return each(others, func(s *site, value string) {
			rule(func(d *model.LifecycleDeleting) { d.State = value })(s)
		})
	})},
	{"lifecycle/deleting", "gone", "what is deleted is gone at once", under("a-minute", defect)},
	{"lifecycle/deleting", "stays", "what is being deleted is never gone", under("a-minute", defect)},
	{"lifecycle/deleting", "late", "what is being deleted is gone a moment late", under("a-minute", defect)},
	{"lifecycle/deleting", "early", "what is being deleted is gone a second early", under("a-minute", defect)},
	{"lifecycle/deleting", "again", "what is being deleted can be deleted again", under("a-minute", defect)},
}

// otherStates returns the states that are none of those which a resource may have.
func (s *site) otherStates() []string {
	l := s.op.Lifecycle()
	return slices.DeleteFunc(s.enumOf(l.Member), func(state string) bool { return state == l.First || state == l.Last || state == l.Failed })
}
