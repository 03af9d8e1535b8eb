package faults

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/record"
)

// A replica is a fake to read from, which gets writes some time after they
// were made.
type replica struct {
	handler http.Handler
	clock   *fake.Clock // nil if the fake has none
	// phase keeps the times at which it looks at the clock apart from those of others.
	phase time.Duration
	// seen is the time by which it decides what has expired, which is that of its last
	// look at the clock.
	seen time.Time

	// due are the writes that it has not got yet, in the order in which they were
	// made; last is when it gets the last one of a key.
	due  []write
	last map[string]time.Time
	// deleting are the resources that are being deleted as far as it knows.
	deleting map[string]bool
}

func newReplica(open func() (http.Handler, *fake.Clock), phase time.Duration) *replica {
	handler, clock := open()
	return &replica{
		handler: handler, clock: clock, phase: phase,
		last: map[string]time.Time{}, deleting: map[string]bool{},
	}
}

// A write is a request that was acknowledged, or the beginning of a deletion.
type write struct {
	// keys are what it is about, of which the first is what it deletes.
	keys []string
	// made is the time at the service at which it is done, and due when the replica
	// gets it, as time passes.
	made, due time.Time
	call      *call // nil if it only marks the resource as being deleted
	deletes   bool
}

// enqueue has the replica do a write once it is due. Those of one key keep their
// order.
func (r *replica) enqueue(w write) {
	for _, key := range w.keys {
		if last := r.last[key]; w.due.Before(last) {
			w.due = last
		}
	}
	for _, key := range w.keys {
		r.last[key] = w.due
	}
	r.due = append(r.due, w)
}

// settle does the writes that are due.
func (r *replica) settle(now time.Time) {
	later := r.due[:0]
	for _, w := range r.due {
		if w.due.After(now) {
			later = append(later, w)
		} else {
			r.do(w)
		}
	}
	clear(r.due[len(later):])
	r.due = later
	if len(r.due) == 0 {
		clear(r.last)
	}
}

// catchUp does all writes, due or not.
func (r *replica) catchUp() {
	for _, w := range r.due {
		r.do(w)
	}
	r.forget()
}

// forget drops the writes that it has not got yet.
func (r *replica) forget() {
	r.due = nil
	clear(r.last)
	clear(r.deleting)
}

func (r *replica) do(w write) {
	if w.call == nil {
		r.deleting[w.keys[0]] = true
		return
	}
	if w.deletes {
		delete(r.deleting, w.keys[0])
	}
	r.answer(w.call, w.made)
}

// answer has the fake answer a call at a time.
func (r *replica) answer(c *call, at time.Time) *record.Recorder {
	if r.clock != nil {
		r.clock.Set(at)
	}
	rec := record.New()
	rec.Serve(r.handler, c.fresh())
	return rec
}

// look has the replica look at the clock, if it is time for that, which it is once
// in a while: from one time to another, as time passes, the clock was moved from what
// it told to now.
func (r *replica) look(was, at, told, now time.Time, every time.Duration) {
	if last := at.Add(-r.phase).Truncate(every).Add(r.phase); every <= 0 {
		r.seen = now
	} else if last.After(was) {
		// As it was then, if the clock ran; a clock that stood still told the same.
		r.seen = now.Add(last.Sub(at))
		if r.seen.Before(told) {
			r.seen = told
		}
	}
	if r.seen.After(now) {
		r.seen = now // for the clock was put back
	}
}

// fresh returns the request of a call with a body that has not been read.
func (c *call) fresh() *http.Request {
	r := *c.request
	r.Body = io.NopCloser(bytes.NewReader(c.body))
	r.ContentLength = int64(len(c.body))
	return &r
}
