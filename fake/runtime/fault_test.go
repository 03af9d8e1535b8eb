package runtime

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/fake"
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
		fault  fake.Fault
		want   string // what comes
		broken bool   // whether it comes with an error
		done   bool
	}{
		{fake.Fault{Error: fake.ThrottlingException}, `400 {"__type":"ThrottlingException","message":"Rate exceeded"}`, false, false},
		{fake.Fault{Error: fake.InternalFailure, After: true}, `500 {"__type":"InternalFailure","message":"InternalFailure"}`, false, true},
		{fake.Fault{Error: fake.ServiceUnavailable, Message: "later"}, `503 {"__type":"ServiceUnavailable","message":"later"}`, false, false},
		{fake.Fault{Error: "OddException", Status: 418}, `418 {"__type":"OddException","message":"OddException"}`, false, false},
		{fake.Fault{Drop: true}, "", true, false},
		{fake.Fault{Drop: true, After: true}, "", true, true},
		{fake.Fault{Truncate: 4}, `200 {"Name":"`, true, true},
		{fake.Fault{Truncate: 14}, "", true, true},
		{fake.Fault{Truncate: 1000}, "", true, true},
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
				// It strikes one call, and no other.
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

func TestADelayTakesTimeAndEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSpecimen()
		c := &http.Client{Transport: fake.Transport(s)}
		if err := s.Faults.Set(fake.Fault{Delay: time.Minute, Times: 2}); err != nil {
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

// TestAbortsAreNotOtherPanics: a handler that panics otherwise still does.
func TestAbortsAreNotOtherPanics(t *testing.T) {
	defer func() {
		if p := recover(); p != "odd" {
			t.Errorf("recover() = %v, want what the handler panicked with", p)
		}
	}()
	req, _ := http.NewRequest("GET", "http://fake.invalid/", nil)
	fake.Transport(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("odd") })).RoundTrip(req)
}
