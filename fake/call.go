package fake

import (
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// A Call is one request that reached the fake over the wire, and its answer.
type Call struct {
	At        time.Time `json:"at"`
	Operation string    `json:"operation"`
	Scope     Scope     `json:"scope"`
	// Request is the body as it came, and Response the body as it went. What
	// is not JSON is given as a JSON string, and an empty body as null.
	Request  json.RawMessage `json:"request"`
	Status   int             `json:"status"`
	Response json.RawMessage `json:"response"`
	// Fault says what went wrong on purpose. The status is 0 if there was no answer,
	// and the response is the whole one that was to be sent.
	Fault string `json:"fault,omitempty"`
}

// The bounds of the log. Beyond them the oldest calls are forgotten.
const (
	mostCalls     = 1000
	mostCallBytes = 16 << 20
)

// callLog is a ring of calls. A place that is written again reuses the memory
// of the call that was there, so that logging allocates little.
type callLog struct {
	mu    sync.Mutex // guards all below
	ring  []logged
	first int // the place of the oldest
	n     int
	bytes int
}

type logged struct {
	at                time.Time
	operation         string
	scope             Scope
	request, response []byte
	status            int
	fault             string
}

func (l *callLog) add(at time.Time, r *Request, operation string, resp *Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	size := len(r.Body) + len(resp.Body)
	for l.n == mostCalls || l.n > 0 && l.bytes+size > mostCallBytes {
		oldest := &l.ring[l.first]
		l.bytes -= len(oldest.request) + len(oldest.response)
		if l.n < mostCalls {
			// It is the bytes that are too many, so keep no spare ones.
			oldest.request, oldest.response = nil, nil
		}
		l.first = (l.first + 1) % len(l.ring)
		l.n--
	}
	if l.n == len(l.ring) {
		// Not yet at its full size, so first is 0 unless bytes were dropped.
		grown := make([]logged, min(mostCalls, max(16, 2*l.n)))
		for i := range l.n {
			grown[i] = l.ring[(l.first+i)%len(l.ring)]
		}
		l.ring, l.first = grown, 0
	}
	entry := &l.ring[(l.first+l.n)%len(l.ring)]
	entry.at, entry.operation, entry.scope, entry.status = at.UTC(), operation, r.Scope, resp.Status
	entry.fault = resp.fault
	if resp.dropped {
		entry.status = 0
	}
	entry.request = append(entry.request[:0], r.Body...)
	entry.response = append(entry.response[:0], resp.Body...)
	l.bytes += size
	l.n++
}

// calls returns copies of the calls, newest last.
func (l *callLog) calls() []Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	calls := make([]Call, l.n)
	for i := range calls {
		e := &l.ring[(l.first+i)%len(l.ring)]
		calls[i] = Call{
			At: e.at, Operation: e.operation, Scope: e.scope, Status: e.status,
			Request: raw(e.request), Response: raw(e.response), Fault: e.fault,
		}
	}
	return calls
}

// raw returns a body as JSON.
func raw(body []byte) json.RawMessage {
	switch {
	case len(body) == 0:
		return json.RawMessage("null")
	case json.Valid(body):
		return slices.Clone(body)
	}
	text, err := json.Marshal(string(body))
	if err != nil {
		return json.RawMessage("null")
	}
	return text
}
