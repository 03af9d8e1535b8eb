package conformance_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
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
