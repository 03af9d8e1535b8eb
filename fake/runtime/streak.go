package runtime

import "time"

// A Streak is the instants at which one attempt after the other failed, newest last. Its
// zero value is empty.
type Streak struct {
	failed []time.Time
}

// streakKept is how many instants a streak keeps at least.
const streakKept = 100

// Failed notes that an attempt failed. No more than most of them are asked for now. A
// number below 1 counts as 1, and a time below 0 as 0, here and elsewhere.
func (s *Streak) Failed(at time.Time, most int) {
	s.failed = append(s.failed, at)
	if kept := max(most, streakKept); len(s.failed) > 2*kept {
		s.failed = append([]time.Time(nil), s.failed[len(s.failed)-kept:]...)
	}
}

// Exhausted reports whether the last most attempts failed within some time, from the
// first of them to the last.
func (s *Streak) Exhausted(most int, within time.Duration) bool {
	n, most := len(s.failed), max(most, 1)
	return n >= most && s.failed[n-1].Sub(s.failed[n-most]) <= max(within, 0)
}

// Skip is for attempts of which the next begins when the last has failed, each of which
// takes some time and fails. It returns how many of them need not be made one by one, and
// notes their failures: all but the last that ends by until, as soon as it is known that
// the streak will not be exhausted by any of them.
func (s *Streak) Skip(until time.Time, takes time.Duration, most int, within time.Duration) int {
	n := len(s.failed)
	if takes <= 0 || most < 2 || n < most-1 || within/takes >= time.Duration(most-1) {
		return 0
	}
	for i := n - most + 2; i < n; i++ {
		if s.failed[i].Sub(s.failed[i-1]) != takes {
			return 0
		}
	}
	last := s.failed[n-1]
	skipped := int(until.Sub(last)/takes) - 1
	if skipped < 1 {
		return 0
	}
	for i := max(1, skipped-max(most, streakKept)+1); i <= skipped; i++ {
		s.Failed(last.Add(time.Duration(i)*takes), most)
	}
	return skipped
}

// Cycles is for attempts that fail until their streak is exhausted, after which none is
// made for some time, again and again. It returns how long the cycles take that are older
// than so many of the last before an end, or 0 if the streak is never exhausted.
func Cycles(end, pause, takes time.Duration, most int, within time.Duration, kept int) time.Duration {
	most = max(most, 1)
	if takes < 0 || most > 1 && takes > within/time.Duration(most-1) {
		return 0
	}
	cycle := pause + time.Duration(most)*takes
	if skipped := int64(end/cycle) - int64(kept); skipped > 0 {
		return time.Duration(skipped) * cycle
	}
	return 0
}
