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

// A session is one judgement of one target.
type session struct {
	ctx     context.Context
	api     *model.API
	target  Target
	options Options
	laws    []law
	started time.Time
	// reproduce returns the command that tries one clause again.
	reproduce func(id string) string

	calls int
	// held is how much the counterexamples hold that were found so far.
	held int
	// cancel ends the session before its time.
	cancel context.CancelCauseFunc
	// retries, lags and skew are what was found of how the target lets itself
	// be asked: what stood in the way, how late reads are, and how far its clock
	// is off.
	retries Retries
	lags    lags
	skew    skewGauge
	// lastWrite is when the last write was acknowledged, and allSeen when reads
	// have to know of all writes so far.
	lastWrite, allSeen time.Time
	// stands is the time at which the target's clock was set to stand.
	stands time.Time
	// guessed are the choices that were seen in some case, by clause, before
	// all cases have been tried.
	guessed map[string]string
	// vain has the operations of which some answer was waited for in vain, and
	// faults counts by operation the calls that brought nothing but faults.
	vain   map[string]bool
	faults map[string]int
	// sown are the cases that wait for their time, by clause and law.
	sown  map[string][]*sowing
	run   string // begins all names, so that two runs don't meet
	names int    // how many names were given out
	far   int    // a year that is far ahead, once it is known
	// answered are the operations that are there, for they have answered.
	answered map[string]bool
	// missing says of an operation that the target does not offer why.
	missing map[string]string
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
	// given is what a person's file says that there is, nil without one.
	given *givenWorld
	// wire is what was found of every reply, by rule.
	wire map[string]*finding
	// culprit is the trace that is being tried while all traces are, so that
	// one that has failed is found again at once.
	culprit *culprit
	// observed are the choices that were seen, by clause.
	observed map[string]string

	// broken is set when a law panics, which is a mistake of the suite or of
	// the target's transport.
	broken error

	// mirror is what the suite speaks to where it compares targets, else nil.
	mirror *mirror

	fitting  map[string][]string // the texts that fit a shape
	patterns map[string]*regexp.Regexp
}

// A finding is what was found of the replies by one rule of the wire.
type finding struct {
	replies int
	worst   *Counterexample
}

func newSession(ctx context.Context, api *model.API, target Target, options Options) *session {
	now := time.Now()
	ctx, cancel := context.WithCancelCause(ctx)
	s := &session{
		ctx:      ctx,
		cancel:   cancel,
		guessed:  map[string]string{},
		vain:     map[string]bool{},
		faults:   map[string]int{},
		sown:     map[string][]*sowing{},
		api:      api,
		target:   target,
		options:  options,
		laws:     append(laws(), wholeLaws...),
		started:  now,
		run:      cmp.Or(target.Prefix, "fs-"+strconv.FormatInt(now.UnixMilli()%(1<<36), 36)+"-"),
		answered: map[string]bool{},
		missing:  map[string]string{},
		ways:     map[string]*way{},
		ungiven:  map[string]bool{},
		unmade:   map[string]string{},
		looked:   map[string]bool{},
		wire:     map[string]*finding{},
		observed: map[string]string{},
		fitting:  map[string][]string{},
		patterns: map[string]*regexp.Regexp{},
	}
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

func (s *session) pattern(expr string) *regexp.Regexp {
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
	failure     *Counterexample
	unreachable string

	// thorough reports that the case is tried with all the patience that is
	// tolerated, and suspect that it has to be.
	thorough, suspect bool
	// abandoned counts the cases that were given up for what has nothing to do
	// with the clause.
	abandoned int

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
func (s *session) try(p model.Placed, l law) *outcome {
	if s.careful() {
		return s.tryCarefully(p, l)
	}
	o := &outcome{limit: s.options.cases(l), shrink: s.options.shrink()}
	tb := &quietTB{name: p.Clause.ID}
	want := s.asserted(p.Clause)
	s.options.settings().check(tb, func(rt *rapid.T) {
		if !tb.failed && (o.over() || s.ctx.Err() != nil) {
			return
		}
		t := s.trial(rt, o, p, l)
		s.mirror.begin()
		rt.Cleanup(func() {
			s.mirror.end()
			t.cleanUp()
		})
		t.attempt(want)
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
func (t *trial) attempt(want string) {
	if why, known := t.missing[t.operationName()]; known {
		t.gone(t.operationName(), why)
	}
	if t.law.see == nil {
		t.law.check(t)
	} else {
		t.choose(t.law.see(t), want)
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
func (t *trial) choose(seen, want string) {
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
		clear(t.vain)
	}
	if want != "" && seen != want {
		t.fail("the choice "+want, "the choice %s", seen)
	}
}

// guess returns the choice that the target is taken to make in the trial's
// clause, before it is known.
func (t *trial) guess() string { return cmp.Or(t.guesses()[t.clause.ID], t.clause.Choice) }
