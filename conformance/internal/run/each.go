package run

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// A PropertyName identifies a property.
type PropertyName struct {
	// Kind is the kind of clause that the property checks. For a check of the
	// contract as a whole it is a kind that no clause has.
	Kind string
	// Name says in a few words what is tried.
	Name string
}

// Properties returns the names of all properties, in the order in which they are
// tried.
func Properties() []PropertyName {
	var names []PropertyName
	for _, prop := range all() {
		names = append(names, PropertyName{prop.Kind, prop.Name})
	}
	return names
}

// A Finding is the result of one property for one clause.
type Finding struct {
	// Clause and Kind are the clause's id and kind. For a check of the contract
	// as a whole, they are the name of the check.
	Clause, Kind string
	// Property is the name of the property.
	Property string
	// Cases counts the generated cases, with the one that failed.
	Cases int
	// Time is how long the property took until it failed, or in all.
	Time time.Duration
	// Passed reports that some case was tried and none failed. For a clause that
	// leaves a choice, it reports that a choice was seen.
	Passed bool
	// Counterexample is nil unless the property failed.
	Counterexample *report.Counterexample
}

// Failed reports whether the property failed.
func (f *Finding) Failed() bool { return f.Counterexample != nil }

// Each checks a target property by property, and ends as soon as found returns
// false. The clauses named in first come first, in that order, and the checks
// of the contract as a whole come last.
//
// Nothing is shrunk: a counterexample is the first that was found. A choice
// that the profile of the target leaves open is no failure.
func Each(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options, first []string, found func(*Finding) bool) error {
	if options.Seed == 0 {
		options.Seed = NewSeed()
	}
	options.Shrink = time.Nanosecond
	s := New(ctx, api, target, options)
	s.firstOnly = true
	s.command = func(pattern string) string { return conform(options, pattern) }
	clauses := s.Clauses()
	if err := s.problems(clauses); err != nil {
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
	clauses = s.selected(slices.Concat(clauses, s.Wholes()))
	slices.SortStableFunc(clauses, func(a, b model.Placed) int { return cmp.Compare(rank(a), rank(b)) })
	for _, p := range clauses {
		for _, prop := range s.PropertiesFor(p.Clause) {
			f := s.find(p, prop)
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

// find tries one property for one clause.
func (s *Suite) find(p model.Placed, prop script.Property) *Finding {
	began := time.Now()
	o := s.Try(p, prop)
	f := &Finding{Clause: p.Clause.ID, Kind: p.Clause.Kind, Property: prop.Name, Cases: o.Cases, Time: time.Since(began)}
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
	if failure == nil || failure.Undisputed == "" && (profiled == testcase.Otherwise || p.Clause.Open() && profiled == "") {
		return f
	}
	shown := *failure.Report() // one failure may be found by several properties
	f.Counterexample = &shown
	shown.Reproduce = s.again(&report.Clause{ID: f.Clause, Kind: f.Kind, Counterexample: f.Counterexample})
	f.Cases++
	if !o.FailedAt.IsZero() {
		f.Time = o.FailedAt.Sub(began)
	}
	return f
}
