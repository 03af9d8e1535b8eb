package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/eventual"
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/generate"
	"github.com/fakesmith/fakesmith/conformance/internal/property"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A Suite is the properties of a contract, to be tried on one target.
type Suite struct {
	*setup.Setup
	waiter     *eventual.Waiter
	properties []script.Property
	// firstOnly reports that a case that fails is not tried again.
	firstOnly bool
	// first is the answer to the first call, as its status and media type.
	first string
	// kept is how many bytes the counterexamples hold that were found so far.
	kept int
	// explained are the causes of which a clause has a counterexample that was
	// shortened.
	explained map[string]bool
	// shortening is how many calls may still be made to shorten counterexamples.
	shortening int
	// pending are the cases that wait for time to pass, by clause and property.
	pending map[string][]*script.Pending
	// command returns the command that checks the clauses again whose ids match
	// a pattern, or all of them if it is empty.
	command func(pattern string) string
}

// New returns a suite. Its counterexamples name no command until one is set.
func New(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options) *Suite {
	s := testcase.NewSession(ctx, api, target, options)
	// A case knows the clause for which it runs. The clause that it fails may be
	// another, so that the command is made when the outcome is known.
	s.Reproduce = func(id string) string { return id }
	return &Suite{
		Setup:      setup.New(s),
		waiter:     eventual.New(s),
		properties: all(),
		pending:    map[string][]*script.Pending{},
		explained:  map[string]bool{},
		shortening: mostShortening,
		command:    func(string) string { return "" },
	}
}

// mostShortening is how many calls a run makes to shorten counterexamples: a third
// of what a run makes on a target without a defect. One counterexample gets a
// quarter of what is left.
const mostShortening = 10_000

// all returns the properties of clauses, and after them those of the contract as
// a whole.
func all() []script.Property { return append(property.All(), wholes...) }

// NewSeed returns a seed that is not zero, and that JSON readers which know no
// integers but those of a float64 keep.
func NewSeed() uint64 { return rand.Uint64()>>12 | 1 }

// Profile returns the choices that a model makes in the clauses that leave some, by
// clause id: what a fake that is generated from the model does.
func Profile(api *model.API) map[string]string {
	profile := map[string]string{}
	for _, p := range api.AllClauses() {
		if p.Clause.Open() {
			profile[p.Clause.ID] = cmp.Or(p.Clause.Choice, testcase.AsSaid)
		}
	}
	return profile
}

// Clauses returns all clauses in the order in which they are checked. Those
// about replies come last, because all replies of the run count for them, and
// before these those that wait for time to pass.
func (s *Suite) Clauses() []model.Placed {
	all := s.API.AllClauses()
	slices.SortStableFunc(all, func(a, b model.Placed) int { return s.rank(a.Clause) - s.rank(b.Clause) })
	return all
}

// rank returns a number by which clauses are ordered.
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

// PropertiesFor returns the properties that check a clause.
func (s *Suite) PropertiesFor(c *model.Clause) []script.Property {
	var found []script.Property
	for _, prop := range s.properties {
		if prop.Kind == c.Kind {
			found = append(found, prop)
		}
	}
	return found
}

// Harmless returns an operation that changes nothing, or nil, to find out
// whether the target answers.
func (s *Suite) Harmless() *model.Operation {
	for i := range s.API.Operations {
		if s.API.Operations[i].Effect.Shows() {
			return &s.API.Operations[i]
		}
	}
	if len(s.API.Operations) > 0 && s.Fixtures == nil {
		return &s.API.Operations[0]
	}
	return nil
}

// reach makes sure that the target answers, and resets it.
func (s *Suite) reach() error {
	op := s.Harmless()
	if op == nil {
		return errors.New("the model has no operations")
	}
	d, err := s.Deliver(s.Ctx, wire.Request{Operation: op.Name, Body: []byte("{}"), As: s.Target.Scope()})
	if _, is := wire.Withheld(err); is {
		err = nil // something is there, to withhold it
	}
	if err != nil {
		return fmt.Errorf("%s can't be reached: %w", s.Target.Url(), err)
	}
	if d.Answer != nil {
		s.first = strings.TrimSpace(fmt.Sprint(d.Status, " ", strings.TrimSpace(strings.Split(d.Header.Get("Content-Type"), ";")[0])))
	}
	return s.Reset()
}

// absent says what the target answered first, if it implements no operation of
// the API. It returns "" for one that implements some, and where the selected
// clauses do not tell.
func (s *Suite) absent() string {
	for i := range s.API.Operations {
		if name := s.API.Operations[i].Name; s.Missing[name] == "" || s.Answered[name] {
			return ""
		}
	}
	return excerpt.Ends(s.first, excerpt.MostWords)
}

// problems returns what makes the suite unable to check the selected clauses:
// a clause that no property checks, or a profile that names no clause.
func (s *Suite) problems(selected []model.Placed) error {
	var problems []string
	for _, p := range selected {
		if len(s.PropertiesFor(p.Clause)) == 0 {
			problems = append(problems, fmt.Sprintf("clause %s: no property checks the kind %s", p.Clause.ID, p.Clause.Kind))
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

// Try tries a property of a clause on generated cases.
func (s *Suite) Try(p model.Placed, prop script.Property) *testcase.Result {
	if s.RetriesCases() {
		return s.tryEventually(p, prop)
	}
	o := &testcase.Result{Limit: testcase.CasesOf(&s.Options, prop.Once, prop.Cases), Shrink: testcase.ShrinkTime(&s.Options)}
	patience := o.Shrink
	tb := generate.NewTB(p.Clause.ID)
	want := s.RequiredChoice(p.Clause)
	failedAt := 0 // the number of calls at the first failure
	testcase.SettingsOf(&s.Options).Check(tb, func(rt *rapid.T) {
		first := o.Failure == nil
		if !first && s.firstOnly {
			rt.Fatal("it has failed, and is not to be tried again")
		}
		if !first && s.Calls-failedAt > s.shortening/4 {
			o.Shrink = 0
		}
		if !tb.Failed() && (o.Done() || s.Ctx.Err() != nil) {
			return
		}
		t := script.New(s.Setup, rt, o, p, prop.Name)
		t.Vacate()
		if s.Comparison != nil {
			s.Comparison.Begin()
		}
		rt.Cleanup(func() {
			if s.Comparison != nil {
				s.Comparison.End()
			}
			t.CleanUp()
			if first && o.Failure != nil {
				failedAt = s.Calls
				if s.explains(p, o.Failure) {
					o.Shrink, patience = 0, 0
				}
			}
		})
		s.attempt(t, prop, want)
		if o.Failure == nil {
			o.Cases++
		}
	})
	if tb.Failed() && o.Failure == nil {
		s.Broken = cmp.Or(s.Broken, fmt.Errorf("clause %s: internal error of the suite: %s", p.Clause.ID, tb.Message()))
	}
	if o.Failure != nil {
		s.shortening = max(s.shortening-(s.Calls-failedAt), 0)
	}
	if o.Failure != nil && p.Clause.Kind == "random" {
		o.Failure = s.withoutRest(p, prop, o.Failure, patience)
	}
	if o.Failure != nil && tb.Flaky() {
		o.Reasons = append(o.Reasons, "it does not fail every time")
	}
	return o
}

// explains reports whether another clause has failed for the same reason as a
// case of this one. Its counterexample was shortened, and the next one would look
// like it, while shortening takes many times the calls of a check that passes.
func (s *Suite) explains(p model.Placed, f *testcase.Failure) bool {
	if len(s.explained) == 0 {
		return false
	}
	c := s.blank(p)
	c.Outcome, c.Counterexample = report.Fail, f.Report()
	return s.explained[causeOf(c)]
}

// causeOf names the cause of a failure, as a report does.
func causeOf(c report.Clause) string {
	c.Divergence = nil // a known one has its cause as well
	return report.CausesOf([]report.Clause{c})[0].Summary
}

// attempt tries a property on one case. want is the choice that the target is
// meant to make, if any.
func (s *Suite) attempt(t *script.T, prop script.Property, want string) {
	if _, missing := t.Missing[t.OperationName()]; missing {
		t.Unsupported(t.OperationName())
	}
	t.Begun = func() *script.Pending {
		id := t.Clause.ID + prop.Name
		if len(s.pending[id]) == 0 {
			return nil
		}
		w := s.pending[id][0]
		s.pending[id] = s.pending[id][1:]
		return w
	}
	if prop.Observe == nil {
		prop.Check(t)
	} else {
		s.choose(t, prop.Observe(t), want)
	}
}

// choose records the choice that was seen in a case, and fails the case if it is
// not the one that was meant.
func (s *Suite) choose(t *script.T, seen, want string) {
	if seen == "" {
		t.Skip("the case shows no choice")
	}
	if t.Inconclusive() && seen != t.LikelyChoice() && !slices.Contains(t.Result.Observed, seen) {
		t.Result.Inconclusive = true
		t.Rapid.Fatal("the choice " + seen + " may have been made")
	}
	t.Result.Observed = append(t.Result.Observed, seen)
	if t.RetriesCases() && t.LikelyChoice() != seen {
		// Under another choice, reads may return now what they did not before.
		t.Likely[t.Clause.ID] = seen
		clear(s.waiter.TimedOut)
	}
	if want != "" && seen != want {
		t.Fail("the choice "+want, "the choice %s", seen)
	}
}
