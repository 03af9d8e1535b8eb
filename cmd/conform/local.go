package main

import (
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/internal/inbound"
	"github.com/fakesmith/fakesmith/model"
)

// A local is the fake that is checked where no endpoint is given, served on a free
// port of the loopback interface. The embedded one is an http.RoundTripper as well,
// which carries requests to it: over a socket while a clause about the wire is
// checked, or calls of several clients at once, and in place otherwise, which takes
// half the time. The bytes of a request and of its answer are the same either way.
type local struct {
	// address is the URL at which it is served, and stop ends that.
	address string
	stop    func()

	socket     http.RoundTripper
	inPlace    http.RoundTripper // nil for a fake in another process
	wired      map[string]bool   // the clauses that are checked over a socket
	overSocket atomic.Bool
}

// embed serves what answers as a fake of an API does.
func embed(api *model.API, h http.Handler) (*local, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := fake.Access{}.Server(h)
	go func() { _ = server.Serve(listener) }()
	connections := inbound.Bounded()
	e := &local{
		address: "http://" + listener.Addr().String(),
		stop: func() {
			connections.CloseIdleConnections()
			_ = server.Close()
		},
		socket:  connections,
		inPlace: fake.Transport(h),
		wired:   map[string]bool{"concurrent": true}, // in place, calls hardly overlap
	}
	// Until a clause is checked, the probing shows that the fake can be reached.
	e.overSocket.Store(true)
	for _, p := range api.AllClauses() {
		if kind, _, _ := strings.Cut(p.Clause.Kind, "/"); kind == "protocol" {
			e.wired[p.Clause.ID] = true
		}
	}
	return e, nil
}

// RoundTrip implements [http.RoundTripper].
func (e *local) RoundTrip(req *http.Request) (*http.Response, error) {
	if e.overSocket.Load() {
		return e.socket.RoundTrip(req)
	}
	return e.inPlace.RoundTrip(req)
}

// heeding returns a function that reports progress as show does, and chooses the
// way of the requests by the clause that is checked next.
func (e *local) heeding(show func(done, of int, clause string)) func(done, of int, clause string) {
	return func(done, of int, clause string) {
		e.overSocket.Store(e.wired[clause])
		show(done, of, clause)
	}
}
