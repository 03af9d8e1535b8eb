package vary

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Server has an implementation answer over sockets, in a form of the wire that
// net/http does not choose.
type Server struct {
	// URL is where the server can be reached.
	URL string

	listener net.Listener
	next     http.RoundTripper
	wire     Wire

	mu    sync.Mutex
	open  map[net.Conn]bool // nil after Close
	group sync.WaitGroup
}

// Serve starts a server on a free port of the loopback interface.
func Serve(next http.RoundTripper, wire Wire) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{URL: "http://" + l.Addr().String(), listener: l, next: next, wire: wire, open: map[net.Conn]bool{}}
	s.group.Go(s.accept)
	return s, nil
}

// Close stops the server, and waits for its end.
func (s *Server) Close() error {
	err := s.listener.Close()
	s.mu.Lock()
	for conn := range s.open {
		err = firstOf(err, conn.Close())
	}
	s.open = nil
	s.mu.Unlock()
	s.group.Wait()
	return err
}

// accept answers each connection.
func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		if s.open == nil {
			s.mu.Unlock()
			_ = conn.Close()
			return
		}
		s.open[conn] = true
		s.mu.Unlock()
		s.group.Go(func() { s.converse(conn) })
	}
}

// converse answers the requests that come over a connection.
func (s *Server) converse(conn net.Conn) {
	defer func() {
		s.mu.Lock()
		known := s.open[conn]
		delete(s.open, conn)
		s.mu.Unlock()
		if known {
			_ = conn.Close()
		}
	}()
	in := bufio.NewReader(conn)
	for {
		request, err := http.ReadRequest(in)
		if err != nil {
			return // the client has gone, or speaks no HTTP
		}
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return
		}
		request.URL.Scheme, request.URL.Host, request.RequestURI = "http", request.Host, ""
		request.Body, request.ContentLength, request.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
		r, err := ask(s.next, request)
		if err != nil {
			return
		}
		last := request.Close || s.wire.Close || s.wire.Old || s.wire.CloseOnError && !r.ok()
		if _, err := conn.Write(s.wire.reply(request, r, last)); err != nil || last {
			return
		}
	}
}

// reply returns a reply as it travels. The connection may end with it.
func (w Wire) reply(request *http.Request, r *reply, last bool) []byte {
	header, body := r.header.Clone(), r.body
	header.Del("Content-Length")
	header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	if w.Gzip && len(body) > 0 && strings.Contains(request.Header.Get("Accept-Encoding"), "gzip") {
		body = compressed(body)
		header.Set("Content-Encoding", "gzip")
	}
	switch {
	case w.Old:
	case w.Chunked && len(body) > 0:
		body = chunked(body)
		header.Set("Transfer-Encoding", "chunked")
	default:
		header.Set("Content-Length", fmt.Sprint(len(body)))
	}
	version := "HTTP/1.1"
	if w.Old {
		version = "HTTP/1.0"
	}
	if last {
		header.Set("Connection", "close")
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %d %s\r\n", version, r.status, http.StatusText(r.status))
	var names []string
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range header[name] {
			fmt.Fprintf(&b, "%s: %s\r\n", w.cased(name), value)
		}
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}

// cased writes the name of a header.
func (w Wire) cased(name string) string {
	switch {
	case w.Lower:
		return strings.ToLower(name)
	case w.Upper:
		return strings.ToUpper(name)
	}
	return name
}

// compressed returns a body in gzip's format.
func compressed(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(body); errors.Join(err, z.Close()) != nil {
		return body // which memory does not reject
	}
	return b.Bytes()
}

// chunked returns a body in chunks of uneven length.
func chunked(body []byte) []byte {
	var b bytes.Buffer
	for chunk := range slices.Chunk(body, max(len(body)*2/5, 1)) {
		fmt.Fprintf(&b, "%x;ext=1\r\n%s\r\n", len(chunk), chunk)
	}
	b.WriteString("0\r\n\r\n")
	return b.Bytes()
}
