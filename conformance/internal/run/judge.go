package run

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

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// Check holds a target against the contract of an API, and reports of every
// selected clause. An error means that there is nothing to report: the target
// could not be reached, a clause has no property, or none was selected. When the
// context ends, what was not checked by then is skipped.
func Check(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options) (*report.Report, error) {
	if options.Seed == 0 {
		options.Seed = NewSeed()
	}
	s := New(ctx, api, target, options)
	s.Reproduce = func(id string) string {
		command := cmp.Or(options.Command, "conform")
		return fmt.Sprintf("%s -run '^%s$' -seed %d", command, regexp.QuoteMeta(id), options.Seed)
	}
	var selected []model.Placed
	for _, p := range s.Clauses() {
		if options.Run == nil || options.Run.MatchString(p.Clause.ID) {
			selected = append(selected, p)
		}
	}
	var wholes []model.Placed
	for _, p := range s.Wholes() {
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
	rep := &report.Report{
		Target:  target.Url(),
		Model:   cmp.Or(api.Source, api.Name),
		Seed:    options.Seed,
		Started: s.Started.UTC().Truncate(time.Millisecond),
		Setup:   s.Setup.Probe(),
	}
	s.begin(selected)
	defer func() {
		s.cleanUp(selected)
		s.Cancel(nil)
	}()
	// What is about all clauses together comes when each has been checked.
	for i, p := range slices.Concat(selected, wholes) {
		if options.Progress != nil {
			options.Progress(i, len(selected)+len(wholes), p.Clause.ID)
		}
		verdict := s.check(p)
		s.tend(selected)
		if s.Broken != nil {
			return nil, s.Broken
		}
		if i < len(selected) {
			rep.Clauses = append(rep.Clauses, verdict)
		} else {
			rep.Checks = append(rep.Checks, verdict)
		}
	}
	// The rules of the wire are checked last, and reported where they stand.
	order := map[string]int{}
	for i, p := range api.AllClauses() {
		order[p.Clause.ID] = i
	}
	slices.SortFunc(rep.Clauses, func(a, b report.Clause) int { return order[a.ID] - order[b.ID] })
	for _, list := range [][]report.Clause{rep.Clauses, rep.Checks} {
		for i := range list {
			s.retell(&list[i])
		}
	}
	rep.Unexpected = s.unexpected(rep)
	s.Setup.ReportLeftovers(rep.Setup)
	rep.Calls = s.Calls
	s.tellHindrances(rep)
	rep.Seconds = float64(time.Since(s.Started).Milliseconds()) / 1000
	return rep, nil
}

// NewSeed returns a seed that is not zero, and that JSON readers which know no
// integers but those of a float64 keep.
func NewSeed() uint64 { return rand.Uint64()>>12 | 1 }

// Profile returns the choices that a model makes in the clauses whose ground
// is assumed, by clause: what a fake that was generated from the model is
// meant to do.
func Profile(api *model.API) map[string]string {
	profile := map[string]string{}
	for _, p := range api.AllClauses() {
		if p.Clause.Provenance == model.Assumed {
			profile[p.Clause.ID] = cmp.Or(p.Clause.Choice, testcase.AsSaid)
		}
	}
	return profile
}

// Clauses returns all clauses, those about replies last: they are checked by
// what was found on the way. Before them come those that wait for time to pass.
func (s *Suite) Clauses() []model.Placed {
	all := s.API.AllClauses()
	slices.SortStableFunc(all, func(a, b model.Placed) int { return s.rank(a.Clause) - s.rank(b.Clause) })
	return all
}

func (s *Suite) rank(c *model.Clause) int {
	switch c.Rule.(type) {
	case model.Reply:
		return 2
	case model.Expiry:
		if script.Waits(s.Session) {
			return 1
		}
	}
	return 0
}

// complaints returns what makes the suite unable to check the selected
// clauses: one that no property is about, or a profile that names no clause.
func (s *Suite) complaints(selected []model.Placed) error {
	var problems []string
	for _, p := range selected {
		if len(s.LawsFor(p.Clause)) == 0 {
			problems = append(problems, fmt.Sprintf("clause %s: no law judges the kind %s", p.Clause.ID, p.Clause.Kind))
		}
	}
	known := map[string]bool{}
	for _, p := range s.API.AllClauses() {
		known[p.Clause.ID] = true
	}
	for id := range s.Target.Profile {
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

func (s *Suite) LawsFor(c *model.Clause) []script.Property {
	var found []script.Property
	for _, l := range s.laws {
		if l.Kind == c.Kind {
			found = append(found, l)
		}
	}
	return found
}

// reach makes sure that somebody answers.
func (s *Suite) reach() error {
	op := s.Harmless()
	if op == nil {
		return errors.New("the model has no operations")
	}
	_, err := s.Deliver(s.Ctx, wire.Request{Operation: op.Name, Body: []byte("{}"), As: s.Target.Scope()})
	if _, is := wire.Withheld(err); is {
		err = nil // somebody is there, to withhold it
	}
	if err != nil {
		return fmt.Errorf("%s can't be reached: %w", s.Target.Url(), err)
	}
	return s.Reset()
}

// Harmless returns an operation that changes nothing, if there is one, for
// finding out whether anybody answers.
func (s *Suite) Harmless() *model.Operation {
	for i := range s.API.Operations {
		if v := s.API.Operations[i].Effect.Verb; v == model.Lists || v == model.Reads {
			return &s.API.Operations[i]
		}
	}
	if len(s.API.Operations) > 0 && s.Fixtures == nil {
		return &s.API.Operations[0]
	}
	return nil
}

// check tries the properties for a clause and sums up what became of them.
func (s *Suite) check(p model.Placed) report.Clause {
	c := p.Clause
	report := report.Clause{ID: c.ID, Kind: c.Kind, Description: c.Description, Source: c.Source, Provenance: string(c.Provenance), Choices: c.Choices, Divergence: s.divergence(c.ID)}
	if len(c.Choices) > 0 {
		report.Choice = c.Choice
	}
	if p.Operation != nil {
		report.Operation = p.Operation.Name
	}
	var sum testcase.Result
	for _, l := range s.LawsFor(c) {
		if s.Ctx.Err() != nil {
			sum.Reasons = append(sum.Reasons, context.Cause(s.Ctx).Error())
			break
		}
		o := s.Try(p, l)
		sum.Cases += o.Cases
		sum.Observed = append(sum.Observed, o.Observed...)
		sum.Failure = cmp.Or(sum.Failure, o.Failure)
		sum.Unsupported = cmp.Or(sum.Unsupported, o.Unsupported)
		sum.Reasons = append(sum.Reasons, o.Remarks...)
		if o.Cases == 0 && len(o.Reasons) > 0 {
			sum.Reasons = append(sum.Reasons, fmt.Sprintf("%s: %s", l.Name, o.Reasons[0]))
		} else if o.Failure != nil {
			sum.Reasons = append(sum.Reasons, o.Reasons...)
		}
		if err := s.Reset(); err != nil && s.Ctx.Err() == nil {
			sum.Reasons = append(sum.Reasons, err.Error())
		}
	}
	if reply, ok := c.Rule.(model.Reply); ok {
		if f := s.Findings[reply.Name]; f != nil {
			if sum.Cases > 0 {
				sum.Cases, sum.Unsupported = f.Replies, ""
			}
			sum.Failure = cmp.Or(f.Worst, sum.Failure)
		}
	}
	if sum.Cases == 0 && sum.Failure == nil && sum.Unsupported == "" && s.Ctx.Err() == nil {
		sum.Unsupported = s.Setup.WhyMissing(p.Operation)
	}
	s.sumUp(&report, c, &sum)
	s.hold(report.Counterexample)
	return report
}

// sumUp turns what became of a clause's properties into a outcome.
func (s *Suite) sumUp(rep *report.Clause, c *model.Clause, sum *testcase.Result) {
	slices.Sort(sum.Reasons)
	slices.Sort(sum.Observed)
	rep.Cases = sum.Cases
	rep.Reason = strings.Join(slices.Compact(sum.Reasons), "; ")
	rep.Observed = strings.Join(slices.Compact(sum.Observed), ", ")
	profiled := s.Target.Profile[c.ID]
	open := c.Provenance == model.Assumed && profiled == ""
	switch {
	case profiled == testcase.Otherwise && sum.Failure != nil:
		rep.Outcome = report.Pass
	case profiled == testcase.Otherwise && sum.Cases > 0:
		rep.Outcome = report.Fail
		rep.Reason = "the profile says that the target does otherwise, and it does not"
	case sum.Failure != nil && sum.Failure.Confirmed == "no":
		rep.Outcome = report.Skip
		rep.Counterexample = sum.Failure.Report()
		rep.Reason = sum.Failure.Unconfirmed()
	case sum.Failure != nil && open && c.Choice == "":
		rep.Outcome = report.Observed
		rep.Observed = testcase.Otherwise
		rep.Reason = sum.Failure.Text()
	case sum.Failure != nil && open:
		// What went wrong on the way to a choice belongs to another clause.
		rep.Outcome = report.Skip
		rep.Reason = sum.Failure.Text()
	case sum.Failure != nil:
		rep.Outcome = report.Fail
		rep.Counterexample = sum.Failure.Report()
	case sum.Unsupported != "":
		rep.Outcome = report.Unsupported
		rep.Reason = sum.Unsupported
	case sum.Cases == 0:
		rep.Outcome = report.Skip
	case open:
		rep.Outcome = report.Observed
		rep.Observed = cmp.Or(rep.Observed, testcase.AsSaid)
		s.Observed[c.ID] = rep.Observed
	default:
		rep.Outcome = report.Pass
	}
}
