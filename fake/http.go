package fake

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/fakesmith/fakesmith/fake/internal/guard"
)

// bodies holds buffers that requests are read into.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Serve answers a request over HTTP. What its signature does not say of the
// scope is taken from fallback. A request that a server received and did not
// guard is guarded here, as the zero value of [Access] does it.
func (s *Service) Serve(w http.ResponseWriter, r *http.Request, fallback Scope) {
	if !guard.Admit(w, r) {
		return
	}
	buf := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(buf)
	buf.Reset()
	if err := readBody(buf, r); err != nil {
		// The caller went away, or sent less than it promised: there is
		// nobody to answer.
		http.Error(w, "reading the body: "+err.Error(), http.StatusBadRequest)
		return
	}
	resp := s.Do(r.Context(), &Request{
		Method:      r.Method,
		Path:        r.URL.Path,
		Target:      r.Header.Get("X-Amz-Target"),
		ContentType: r.Header.Get("Content-Type"),
		Scope:       ParseScope(r.Header.Get("Authorization")),
		Body:        buf.Bytes(),
	}, fallback)

	if resp.dropped {
		panic(http.ErrAbortHandler) // resets the connection
	}

	// One array for the values of all headers, under their canonical keys.
	values := [3]string{resp.ContentType, strconv.Itoa(len(resp.Body)), resp.RequestID}
	h := w.Header()
	if resp.ContentType != "" {
		h["Content-Type"] = values[0:1:1]
	}
	h["Content-Length"] = values[1:2:2]
	if resp.RequestID != "" {
		h["X-Amzn-Requestid"] = values[2:3:3]
	}
	if resp.cut > 0 {
		breakOff(w, resp.Status, resp.Body, resp.cut)
	}
	w.WriteHeader(resp.Status)
	if len(resp.Body) > 0 && r.Method != http.MethodHead {
		w.Write(resp.Body)
	}
}

// breakOff sends an answer, without so many bytes at its end, and resets the
// connection. Its header promises the whole.
func breakOff(w http.ResponseWriter, status int, body []byte, cut int) {
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

// readBody reads the body of a request, but no more of it than shows that it
// is too long.
func readBody(buf *bytes.Buffer, r *http.Request) error {
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
