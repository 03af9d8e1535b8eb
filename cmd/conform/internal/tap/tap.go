// Package tap listens to what a suite and its target say to each other: it
// counts the requests, and writes them down with their answers for people who
// want to see. Credentials and signatures are secrets by their type, so that no
// way of printing shows them, and nothing that is written steers a terminal.
package tap

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fakesmith/fakesmith/internal/printable"
)

// A Tap is an http.RoundTripper that passes on what it is given.
type Tap struct {
	// Next carries the requests: http.DefaultTransport if nil.
	Next http.RoundTripper
	// Trace is written each request and its answer, if it is not nil.
	Trace io.Writer
	// Called is called after each answer with how many there were. It may be nil.
	Called func(calls int)

	calls atomic.Int64
	mu    sync.Mutex // one exchange is written at a time
}

// most is how much of a body is written.
const most = 4096

// RoundTrip implements http.RoundTripper.
func (t *Tap) RoundTrip(req *http.Request) (*http.Response, error) {
	next := t.Next
	if next == nil {
		next = http.DefaultTransport
	}
	if t.Trace == nil {
		resp, err := next.RoundTrip(req)
		t.count()
		return resp, err
	}
	var asked []byte
	// What has no body has none behind the tap either: an empty one would travel
	// in chunks.
	if req.Body != nil && req.Body != http.NoBody {
		var err error
		if asked, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close()
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(asked))
	}
	x := &exchange{tap: t, req: req, start: time.Now()}
	x.asked.Write(asked)
	resp, err := next.RoundTrip(req)
	x.number = t.count()
	if err != nil {
		x.broken = err
		x.end()
		return nil, err
	}
	heard := *resp
	heard.Body = &listening{x, resp.Body}
	x.resp = resp
	return &heard, nil
}

func (t *Tap) count() int {
	n := int(t.calls.Add(1))
	if t.Called != nil {
		t.Called(n)
	}
	return n
}

// An exchange is a request and its answer, as far as that was read.
type exchange struct {
	tap             *Tap
	number          int
	start           time.Time
	req             *http.Request
	resp            *http.Response // nil if there is none
	asked, answered beginning
	broken          error // what the answer ended in, if it broke off
	once            sync.Once
}

// A beginning is the beginning of a body, and how long all of it is.
type beginning struct {
	text []byte
	size int
}

// Write implements io.Writer.
func (b *beginning) Write(p []byte) (int, error) {
	b.size += len(p)
	b.text = append(b.text, p[:min(len(p), most-len(b.text))]...)
	return len(p), nil
}

// listening is the body of an answer: what is read of it is noted, and nothing is
// read that nobody asks for.
type listening struct {
	x *exchange
	io.ReadCloser
}

// Read implements io.Reader.
func (l *listening) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	_, _ = l.x.answered.Write(p[:n])
	if err != nil && err != io.EOF {
		l.x.broken = err
	}
	if err != nil {
		l.x.end()
	}
	return n, err
}

// Close implements io.Closer.
func (l *listening) Close() error {
	l.x.end()
	return l.ReadCloser.Close()
}

// end writes the exchange once, when there is no more to come.
func (x *exchange) end() { x.once.Do(x.write) }

func (x *exchange) write() {
	took := time.Since(x.start).Round(10 * time.Microsecond)
	var b strings.Builder
	fmt.Fprintf(&b, "> %d %s %s\n", x.number, printable.Text(x.req.Method), printable.Text(x.req.URL.Path))
	message(&b, "> ", x.req.Header, x.asked)
	if x.resp != nil {
		fmt.Fprintf(&b, "< %d %s after %v\n", x.number, printable.Text(x.resp.Status), took)
		message(&b, "< ", x.resp.Header, x.answered)
	}
	if x.broken != nil {
		fmt.Fprintf(&b, "< %d no whole answer after %v: %s\n", x.number, took, printable.Text(x.broken.Error()))
	}
	b.WriteByte('\n')
	x.tap.mu.Lock()
	defer x.tap.mu.Unlock()
	_, _ = io.WriteString(x.tap.Trace, b.String())
}

// message writes the headers and the body of a message.
func message(b *strings.Builder, mark string, h http.Header, body beginning) {
	for _, h := range headers(h) {
		fmt.Fprintf(b, "%s%s: %s\n", mark, printable.Text(h.name), printable.Text(fmt.Sprint(h.value)))
	}
	if body.size == 0 {
		return
	}
	fmt.Fprintf(b, "%s\n%s%s", strings.TrimSpace(mark), mark, printable.Text(string(body.text)))
	if body.size > len(body.text) {
		fmt.Fprintf(b, " ... (%d bytes)", body.size)
	}
	b.WriteByte('\n')
}
