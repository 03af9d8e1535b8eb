package run

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/eventual"
	"github.com/fakesmith/fakesmith/conformance/internal/generate"
	"github.com/fakesmith/fakesmith/conformance/internal/property"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A Suite tries the properties of a contract on one target.
type Suite struct {
	*setup.Setup
	patience *eventual.Waiter
	laws     []script.Property
	// held is how much the counterexamples hold that were found so far.
	held int
	// begun are the cases that wait for their time, by clause and property.
	pending map[string][]*script.Pending
}

func New(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options) *Suite {
	s := testcase.NewSession(ctx, api, target, options)
	return &Suite{Setup: setup.New(s), patience: eventual.New(s), laws: append(property.All(), All...), pending: map[string][]*script.Pending{}}
}

// Try tries a property for a clause on generated cases.
func (s *Suite) Try(p model.Placed, l script.Property) *testcase.Result {
	if s.RetriesCases() {
		return s.tryCarefully(p, l)
	}
	o := &testcase.Result{Limit: testcase.CasesOf(&s.Options, l.Once, l.Cases), Shrink: testcase.ShrinkTime(&s.Options)}
	tb := generate.NewTB(p.Clause.ID)
	want := s.RequiredChoice(p.Clause)
	testcase.SettingsOf(&s.Options).Check(tb, func(rt *rapid.T) {
		if !tb.Failed() && (o.Done() || s.Ctx.Err() != nil) {
			return
		}
		t := script.New(s.Setup, rt, o, p, l.Name)
		if s.Comparison != nil {
			s.Comparison.Begin()
		}
		rt.Cleanup(func() {
			if s.Comparison != nil {
				s.Comparison.End()
			}
			t.CleanUp()
		})
		s.attempt(t, l, want)
		if o.Failure == nil {
			o.Cases++
		}
	})
	if tb.Failed() && o.Failure == nil {
		s.Broken = cmp.Or(s.Broken, fmt.Errorf("clause %s: the suite broke down: %s", p.Clause.ID, tb.Message()))
	}
	if o.Failure != nil && tb.Flaky() {
		o.Reasons = append(o.Reasons, "it does not fail every time")
	}
	return o
}

// attempt tries the property of a case on one case. want is the choice that the
// target is meant to make, if any.
func (s *Suite) attempt(t *script.T, l script.Property, want string) {
	if _, missing := t.Missing[t.OperationName()]; missing {
		t.Unsupported(t.OperationName())
	}
	t.Pending = func() *script.Pending {
		id := t.Clause.ID + l.Name
		if len(s.pending[id]) == 0 {
			return nil
		}
		w := s.pending[id][0]
		s.pending[id] = s.pending[id][1:]
		return w
	}
	if l.Observe == nil {
		l.Check(t)
	} else {
		s.choose(t, l.Observe(t), want)
	}
}

// choose notes the choice that a case has shown, and holds it against the one
// that was meant.
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
		// What was waited for in vain under another choice may come now.
		t.Likely[t.Clause.ID] = seen
		clear(s.patience.TimedOut)
	}
	if want != "" && seen != want {
		t.Fail("the choice "+want, "the choice %s", seen)
	}
}
