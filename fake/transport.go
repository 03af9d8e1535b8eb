package fake

import (
	"net/http"

	"github.com/fakesmith/fakesmith/fake/internal/guard"
	"github.com/fakesmith/fakesmith/fake/internal/record"
)

// Transport returns an [http.RoundTripper] that has h answer each request in
// place, without a socket and without a goroutine. Any client that takes an
// http.Client can be given a fake in this way, and it works in a
// testing/synctest bubble. A request whose context is done is not answered.
//
// A handler that panics with [http.ErrAbortHandler] closes the connection, as it
// would in a server: the client gets [io.EOF], or, if the answer had begun, a body
// that ends in [io.ErrUnexpectedEOF]. A [Fault] can reset it as well, and the client
// gets the error that package net has for that, ECONNRESET. There is no connection
// to be used again, so that nothing shows what ends it after a whole answer.
func Transport(h http.Handler) http.RoundTripper { return transport{h} }

type transport struct{ handler http.Handler }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	// A handler may change the request, and the client must not see that.
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
	rec := record.New()
	rec.Serve(t.handler, &served)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if rec.Aborted && rec.Status == 0 {
		return nil, rec.Ended()
	}
	return rec.Response(req), nil
}
