package conformance_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A movable is the control protocol of a small server, as far as it sets the clock and
// empties the server.
type movable struct {
	now time.Time // zero: the real time
}

func (m *movable) time() time.Time {
	if m.now.IsZero() {
		return time.Now()
	}
	return m.now
}

// roundTrip answers a request by the control protocol or by serve, so that a server is its
// own transport.
func (m *movable) roundTrip(req *http.Request, empty func(), serve func(w http.ResponseWriter, req *http.Request, body []byte)) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	rec := &recorder{header: http.Header{}, status: 200}
	if what, ok := strings.CutPrefix(req.URL.Path, "/_fakesmith/"); ok {
		m.serveControl(rec, what, body, empty)
	} else {
		serve(rec, req, body)
	}
	return &http.Response{StatusCode: rec.status, Header: rec.header, Body: io.NopCloser(&rec.body), Request: req}, nil
}

// serveControl answers a request to one of its paths.
func (m *movable) serveControl(w http.ResponseWriter, what string, body []byte, empty func()) {
	switch what {
	case "":
		fmt.Fprintf(w, `{"control": 1, "powers": ["clock", "reset"], "now": %s}`, strconv.Quote(m.time().Format(time.RFC3339Nano)))
	case "clock":
		var set struct{ Set time.Time }
		if json.Unmarshal(body, &set) == nil {
			m.now = set.Set
		}
		fmt.Fprint(w, `{}`)
	case "reset":
		empty()
		w.WriteHeader(204)
	default:
		w.WriteHeader(404)
	}
}
