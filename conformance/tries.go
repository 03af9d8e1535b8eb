package conformance

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A suite tries the properties of a contract on one target.
type suite struct {
	*session
	patience *patience
	laws     []law
	// held is how much the counterexamples hold that were found so far.
	held int
	// sown are the cases that wait for their time, by clause and law.
	sown map[string][]*sowing
}

func newSuite(ctx context.Context, api *model.API, target Target, options Options) *suite {
	s := newSession(ctx, api, target, options)
	s.setup = newArrangements(s)
	return &suite{session: s, patience: newPatience(s), laws: append(laws(), wholeLaws...), sown: map[string][]*sowing{}}
}

// try tries a law for a clause on generated cases.
func (s *suite) try(p model.Placed, l law) *outcome {
	if s.careful() {
		return s.tryCarefully(p, l)
	}
	o := &outcome{limit: s.options.cases(l.once, l.cases), shrink: s.options.shrink()}
	tb := &quietTB{name: p.Clause.ID}
	want := s.asserted(p.Clause)
	s.options.settings().check(tb, func(rt *rapid.T) {
		if !tb.failed && (o.over() || s.ctx.Err() != nil) {
			return
		}
		t := s.trial(rt, o, p, l.name)
		if s.comparison != nil {
			s.comparison.begin()
		}
		rt.Cleanup(func() {
			if s.comparison != nil {
				s.comparison.end()
			}
			t.cleanUp()
		})
		s.attempt(t, l, want)
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
func (s *suite) attempt(t *trial, l law, want string) {
	if why, known := t.missing[t.operationName()]; known {
		t.gone(t.operationName(), why)
	}
	t.sown = func() *sowing {
		id := t.clause.ID + l.name
		if len(s.sown[id]) == 0 {
			return nil
		}
		w := s.sown[id][0]
		s.sown[id] = s.sown[id][1:]
		return w
	}
	if l.see == nil {
		l.check(t)
	} else {
		s.choose(t, l.see(t), want)
	}
}

// choose notes the choice that a case has shown, and holds it against the one
// that was meant.
func (s *suite) choose(t *trial, seen, want string) {
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
		clear(s.patience.vain)
	}
	if want != "" && seen != want {
		t.fail("the choice "+want, "the choice %s", seen)
	}
}
