package run

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// A Finding is what one property has found of one clause.
type Finding struct {
	// Clause and Kind are the clause's. For a property about the contract as a
	// whole, they are the name of the check.
	Clause, Kind string
	// Property says what was tried.
	Property string
	// Cases counts the generated cases, with the one that broke the property.
	Cases int
	// Time is how long the property took until it was broken, or in all.
	Time time.Duration
	// Passed reports that some case was tried, and that none broke the property.
	// For a clause that leaves a choice it says that a choice was seen.
	Passed bool
	// Counterexample is nil if the property holds, or could not be tried.
	Counterexample *report.Counterexample
}

// Broken reports whether the target has broken the property.
func (f *Finding) Broken() bool { return f.Counterexample != nil }

// Each holds a target against a contract property by property, for those who want to know
// what the properties are worth: it tells of each property by itself, and ends as soon as
// found returns false. The clauses named in first come first, in that order,
// and the checks of the contract as a whole come last.
//
// Nothing is shrunk: a counterexample is the first one that turned up. What
// the profile of the target leaves open is not held against it.
func Each(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options, first []string, found func(*Finding) bool) error {
	if options.Seed == 0 {
		options.Seed = NewSeed()
	}
	options.Shrink = time.Nanosecond
	s := New(ctx, api, target, options)
	s.Reproduce = func(id string) string { return fmt.Sprintf("conform -run '^%s$' -seed %d", id, options.Seed) }
	all := s.Clauses()
	if err := s.complaints(all); err != nil {
		return err
	}
	if err := s.reach(); err != nil {
		return err
	}
	s.Setup.Probe()
	rank := func(p model.Placed) int {
		if i := slices.Index(first, p.Clause.ID); i >= 0 {
			return i
		}
		return math.MaxInt
	}
	all = slices.Concat(all, s.Wholes())
	slices.SortStableFunc(all, func(a, b model.Placed) int { return cmp.Compare(rank(a), rank(b)) })
	for _, p := range all {
		if options.Run != nil && !options.Run.MatchString(p.Clause.ID) {
			continue
		}
		for _, l := range s.LawsFor(p.Clause) {
			f := s.hunt(p, l)
			if s.Broken != nil {
				return s.Broken
			}
			if err := s.Reset(); err != nil && ctx.Err() == nil {
				return err
			}
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if !found(f) {
				return nil
			}
		}
	}
	return nil
}

// hunt tries one property for one clause.
func (s *Suite) hunt(p model.Placed, l script.Property) *Finding {
	began := time.Now()
	o := s.Try(p, l)
	f := &Finding{Clause: p.Clause.ID, Kind: p.Clause.Kind, Property: l.Name, Cases: o.Cases, Time: time.Since(began)}
	failure := o.Failure
	if reply, ok := p.Clause.Rule.(model.Reply); ok {
		if found := s.Findings[reply.Name]; found != nil && found.Worst != nil && failure == nil {
			failure = found.Worst
		}
	}
	if failure != nil && failure.Confirmed == "no" {
		failure = nil
	}
	f.Passed = failure == nil && o.Cases > 0
	profiled := s.Target.Profile[p.Clause.ID]
	if failure == nil || profiled == testcase.Otherwise || p.Clause.Provenance == model.Assumed && profiled == "" {
		return f
	}
	f.Counterexample = failure.Report()
	f.Cases++
	if !o.FailedAt.IsZero() {
		f.Time = o.FailedAt.Sub(began)
	}
	return f
}
