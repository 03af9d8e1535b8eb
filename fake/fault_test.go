package fake

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// attempt calls Echo and returns the status and the body, or how it failed.
func attempt(t *testing.T, c *http.Client, url, body string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Amz-Target", "Specimen.Echo")
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	resp, err := c.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.Status[:4] + string(text), err
}

func TestFaults(t *testing.T) {
	for _, test := range []struct {
		fault  Fault
		want   string // what comes
		broken bool   // whether it comes with an error
		done   bool
	}{
		{Fault{Error: ThrottlingException}, `400 {"__type":"ThrottlingException","message":"Rate exceeded"}`, false, false},
		{Fault{Error: InternalFailure, After: true}, `500 {"__type":"InternalFailure","message":"InternalFailure"}`, false, true},
		{Fault{Error: ServiceUnavailable, Message: "later"}, `503 {"__type":"ServiceUnavailable","message":"later"}`, false, false},
		{Fault{Error: "OddException", Status: 418}, `418 {"__type":"OddException","message":"OddException"}`, false, false},
		{Fault{Drop: true}, "", true, false},
		{Fault{Drop: true, After: true}, "", true, true},
		{Fault{Truncate: 4}, `200 {"Name":"`, true, true},
		{Fault{Truncate: 14}, "", true, true},
		{Fault{Truncate: 1000}, "", true, true},
	} {
		t.Run(test.fault.String(), func(t *testing.T) {
			eachWay(t, func(t *testing.T, s *specimen, c *http.Client, url string) {
				var done atomic.Int32
				dispatch := s.Dispatch
				s.Dispatch = func(x *Exchange) { done.Add(1); dispatch(x) }
				if err := s.Faults.Set(test.fault); err != nil {
					t.Fatal(err)
				}
				got, err := attempt(t, c, url, `{"Name":"ab"}`)
				if got != test.want || (err != nil) != test.broken {
					t.Errorf("Echo = %q, %v, want %q", got, err, test.want)
				}
				if test.broken && test.want != "" && !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("Echo = %v, want %v", err, io.ErrUnexpectedEOF)
				}
				if (done.Load() == 1) != test.done {
					t.Errorf("it was done %d times, want done: %v", done.Load(), test.done)
				}
				last := s.Calls()[0]
				if last.Fault != test.fault.String() || (last.Status == 0) != test.fault.Drop {
					t.Errorf("the call is recorded with status %d, fault %q", last.Status, last.Fault)
				}
				// It befalls one call, and no other.
				if got, err := attempt(t, c, url, `{"Name":"ab"}`); got != `200 {"Name":"ab"}` || err != nil {
					t.Errorf("the next Echo = %q, %v, want an answer", got, err)
				}
				if len(s.Faults.Left()) != 0 || s.Calls()[1].Fault != "" {
					t.Errorf("there are faults left: %v, and %q", s.Faults.Left(), s.Calls()[1].Fault)
				}
			})
		})
	}
}

func TestFaultsBefallTheCallsTheyAreMeantFor(t *testing.T) {
	for _, test := range []struct {
		faults []Fault
		want   string // of calls to Echo, those that fail
	}{
		{[]Fault{{Drop: true}}, "x....."},
		{[]Fault{{Call: 3, Drop: true}}, "..x..."},
		{[]Fault{{Call: 2, Times: 3, Drop: true}}, ".xxx.."},
		{[]Fault{{Operation: "Echo", Call: 2, Drop: true}, {Call: 5, Drop: true}}, ".x..x."},
		{[]Fault{{Operation: "Forget", Drop: true}}, "......"},
		{nil, "......"},
	} {
		s := newSpecimen()
		if err := s.Faults.Set(test.faults...); err != nil {
			t.Fatal(err)
		}
		got := ""
		for range 6 {
			if s.Faults.next("Echo") == nil {
				got += "."
			} else {
				got += "x"
			}
		}
		if got != test.want {
			t.Errorf("%v: calls fail as in %s, want %s", test.faults, got, test.want)
		}
	}
}

func TestADelayTakesTimeAndEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSpecimen()
		c := &http.Client{Transport: Transport(s)}
		if err := s.Faults.Set(Fault{Delay: time.Minute, Times: 2}); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if got, err := attempt(t, c, "http://fake.invalid/", `{"Name":"a"}`); err != nil || got != `200 {"Name":"a"}` || time.Since(start) != time.Minute {
			t.Errorf("Echo = %q, %v after %v, want an answer after a minute", got, err, time.Since(start))
		}
		c.Timeout = time.Second
		start = time.Now()
		if got, err := attempt(t, c, "http://fake.invalid/", `{"Name":"a"}`); err == nil || time.Since(start) != time.Second {
			t.Errorf("Echo = %q, %v after %v, want an error after a second", got, err, time.Since(start))
		}
		if got := s.Calls()[1]; got.Status != 0 {
			t.Errorf("a call whose caller went away is recorded as %+v", got)
		}
	})
}

func TestNonsenseFaultsAreToldAllAtOnce(t *testing.T) {
	f := new(Faults)
	if err := f.Set(Fault{Drop: true}); err != nil {
		t.Fatal(err)
	}
	err := f.Set(Fault{}, Fault{Drop: true, Truncate: 1}, Fault{Error: "E", Call: -1, Delay: -time.Second}, Fault{Drop: true, Status: 500}, Fault{Error: "E", Status: 200})
	want := `faults[0]: nothing goes wrong; one of error, delay, drop and truncate is right
faults[1]: a call can't end in more than one way; one of error, drop and truncate is right
faults[2].call: -1 is not a whole number from 0 to 1000000000
faults[2].delay: -1s is less than no time; 0s or more is right
faults[3]: message and status are those of an error, and there is none; add error, or leave them out
faults[4]: status 200 is not that of an error; 400 to 599 is right`
	if err == nil || err.Error() != want {
		t.Errorf("Set = %v, want\n%s", err, want)
	}
	if left := f.Left(); len(left) != 1 || !left[0].Drop {
		t.Errorf("there are %v, want what was set before", left)
	}
}

func TestFaultAsJSON(t *testing.T) {
	fault := Fault{Operation: "Echo", Call: 3, Times: 2, Error: "E", Message: "m", Status: 500, Delay: 90 * time.Second, After: true}
	text, err := json.Marshal(fault)
	want := `{"operation":"Echo","call":3,"times":2,"error":"E","message":"m","status":500,"delay":"1m30s","after":true}`
	if err != nil || string(text) != want {
		t.Errorf("Marshal = %s, %v, want %s", text, err, want)
	}
	var again Fault
	if err := json.Unmarshal(text, &again); err != nil || !reflect.DeepEqual(again, fault) {
		t.Errorf("Unmarshal = %+v, %v, want %+v", again, err, fault)
	}
	for text, want := range map[string]string{
		"{\n\t\"delay\": 3,\n\t\"call\": \"x\", \"call\": 1}": "2:11: delay: 3 is not a duration; a string such as \"90s\" or \"1m30s\" is right\n" +
			"3:10: call: \"x\" is not a whole number from 0 to 1000000000\n3:15: \"call\" is given twice; leave one out",
		`{"drop": null}`:    "1:10: drop: null is no value; leave the member out",
		`{"drop": "yes"}`:   "1:10: drop: \"yes\" is neither true nor false",
		`{"operation": []}`: "1:15: operation: [] is not a string",
		`[]`:                "1:1: [] is not an object",
		`{"error": "E"`:     "1:13: unexpected end of JSON input",
	} {
		fault := Fault{Truncate: 9}
		if err := fault.UnmarshalJSON([]byte(text)); err == nil || err.Error() != want || fault.Truncate != 9 {
			t.Errorf("UnmarshalJSON(%s) = %v, %+v, want %s", text, err, fault, want)
		}
	}
}

// TestAbortsAreNotOtherPanics: a handler that panics otherwise still does.
func TestAbortsAreNotOtherPanics(t *testing.T) {
	defer func() {
		if p := recover(); p != "odd" {
			t.Errorf("recover() = %v, want what the handler panicked with", p)
		}
	}()
	req, _ := http.NewRequest("GET", "http://fake.invalid/", nil)
	Transport(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("odd") })).RoundTrip(req)
}
