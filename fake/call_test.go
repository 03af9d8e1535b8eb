package fake

import (
	"fmt"
	"runtime"
	"strconv"
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
	if held := held(&log); log.bytes > mostCallBytes || held > mostCallBytes {
		t.Errorf("%d bytes are logged and %d held, want at most %d", log.bytes, held, mostCallBytes)
	}
	if n, want := len(log.calls()), mostCallBytes>>20-1; n < want {
		t.Errorf("%d calls of 1 MiB are logged, want at least %d", n, want)
	}
}

// held returns how many bytes a log holds, in use or spare.
func held(l *callLog) int {
	sum := 0
	for _, e := range l.ring {
		sum += cap(e.names) + cap(e.request) + cap(e.response) + len(e.fault)
	}
	return sum
}

// TestSpareBytesCount: places of the ring that were once large do not stay so.
func TestSpareBytesCount(t *testing.T) {
	var log callLog
	big := make([]byte, 1<<20)
	for i := range 50_000 {
		body := big[:10]
		if i%(mostCalls+1) < 10 {
			body = big // at other places in each round
		}
		log.add(time.Time{}, &Request{Body: body}, "Op", &Response{})
		if held := held(&log); i%250 == 0 && held > mostCallBytes {
			t.Fatalf("%d bytes are held after %d calls, want at most %d", held, i+1, mostCallBytes)
		}
	}
}

// TestNamesCount: what a caller names is kept as well, and is bounded with the rest.
func TestNamesCount(t *testing.T) {
	s := newSpecimen()
	long := strings.Repeat("x", 200<<10)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range mostCalls {
		name := strconv.Itoa(i) + long
		s.Do(t.Context(), &Request{
			Method: "POST", Path: "/", ContentType: contentType, Target: "Specimen." + name,
			Scope: Scope{Account: "123456789012", Region: name}, Body: []byte("{}"),
		}, Scope{})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int(after.HeapAlloc) - int(before.HeapAlloc); grown > mostCallBytes+4<<20 {
		t.Errorf("the log of %d calls with long names takes %d bytes, want at most %d", mostCalls, grown, mostCallBytes)
	}
	if last := s.Calls()[len(s.Calls())-1]; last.Operation != "999"+long || last.Scope.Region != last.Operation {
		t.Errorf("the last call is to %.10s..., want all of its name", last.Operation)
	}
	runtime.KeepAlive(s)
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
