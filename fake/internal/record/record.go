// Package record has what a handler answers kept, sent or cut short, and what it is
// asked read, in the ways that fakes need.
package record

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// MaxBody is the length of the longest body that is taken.
const MaxBody = 1 << 20

// New returns a recorder that has nothing yet.
func New() *Recorder { return &Recorder{Headers: make(http.Header, 4)} }

// A Recorder is an [http.ResponseWriter] that keeps what is written.
type Recorder struct {
	Headers http.Header
	Status  int
	Body    []byte
	// Aborted reports that the handler gave up, as a server takes for a wish to reset
	// the connection.
	Aborted bool
}

// Serve records what a handler answers.
func (r *Recorder) Serve(h http.Handler, req *http.Request) {
	defer func() {
		// The panic must be compared as it is, since others go on.
		if p := recover(); p == http.ErrAbortHandler {
			r.Aborted = true
		} else if p != nil {
			panic(p)
		}
	}()
	h.ServeHTTP(r, req)
}

// Header implements [http.ResponseWriter].
func (r *Recorder) Header() http.Header { return r.Headers }

// WriteHeader implements [http.ResponseWriter].
func (r *Recorder) WriteHeader(status int) {
	if r.Status == 0 && status >= 200 {
		r.Status = status
	}
}

// Write implements [http.ResponseWriter].
func (r *Recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	r.Body = append(r.Body, b...)
	return len(b), nil
}

// Response returns the answer as a client gets it.
func (r *Recorder) Response(req *http.Request) *http.Response {
	r.WriteHeader(http.StatusOK)
	resp := &http.Response{
		Status:        strconv.Itoa(r.Status) + " " + http.StatusText(r.Status),
		StatusCode:    r.Status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        r.Headers,
		Body:          io.NopCloser(bytes.NewReader(r.Body)),
		ContentLength: int64(len(r.Body)),
		Request:       req,
	}
	if r.Aborted {
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(r.Body), brokenOff{}))
		resp.ContentLength = -1
		if promised, err := strconv.ParseInt(r.Headers.Get("Content-Length"), 10, 64); err == nil {
			resp.ContentLength = promised
		}
	}
	return resp
}

// brokenOff is the end of an answer that breaks off.
type brokenOff struct{}

// Read implements [io.Reader].
func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// BreakOff sends an answer, without so many bytes at its end, and resets the
// connection. Its header promises the whole.
func BreakOff(w http.ResponseWriter, status int, body []byte, cut int) {
	if cut < len(body) {
		w.WriteHeader(status)
		w.Write(body[:len(body)-cut])
		http.NewResponseController(w).Flush() // or what was written would be lost as well
	}
	panic(http.ErrAbortHandler)
}

// mostBelieved is how much memory a request gets for a body that it only
// promises.
const mostBelieved = 16 << 10

// ReadBody reads the body of a request, but no more of it than it takes to see that it
// is too long.
func ReadBody(buf *bytes.Buffer, r *http.Request) error {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	if n := r.ContentLength; n > 0 {
		// Room for one read more than the body, which finds its end. What is promised
		// may never come, so of a long body only the beginning is believed.
		buf.Grow(int(min(n, mostBelieved)) + bytes.MinRead)
	}
	_, err := buf.ReadFrom(io.LimitReader(r.Body, MaxBody+1))
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return err
}
