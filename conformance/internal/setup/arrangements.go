package setup

import (
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
)

// Setup are what was found out of how facts are set on a target.
type Setup struct {
	*testcase.Session
	// ways are how facts are set, as far as that was found out.
	strategies map[string]*strategy
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

// New returns what is known of a target before anything was tried.
func New(session *testcase.Session) *Setup {
	s := &Setup{Session: session, strategies: map[string]*strategy{}, ungiven: map[string]bool{}, looked: map[string]bool{}, unmade: map[string]string{}}
	session.Withhold = func(c *testcase.Case, op *model.Operation, body []byte) string {
		return withheld(&Stage{Case: c, Setup: s}, op, body)
	}
	return s
}
