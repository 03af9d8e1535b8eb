// Package inbound is the one place where an answer from an endpoint enters. What
// has come through it is bounded in size, decompressed, and holds no secret of the
// request, whoever reads it.
package inbound

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/fakesmith/fakesmith/internal/printable"
)

const (
	// DefaultMaxBody is how many bytes of one body are read unless told otherwise.
	DefaultMaxBody = 1 << 20
	// MaxHeader is how many bytes the headers of one answer may have.
	MaxHeader = 64 << 10
)

// A Transport makes requests, and reads each answer as a whole before anybody
// sees it: up to a limit, counted after decompression. It follows no redirects,
// as no [http.RoundTripper] does.
type Transport struct {
	// Next carries the requests: a transport with the proxies and time limits of
	// http.DefaultTransport if nil.
	Next http.RoundTripper
	// MaxBody is how many bytes of a body are read: [DefaultMaxBody] if zero.
	MaxBody int64
	// Secrets returns what is secret besides the credentials in the headers of a
	// request. It may be nil.
	Secrets func(*http.Request) []string

	mu     sync.Mutex
	recent signatures
}

// A TooLarge is the error at the end of a body of which not all was read.
type TooLarge struct{ Limit int64 }

// Error implements error.
func (e *TooLarge) Error() string {
	return fmt.Sprintf("the response body is larger than %d bytes, and what follows is not read; -max-response sets the limit", e.Limit)
}

// base carries requests where nothing else is given.
var base = sync.OnceValue(func() http.RoundTripper { return Bounded() })

// Bounded returns a copy of http.DefaultTransport that gives up on an answer whose
// headers are too large.
func Bounded() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxResponseHeaderBytes = MaxHeader
	return t
}

// RoundTrip implements [http.RoundTripper].
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	next := t.Next
	if next == nil {
		next = base()
	}
	resp, err := next.RoundTrip(req)
	secrets := t.secrets(req)
	if err != nil {
		return nil, cleaned(err, secrets)
	}
	return t.admit(resp, secrets)
}

// admit reads an answer, and takes the secrets out of it.
func (t *Transport) admit(resp *http.Response, secrets filter) (*http.Response, error) {
	defer resp.Body.Close()
	if size := headerSize(resp); size > MaxHeader {
		return nil, fmt.Errorf("the response headers have %d bytes; at most %d are read", size, MaxHeader)
	}
	body, err := t.read(resp.Body)
	if err != nil {
		err = cleaned(err, secrets)
	}
	clean := *resp
	clean.Trailer = nil // nobody reads it
	if !secrets.idle() {
		clean.Status = secrets.text(resp.Status)
		clean.Header = secrets.header(resp.Header)
		before := len(body)
		body = secrets.bytes(body)
		if clean.ContentLength >= 0 {
			// It is compared with the length of the body.
			clean.ContentLength = max(clean.ContentLength+int64(len(body)-before), 0)
		}
	}
	clean.Body = io.NopCloser(&whole{bytes.NewReader(body), err})
	return &clean, nil
}

// buffers are reused, for an endpoint may make every response as large as can be.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// read reads a body as far as the limit. Of one that is larger, the beginning is
// returned with the error.
func (t *Transport) read(body io.Reader) ([]byte, error) {
	limit := t.MaxBody
	if limit <= 0 {
		limit = DefaultMaxBody
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	n, err := buffer.ReadFrom(io.LimitReader(body, limit+1))
	if n > limit {
		return bytes.Clone(buffer.Bytes()[:min(limit, beginning)]), &TooLarge{limit}
	}
	return bytes.Clone(buffer.Bytes()), err
}

// beginning is how much is returned of a body that is too large.
const beginning = 16 << 10

// headerSize returns how many bytes the status and the headers of an answer have.
func headerSize(resp *http.Response) int {
	size := len(resp.Status)
	for name, values := range resp.Header {
		for _, v := range values {
			size += len(name) + len(": \r\n") + len(v)
		}
	}
	return size
}

// whole is a body that was read, and the error in which it ended, if it did.
type whole struct {
	*bytes.Reader
	err error
}

// Read implements [io.Reader].
func (w *whole) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if err == io.EOF && w.err != nil {
		err = w.err
	}
	return n, err
}

// WriteTo implements [io.WriterTo], so that a copy ends in the same error.
func (w *whole) WriteTo(to io.Writer) (int64, error) {
	n, err := w.Reader.WriteTo(to)
	if err == nil {
		err = w.err
	}
	return n, err
}

// cleaned returns an error whose text can be shown: the errors of net/http quote
// what they could not read.
func cleaned(err error, secrets filter) error {
	text := printable.Text(secrets.text(err.Error()))
	if text == err.Error() {
		return err
	}
	return &quoted{text, err}
}

// A quoted is an error with a text that was cleaned.
type quoted struct {
	text string
	err  error
}

// Error implements error.
func (q *quoted) Error() string { return q.text }

// Unwrap returns the error as it was.
func (q *quoted) Unwrap() error { return q.err }
