package conformance

import (
	"cmp"
	"fmt"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// careful reports whether cases are tried one at a time, and again only for a
// reason: because the target may be late, or because calls cost something.
func (s *session) careful() bool { return s.options.Costly || s.target.Tolerances.any() }

// tryCarefully tries a law for a clause on generated cases, and shrinks none of
// them on the target. Where a case comes to something that an answer may be to
// blame for which was given too early, the same case is tried again with all
// the patience that is tolerated.
func (s *suite) tryCarefully(p model.Placed, l law) *outcome {
	o := &outcome{limit: s.options.cases(l.once, l.cases)}
	if l.sow != nil && s.waits() {
		o.limit = min(o.limit, sowings)
	}
	var unconfirmed *failure
	missed := 0
	for n := 0; n < 4*o.limit+8 && !o.done() && s.ctx.Err() == nil && s.broken == nil; n++ {
		o.thorough = false
		s.tryOnce(p, l, o, n)
		if o.suspect {
			o.thorough = true
			s.tryOnce(p, l, o, n)
		}
		if o.failure == nil || s.ctx.Err() != nil {
			continue
		}
		s.confirm(p, l, o, n)
		if o.failure.Confirmed == "yes" {
			return o
		}
		// It may be seen in another case.
		unconfirmed = o.failure
		if missed++; missed == 2 {
			break
		}
	}
	if o.failure == nil {
		o.failure = unconfirmed
	}
	return o
}

// done reports whether no more cases are wanted.
func (o *outcome) done() bool {
	return o.unreachable != "" || o.cases >= o.limit || o.cases == 0 && len(o.reasons)-o.abandoned >= 5
}

// tryOnce tries a law on the nth case.
func (s *suite) tryOnce(p model.Placed, l law, o *outcome, n int) {
	want := s.asserted(p.Clause)
	o.suspect, o.failure = false, nil
	s.generate(p, n, func(rt *rapid.T) {
		t := s.trial(rt, o, p, l.name)
		rt.Cleanup(t.cleanUp)
		s.attempt(t, l, want)
		o.cases++
	})
}

// generate calls a function with the nth source of random choices of a clause,
// which are the same for the same seed. The function may end early in any way
// that rapid knows of.
func (s *suite) generate(p model.Placed, n int, property func(*rapid.T)) {
	if why := example(int(s.options.Seed>>1)^n*0x9E3779B9, property); why != nil {
		s.broken = cmp.Or(s.broken, fmt.Errorf("clause %s: the suite broke down: %v", p.Clause.ID, why))
	}
}
