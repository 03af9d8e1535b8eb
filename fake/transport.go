package fake

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
)

// Transport returns an [http.RoundTripper] that has h answer each request in
// place, without a socket and without a goroutine. Any client that takes an
// http.Client can be given a fake in this way, and it works in a
// testing/synctest bubble. A request whose context is done is not answered.
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
	served := *req
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
	t.handler.ServeHTTP(&rec, &served)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return rec.response(req), nil
}

// recorder is an [http.ResponseWriter] that keeps what is written.
type recorder struct {
	header http.Header
	status int
	body   []byte
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
	return &http.Response{
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
}
