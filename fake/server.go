package fake

import (
	"net"
	"net/http"
	"time"
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

// NewServer serves a fake on a free loopback port until the test ends.
func NewServer(t TB, h http.Handler) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("fake.NewServer: %v", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
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
