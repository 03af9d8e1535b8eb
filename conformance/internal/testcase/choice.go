package testcase

import (
	"cmp"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// AsSaid is the choice of a target that does what an assumed clause says, where
// the clause names no others.
const AsSaid = "as-said"

// Otherwise is the choice of a target that does something else.
const Otherwise = "otherwise"

// Choices returns the choices of the target, as far as they are given or
// observed.
func (s *Session) Choices() map[string]string {
	all := map[string]string{}
	for id, choice := range s.Observed {
		all[id] = choice
	}
	for id, choice := range s.Target.Profile {
		all[id] = choice
	}
	return all
}

// LikelyChoices returns the choices of the target, as far as they are given,
// observed, or shown by some case.
func (s *Session) LikelyChoices() map[string]string {
	all := s.Choices()
	for id, choice := range s.Likely {
		if _, known := all[id]; !known {
			all[id] = choice
		}
	}
	return all
}

// LikelyChoice returns the choice that the target is taken to make in the
// case's clause, before it is known.
func (t *Case) LikelyChoice() string { return t.LikelyChoiceOf(t.Clause) }

// LikelyChoiceOf returns the choice that the target is taken to make in a clause.
func (s *Session) LikelyChoiceOf(c *model.Clause) string {
	choice, known := s.Target.Profile[c.ID]
	if !known {
		choice, known = s.Observed[c.ID]
	}
	if !known {
		choice = s.Likely[c.ID]
	}
	return cmp.Or(choice, c.Choice)
}

// learnNeeded skips the case if an answer is the first to show that the target needs
// something which it need not need. Later cases set it up.
func (t *Case) learnNeeded(op *model.Operation, r *wire.Reply) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		rule, ok := c.Rule.(model.Unneeded)
		if !ok || rule.Entity == "" || r.Ok() || t.Clause.ID == c.ID || t.RequiredChoice(c) != "" || !slices.Contains(c.Choices, ErrorChoice(r)) || model.ErrorOf(t.LikelyChoiceOf(c)) != "" {
			continue
		}
		t.Likely[c.ID] = ErrorChoice(r)
		t.Skip("it takes %s, which was not set up", rule.What)
	}
}

// RequiredChoice returns the choice that the target has to make, or "".
func (s *Session) RequiredChoice(c *model.Clause) string {
	if choice, ok := s.Target.Profile[c.ID]; ok && choice != AsSaid {
		return choice
	}
	if !c.Open() {
		return c.Choice
	}
	return ""
}

// ErrorChoice returns the choice that is to answer with this error.
func ErrorChoice(r *wire.Reply) string { return model.ErrorChoice(r.Code) }
