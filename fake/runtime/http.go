package runtime

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/guard"
	"github.com/fakesmith/fakesmith/fake/internal/inject"
	"github.com/fakesmith/fakesmith/fake/internal/record"
)

// bodies holds buffers that requests are read into.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Serve answers a request over HTTP. What its signature does not say of the
// scope is taken from fallback. A request that a server received and did not
// guard is guarded here, as the zero value of [Access] does it.
func (s *Service) Serve(w http.ResponseWriter, r *http.Request, fallback fake.Scope) {
	if !guard.Admit(w, r) {
		return
	}
	buf := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(buf)
	buf.Reset()
	if err := record.ReadBody(buf, r); err != nil {
		// The caller went away, or sent less than it promised: there is
		// nobody to answer.
		http.Error(w, "reading the body: "+err.Error(), http.StatusBadRequest)
		return
	}
	x := exchanges.Get().(*Exchange)
	defer x.release()
	s.do(r.Context(), x, &Request{
		Method:      r.Method,
		Path:        r.URL.Path,
		Target:      header(r, "X-Amz-Target"),
		ContentType: header(r, "Content-Type"),
		Scope:       ParseScope(header(r, "Authorization")),
		Body:        buf.Bytes(),
	}, fallback)

	x.resp.send(w, r)
}

// header is the method Get of headers for a name in its canonical form.
func header(r *http.Request, canonical string) string {
	if values := r.Header[canonical]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// send sends the answer to a request, as far as its fault lets it.
func (resp *Response) send(w http.ResponseWriter, r *http.Request) {
	if resp.gone {
		panic(http.ErrAbortHandler) // nobody is there to be answered
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
	if resp.QueryError != "" {
		h.Set("X-Amzn-Query-Error", resp.QueryError)
	}
	if resp.fault != nil {
		inject.Deliver(w, resp.fault, resp.Status, resp.Body)
		return
	}
	w.WriteHeader(resp.Status)
	if len(resp.Body) > 0 && r.Method != http.MethodHead {
		w.Write(resp.Body)
	}
}
