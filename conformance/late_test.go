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

// late is a reference server, or a faulty server, that is eventually
// consistent: most reads are from a replica that lags, some calls are
// throttled, some answers are lost, the clock is skewed, and expired resources
// remain for a while. The same seed gives the same faults.
type late struct {
	main, replica *reference
	dice          *rand.Rand
	// lag is the longest time until the replica has a write.
	lag time.Duration
	// slow is how many writes in a thousand take that long, while the others
	// take a moment; if it is zero, the time of each is random.
	slow int
	// steady makes each write take that long, and sends all reads to the
	// replica.
	steady bool
	// throttles and faults are how many calls in a thousand are throttled, and
	// fail.
	throttles, faults int
	// skew is how far its clock is ahead, reaped how late expired resources go.
	skew, reaped time.Duration
	// open says to check it without a profile.
	open bool
	// powerless says that it does not offer the control protocol.
	powerless bool

	queue  []lateWrite
	tokens map[string]*reference // which server gave a page token
	calls  int
}

// lateWrite is a write on its way to the replica.
type lateWrite struct {
	due, at time.Time
	head    *http.Request
	body    []byte
}

// newLate returns a server with a defect, or with none if it is empty.
func newLate(t testing.TB, defect string, seed uint64) *late {
	l := &late{
		main: newReference(t, defect), replica: newReference(t, defect), dice: rand.New(rand.NewPCG(seed, 1)),
		tokens: map[string]*reference{},
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

// answer returns the answer of one of the servers.
func (l *late) answer(req *http.Request, body []byte) *http.Response {
	_, op, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	if strings.HasPrefix(op, "Describe") || strings.HasPrefix(op, "Get") || strings.HasPrefix(op, "List") {
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

// later queues a write for the replica, after those before it.
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

// catchUp applies the writes that are due to the replica.
func (l *late) catchUp() {
	for len(l.queue) > 0 && !l.queue[0].due.After(time.Now()) {
		l.serve(l.replica, l.queue[0].head, l.queue[0].body, l.queue[0].at)
		l.queue = l.queue[1:]
	}
}

// serve returns the answer of a server at a time, or now.
func (l *late) serve(server *reference, req *http.Request, body []byte, at time.Time) *http.Response {
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

// fault returns a fault.
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
