package conformance_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"
)

// late is an honest server, or a faulty server, that behaves as a cloud does: most of
// what it reads it reads from a replica which learns of each write a while
// later, it is asked too often now and then, it drops answers, its clock is
// off, and what has expired lingers. The same seed gives the same fault profile.
type late struct {
	main, replica *honest
	dice          *rand.Rand
	// lag is the longest time until the replica knows of a write.
	lag time.Duration
	// slow is how many writes in a thousand take that long instead of a moment;
	// zero if each takes its own time.
	slow int
	// steady has each write take that long, and all reads go to the replica.
	steady bool
	// throttles and faults are how many calls in a thousand are throttled, and
	// meet a fault.
	throttles, faults int
	// skew is how far its clock is ahead, awaited how late the dead go.
	skew, reaped time.Duration
	// open leaves it to the server what it chooses.
	open bool
	// powerless servers offer no control protocol.
	powerless bool

	queue  []lateWrite
	tokens map[string]*honest // which server gave a page token
	calls  int
}

// lateWrite is a write on its way to the replica.
type lateWrite struct {
	due, at time.Time
	head    *http.Request
	body    []byte
}

// newLate returns a server without a lie, or with one.
func newLate(t testing.TB, lie string, seed uint64) *late {
	l := &late{
		main: newHonest(t, lie), replica: newHonest(t, lie), dice: rand.New(rand.NewPCG(seed, 1)),
		tokens: map[string]*honest{},
	}
	return l
}

func (l *late) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	l.catchUp()
	if strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
		if l.powerless {
			return l.reply(404, "", nil), nil
		}
		at := l.now()
		resp := l.serve(l.main, req, body, at)
		if !strings.HasSuffix(req.URL.Path, "/_fakesmith/") {
			l.later(req, body, at)
		}
		return resp, nil
	}
	l.calls++
	if l.dice.IntN(1000) < l.throttles {
		return l.reply(400, `{"__type":"ThrottlingException","message":"Rate exceeded"}`, nil), nil
	}
	fault := l.dice.IntN(1000) < l.faults
	before := l.dice.IntN(2) == 0
	if fault && before {
		return l.fault()
	}
	resp := l.answer(req, body)
	if fault {
		return l.fault()
	}
	resp.Header.Set("Date", l.now().UTC().Format(http.TimeFormat))
	return resp, nil
}

// answer has one of the servers answer.
func (l *late) answer(req *http.Request, body []byte) *http.Response {
	_, op, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	if !strings.HasPrefix(op, "Put") && !strings.HasPrefix(op, "Delete") {
		server := l.replica
		if l.lag == 0 || !l.steady && l.dice.IntN(4) == 0 {
			server = l.main
		}
		var in map[string]any
		if json.Unmarshal(body, &in) == nil {
			if token, _ := in["NextToken"].(string); l.tokens[token] != nil {
				server = l.tokens[token]
			}
		}
		resp := l.serve(server, req, body, time.Time{})
		answer, _ := io.ReadAll(resp.Body)
		resp.Body = io.NopCloser(bytes.NewReader(answer))
		var out map[string]any
		if json.Unmarshal(answer, &out) == nil {
			if token, _ := out["NextToken"].(string); token != "" {
				l.tokens[token] = server
			}
		}
		return resp
	}
	at := l.now()
	resp := l.serve(l.main, req, body, at)
	l.later(req, body, at)
	return resp
}

// later tells the replica of a write in a while, after those before it.
func (l *late) later(req *http.Request, body []byte, at time.Time) {
	due := time.Now()
	switch {
	case l.steady:
		due = due.Add(l.lag)
	case l.slow > 0:
		due = due.Add(50 * time.Millisecond)
		if l.dice.IntN(1000) < l.slow {
			due = due.Add(l.lag)
		}
	case l.lag > 0:
		due = due.Add(time.Duration(l.dice.Int64N(int64(l.lag))))
	}
	if n := len(l.queue); n > 0 && l.queue[n-1].due.After(due) {
		due = l.queue[n-1].due
	}
	l.queue = append(l.queue, lateWrite{due: due, at: at, head: req, body: body})
}

// catchUp lets the replica know of what is due.
func (l *late) catchUp() {
	for len(l.queue) > 0 && !l.queue[0].due.After(time.Now()) {
		l.serve(l.replica, l.queue[0].head, l.queue[0].body, l.queue[0].at)
		l.queue = l.queue[1:]
	}
}

// serve has a server answer at a time, or now.
func (l *late) serve(server *honest, req *http.Request, body []byte, at time.Time) *http.Response {
	frozen := server.now
	if frozen.IsZero() {
		if at.IsZero() {
			at = l.now().Add(-l.reaped)
		}
		server.now = at
	}
	again := req.Clone(req.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	resp, _ := server.RoundTrip(again)
	if frozen.IsZero() && server.now.Equal(at) {
		server.now = time.Time{}
	}
	return resp
}

func (l *late) now() time.Time { return time.Now().Add(l.skew) }

// fault is what comes instead of an answer.
func (l *late) fault() (*http.Response, error) {
	switch l.dice.IntN(4) {
	case 0:
		return nil, errors.New("connection reset by peer")
	case 1:
		return l.reply(503, "<html>Service Unavailable</html>", nil), nil
	case 2:
		return l.reply(500, `{"__type":"InternalFailure"}`, nil), nil
	}
	resp := l.reply(200, `{"RemediationExc`, nil)
	resp.ContentLength = 400
	return resp, nil
}

func (l *late) reply(status int, body string, header http.Header) *http.Response {
	if header == nil {
		header = http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"8e2c7b1a-0000-4000-8000-000000000000"}}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}
}
