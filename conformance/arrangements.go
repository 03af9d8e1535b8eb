package conformance

import "github.com/fakesmith/fakesmith/model"

// arrangements are what was found out of how facts are set on a target.
type arrangements struct {
	*session
	// ways are how facts are set, as far as that was found out.
	ways map[string]*way
	// ungiven are the operations that want to be told of an entity by what no
	// caller has, as far as that was found out.
	ungiven map[string]bool
	// looked are the operations that were asked for nothing, to see whether they
	// are there.
	looked map[string]bool
	// unmade are the errors with which the target refused the model's examples
	// of entities, while ways to set facts were tried.
	unmade map[string]string
}

func newArrangements(s *session) *arrangements {
	s.withhold = func(t *trial, op *model.Operation, body []byte) string { return t.withheld(op, body) }
	return &arrangements{session: s, ways: map[string]*way{}, ungiven: map[string]bool{}, looked: map[string]bool{}, unmade: map[string]string{}}
}
