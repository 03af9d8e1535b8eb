// Package tap listens to what a suite and its target say to each other: it
// counts the requests, and writes them down with their answers for people who
// want to see. Credentials and signatures are secrets by their type, so that no
// way of printing shows them.
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
	"unicode/utf8"
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
	if req.Body != nil {
		var err error
		if asked, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close()
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(asked))
	}
	start := time.Now()
	resp, err := next.RoundTrip(req)
	var answered []byte
	broken := err
	if err == nil {
		answered, broken = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(answered), &failing{broken}))
	}
	n := t.count()
	t.write(n, time.Since(start), req, asked, resp, answered, broken)
	return resp, err
}

// failing is what comes of a body where it broke off.
type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

func (t *Tap) count() int {
	n := int(t.calls.Add(1))
	if t.Called != nil {
		t.Called(n)
	}
	return n
}

// write writes one exchange.
func (t *Tap) write(n int, took time.Duration, req *http.Request, asked []byte, resp *http.Response, answered []byte, broken error) {
	var b strings.Builder
	fmt.Fprintf(&b, "> %d %s %s\n", n, req.Method, req.URL.Path)
	message(&b, "> ", req.Header, asked)
	if resp != nil {
		fmt.Fprintf(&b, "< %d %s after %v\n", n, resp.Status, took.Round(10*time.Microsecond))
		message(&b, "< ", resp.Header, answered)
	}
	if broken != nil {
		fmt.Fprintf(&b, "< %d no whole answer after %v: %v\n", n, took.Round(10*time.Microsecond), broken)
	}
	b.WriteByte('\n')
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = io.WriteString(t.Trace, b.String())
}

// message writes the headers and the body of a message.
func message(b *strings.Builder, mark string, h http.Header, body []byte) {
	for _, h := range headers(h) {
		fmt.Fprintf(b, "%s%s: %v\n", mark, h.name, h.value)
	}
	if len(body) == 0 {
		return
	}
	text := string(body)
	if len(text) > most {
		end := most
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = fmt.Sprintf("%s ... (%d bytes)", text[:end], len(body))
	}
	// What a server sends must not steer the terminal.
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return utf8.RuneError
		}
		return r
	}, text)
	fmt.Fprintf(b, "%s\n%s%s\n", strings.TrimSpace(mark), mark, strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+mark))
}
