package run

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// Check checks a target against the contract of an API, and reports the outcome
// of every selected clause. An error means that there is nothing to report: the
// target could not be reached, no property checks a clause, or no clause was
// selected. When the context ends, the clauses that remain are skipped.
func Check(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options) (*report.Report, error) {
	if options.Seed == 0 && options.Shard.Parts() {
		return nil, errUnseeded
	}
	if options.Seed == 0 {
		options.Seed = NewSeed()
	}
	s := New(ctx, api, target, options)
	s.command = func(pattern string) string { return conform(options, pattern) }
	selected, whole := s.selected(s.Clauses()), s.selected(s.Wholes())
	if len(selected)+len(whole) == 0 {
		return nil, fmt.Errorf("no clause is selected: no id matches %v", options.Run)
	}
	part, err := s.divide(selected, whole)
	if err != nil {
		return nil, err
	}
	if err := s.problems(selected); err != nil {
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
		Shard:   part.describe(),
	}
	part.probed()
	own := part.only(selected)
	s.begin(own)
	defer func() {
		s.cleanUp(own)
		s.Cancel(nil)
	}()
	// The checks of the whole use the choices that the clauses have shown.
	for i, p := range slices.Concat(selected, whole) {
		if options.Progress != nil {
			options.Progress(i, len(selected)+len(whole), p.Clause.ID)
		}
		if !part.has(p.Clause) {
			part.pass(p)
			continue
		}
		result := s.check(p)
		part.watch(p, &result)
		s.look(own)
		if s.Broken != nil {
			return nil, s.Broken
		}
		if i < len(selected) {
			rep.Clauses = append(rep.Clauses, result)
		} else {
			rep.Checks = append(rep.Checks, result)
		}
	}
	// Clauses are reported in the order of the contract.
	order := map[string]int{}
	for i, p := range api.AllClauses() {
		order[p.Clause.ID] = i
	}
	slices.SortFunc(rep.Clauses, func(a, b report.Clause) int { return order[a.ID] - order[b.ID] })
	for _, list := range [][]report.Clause{rep.Clauses, rep.Checks, part.foreign} {
		for i := range list {
			s.reproduce(&list[i])
		}
	}
	part.complete(rep.Shard)
	rep.Complete()
	rep.Absent = s.absent()
	rep.Unexpected = s.unexpected(rep)
	s.Setup.ReportLeftovers(rep.Setup)
	rep.Calls = s.Calls
	s.describeTarget(rep)
	rep.Seconds = float64(time.Since(s.Started).Milliseconds()) / 1000
	return rep, nil
}

// selected returns those of some clauses that the options select.
func (s *Suite) selected(clauses []model.Placed) []model.Placed {
	var found []model.Placed
	for _, p := range clauses {
		if s.Options.Run == nil || s.Options.Run.MatchString(p.Clause.ID) {
			found = append(found, p)
		}
	}
	return found
}

// check tries the properties of a clause and decides its outcome.
func (s *Suite) check(p model.Placed) report.Clause {
	c, rep := p.Clause, s.blank(p)
	var sum testcase.Result
	for _, prop := range s.PropertiesFor(c) {
		if s.Ctx.Err() != nil {
			sum.Reasons = append(sum.Reasons, context.Cause(s.Ctx).Error())
			break
		}
		o := s.Try(p, prop)
		sum.Cases += o.Cases
		sum.Observed = append(sum.Observed, o.Observed...)
		if sum.Failure == nil || o.Failure != nil && o.Failure.Undisputed != "" {
			sum.Failure = cmp.Or(o.Failure, sum.Failure)
		}
		sum.Unsupported = cmp.Or(sum.Unsupported, o.Unsupported)
		sum.Reasons = append(sum.Reasons, o.Remarks...)
		sum.Stray = cmp.Or(sum.Stray, o.Stray)
		if o.Cases == 0 && len(o.Reasons) > 0 {
			sum.Reasons = append(sum.Reasons, fmt.Sprintf("%s: %s", prop.Name, o.Reasons[0]))
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
			if remark := f.Remark(); remark != "" {
				sum.Reasons = append(sum.Reasons, remark)
			}
		}
	}
	if sum.Cases == 0 && sum.Failure == nil && sum.Unsupported == "" && s.Ctx.Err() == nil {
		sum.Unsupported = s.Setup.WhyMissing(p.Operation)
	}
	s.decide(&rep, c, &sum)
	rep.Stray = sum.Stray
	return rep
}

// blank returns the result for a clause without what was found.
func (s *Suite) blank(p model.Placed) report.Clause {
	c := p.Clause
	rep := report.Clause{ID: c.ID, Kind: c.Kind, Description: c.Description, Source: c.Source, Provenance: string(c.Provenance), Choices: c.Choices, Divergence: s.divergence(c.ID)}
	if len(c.Choices) > 0 {
		rep.Choice = c.Choice
	}
	if p.Operation != nil {
		rep.Operation = p.Operation.Name
	}
	return rep
}

// decide decides the outcome of a clause from the results of its properties.
func (s *Suite) decide(rep *report.Clause, c *model.Clause, sum *testcase.Result) {
	slices.Sort(sum.Reasons)
	slices.Sort(sum.Observed)
	rep.Cases = sum.Cases
	rep.Reason = strings.Join(slices.Compact(sum.Reasons), "; ")
	rep.Observed = strings.Join(slices.Compact(sum.Observed), ", ")
	profiled := s.Target.Profile[c.ID]
	open := c.Open() && profiled == ""
	switch {
	case sum.Failure != nil && sum.Failure.Undisputed != "" && sum.Failure.Confirmed != "no":
		rep.Outcome = report.Fail
		rep.Counterexample = sum.Failure.Report()
		rep.Reason = "whatever is chosen, it contradicts that " + sum.Failure.Undisputed
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
		// A failure on the way to a choice belongs to another clause.
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
	if rep.Counterexample != nil {
		if rep.Outcome == report.Fail {
			s.explained[causeOf(*rep)] = true
		}
		rep.Counterexample.Reproduce = s.again(rep)
		s.keep(rep.Counterexample)
	}
}

// again returns the command that finds a counterexample once more. A rule about
// replies may have failed while another clause was checked, and a check in
// lock-step with the oracle may have used choices that other clauses showed:
// then these have to be checked as well.
func (s *Suite) again(c *report.Clause) string {
	if lockStep(c.Kind) && len(s.Observed) > 0 {
		return s.command("")
	}
	ids := regexp.QuoteMeta(c.ID)
	if found := c.Counterexample.Reproduce; found != c.ID && s.has(found) {
		ids = "(" + regexp.QuoteMeta(found) + "|" + ids + ")"
	}
	return s.command("^" + ids + "$")
}

// has reports whether there is a clause, or a check of the whole, with an id.
// There is none for the cases that probe the target before any clause.
func (s *Suite) has(id string) bool {
	return slices.ContainsFunc(slices.Concat(s.API.AllClauses(), s.Wholes()), func(p model.Placed) bool { return p.Clause.ID == id })
}

// conform returns a command line that checks the clauses that match a pattern.
func conform(options endpoint.Options, pattern string) string {
	command := cmp.Or(options.Command, "conform")
	if pattern != "" {
		command += " -run '" + pattern + "'"
	}
	return fmt.Sprintf("%s -seed %d", command, options.Seed)
}

// keep makes a counterexample small enough to be kept until the end of the run,
// whatever else is kept: excerpts replace the largest bodies in it.
func (s *Suite) keep(c *report.Counterexample) {
	most := min(excerpt.MostSteps, excerpt.MostSession-s.kept)
	size := c.Size()
	for limit := excerpt.MostBody / 2; size > most && limit >= excerpt.MostWords; limit /= 2 {
		for i := range c.Steps {
			c.Steps[i].Shorten(limit)
		}
		size = c.Size()
	}
	s.kept += size
}

// divergence returns the known divergence of the target from a clause, or nil.
func (s *Suite) divergence(id string) *endpoint.Divergence {
	i := slices.IndexFunc(s.Target.Divergences, func(d endpoint.Divergence) bool { return d.Clause == id })
	if i < 0 {
		return nil
	}
	return &s.Target.Divergences[i]
}

// unexpected returns the entries in the list of divergences that name no
// clause, or one that passes.
func (s *Suite) unexpected(rep *report.Report) []string {
	var all []string
	for _, d := range s.Target.Divergences {
		if !s.has(d.Clause) {
			all = append(all, fmt.Sprintf("%s: listed as a divergence, and there is no such clause", d.Clause))
		}
	}
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		if c.Divergence != nil && c.Outcome == report.Pass {
			all = append(all, fmt.Sprintf("%s: listed as a divergence, and it passes", c.ID))
		}
	}
	return all
}

// describeTarget adds to a report what was measured of the target: its skew and
// lag, and the calls that had to be made again.
func (s *Suite) describeTarget(rep *report.Report) {
	rep.Ended = s.WhyEnded()
	if s.Target.Clock == nil {
		rep.Skew = s.Skew.Report()
	}
	if s.Retries != (endpoint.Retries{}) {
		rep.Retries = &s.Retries
	}
	if s.Target.Tolerances.Any() {
		rep.Tolerances = &s.Target.Tolerances
		rep.Lag = s.waiter.Lags.Report()
	}
}
