package testcase

import (
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// LikelyChoices returns the choices of the target as far as they are known, or were
// seen in any case so far.
func (s *Session) LikelyChoices() map[string]string {
	all := s.Choices()
	for id, choice := range s.Likely {
		if _, known := all[id]; !known {
			all[id] = choice
		}
	}
	return all
}

// MaxLag returns how long a write of an operation may go unseen. What others
// refer to may linger when it is deleted.
func (t *Case) MaxLag(operation string) time.Duration {
	tolerated := t.Target.Tolerances
	op := t.API.Operation(operation)
	if op != nil && op.Effect.Verb == model.Deletes && len(t.ResourceOf(op).Partition) == 0 {
		return max(tolerated.Visible, tolerated.Deleted)
	}
	return tolerated.Visible
}

// Instant returns the time of the target, without asking where the suite has
// set it.
func (t *Case) Instant() time.Time {
	if t.Target.Clock != nil && !t.stands.IsZero() {
		return t.stands
	}
	return t.Now()
}

// EventuallyConsistent reports whether reads of the target may lag behind.
func (s *Session) EventuallyConsistent() bool {
	t := s.Target.Tolerances
	return t.Visible > 0 || t.Deleted > 0 || t.Expired > 0
}
