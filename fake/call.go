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
// of the call that was there, so that logging allocates little. It refers to
// nothing of a request, and counts all the memory that it holds on to.
type callLog struct {
	mu    sync.Mutex // guards all below
	ring  []logged
	first int // the place of the oldest
	n     int
	bytes int // what all calls take
}

type logged struct {
	at     time.Time
	status int
	fault  string
	// names has the operation, the account and the region, and ends where each of
	// them does.
	names             []byte
	ends              [3]int
	request, response []byte
}

// size returns how much memory a call takes, in use or spare.
func (e *logged) size() int {
	return cap(e.names) + cap(e.request) + cap(e.response) + len(e.fault)
}

func (l *callLog) add(at time.Time, r *Request, operation string, resp *Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n == mostCalls {
		l.first = (l.first + 1) % len(l.ring) // and is written over
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
	e := &l.ring[(l.first+l.n)%len(l.ring)]
	l.n++
	l.bytes -= e.size()
	e.at, e.status, e.fault = at.UTC(), resp.Status, resp.fault
	if resp.dropped {
		e.status = 0
	}
	e.names = e.names[:0]
	for i, name := range [...]string{operation, r.Scope.Account, r.Scope.Region} {
		e.names = append(e.names, name...)
		e.ends[i] = len(e.names)
	}
	e.request = append(e.request[:0], r.Body...)
	e.response = append(e.response[:0], resp.Body...)
	l.bytes += e.size()
	for l.bytes > mostCallBytes && l.n > 1 {
		oldest := &l.ring[l.first]
		l.bytes -= oldest.size()
		*oldest = logged{} // it is the bytes that are too many, so keep no spare ones
		l.first = (l.first + 1) % len(l.ring)
		l.n--
	}
}

// calls returns copies of the calls, newest last.
func (l *callLog) calls() []Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	calls := make([]Call, l.n)
	for i := range calls {
		e := &l.ring[(l.first+i)%len(l.ring)]
		names := string(e.names)
		calls[i] = Call{
			At:        e.at,
			Operation: names[:e.ends[0]],
			Scope:     Scope{Account: names[e.ends[0]:e.ends[1]], Region: names[e.ends[1]:]},
			Status:    e.status,
			Request:   raw(e.request),
			Response:  raw(e.response),
			Fault:     e.fault,
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
