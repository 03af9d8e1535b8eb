package testcase

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A Session is what the cases of one run share.
type Session struct {
	*effect.Contract
	*wire.Conn

	Options endpoint.Options
	Started time.Time
	// NamePrefix begins all names of the run, so that two runs don't collide.
	NamePrefix string
	// Reproduce returns the command that checks one clause again.
	Reproduce func(id string) string

	// Answered are the operations that have answered.
	Answered map[string]bool
	// Missing are the operations that the target does not implement, each with
	// the reason to think so.
	Missing map[string]string
	// Uncallable are those of Missing that the target may well implement: no
	// caller has what a request of them takes.
	Uncallable map[string]bool
	// Fixtures are what the fixtures file says exists, nil without one.
	Fixtures *Fixtures
	// Findings are what the replies have shown, by rule of the protocol.
	Findings map[string]*Finding
	// Observed are the choices that were observed, by clause.
	Observed map[string]string
	// Likely are the choices that some case has shown, by clause, before all cases
	// have been tried.
	Likely map[string]string
	// oracle has compiled the patterns of the model, and knows nothing.
	oracle *oracle.Oracle
	// Undecidable are the facts that the target's power to set facts does not set.
	Undecidable map[string]bool
	// Broken is set when a property panics, which is a mistake of the suite or of
	// the target's transport.
	Broken error

	// Comparison is what compares several targets, nil if there is only one.
	Comparison Comparison
	// NewExchanger returns what makes the calls of a case.
	NewExchanger func() Exchanger
	// Withhold says why a request must not be sent, or returns "".
	Withhold func(t *Case, op *model.Operation, body []byte) string

	// deleted are the resources that were deleted at some time, by their ids.
	deleted map[string]bool
	// occupiedFor is how long the run has waited until resources could be put, by
	// the reason.
	occupiedFor map[string]time.Duration

	counted map[string]bool                     // the entities that have a quota, see countedOf
	stored  map[counted]map[string]value.Object // what is there of them, by their keys

	shared    bool                       // whether cases share a partition, as none is new
	put       int                        // how many bytes were put since the target was emptied
	turns     int                        // how many values of enums were given out for partitions
	names     int                        // how many names were given out
	made      map[string]*model.Assigned // see [Session.Made]
	addresses addresses
	given     map[string]bool // the tokens that requests got, and whether they were sent
	faults    map[string]int  // calls that met nothing but faults, by operation
	stands    time.Time       // the time to which the target's clock was set
	farYear   int             // a year that is far ahead, 0 if it is not known yet
}

// Decides reports whether the target has the power to set a fact.
func (s *Session) Decides(fact string) bool { return s.Target.Facts != nil && !s.Undecidable[fact] }

// NewSession returns the session of a run on a target.
func NewSession(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options) *Session {
	now := time.Now()
	contract := effect.New(api)
	s := &Session{
		Contract: contract,
		Conn:     wire.New(ctx, contract.Set, target),
		Options:  options,
		Started:  now,
		Likely:   map[string]string{},

		Undecidable: map[string]bool{},
		faults:      map[string]int{},
		deleted:     map[string]bool{},
		given:       map[string]bool{},
		made:        madeOf(api),
		addresses:   addressesOf(api),
		counted:     countedOf(api),
		stored:      map[counted]map[string]value.Object{},

		occupiedFor: map[string]time.Duration{},
		NamePrefix:  cmp.Or(target.Prefix, "fs-"+strconv.FormatInt(now.UnixMilli()%(1<<36), 36)+"-"),
		Answered:    map[string]bool{},
		Missing:     map[string]string{},
		Uncallable:  map[string]bool{},
		Findings:    map[string]*Finding{},
		Observed:    map[string]string{},
	}
	s.Year = s.FarYear
	s.Level = s.NamePrefix + "0"
	s.shared = slices.ContainsFunc(s.API.Entities, func(e model.Entity) bool { return s.FixedPartitions(s.API.Resource(e.Name)) })
	s.Contract.NewToken = s.NewToken
	s.Timekeeper, s.OnWait = options.Time, options.Waiting
	if target.Tolerances.Any() {
		// What may be late, or get lost on the way, is not held to instants.
		s.Target.Exact = false
	}
	if target.Fixtures != nil {
		// What exists has to stay: nothing may be reset, and no fact changed.
		s.Target.Reset, s.Target.Facts, s.Target.State = nil, nil, nil
		s.Fixtures = &Fixtures{}
	}
	return s
}

// InTurn returns a value of an enum: not the one that it has returned last, if there are two.
func (s *Session) InTurn(enum *model.Shape) string {
	s.turns++
	return enum.Enum[s.turns%len(enum.Enum)].Value
}

// Name returns a name that nothing else has.
func (s *Session) Name() string {
	s.names++
	return fmt.Sprint(s.NamePrefix, s.names)
}

// KeyName returns a new name for a member of the key of a resource. One that makes a
// hierarchy is below a level that the run has for itself.
func (s *Session) KeyName(resource, member string) string {
	if made := s.Made(resource); made != nil && made.Member == member {
		return s.filledIn(made, nil)
	}
	if of, is := s.Addressed(resource, member); is {
		return s.newAddress(of)
	}
	if s.API.Address(resource, member) != nil {
		return s.newAddress(model.Addressed{Entity: resource, Address: member})
	}
	if h := s.API.Hierarchy(resource, member); h != nil {
		return s.LevelOf(*h) + h.Separator + s.Name()
	}
	return s.Named(s.KeyShape(s.API.Resource(resource), member), s.Name())
}

// NotImplemented says that the target does not offer an operation, and why.
func (s *Session) NotImplemented(operation string) string {
	if s.Uncallable[operation] {
		return operation + " can't be called: " + s.Missing[operation]
	}
	return operation + " is not implemented: " + s.Missing[operation]
}

// Reset empties the target if it offers that.
func (s *Session) Reset() error {
	if s.Target.Reset == nil {
		return nil
	}
	s.Calls++
	if err := s.Target.Reset(s.Ctx); err != nil {
		return fmt.Errorf("%s can't be reset: %w", s.Target.Url(), err)
	}
	clear(s.stored)
	s.put = 0
	return nil
}

// EventuallyConsistent reports whether reads of the target may lag behind.
func (s *Session) EventuallyConsistent() bool {
	t := s.Target.Tolerances
	return t.Visible > 0 || t.Deleted > 0 || t.Expired > 0
}

// RetriesCases reports whether cases are tried one at a time, and those that
// are inconclusive again, because replies may be stale or because calls cost
// something. If not, rapid tries and shrinks them.
func (s *Session) RetriesCases() bool { return s.Options.Costly || s.Target.Tolerances.Any() }
