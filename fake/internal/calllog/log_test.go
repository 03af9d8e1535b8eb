package calllog

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

func TestCallsAreNewestLastAndBounded(t *testing.T) {
	var log Log
	start := time.Unix(0, 0)
	for i := range 2500 {
		body := fmt.Sprintf(`{"n":%d}`, i)
		log.Add(fake.Call{At: start.Add(time.Duration(i)), Operation: "Op", Scope: fake.DefaultScope, Request: []byte(body), Status: 200, Response: []byte(body)})
		if i%97 != 0 && i < 2490 {
			continue
		}
		calls := log.Calls()
		if want := min(i+1, MostCalls); len(calls) != want {
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

// TestWhatCameOfACall is noted with the call that it came of, and with no other,
// however many came since.
func TestWhatCameOfACall(t *testing.T) {
	for _, since := range []int{0, 1, 17, MostCalls - 1, MostCalls, 3 * MostCalls} {
		var log Log
		log.Add(fake.Call{Operation: "Before"})
		number := log.Add(fake.Call{Operation: "Op", Fault: "delayed"})
		for range since {
			log.Add(fake.Call{Operation: "Since"})
		}
		log.Ended(number, 200, "delayed, and answered")
		ended := 0
		for _, c := range log.Calls() {
			if c.Operation == "Op" && c.Status == 200 && c.Fault == "delayed, and answered" {
				ended++
			} else if c.Status != 0 || c.Fault != "" {
				t.Errorf("after %d calls, there is %+v", since, c)
			}
		}
		if want := min(1, max(0, MostCalls-since)); ended != want {
			t.Errorf("after %d calls, %d are ended, want %d", since, ended, want)
		}
	}
}

func TestCallsAreBoundedInBytes(t *testing.T) {
	var log Log
	big := []byte(`"` + strings.Repeat("x", 1<<20-2) + `"`)
	for range 100 {
		log.Add(fake.Call{Operation: "Op", Request: big})
	}
	if held := held(&log); log.bytes > MostBytes || held > MostBytes {
		t.Errorf("%d bytes are logged and %d held, want at most %d", log.bytes, held, MostBytes)
	}
	if n, want := len(log.Calls()), MostBytes>>20-1; n < want {
		t.Errorf("%d calls of 1 MiB are logged, want at least %d", n, want)
	}
}

// held returns how many bytes a log holds, in use or spare.
func held(l *Log) int {
	sum := 0
	for _, e := range l.ring {
		sum += cap(e.names) + cap(e.request) + cap(e.response) + len(e.fault)
	}
	return sum
}

// TestSpareBytesCount: places of the ring that were once large do not stay so.
func TestSpareBytesCount(t *testing.T) {
	var log Log
	big := make([]byte, 1<<20)
	for i := range 50_000 {
		body := big[:10]
		if i%(MostCalls+1) < 10 {
			body = big // at other places in each round
		}
		log.Add(fake.Call{Operation: "Op", Request: body})
		if held := held(&log); i%250 == 0 && held > MostBytes {
			t.Fatalf("%d bytes are held after %d calls, want at most %d", held, i+1, MostBytes)
		}
	}
}

// TestNamesCount: what a caller names is kept as well, and is bounded with the rest.
func TestNamesCount(t *testing.T) {
	var log Log
	long := strings.Repeat("x", 200<<10)
	for i := range MostCalls {
		// Each name is a small part of what its caller sent.
		name := strconv.Itoa(i) + long
		log.Add(fake.Call{Operation: name, Scope: fake.Scope{Account: "123456789012", Region: name}})
	}
	if held := held(&log); held > MostBytes {
		t.Errorf("the log of %d calls with long names holds %d bytes, want at most %d", MostCalls, held, MostBytes)
	}
	calls := log.Calls()
	if last := calls[len(calls)-1]; last.Operation != "999"+long || last.Scope.Region != last.Operation || last.Scope.Account != "123456789012" {
		t.Errorf("the last call is to %.10s..., want all of its name", last.Operation)
	}
}

// TestNothingOfARequestIsReferredTo: a short name that is a part of a long header
// does not keep the header.
func TestNothingOfARequestIsReferredTo(t *testing.T) {
	var log Log
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range MostCalls {
		header := strconv.Itoa(i) + strings.Repeat("x", 64<<10)
		log.Add(fake.Call{Operation: header[:5], Scope: fake.Scope{Account: header[5:10], Region: header[10:15]}})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int(after.HeapAlloc) - int(before.HeapAlloc); grown > 4<<20 {
		t.Errorf("the log of %d calls with short names takes %d bytes", MostCalls, grown)
	}
	runtime.KeepAlive(&log)
}

// TestCallsAreCopies: what was returned does not change when the ring goes
// round.
func TestCallsAreCopies(t *testing.T) {
	var log Log
	log.Add(fake.Call{Operation: "Op", Request: []byte(`"a"`)})
	first := log.Calls()[0]
	for range 2 * MostCalls {
		log.Add(fake.Call{Operation: "Op", Request: []byte(`"b"`)})
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
