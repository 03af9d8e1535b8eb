package testcase

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// A Session is what the cases of one run share.
type Session struct {
	*effect.Contract
	*wire.Conn
	Options endpoint.Options
	Started time.Time
	// reproduce returns the command that tries one clause again.
	Reproduce func(id string) string

	// stands is the time at which the target's clock was set to stand.
	stands time.Time
	// guessed are the choices that were seen in some case, by clause, before
	// all cases have been tried.
	Likely map[string]string
	// faults counts by operation the calls that brought nothing but faults.
	faults     map[string]int
	NamePrefix string // begins all names, so that two runs don't meet
	names      int    // how many names were given out
	far        int    // a year that is far ahead, once it is known
	// answered are the operations that are there, for they have answered.
	Answered map[string]bool
	// missing says of an operation that the target does not offer why.
	Missing map[string]string
	// given is what a fixtures file says that there is, nil without one.
	Fixtures *Fixtures
	// wire is what was found of every reply, by rule.
	Findings map[string]*Finding
	// observed are the choices that were seen, by clause.
	Observed map[string]string

	// broken is set when a property panics, which is a mistake of the suite or of
	// the target's transport.
	Broken error

	// comparison is told where cases begin and end if several targets are
	// compared, else nil.
	Comparison Comparison
	// newExchanger makes what the calls of a case are made by.
	NewExchanger func() Exchanger
	// withhold says why a request must not be sent, or "".
	Withhold func(t *Case, op *model.Operation, body []byte) string
}

func NewSession(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options) *Session {
	now := time.Now()
	contract := effect.New(api)
	s := &Session{
		Contract:   contract,
		Conn:       wire.New(ctx, contract.Set, target),
		Options:    options,
		Started:    now,
		Likely:     map[string]string{},
		faults:     map[string]int{},
		NamePrefix: cmp.Or(target.Prefix, "fs-"+strconv.FormatInt(now.UnixMilli()%(1<<36), 36)+"-"),
		Answered:   map[string]bool{},
		Missing:    map[string]string{},
		Findings:   map[string]*Finding{},
		Observed:   map[string]string{},
	}
	s.Year = s.FarYear
	s.Timekeeper, s.OnWait = options.Time, options.Waiting
	if target.Fixtures != nil {
		// What is there has to stay: nothing may be reset, or decided anew.
		s.Target.Reset, s.Target.Facts = nil, nil
		s.Fixtures = &Fixtures{}
	}
	return s
}

// NotImplemented says that the target does not offer an operation, and why.
func (s *Session) NotImplemented(operation string) string {
	return operation + " is not implemented: " + s.Missing[operation]
}

// Name returns a name that nothing else has.
func (s *Session) Name() string {
	s.names++
	return fmt.Sprint(s.NamePrefix, s.names)
}

// LikelyChoice returns the choice that the target is taken to make in the case's
// clause, before it is known.
func (t *Case) LikelyChoice() string { return cmp.Or(t.LikelyChoices()[t.Clause.ID], t.Clause.Choice) }

// RequiredChoice returns the choice that the target is meant to make, or "".
func (s *Session) RequiredChoice(c *model.Clause) string {
	if choice, ok := s.Target.Profile[c.ID]; ok && choice != AsSaid {
		return choice
	}
	if c.Ground != model.Assumed {
		return c.Choice
	}
	return ""
}
