package fake

import (
	"net"
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/fake/internal/guard"
)

// A Server is a fake on a loopback port, for clients that need a socket.
type Server struct {
	// URL is where it listens, e.g. "http://127.0.0.1:40123".
	URL string
}

// TB is the part of testing.TB that NewServer needs.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Access says who may call a fake that is served on a port, besides those who
// always may: clients that name it by an IP address or as localhost, and that are
// no web page. Its zero value adds nobody.
//
// A browser sends requests to loopback for any page that asks it to. Without
// these limits a page could read and change every fake that runs beside it.
type Access struct {
	// Hosts are more names under which the fake is reached, without ports, such as
	// "fake.internal" or "host.docker.internal".
	Hosts []string
	// Origins are those of web pages that may call the fake and read its answers,
	// such as "http://localhost:3000".
	Origins []string
}

// Check says what is wrong with the names and the origins.
func (a Access) Check() error { return a.guard().Check() }

func (a Access) guard() *guard.Guard { return &guard.Guard{Hosts: a.Hosts, Origins: a.Origins} }

// Server returns a server for a fake, which is guarded, and waits for no client
// without end. It listens nowhere yet.
func (a Access) Server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           a.guard().Handler(h),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
}

// NewServer serves a fake on a free loopback port until the test ends. What it
// is given access to adds up.
func NewServer(t TB, h http.Handler, access ...Access) *Server {
	t.Helper()
	var all Access
	for _, a := range access {
		all.Hosts = append(all.Hosts, a.Hosts...)
		all.Origins = append(all.Origins, a.Origins...)
	}
	if err := all.Check(); err != nil {
		t.Fatalf("fake.NewServer: %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("fake.NewServer: %v", err)
	}
	server := all.Server(h)
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(listener)
	}()
	t.Cleanup(func() {
		server.Close()
		<-done
	})
	return &Server{URL: "http://" + listener.Addr().String()}
}
