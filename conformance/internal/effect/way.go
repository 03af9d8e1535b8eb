package effect

import (
	"github.com/fakesmith/fakesmith/model"
)

// SettableValues returns the values that an operation may set a fact to.
func (s *Contract) SettableValues(op *model.Operation) []string {
	fact := s.ResourceOf(op).Fact
	for _, c := range op.Clauses {
		if allowed, ok := c.Rule.(model.Allowed); ok && op.Effect.Bound(fact.Value) == allowed.Path {
			return allowed.Values
		}
	}
	return s.ValuesOf(fact)
}

// ValuesOf returns the values of a fact.
func (s *Contract) ValuesOf(fact *model.Fact) []string { return s.API.FactValues(fact) }
