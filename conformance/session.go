package conformance

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A session is what the cases of one run share.
type session struct {
	*conn
	options Options
	started time.Time
	// reproduce returns the command that tries one clause again.
	reproduce func(id string) string

	// stands is the time at which the target's clock was set to stand.
	stands time.Time
	// guessed are the choices that were seen in some case, by clause, before
	// all cases have been tried.
	guessed map[string]string
	// faults counts by operation the calls that brought nothing but faults.
	faults map[string]int
	run    string // begins all names, so that two runs don't meet
	names  int    // how many names were given out
	far    int    // a year that is far ahead, once it is known
	// answered are the operations that are there, for they have answered.
	answered map[string]bool
	// missing says of an operation that the target does not offer why.
	missing map[string]string
	// given is what a person's file says that there is, nil without one.
	given *givenWorld
	// wire is what was found of every reply, by rule.
	wire map[string]*finding
	// observed are the choices that were seen, by clause.
	observed map[string]string

	// broken is set when a law panics, which is a mistake of the suite or of
	// the target's transport.
	broken error

	// comparison is told where cases begin and end if several targets are
	// compared, else nil.
	comparison comparison
	// newExchanger makes what the calls of a case are made by.
	newExchanger func() exchanger
	// withhold says why a request must not be sent, or "".
	withhold func(t *trial, op *model.Operation, body []byte) string

	setup *arrangements
}

func newSession(ctx context.Context, api *model.API, target Target, options Options) *session {
	now := time.Now()
	s := &session{
		conn:     newConn(ctx, api, target),
		options:  options,
		started:  now,
		guessed:  map[string]string{},
		faults:   map[string]int{},
		run:      cmp.Or(target.Prefix, "fs-"+strconv.FormatInt(now.UnixMilli()%(1<<36), 36)+"-"),
		answered: map[string]bool{},
		missing:  map[string]string{},
		wire:     map[string]*finding{},
		observed: map[string]string{},
	}
	s.year = s.farYear
	s.keeper, s.waiting = options.Time, options.Waiting
	if target.World != nil {
		// What is there has to stay: nothing may be reset, or decided anew.
		s.target.Reset, s.target.Facts = nil, nil
		s.given = &givenWorld{}
	}
	return s
}

// name returns a name that nothing else has.
func (s *session) name() string {
	s.names++
	return fmt.Sprint(s.run, s.names)
}

// guess returns the choice that the target is taken to make in the trial's
// clause, before it is known.
func (t *trial) guess() string { return cmp.Or(t.guesses()[t.clause.ID], t.clause.Choice) }

// asserted returns the choice that the target is meant to make, or "".
func (s *session) asserted(c *model.Clause) string {
	if choice, ok := s.target.Profile[c.ID]; ok && choice != asSaid {
		return choice
	}
	if c.Ground != model.Assumed {
		return c.Choice
	}
	return ""
}
