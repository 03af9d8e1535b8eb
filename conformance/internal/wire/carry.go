package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
)

// A Delivery is what has come of a call, after as many attempts as are
// tolerated.
type Delivery struct {
	*Answer
	// faults are how many attempts met a fault. The call may have been made
	// with each of them.
	Faults int
	// gaveUp says why there is no answer that counts, if so.
	GaveUp string
}

// fewAttempts is how many attempts at a call are worth no word.
const fewAttempts = 4

// Deliver makes a call, and makes it again as long as the target's tolerances
// have it. An error is one that no attempt helps against.
func (s *Conn) Deliver(ctx context.Context, r Request) (Delivery, error) {
	tolerated := s.Target.Tolerances
	if !tolerated.Any() {
		s.Calls++
		a, err := Send(&s.Target, ctx, s.API, r)
		return Delivery{Answer: a}, err
	}
	var d Delivery
	if err := context.Cause(ctx); err != nil {
		return d, err
	}
	began := s.WallTime()
	for attempt := 1; ; attempt++ {
		s.Calls++
		sent := s.WallTime()
		a, err := sendOnce(&s.Target, ctx, s.API, r)
		if _, is := Withheld(err); is || ctx.Err() != nil {
			return d, cmp.Or(context.Cause(ctx), err)
		}
		if a != nil {
			s.Skew.note(sent, s.WallTime(), a.Header.Get("Date"))
		}
		d.Answer = a
		why := s.trouble(r.Operation, a, err)
		if why == nil {
			return d, nil
		}
		switch why.kind {
		case tooOften:
			s.Retries.Throttled++
			if s.WallTime().Sub(began) >= tolerated.Throttled {
				d.GaveUp = fmt.Sprintf("%s was throttled for %v", r.Operation, tolerated.Throttled)
				return d, nil
			}
		case faulty:
			s.Retries.Faults++
			if d.Faults++; d.Faults > tolerated.Faults {
				d.GaveUp = fmt.Sprintf("%s brought nothing but faults, %d times in a row: %v", r.Operation, d.Faults, why)
				if a == nil {
					return d, err
				}
				return d, nil
			}
		case busy:
			if s.WallTime().Sub(began) >= tolerated.Deleted {
				return d, nil
			}
			s.Retries.Busy++
		case denied:
			if r.As == s.Target.Scope() {
				s.end(fmt.Errorf("%s is denied to us: %v: %s", r.Operation, why, why.message))
				return d, context.Cause(s.Ctx)
			}
			d.GaveUp = fmt.Sprintf("%s is denied to us as %s in %s: %v", r.Operation, r.As.Account, r.As.Region, why)
			return d, nil
		}
		if attempt == fewAttempts {
			s.Announce(0, fmt.Sprintf("until %s is answered: %v", r.Operation, why))
		}
		if err := s.retrier().Wait(ctx, r.Operation, attempt, why); err != nil {
			return d, err
		}
	}
}

func (s *Conn) retrier() endpoint.Retrier {
	if s.Target.Retry != nil {
		return s.Target.Retry
	}
	return backoff{s.Sleep}
}

// end ends the session: whatever is still to be checked is skipped.
func (s *Conn) end(why error) { s.Cancel(why) }

// WhyEnded says why the session ended before its time, or "".
func (s *Conn) WhyEnded() string {
	if s.Ctx.Err() == nil {
		return ""
	}
	cause := context.Cause(s.Ctx)
	if errors.Is(cause, context.Canceled) {
		return "the run was cancelled"
	}
	return cause.Error()
}
