package compare

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/run"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// firstCases is how many cases of each property are tried before any property
// is tried on more. They find most differences.
const firstCases = 2

// Compare makes the same calls of several targets until one answers differently
// from the first, and then looks for the shortest sequence of calls with that
// difference. The calls are those of all properties, and random ones, but no
// target is checked against the contract. Values that no client can expect to
// be the same twice are ignored: ids, messages and page tokens.
//
// The clock is set, and facts are set without the API, only if all targets have
// that power. The targets then begin at the same time, that of the first; else
// the comparison says whether their times differ. An error means that the targets
// can't be compared.
func Compare(ctx context.Context, api *model.API, targets []endpoint.Target, options endpoint.Options) (*report.Comparison, error) {
	if len(targets) < 2 {
		return nil, errors.New("it takes two targets to compare")
	}
	if options.Seed == 0 {
		options.Seed = run.NewSeed()
	}
	shrink := cmp.Or(options.Shrink, 5*time.Second)
	options.Shrink, options.Costly = min(shrink, 300*time.Millisecond), false
	m := &mirror{targets: slices.Clone(targets), answered: make([]map[string]bool, len(targets))}
	for i := range m.answered {
		m.answered[i] = map[string]bool{}
	}
	joined := m.joined()
	if joined.Profile == nil {
		joined.Profile = run.Profile(api)
	}
	joined.Prefix = comparePrefix(time.Now(), 0)
	s := run.New(ctx, api, joined, options)
	s.Comparison, m.session = m, s
	s.Reproduce = func(id string) string {
		return fmt.Sprintf("%s -run '^%s$' -seed %d", cmp.Or(options.Command, "conform compare"), regexp.QuoteMeta(id), options.Seed)
	}
	report := &report.Comparison{Model: cmp.Or(api.Source, api.Name), Seed: options.Seed, Started: s.Started.UTC().Truncate(time.Millisecond)}
	for i := range targets {
		report.Targets = append(report.Targets, targets[i].Url())
	}
	if joined.Clock != nil {
		report.Powers = append(report.Powers, "clock")
	}
	if joined.Facts != nil {
		report.Powers = append(report.Powers, "facts")
	}
	if joined.Reset != nil {
		report.Powers = append(report.Powers, "reset")
	}
	if err := m.reach(ctx); err != nil {
		return nil, err
	}
	var err error
	if report.Clocks, err = m.alignClocks(ctx); err != nil {
		return nil, err
	}
	m.probing = true
	report.Setup = s.Setup.Probe()
	m.probing = false
	if s.Broken != nil {
		return nil, s.Broken
	}
	placed := compared(s)
	if len(placed) == 0 {
		return nil, fmt.Errorf("no clause is selected: no id matches %v", options.Run)
	}
	report.Difference, err = m.search(ctx, placed, report, shrink)
	report.Lacks = m.lacks
	report.Calls = s.Calls + m.calls
	report.Seconds = float64(time.Since(s.Started).Milliseconds()) / 1000
	if report.Difference == nil && err != nil {
		return nil, err
	}
	return report, nil
}

// reach makes sure that all targets answer, by a call without an effect, and
// resets those that can be reset.
func (m *mirror) reach(ctx context.Context) error {
	s := m.session
	op := s.Harmless()
	if op == nil {
		return errors.New("the model has no operations")
	}
	for i := range m.targets {
		t := &m.targets[i]
		if _, err := wire.Send(ctx, t, s.API, wire.Request{Operation: op.Name, Body: []byte("{}"), As: t.Scope()}); err != nil {
			return fmt.Errorf("%s can't be reached: %w", t.Url(), err)
		}
	}
	return s.Reset()
}

// compared returns the clauses whose properties make calls one after the other.
// The answers to concurrent calls need not be the same twice.
func compared(s *run.Suite) []model.Placed {
	var all []model.Placed
	for _, p := range slices.Concat(s.Clauses(), s.Wholes()) {
		if kind := p.Clause.Kind; kind == "concurrent" || kind == "exhaustive" {
			continue
		}
		if s.Options.Run == nil || s.Options.Run.MatchString(p.Clause.ID) {
			all = append(all, p)
		}
	}
	return all
}

// search tries the properties of some clauses until the targets differ. An
// error says why it ended early.
func (m *mirror) search(ctx context.Context, placed []model.Placed, report *report.Comparison, shrink time.Duration) (*report.Difference, error) {
	s := m.session
	checks := s.Options.Checks
	for _, n := range slices.Compact([]int{min(cmp.Or(checks, firstCases), firstCases), checks}) {
		s.Options.Checks = n
		for i, p := range placed {
			if s.Options.Progress != nil {
				s.Options.Progress(i, len(placed), p.Clause.ID)
			}
			for _, l := range s.PropertiesFor(p.Clause) {
				if ctx.Err() != nil {
					return nil, fmt.Errorf("not all was compared: %w", context.Cause(ctx))
				}
				o := s.Try(p, l)
				report.Cases += o.Cases
				if s.Broken != nil {
					return nil, s.Broken
				}
				if m.found != nil {
					return m.difference(ctx, p, l, shrink), nil
				}
				if err := s.Reset(); err != nil {
					return nil, err
				}
			}
		}
	}
	return nil, nil
}

// difference shortens the difference that was found, and adds what the contract
// says of it. If the targets do not differ again, it is not shortened.
func (m *mirror) difference(ctx context.Context, p model.Placed, l script.Property, shrink time.Duration) *report.Difference {
	d := &report.Difference{Property: l.Name, Reproduce: m.session.Reproduce(p.Clause.ID)}
	r := m.reduce(ctx, shrink)
	if r == nil {
		r = &reducer{mirror: m, began: m.foundAt, best: m.found, done: m.found}
		d.Once = true
	}
	if !r.began.IsZero() && m.joined().Clock != nil {
		d.Clock = r.began.UTC().Format(time.RFC3339Nano)
	}
	m.describe(d, r)
	d.Clauses = m.causes(p, r)
	return d
}
