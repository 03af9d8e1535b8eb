package effect

import (
	"github.com/fakesmith/fakesmith/model"
)

// GuardedBy returns the operations that a fact guards.
func (s *Contract) GuardedBy(fact string) []*model.Operation {
	var guarded []*model.Operation
	for i := range s.API.Operations {
		op := &s.API.Operations[i]
		if c := op.Clause("guard"); c != nil && c.Rule.(model.Guard).Fact == fact {
			guarded = append(guarded, op)
		}
	}
	return guarded
}
