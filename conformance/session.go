package conformance

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A shapes value knows the shapes of an API: which values fit them, and how
// to make such values.
type shapes struct {
	api *model.API
	// year is a year that is far ahead of the target's clock.
	year func() int

	fitting  map[string][]string // the texts that fit a shape
	patterns map[string]*regexp.Regexp
}

// A contract value knows what the operations of an API do to which things.
type contract struct {
	*shapes
}

// A conn makes requests of one target, and reads its answers.
type conn struct {
	*contract
	ctx    context.Context
	cancel context.CancelCauseFunc
	target Target
	calls  int
	// retries and skew are what was found of how the target lets itself be
	// asked: what stood in the way, and how far its clock is off.
	retries Retries
	skew    skewGauge
}

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

// A comparison of several targets, which answer as one.
type comparison interface {
	// begin begins a case, and end ends it.
	begin()
	end()
	// differs reports whether the answers to the last call differ.
	differs() bool
}

// An exchanger makes the calls of one case, and waits until their answers
// count.
type exchanger interface {
	// exchange makes a request as a case does it.
	exchange(t *trial, r request) (*answer, error)
	// decided notes facts that were decided by the power that the target has
	// for it.
	decided(t *trial, as Scope, fact string, values []FactValue)
	// removed notes that something was deleted when the case was over.
	removed(t *trial, operation string)
}

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

// patience is what was found of how late a target is.
type patience struct {
	*session
	lags lags
	// vain has the operations of which some answer was waited for in vain.
	vain map[string]bool
	// lastWrite is when the last write was acknowledged, and allSeen when reads
	// have to know of all writes so far.
	lastWrite, allSeen time.Time
}

func newPatience(s *session) *patience {
	p := &patience{session: s, vain: map[string]bool{}}
	s.newExchanger = func() exchanger { return &follower{patience: p} }
	return p
}

// A suite tries the properties of a contract on one target.
type suite struct {
	*session
	patience *patience
	laws     []law
	// sown are the cases that wait for their time, by clause and law.
	sown map[string][]*sowing
}

func newSuite(ctx context.Context, api *model.API, target Target, options Options) *suite {
	s := newSession(ctx, api, target, options)
	s.setup = newArrangements(s)
	return &suite{session: s, patience: newPatience(s), laws: append(laws(), wholeLaws...), sown: map[string][]*sowing{}}
}

// A finding is what was found of the replies by one rule of the wire.
type finding struct {
	replies int
	worst   *failure
}

func newSession(ctx context.Context, api *model.API, target Target, options Options) *session {
	now := time.Now()
	ctx, cancel := context.WithCancelCause(ctx)
	known := &contract{&shapes{api: api, fitting: map[string][]string{}, patterns: map[string]*regexp.Regexp{}}}
	s := &session{
		conn:     &conn{contract: known, ctx: ctx, cancel: cancel, target: target},
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

func (s *shapes) pattern(expr string) *regexp.Regexp {
	re, ok := s.patterns[expr]
	if !ok {
		// The model's reader has made sure that patterns compile.
		re = regexp.MustCompile(expr)
		s.patterns[expr] = re
	}
	return re
}

// An outcome is what became of one law for one clause.
type outcome struct {
	cases       int
	reasons     []string // why cases were given up
	seen        []string // the choices that were seen
	remarks     []string // what else is to be said of cases that hold
	failure     *failure
	unreachable string

	// thorough reports that the case is tried with all the patience that is
	// tolerated, and suspect that it has to be.
	thorough, suspect bool
	// abandoned counts the cases that were given up for what has nothing to do
	// with the clause.
	abandoned int

	// memo is what the property keeps from one case to the next.
	memo any

	failedAt time.Time
	after    int // how many cases were tried since
	shrink   time.Duration
	limit    int
}

// over reports whether no more cases are wanted.
func (o *outcome) over() bool {
	switch {
	case o.unreachable != "":
		return true
	case o.failure != nil:
		// The first case after a failure is the same once more.
		o.after++
		return o.after > 1 && time.Since(o.failedAt) > o.shrink
	case o.cases == 0:
		return len(o.reasons) >= 5
	}
	return o.cases >= o.limit || len(o.reasons) >= 10*o.limit
}

// try tries a law for a clause on generated cases.
func (s *suite) try(p model.Placed, l law) *outcome {
	if s.careful() {
		return s.tryCarefully(p, l)
	}
	o := &outcome{limit: s.options.cases(l.once, l.cases), shrink: s.options.shrink()}
	tb := &quietTB{name: p.Clause.ID}
	want := s.asserted(p.Clause)
	s.options.settings().check(tb, func(rt *rapid.T) {
		if !tb.failed && (o.over() || s.ctx.Err() != nil) {
			return
		}
		t := s.trial(rt, o, p, l.name)
		if s.comparison != nil {
			s.comparison.begin()
		}
		rt.Cleanup(func() {
			if s.comparison != nil {
				s.comparison.end()
			}
			t.cleanUp()
		})
		s.attempt(t, l, want)
		if o.failure == nil {
			o.cases++
		}
	})
	if tb.failed && o.failure == nil {
		s.broken = cmp.Or(s.broken, fmt.Errorf("clause %s: the suite broke down: %s", p.Clause.ID, tb.said))
	}
	if o.failure != nil && tb.flaky {
		o.reasons = append(o.reasons, "it does not fail every time")
	}
	return o
}

// attempt tries the law of a trial on one case. want is the choice that the
// target is meant to make, if any.
func (s *suite) attempt(t *trial, l law, want string) {
	if why, known := t.missing[t.operationName()]; known {
		t.gone(t.operationName(), why)
	}
	t.sown = func() *sowing {
		id := t.clause.ID + l.name
		if len(s.sown[id]) == 0 {
			return nil
		}
		w := s.sown[id][0]
		s.sown[id] = s.sown[id][1:]
		return w
	}
	if l.see == nil {
		l.check(t)
	} else {
		s.choose(t, l.see(t), want)
	}
}

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

// choose notes the choice that a case has shown, and holds it against the one
// that was meant.
func (s *suite) choose(t *trial, seen, want string) {
	if seen == "" {
		t.skip("the case shows no choice")
	}
	if t.suspicious() && seen != t.guess() && !slices.Contains(t.outcome.seen, seen) {
		t.outcome.suspect = true
		t.rapid.Fatal("the choice " + seen + " may have been made")
	}
	t.outcome.seen = append(t.outcome.seen, seen)
	if t.careful() && t.guess() != seen {
		// What was waited for in vain under another choice may come now.
		t.guessed[t.clause.ID] = seen
		clear(s.patience.vain)
	}
	if want != "" && seen != want {
		t.fail("the choice "+want, "the choice %s", seen)
	}
}

// guess returns the choice that the target is taken to make in the trial's
// clause, before it is known.
func (t *trial) guess() string { return cmp.Or(t.guesses()[t.clause.ID], t.clause.Choice) }
