package vary

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// timing returns the variants that are about when something happens.
func timing(api *model.API) []Variant { return append(rateLimits(api), expiryLags(api)...) }

// throttledEach is how many calls come to one that is throttled.
const throttledEach = 101

// rateLimits returns the variant that is asked too often now and then.
func rateLimits(api *model.API) []Variant {
	limit := throttling(api)
	if limit == nil {
		return nil
	}
	return oneOf("rate-limit", limits, form{
		name:      "now-and-then",
		permitted: "Every operation may reject a request that comes too soon. AWS, common errors: " + limit.Code,
		layer: layer(api, func() behaviour {
			var calls atomic.Int64
			return func(c *call) (*reply, error) {
				if calls.Add(1)%throttledEach != 0 {
					return c.ask(c.body)
				}
				r := &reply{status: limit.Status, header: http.Header{}}
				r.header.Set("Content-Type", c.request.Header.Get("Content-Type"))
				r.header.Set("X-Amzn-RequestId", fmt.Sprintf("00000000-0000-4000-8000-%012d", calls.Load()))
				r.set(map[string]any{"__type": limit.Code, "message": "Rate exceeded"})
				return r, nil
			}
		}),
	})
}

// throttling returns the error that says that requests come too fast, or nil.
func throttling(api *model.API) *model.ErrorShape {
	for i := range api.Errors {
		if e := &api.Errors[i]; e.Throttling || e.Common && strings.HasPrefix(e.Code, "Throttling") {
			return e
		}
	}
	return nil
}

// expiryLags returns the variants that let go of an expired entity late.
func expiryLags(api *model.API) []Variant {
	var all []Variant
	for _, p := range api.AllClauses() {
		if p.Clause.Kind != "expiry" {
			continue
		}
		for _, lag := range []time.Duration{time.Millisecond, 999 * time.Millisecond} {
			place := "expiry-lag/" + p.Clause.ID
			all = append(all, Variant{
				ID:        place + "/" + lag.String(),
				Permitted: about(p.Clause, "An entity is gone after its time; no document says how soon after."),
				Place:     place,
				stage:     ages,
				layer:     fixed(lagging(api, p.Operation.Effect.Of, lag)),
			})
		}
	}
	return all
}

// lagging returns a layer that asks for entities of a kind, and deletes them, as
// of some time ago. It sees how time is moved over the control protocol, and moves
// it in the same way: where nobody moves the time, nothing is late.
func lagging(api *model.API, entity string, lag time.Duration) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		clock := &heldClock{next: next}
		late := layer(api, func() behaviour {
			return func(c *call) (*reply, error) {
				if c.op == nil || c.op.Effect.Of != entity || c.op.Effect.Verb == model.Puts {
					return clock.askAt(c, 0)
				}
				return clock.askAt(c, lag)
			}
		})
		return late(clock)
	}
}

// A heldClock knows the time to which the clock of an implementation was set.
type heldClock struct {
	next http.RoundTripper
	mu   sync.Mutex
	now  time.Time // zero while it was never set
}

const clockPath = "/_fakesmith/clock"

// RoundTrip implements [http.RoundTripper].
func (h *heldClock) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Path != clockPath || request.Method != http.MethodPost {
		return h.next.RoundTrip(request)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := ask(h.next, request)
	if err != nil {
		return nil, err
	}
	var told struct{ Now time.Time }
	if r.ok() && json.Unmarshal(r.body, &told) == nil {
		h.now = told.Now
	}
	return r.response(request), nil
}

// askAt has a call answered as of some time ago.
func (h *heldClock) askAt(c *call, ago time.Duration) (*reply, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.now.IsZero() || ago == 0 {
		return ask(h.next, c.with(c.body))
	}
	if err := h.set(c, h.now.Add(-ago)); err != nil {
		return nil, err
	}
	r, err := ask(h.next, c.with(c.body))
	return r, firstOf(err, h.set(c, h.now))
}

// set sets the clock of the implementation.
func (h *heldClock) set(c *call, now time.Time) error {
	request := c.with(written(map[string]any{"set": now.UTC().Format(time.RFC3339Nano)}))
	request.URL.Path = clockPath
	request.Header.Del("X-Amz-Target")
	request.Header.Set("Content-Type", "application/json")
	r, err := ask(h.next, request)
	if err == nil && !r.ok() {
		err = fmt.Errorf("the clock can't be set to %v: %d %s", now, r.status, r.body)
	}
	return err
}
