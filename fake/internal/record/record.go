// Package record has what a handler answers kept, sent or cut short, and what it is
// asked read, in the ways that fakes need.
package record

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
)

// MaxBody is the length of the longest body that is taken. Requests of some services
// are long: a batch of DynamoDB may have 16 MB.
const MaxBody = 16 << 20

// New returns a recorder that has nothing yet.
func New() *Recorder { return &Recorder{Headers: make(http.Header, 4)} }

// A Recorder is an [http.ResponseWriter] that keeps what is written.
type Recorder struct {
	Headers http.Header
	Status  int
	Body    []byte
	// Aborted reports that the handler gave up, as a server takes for a wish to end the
	// connection, and Reset that it is to be reset rather than closed.
	Aborted, Reset bool
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
	if promised, err := strconv.ParseInt(r.Headers.Get("Content-Length"), 10, 64); r.Aborted && (err != nil || promised != resp.ContentLength) {
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(r.Body), brokenOff{r.brokenOff()}))
		resp.ContentLength = -1
		if err == nil {
			resp.ContentLength = promised
		}
	}
	return resp
}

// Ended returns what a client gets whose connection ended before an answer.
func (r *Recorder) Ended() error {
	if r.Reset {
		return errReset()
	}
	return io.EOF
}

// brokenOff returns what a client gets whose connection ended within an answer.
func (r *Recorder) brokenOff() error {
	if r.Reset {
		return errReset()
	}
	return io.ErrUnexpectedEOF
}

// errReset returns what package net has for a connection that the peer has reset.
func errReset() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}

// brokenOff is the end of an answer that breaks off.
type brokenOff struct{ error }

// Read implements [io.Reader].
func (b brokenOff) Read([]byte) (int, error) { return 0, b.error }

// BreakOff sends what is given of an answer, and then ends the connection. Its
// headers are set, and promise the whole.
func BreakOff(w http.ResponseWriter, status int, part []byte, reset bool) {
	w.WriteHeader(status)
	w.Write(part)
	http.NewResponseController(w).Flush() // or what was written would be lost as well
	HangUp(w, reset)
}

// HangUp ends the connection of a call, whether or not something was sent: with a
// FIN, or with a RST. It does not return.
func HangUp(w http.ResponseWriter, reset bool) {
	if reset {
		resetConnection(w)
	}
	panic(http.ErrAbortHandler)
}

// resetConnection has the system forget the connection and tell the peer. Where
// there is none to take hold of, as with HTTP/2, it stays to be closed.
func resetConnection(w http.ResponseWriter) {
	if r, ok := w.(*Recorder); ok {
		r.Reset = true
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if encrypted, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = encrypted.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
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
