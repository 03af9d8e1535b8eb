package fake

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestCallsAreNewestLastAndBounded(t *testing.T) {
	var log callLog
	start := time.Unix(0, 0)
	for i := range 2500 {
		body := fmt.Sprintf(`{"n":%d}`, i)
		log.add(start.Add(time.Duration(i)), &Request{Body: []byte(body), Scope: DefaultScope}, "Op", &Response{Status: 200, Body: []byte(body)})
		if i%97 != 0 && i < 2490 {
			continue
		}
		calls := log.calls()
		if want := min(i+1, mostCalls); len(calls) != want {
			t.Fatalf("%d calls after %d, want %d", len(calls), i+1, want)
		}
		for j, c := range calls {
			n := i + 1 - len(calls) + j
			if want := fmt.Sprintf(`{"n":%d}`, n); string(c.Request) != want || string(c.Response) != want || !c.At.Equal(start.Add(time.Duration(n))) {
				t.Fatalf("call %d of %d is %s, want %s", j, i+1, c.Request, want)
			}
		}
	}
}

func TestCallsAreBoundedInBytes(t *testing.T) {
	var log callLog
	big := []byte(`"` + strings.Repeat("x", 1<<20-2) + `"`)
	for range 100 {
		log.add(time.Time{}, &Request{Body: big}, "Op", &Response{})
	}
	held := 0
	for i := range log.ring {
		held += cap(log.ring[i].request)
	}
	if log.bytes > mostCallBytes || held > 2*mostCallBytes {
		t.Errorf("%d bytes are logged and %d held, want at most %d", log.bytes, held, mostCallBytes)
	}
	if n := len(log.calls()); n != mostCallBytes>>20 {
		t.Errorf("%d calls of 1 MiB are logged, want %d", n, mostCallBytes>>20)
	}
}

// TestCallsAreCopies: what was returned does not change when the ring goes
// round.
func TestCallsAreCopies(t *testing.T) {
	var log callLog
	log.add(time.Time{}, &Request{Body: []byte(`"a"`)}, "Op", &Response{})
	first := log.calls()[0]
	for range 2 * mostCalls {
		log.add(time.Time{}, &Request{Body: []byte(`"b"`)}, "Op", &Response{})
	}
	if string(first.Request) != `"a"` {
		t.Errorf("a returned call became %s", first.Request)
	}
}

func TestRawBodies(t *testing.T) {
	for body, want := range map[string]string{"": "null", "{}": "{}", "{": `"{"`, "\xff": `"\ufffd"`} {
		if got := string(raw([]byte(body))); got != want {
			t.Errorf("raw(%q) = %s, want %s", body, got, want)
		}
	}
}
