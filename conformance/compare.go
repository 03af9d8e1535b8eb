package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A Comparison is what became of several targets that were asked the same.
type Comparison struct {
	// Targets are the URLs that were compared, in the order in which a step has
	// their answers.
	Targets []string `json:"targets"`
	// Model names the document that the contract is from.
	Model string `json:"model"`
	// Seed makes the same cases again.
	Seed    uint64    `json:"seed"`
	Started time.Time `json:"started"`
	Seconds float64   `json:"seconds"`
	// Calls is how many calls were made of each target.
	Calls int `json:"calls"`
	// Cases is how many generated cases were tried.
	Cases int `json:"cases"`
	// Powers are those that all targets have, so that they were used.
	Powers []string `json:"powers,omitempty"`
	// World says how facts were brought about, which is in the best way that all
	// targets have.
	World *WorldReport `json:"world,omitempty"`
	// Lacks are operations that a target does not have. They were left out.
	Lacks []Lack `json:"lacks,omitempty"`
	// Difference is the first that was found, nil if there is none.
	Difference *Difference `json:"difference,omitempty"`
}

// A Lack is an operation that a target does not have.
type Lack struct {
	Operation string `json:"operation"`
	Target    string `json:"target"`
	// Seen is what came instead of an answer.
	Seen string `json:"seen"`
}

// Same reports whether nothing was found in which the targets differ.
func (c *Comparison) Same() bool { return c.Difference == nil && len(c.Lacks) == 0 }

// hasty is how many cases of each law are tried before any law is tried on
// more: most differences are found by few.
const hasty = 2

// Compare asks several targets the same, until one answers otherwise than the
// first, and then looks for the shortest way to that difference. What is asked
// are the cases of all laws, and random calls, so that whatever the suite would
// judge a target by is tried; but no target is held against the contract. What
// no client could expect to be the same twice is put aside, as ids, messages
// and page tokens.
//
// A clock is moved, and facts are set without asking the API, only if all
// targets have that power. An error means that the targets can't be compared.
func Compare(ctx context.Context, api *model.API, targets []Target, options Options) (*Comparison, error) {
	if len(targets) < 2 {
		return nil, errors.New("it takes two targets to compare")
	}
	if options.Seed == 0 {
		options.Seed = newSeed()
	}
	shrink := cmp.Or(options.Shrink, 5*time.Second)
	options.Shrink, options.Costly = min(shrink, 300*time.Millisecond), false
	m := &mirror{targets: slices.Clone(targets), answered: make([]map[string]bool, len(targets))}
	for i := range m.answered {
		m.answered[i] = map[string]bool{}
	}
	joined := m.joined()
	if joined.Profile == nil {
		joined.Profile = Profile(api)
	}
	joined.Prefix = comparePrefix(time.Now(), 0)
	s := newSuite(ctx, api, joined, options)
	s.comparison, m.session = m, s
	s.reproduce = func(id string) string {
		return fmt.Sprintf("%s -run '^%s$' -seed %d", cmp.Or(options.Command, "conform compare"), regexp.QuoteMeta(id), options.Seed)
	}
	report := &Comparison{Model: cmp.Or(api.Source, api.Name), Seed: options.Seed, Started: s.started.UTC().Truncate(time.Millisecond)}
	for i := range targets {
		report.Targets = append(report.Targets, targets[i].url())
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
	m.surveying = true
	report.World = s.setup.survey()
	m.surveying = false
	if s.broken != nil {
		return nil, s.broken
	}
	placed := s.compared()
	if len(placed) == 0 {
		return nil, fmt.Errorf("no clause is selected: no id matches %v", options.Run)
	}
	var err error
	report.Difference, err = m.search(ctx, placed, report, shrink)
	report.Lacks = m.lacks
	report.Calls = s.calls + m.calls
	report.Seconds = float64(time.Since(s.started).Milliseconds()) / 1000
	if report.Difference == nil && err != nil {
		return nil, err
	}
	return report, nil
}

// reach makes sure that all targets answer, by asking for what changes nothing,
// and empties those that offer that.
func (m *mirror) reach(ctx context.Context) error {
	s := m.session
	op := s.harmless()
	if op == nil {
		return errors.New("the model has no operations")
	}
	for i := range m.targets {
		t := &m.targets[i]
		if _, err := t.send(ctx, s.api, request{operation: op.Name, body: []byte("{}"), as: t.scope()}); err != nil {
			return fmt.Errorf("%s can't be reached: %w", t.url(), err)
		}
	}
	return s.reset()
}

// compared returns the clauses whose laws make calls one after the other: what
// several clients see that call at once need not be the same twice.
func (s *suite) compared() []model.Placed {
	var all []model.Placed
	for _, p := range slices.Concat(s.clauses(), s.wholes()) {
		if kind := p.Clause.Kind; kind == "concurrent" || kind == "exhaustive" {
			continue
		}
		if s.options.Run == nil || s.options.Run.MatchString(p.Clause.ID) {
			all = append(all, p)
		}
	}
	return all
}

// search tries the laws of some clauses until the targets differ. An error says
// that it came to an end before all was tried.
func (m *mirror) search(ctx context.Context, placed []model.Placed, report *Comparison, shrink time.Duration) (*Difference, error) {
	s := m.session
	checks := s.options.Checks
	for _, n := range slices.Compact([]int{min(cmp.Or(checks, hasty), hasty), checks}) {
		s.options.Checks = n
		for i, p := range placed {
			if s.options.Progress != nil {
				s.options.Progress(i, len(placed), p.Clause.ID)
			}
			for _, l := range s.lawsFor(p.Clause) {
				if ctx.Err() != nil {
					return nil, fmt.Errorf("not all was compared: %w", context.Cause(ctx))
				}
				o := s.try(p, l)
				report.Cases += o.cases
				if s.broken != nil {
					return nil, s.broken
				}
				if m.found != nil {
					return m.difference(ctx, p, l, shrink), nil
				}
				if err := s.reset(); err != nil {
					return nil, err
				}
			}
		}
	}
	return nil, nil
}

// difference shortens what was found, and says what the contract says of it.
// Where nothing is found when all of it is done again, it stays as it was.
func (m *mirror) difference(ctx context.Context, p model.Placed, l law, shrink time.Duration) *Difference {
	d := &Difference{Law: l.name, Reproduce: m.session.reproduce(p.Clause.ID)}
	r := m.reduce(ctx, shrink)
	if r == nil {
		r = &reducer{mirror: m, began: m.foundAt, best: m.found, done: m.found}
		d.Once = true
	}
	if !r.began.IsZero() && m.joined().Clock != nil {
		d.Clock = r.began.UTC().Format(time.RFC3339Nano)
	}
	m.tell(d, r)
	d.Clauses = m.causes(p, r)
	return d
}

// names returns what the targets are called: their URLs, or where those are
// alike, letters.
func (c *Comparison) names() []string {
	names := make([]string, len(c.Targets))
	for i, url := range c.Targets {
		names[i] = strings.TrimPrefix(strings.TrimPrefix(url, "http://"), "https://")
	}
	if len(slices.Compact(slices.Sorted(slices.Values(names)))) < len(names) {
		for i := range names {
			names[i] = string(rune('A' + i))
		}
	}
	return names
}
