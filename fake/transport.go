package fake

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"

	"github.com/fakesmith/fakesmith/fake/internal/guard"
)

// Transport returns an [http.RoundTripper] that has h answer each request in
// place, without a socket and without a goroutine. Any client that takes an
// http.Client can be given a fake in this way, and it works in a
// testing/synctest bubble. A request whose context is done is not answered.
//
// A handler that panics with [http.ErrAbortHandler] resets the connection, as it
// would in a server: the client gets an error, or, if the answer had begun, a body
// that ends in [io.ErrUnexpectedEOF].
func Transport(h http.Handler) http.RoundTripper { return transport{h} }

type transport struct{ handler http.Handler }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	// A server sees a request that a client must not be shown changes of.
	served := *guard.Admitted(req)
	if served.Body == nil {
		served.Body = http.NoBody
	}
	served.RequestURI = req.URL.RequestURI()
	served.RemoteAddr = "192.0.2.1:1234" // an address for documentation
	if served.Host == "" {
		served.Host = req.URL.Host
	}
	if served.Header == nil {
		served.Header = http.Header{}
	}
	rec := recorder{header: make(http.Header, 4)}
	rec.serve(t.handler, &served)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if rec.aborted && rec.status == 0 {
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return rec.response(req), nil
}

// recorder is an [http.ResponseWriter] that keeps what is written.
type recorder struct {
	header http.Header
	status int
	body   []byte
	// aborted reports that the handler gave up, as a server takes for a wish to reset
	// the connection.
	aborted bool
}

// serve records what a handler answers.
func (r *recorder) serve(h http.Handler, req *http.Request) {
	defer func() {
		// The panic must be compared as it is, since others go on.
		if p := recover(); p == http.ErrAbortHandler {
			r.aborted = true
		} else if p != nil {
			panic(p)
		}
	}()
	h.ServeHTTP(r, req)
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= 200 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	r.body = append(r.body, b...)
	return len(b), nil
}

func (r *recorder) response(req *http.Request) *http.Response {
	r.WriteHeader(http.StatusOK)
	resp := &http.Response{
		Status:        strconv.Itoa(r.status) + " " + http.StatusText(r.status),
		StatusCode:    r.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        r.header,
		Body:          io.NopCloser(bytes.NewReader(r.body)),
		ContentLength: int64(len(r.body)),
		Request:       req,
	}
	if r.aborted {
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(r.body), brokenOff{}))
		resp.ContentLength = -1
		if promised, err := strconv.ParseInt(r.header.Get("Content-Length"), 10, 64); err == nil {
			resp.ContentLength = promised
		}
	}
	return resp
}

// brokenOff is the end of an answer that breaks off.
type brokenOff struct{}

// Read implements [io.Reader].
func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
