package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
)

// A Delivery is the outcome of a call, after as many attempts as are tolerated.
type Delivery struct {
	*Answer
	// Faults counts the attempts that met a fault. The target may have done what
	// it was asked for in each of them.
	Faults int
	// GaveUp says why no answer counts, or is "".
	GaveUp string
}

// fewAttempts is how many attempts at a call are not announced.
const fewAttempts = 4

// Deliver makes a call, and retries it as the target's tolerances say. It
// returns an error if no retry can help.
func (c *Conn) Deliver(ctx context.Context, r Request) (Delivery, error) {
	tolerated := c.Target.Tolerances
	if !tolerated.Any() {
		c.Calls++
		a, err := Send(ctx, &c.Target, c.API, r)
		return Delivery{Answer: a}, err
	}
	var d Delivery
	if err := context.Cause(ctx); err != nil {
		return d, err
	}
	began := c.WallTime()
	for attempt := 1; ; attempt++ {
		c.Calls++
		sent := c.WallTime()
		a, err := sendOnce(ctx, &c.Target, c.API, r)
		if _, is := Withheld(err); is || ctx.Err() != nil {
			return d, cmp.Or(context.Cause(ctx), err)
		}
		if a != nil {
			c.Skew.note(sent, c.WallTime(), a.Header.Get("Date"))
		}
		d.Answer = a
		why := c.attemptError(r.Operation, a, err)
		if why == nil {
			return d, nil
		}
		switch why.kind {
		case throttled:
			c.Retries.Throttled++
			if c.WallTime().Sub(began) >= tolerated.Throttled {
				d.GaveUp = fmt.Sprintf("%s was throttled for %v", r.Operation, tolerated.Throttled)
				return d, nil
			}
		case faulty:
			c.Retries.Faults++
			if d.Faults++; d.Faults > tolerated.Faults {
				d.GaveUp = fmt.Sprintf("%s met %d faults in a row: %v", r.Operation, d.Faults, why)
				if a == nil {
					return d, err
				}
				return d, nil
			}
		case busy:
			if c.WallTime().Sub(began) >= tolerated.Deleted {
				return d, nil
			}
			c.Retries.Busy++
		case denied:
			if r.As == c.Target.Scope() {
				c.end(fmt.Errorf("access to %s is denied: %v: %s", r.Operation, why, why.message))
				return d, context.Cause(c.Ctx)
			}
			d.GaveUp = fmt.Sprintf("access to %s as %s in %s is denied: %v", r.Operation, r.As.Account, r.As.Region, why)
			return d, nil
		}
		if attempt == fewAttempts {
			c.Announce(0, fmt.Sprintf("until %s is answered: %v", r.Operation, why))
		}
		if err := c.retrier().Wait(ctx, r.Operation, attempt, why); err != nil {
			return d, err
		}
	}
}

// retrier returns what decides how long to wait before a retry.
func (c *Conn) retrier() endpoint.Retrier {
	if c.Target.Retry != nil {
		return c.Target.Retry
	}
	return backoff{c.Sleep}
}

// A backoff is the suite's own Retrier. Its waits double, from a tenth of a
// second to twenty seconds, and half of each is random.
type backoff struct{ sleep func(time.Duration) error }

// Wait implements [endpoint.Retrier].
func (b backoff) Wait(_ context.Context, _ string, attempt int, _ error) error {
	most := 20 * time.Second
	if attempt < 9 {
		most = min(most, 100*time.Millisecond<<(attempt-1))
	}
	return b.sleep(most/2 + rand.N(most/2))
}

// Withheld returns the reason for which a transport did not send a request, if
// that is why there is no answer.
func Withheld(err error) (reason string, is bool) {
	var w endpoint.Withheld
	if errors.As(err, &w) {
		return w.Error(), true
	}
	var p *endpoint.Withheld
	if errors.As(err, &p) {
		return p.Error(), true
	}
	return "", false
}
