package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
)

// A delivery is what has come of a call, after as many attempts as are
// tolerated.
type delivery struct {
	*answer
	// faults are how many attempts met a fault. The call may have been made
	// with each of them.
	faults int
	// gaveUp says why there is no answer that counts, if so.
	gaveUp string
}

// fewAttempts is how many attempts at a call are worth no word.
const fewAttempts = 4

// carry makes a call, and makes it again as long as the target's tolerances
// have it. An error is one that no attempt helps against.
func (s *conn) carry(ctx context.Context, r request) (delivery, error) {
	tolerated := s.target.Tolerances
	if !tolerated.any() {
		s.calls++
		a, err := s.target.send(ctx, s.api, r)
		return delivery{answer: a}, err
	}
	var d delivery
	if err := context.Cause(ctx); err != nil {
		return d, err
	}
	began := s.wallTime()
	for attempt := 1; ; attempt++ {
		s.calls++
		sent := s.wallTime()
		a, err := s.target.sendOnce(ctx, s.api, r)
		if _, is := withheld(err); is || ctx.Err() != nil {
			return d, cmp.Or(context.Cause(ctx), err)
		}
		if a != nil {
			s.skew.note(sent, s.wallTime(), a.header.Get("Date"))
		}
		d.answer = a
		why := s.trouble(r.operation, a, err)
		if why == nil {
			return d, nil
		}
		switch why.kind {
		case tooOften:
			s.retries.Throttled++
			if s.wallTime().Sub(began) >= tolerated.Throttled {
				d.gaveUp = fmt.Sprintf("%s was throttled for %v", r.operation, tolerated.Throttled)
				return d, nil
			}
		case faulty:
			s.retries.Faults++
			if d.faults++; d.faults > tolerated.Faults {
				d.gaveUp = fmt.Sprintf("%s brought nothing but faults, %d times in a row: %v", r.operation, d.faults, why)
				if a == nil {
					return d, err
				}
				return d, nil
			}
		case busy:
			if s.wallTime().Sub(began) >= tolerated.Deleted {
				return d, nil
			}
			s.retries.Busy++
		case denied:
			if r.as == s.target.scope() {
				s.end(fmt.Errorf("%s is denied to us: %v: %s", r.operation, why, errorMessage(replyOf(a).Output)))
				return d, context.Cause(s.ctx)
			}
			d.gaveUp = fmt.Sprintf("%s is denied to us as %s in %s: %v", r.operation, r.as.Account, r.as.Region, why)
			return d, nil
		}
		if attempt == fewAttempts {
			s.announce(0, fmt.Sprintf("until %s is answered: %v", r.operation, why))
		}
		if err := s.retrier().Wait(ctx, r.operation, attempt, why); err != nil {
			return d, err
		}
	}
}

func (s *conn) retrier() Retrier {
	if s.target.Retry != nil {
		return s.target.Retry
	}
	return backoff{s.sleep}
}

// end ends the session: whatever is still to be judged is skipped.
func (s *conn) end(why error) { s.cancel(why) }

// ended says why the session ended before its time, or "".
func (s *conn) ended() string {
	if s.ctx.Err() == nil {
		return ""
	}
	cause := context.Cause(s.ctx)
	if errors.Is(cause, context.Canceled) {
		return "the run was cancelled"
	}
	return cause.Error()
}
