// Package calllog keeps the calls that came to a fake over the wire, in bounded
// memory.
package calllog

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// The bounds of the log. Beyond them the oldest calls are forgotten.
const (
	MostCalls = 1000
	MostBytes = 16 << 20
)

// A Log is a ring of calls. A place that is written again reuses the memory
// of the call that was there, so that logging allocates little. It refers to
// nothing of a request, and counts all the memory that it holds on to.
type Log struct {
	mu    sync.Mutex // guards all below
	ring  []logged
	first int // the place of the oldest
	n     int
	added int // how many there ever were
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

// Add notes a call, and returns its number. Its bodies are copied. The status is 0
// if there was no answer.
func (l *Log) Add(call fake.Call) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n == MostCalls {
		l.first = (l.first + 1) % len(l.ring) // and is written over
		l.n--
	}
	if l.n == len(l.ring) {
		// Not yet at its full size, so first is 0 unless bytes were dropped.
		grown := make([]logged, min(MostCalls, max(16, 2*l.n)))
		for i := range l.n {
			grown[i] = l.ring[(l.first+i)%len(l.ring)]
		}
		l.ring, l.first = grown, 0
	}
	e := &l.ring[(l.first+l.n)%len(l.ring)]
	l.n++
	l.bytes -= e.size()
	e.at, e.status, e.fault = call.At.UTC(), call.Status, call.Fault
	e.names = e.names[:0]
	for i, name := range [...]string{call.Operation, call.Scope.Account, call.Scope.Region} {
		e.names = append(e.names, name...)
		e.ends[i] = len(e.names)
	}
	e.request = append(e.request[:0], call.Request...)
	e.response = append(e.response[:0], call.Response...)
	l.bytes += e.size()
	for l.bytes > MostBytes && l.n > 1 {
		oldest := &l.ring[l.first]
		l.bytes -= oldest.size()
		*oldest = logged{} // it is the bytes that are too many, so keep no spare ones
		l.first = (l.first + 1) % len(l.ring)
		l.n--
	}
	l.added++
	return l.added - 1
}

// Ended notes what came of a call that was added before, unless it is forgotten.
func (l *Log) Ended(number, status int, fault string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	age := l.added - 1 - number // how many came since
	if age >= l.n {
		return
	}
	e := &l.ring[(l.first+l.n-1-age)%len(l.ring)]
	l.bytes += len(fault) - len(e.fault)
	e.status, e.fault = status, fault
}

// Calls returns copies of the calls, newest last.
func (l *Log) Calls() []fake.Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	calls := make([]fake.Call, l.n)
	for i := range calls {
		e := &l.ring[(l.first+i)%len(l.ring)]
		names := string(e.names)
		calls[i] = fake.Call{
			At:        e.at,
			Operation: names[:e.ends[0]],
			Scope:     fake.Scope{Account: names[e.ends[0]:e.ends[1]], Region: names[e.ends[1]:]},
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
