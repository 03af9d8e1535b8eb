package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// Options say how a target is judged. The zero value is good.
type Options struct {
	// Run selects clauses by their ids; nil selects all.
	Run *regexp.Regexp
	// Checks is how many cases each law is tried on. At zero, each law has a
	// number of its own, of about 25.
	Checks int
	// Seed makes the same cases as another run with that seed. At zero one is
	// chosen.
	Seed uint64
	// Command is what a counterexample says to run to find it again, to which
	// "-run" and "-seed" are added.
	Command string
	// Exhaustive is how long the traces are of which all are tried: none if
	// zero.
	Exhaustive int
	// Pictures is the folder for pictures of histories that have no order: that
	// of temporary files if empty.
	Pictures string
	// Shrink is how long a shorter counterexample is looked for: two seconds
	// if zero.
	Shrink time.Duration
	// Costly says that calls cost something: a case that fails is shortened by
	// thought alone, and shown to the target once more.
	Costly bool
	// Progress is called before each clause. It may be nil.
	Progress func(done, of int, clause string)
	// Time is what the suite waits by: the wall clock if nil.
	Time Timekeeper
	// Waiting is called before a wait of several seconds, and says what it is
	// for. It may be nil.
	Waiting func(d time.Duration, why string)
}

// cases returns how many cases a law is tried on.
func (o *Options) cases(once bool, cases int) int {
	switch {
	case once:
		return 1
	case o.Checks > 0:
		return o.Checks
	case cases > 0:
		return cases
	}
	return 25
}

func (o *Options) settings() settings {
	return settings{seed: o.Seed, checks: o.Checks, shrink: o.shrink()}
}

// shrink returns how long a shorter counterexample is looked for.
func (o *Options) shrink() time.Duration { return cmp.Or(o.Shrink, 2*time.Second) }

// Judge holds a target against the contract of an API, and reports of every
// selected clause. An error means that there is nothing to report: the target
// could not be reached, a clause has no law, or none was selected. When the
// context ends, what was not judged by then is skipped.
func Judge(ctx context.Context, api *model.API, target Target, options Options) (*Report, error) {
	if options.Seed == 0 {
		options.Seed = newSeed()
	}
	s := newSuite(ctx, api, target, options)
	s.reproduce = func(id string) string {
		command := cmp.Or(options.Command, "conform")
		return fmt.Sprintf("%s -run '^%s$' -seed %d", command, regexp.QuoteMeta(id), options.Seed)
	}
	var selected []model.Placed
	for _, p := range s.clauses() {
		if options.Run == nil || options.Run.MatchString(p.Clause.ID) {
			selected = append(selected, p)
		}
	}
	var wholes []model.Placed
	for _, p := range s.wholes() {
		if options.Run == nil || options.Run.MatchString(p.Clause.ID) {
			wholes = append(wholes, p)
		}
	}
	if len(selected)+len(wholes) == 0 {
		return nil, fmt.Errorf("no clause is selected: no id matches %v", options.Run)
	}
	if err := s.complaints(selected); err != nil {
		return nil, err
	}
	if err := s.reach(); err != nil {
		return nil, err
	}
	report := &Report{
		Target:  target.url(),
		Model:   cmp.Or(api.Source, api.Name),
		Seed:    options.Seed,
		Started: s.started.UTC().Truncate(time.Millisecond),
		World:   s.setup.survey(),
	}
	s.sow(selected)
	defer func() {
		s.uproot(selected)
		s.cancel(nil)
	}()
	// What is about all clauses together comes when each has been judged.
	for i, p := range slices.Concat(selected, wholes) {
		if options.Progress != nil {
			options.Progress(i, len(selected)+len(wholes), p.Clause.ID)
		}
		verdict := s.judge(p)
		s.tend(selected)
		if s.broken != nil {
			return nil, s.broken
		}
		if i < len(selected) {
			report.Clauses = append(report.Clauses, verdict)
		} else {
			report.Checks = append(report.Checks, verdict)
		}
	}
	// The rules of the wire are judged last, and reported where they stand.
	order := map[string]int{}
	for i, p := range api.AllClauses() {
		order[p.Clause.ID] = i
	}
	slices.SortFunc(report.Clauses, func(a, b ClauseReport) int { return order[a.ID] - order[b.ID] })
	for _, list := range [][]ClauseReport{report.Clauses, report.Checks} {
		for i := range list {
			s.retell(&list[i])
		}
	}
	report.Unexpected = s.unexpected(report)
	s.setup.leave(report.World)
	report.Calls = s.calls
	s.tellHindrances(report)
	report.Seconds = float64(time.Since(s.started).Milliseconds()) / 1000
	return report, nil
}

// newSeed returns a seed that is not zero, and that JSON readers which know no
// integers but those of a float64 keep.
func newSeed() uint64 { return rand.Uint64()>>12 | 1 }

// asSaid is the choice of a target that does what an assumed clause says, where
// the clause names no others.
const asSaid = "as-said"

// otherwise is the choice of a target that does not.
const otherwise = "otherwise"

// Profile returns the choices that a model makes in the clauses whose ground
// is assumed, by clause: what a fake that was generated from the model is
// meant to do.
func Profile(api *model.API) map[string]string {
	profile := map[string]string{}
	for _, p := range api.AllClauses() {
		if p.Clause.Ground == model.Assumed {
			profile[p.Clause.ID] = cmp.Or(p.Clause.Choice, asSaid)
		}
	}
	return profile
}

// clauses returns all clauses, those about replies last: they are judged by
// what was found on the way. Before them come those that wait for time to pass.
func (s *suite) clauses() []model.Placed {
	all := s.api.AllClauses()
	slices.SortStableFunc(all, func(a, b model.Placed) int { return s.rank(a.Clause) - s.rank(b.Clause) })
	return all
}

func (s *suite) rank(c *model.Clause) int {
	switch c.Rule.(type) {
	case model.Reply:
		return 2
	case model.Expiry:
		if s.waits() {
			return 1
		}
	}
	return 0
}

// complaints returns what makes the suite unable to judge the selected
// clauses: one that no law is about, or a profile that names no clause.
func (s *suite) complaints(selected []model.Placed) error {
	var problems []string
	for _, p := range selected {
		if len(s.lawsFor(p.Clause)) == 0 {
			problems = append(problems, fmt.Sprintf("clause %s: no law judges the kind %s", p.Clause.ID, p.Clause.Kind))
		}
	}
	known := map[string]bool{}
	for _, p := range s.api.AllClauses() {
		known[p.Clause.ID] = true
	}
	for id := range s.target.Profile {
		if !known[id] {
			problems = append(problems, fmt.Sprintf("profile: there is no clause %s", id))
		}
	}
	if problems == nil {
		return nil
	}
	slices.Sort(problems)
	return errors.New(strings.Join(problems, "\n"))
}

func (s *suite) lawsFor(c *model.Clause) []law {
	var found []law
	for _, l := range s.laws {
		if l.kind == c.Kind {
			found = append(found, l)
		}
	}
	return found
}

// reach makes sure that somebody answers.
func (s *suite) reach() error {
	op := s.harmless()
	if op == nil {
		return errors.New("the model has no operations")
	}
	_, err := s.carry(s.ctx, request{operation: op.Name, body: []byte("{}"), as: s.target.scope()})
	if _, is := withheld(err); is {
		err = nil // somebody is there, to withhold it
	}
	if err != nil {
		return fmt.Errorf("%s can't be reached: %w", s.target.url(), err)
	}
	return s.reset()
}

// harmless returns an operation that changes nothing, if there is one, for
// finding out whether anybody answers.
func (s *suite) harmless() *model.Operation {
	for i := range s.api.Operations {
		if v := s.api.Operations[i].Effect.Verb; v == model.Lists || v == model.Reads {
			return &s.api.Operations[i]
		}
	}
	if len(s.api.Operations) > 0 && s.given == nil {
		return &s.api.Operations[0]
	}
	return nil
}

// reset empties the target if it offers that.
func (s *session) reset() error {
	if s.target.Reset == nil {
		return nil
	}
	s.calls++
	if err := s.target.Reset(s.ctx); err != nil {
		return fmt.Errorf("%s can't be reset: %w", s.target.url(), err)
	}
	return nil
}

// judge tries the laws for a clause and sums up what became of them.
func (s *suite) judge(p model.Placed) ClauseReport {
	c := p.Clause
	report := ClauseReport{ID: c.ID, Kind: c.Kind, Says: c.Says, Source: c.Source, Ground: string(c.Ground), Choices: c.Choices, Divergence: s.divergence(c.ID)}
	if len(c.Choices) > 0 {
		report.Choice = c.Choice
	}
	if p.Operation != nil {
		report.Operation = p.Operation.Name
	}
	var sum outcome
	for _, l := range s.lawsFor(c) {
		if s.ctx.Err() != nil {
			sum.reasons = append(sum.reasons, context.Cause(s.ctx).Error())
			break
		}
		o := s.try(p, l)
		sum.cases += o.cases
		sum.seen = append(sum.seen, o.seen...)
		sum.failure = cmp.Or(sum.failure, o.failure)
		sum.unreachable = cmp.Or(sum.unreachable, o.unreachable)
		sum.reasons = append(sum.reasons, o.remarks...)
		if o.cases == 0 && len(o.reasons) > 0 {
			sum.reasons = append(sum.reasons, fmt.Sprintf("%s: %s", l.name, o.reasons[0]))
		} else if o.failure != nil {
			sum.reasons = append(sum.reasons, o.reasons...)
		}
		if err := s.reset(); err != nil && s.ctx.Err() == nil {
			sum.reasons = append(sum.reasons, err.Error())
		}
	}
	if reply, ok := c.Rule.(model.Reply); ok {
		if f := s.wire[reply.Name]; f != nil {
			if sum.cases > 0 {
				sum.cases, sum.unreachable = f.replies, ""
			}
			sum.failure = cmp.Or(f.worst, sum.failure)
		}
	}
	if sum.cases == 0 && sum.failure == nil && sum.unreachable == "" && s.ctx.Err() == nil {
		sum.unreachable = s.setup.absent(p.Operation)
	}
	s.sumUp(&report, c, &sum)
	s.hold(report.Counterexample)
	return report
}

// sumUp turns what became of a clause's laws into a verdict.
func (s *suite) sumUp(report *ClauseReport, c *model.Clause, sum *outcome) {
	slices.Sort(sum.reasons)
	slices.Sort(sum.seen)
	report.Cases = sum.cases
	report.Reason = strings.Join(slices.Compact(sum.reasons), "; ")
	report.Observed = strings.Join(slices.Compact(sum.seen), ", ")
	profiled := s.target.Profile[c.ID]
	open := c.Ground == model.Assumed && profiled == ""
	switch {
	case profiled == otherwise && sum.failure != nil:
		report.Verdict = Holds
	case profiled == otherwise && sum.cases > 0:
		report.Verdict = Violated
		report.Reason = "the profile says that the target does otherwise, and it does not"
	case sum.failure != nil && sum.failure.Confirmed == "no":
		report.Verdict = Skipped
		report.Counterexample = sum.failure.counterexample()
		report.Reason = sum.failure.unconfirmed()
	case sum.failure != nil && open && c.Choice == "":
		report.Verdict = Observed
		report.Observed = otherwise
		report.Reason = sum.failure.text()
	case sum.failure != nil && open:
		// What went wrong on the way to a choice belongs to another clause.
		report.Verdict = Skipped
		report.Reason = sum.failure.text()
	case sum.failure != nil:
		report.Verdict = Violated
		report.Counterexample = sum.failure.counterexample()
	case sum.unreachable != "":
		report.Verdict = Unreachable
		report.Reason = sum.unreachable
	case sum.cases == 0:
		report.Verdict = Skipped
	case open:
		report.Verdict = Observed
		report.Observed = cmp.Or(report.Observed, asSaid)
		s.observed[c.ID] = report.Observed
	default:
		report.Verdict = Holds
	}
}

// text returns a counterexample in a line.
func (c *Counterexample) text() string {
	last := c.Steps[len(c.Steps)-1]
	return fmt.Sprintf("%s: expected %s, got %s", c.Law, last.Expected, last.Got)
}
