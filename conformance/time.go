package conformance

import "time"

// now returns the time of the target, as far as it can be known.
func (t *trial) now() time.Time {
	if t.target.Clock == nil {
		return t.targetTime()
	}
	at, err := t.target.Clock.Now(t.ctx)
	if err != nil {
		t.skip("the clock can't be read: %v", err)
	}
	if t.since.IsZero() {
		t.since = at
	}
	return at
}

// beginning returns the time of the target when the case began. A clock that
// was set stands still, so that the time is that one even now.
func (t *trial) beginning() time.Time {
	if !t.since.IsZero() {
		return t.since
	}
	if t.target.Clock == nil {
		return t.wallTime()
	}
	at, err := t.target.Clock.Now(t.ctx)
	if err != nil {
		return t.wallTime()
	}
	return at
}

// setClock sets the time of the target.
func (t *trial) setClock(at time.Time) {
	t.need(t.target.Clock != nil, "a clock that can be set")
	if err := t.target.Clock.Set(t.ctx, at); err != nil {
		t.skip("the clock can't be set: %v", err)
	}
	t.stands = at
	t.did("clock", object{"set": at.UTC().Format(time.RFC3339Nano), "epoch": epoch(at)}, "set")
}

// freeze stops the clock of the target, at a whole second, and returns the
// time that it shows.
func (t *trial) freeze() time.Time {
	t.need(t.target.Clock != nil, "a clock that can be set")
	at := t.now().Truncate(time.Second).Add(time.Second)
	t.setClock(at)
	return at
}

// farYear returns a year that is far ahead of the clock of the target, wherever
// somebody has put that: what is to expire then does not meanwhile.
func (s *session) farYear() int {
	if s.far == 0 {
		s.far = 2050
		if s.target.Clock != nil {
			if at, err := s.target.Clock.Now(s.ctx); err == nil {
				s.far = min(max(s.far, at.Year()+20), 9900)
			}
		}
	}
	return s.far
}
