package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/inject"
)

// attempt calls Echo and returns the status and the body, or how it failed.
func attempt(t *testing.T, c *http.Client, url, body string) (string, error) {
	t.Helper()
	return attemptIn(t.Context(), c, url, body)
}

func attemptIn(ctx context.Context, c *http.Client, url, body string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader(body))
	if err != nil {
		return "", err
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
	const whole = `200 {"Name":"ab"}`
	for _, test := range []struct {
		fault  fake.Fault
		want   string // what comes
		broken error  // what it comes with
		done   bool
	}{
		{fake.Fault{Error: fake.ThrottlingException}, `400 {"__type":"ThrottlingException","message":"Rate exceeded"}`, nil, false},
		{fake.Fault{Error: fake.ThrottlingException, Status: 429}, `429 {"__type":"ThrottlingException","message":"Rate exceeded"}`, nil, false},
		{fake.Fault{Error: fake.InternalFailure, After: true}, `500 {"__type":"InternalFailure","message":"InternalFailure"}`, nil, true},
		{fake.Fault{Error: "InternalServerError"}, `500 {"__type":"InternalServerError","message":"InternalServerError"}`, nil, false},
		{fake.Fault{Error: fake.ServiceUnavailable, Message: "later"}, `503 {"__type":"ServiceUnavailable","message":"later"}`, nil, false},
		{fake.Fault{Error: "RequestTimeoutException"}, `408 {"__type":"RequestTimeoutException","message":"RequestTimeoutException"}`, nil, false},
		{fake.Fault{Error: RequestEntityTooLarge}, `413 {"__type":"RequestEntityTooLargeException","message":"RequestEntityTooLargeException"}`, nil, false},
		{fake.Fault{Error: NotModelled}, `501 {"__type":"NotImplementedException","message":"NotImplementedException"}`, nil, false},
		{fake.Fault{Error: "TooManyRequestsException"}, `400 {"__type":"TooManyRequestsException","message":"TooManyRequestsException"}`, nil, false},
		{fake.Fault{Error: "OddException", Status: 418}, `418 {"__type":"OddException","message":"OddException"}`, nil, false},
		{fake.Fault{Close: true}, "", io.EOF, false},
		{fake.Fault{Close: true, After: true}, "", io.EOF, true},
		{fake.Fault{Close: true, Answered: true}, whole, nil, true},
		{fake.Fault{Close: true, Truncate: 4}, `200 {"Name":"`, io.ErrUnexpectedEOF, true},
		{fake.Fault{Reset: true}, "", syscall.ECONNRESET, false},
		{fake.Fault{Reset: true, After: true}, "", syscall.ECONNRESET, true},
		{fake.Fault{Reset: true, Answered: true}, whole, nil, true},
		{fake.Fault{Reset: true, Truncate: 4}, `200 {"Name":"`, syscall.ECONNRESET, true},
		{fake.Fault{Truncate: 4}, `200 {"Name":"`, io.ErrUnexpectedEOF, true},
		{fake.Fault{Truncate: 14}, "", io.EOF, true},
		{fake.Fault{Truncate: 1000}, "", io.EOF, true},
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
				if got != test.want || !errors.Is(err, test.broken) {
					t.Errorf("Echo = %q, %v, want %q, %v", got, err, test.want, test.broken)
				}
				if op, ok := errors.AsType[*net.OpError](err); test.broken == syscall.ECONNRESET && (!ok || op.Op != "read") {
					t.Errorf("Echo = %#v, want a *net.OpError of read", err)
				}
				if (done.Load() == 1) != test.done {
					t.Errorf("it was done %d times, want done: %v", done.Load(), test.done)
				}
				// Of an answer that never came the log has no status, and the whole answer.
				last := s.Calls()[0]
				if last.Fault != test.fault.String() || (last.Status == 0) != (test.want == "") || (len(last.Response) > 4) != (test.done || test.fault.Error != "") {
					t.Errorf("the call is recorded with status %d, fault %q, response %s", last.Status, last.Fault, last.Response)
				}
				// It strikes one call, and no other. A connection that was reset after an answer
				// may still be taken for a good one.
				c.CloseIdleConnections()
				if got, err := attempt(t, c, url, `{"Name":"ab"}`); got != whole || err != nil {
					t.Errorf("the next Echo = %q, %v, want an answer", got, err)
				}
				if len(s.Faults.Left()) != 0 || s.Calls()[1].Fault != "" {
					t.Errorf("there are faults left: %v, and %q", s.Faults.Left(), s.Calls()[1].Fault)
				}
			})
		})
	}
}

// TestHowAConnectionEnds: on a port, a client that reads on after the answer finds
// the end of the connection that the fault has.
func TestHowAConnectionEnds(t *testing.T) {
	const answer = `{"Name":"ab"}`
	for _, test := range []struct {
		fault fake.Fault
		sent  string // how what comes ends
		want  error
	}{
		{fake.Fault{Close: true}, "", nil},
		{fake.Fault{Reset: true}, "", syscall.ECONNRESET},
		{fake.Fault{Close: true, Truncate: 4}, answer[:len(answer)-4], nil},
		{fake.Fault{Reset: true, Truncate: 4}, answer[:len(answer)-4], syscall.ECONNRESET},
		{fake.Fault{Close: true, Answered: true}, answer, nil},
		{fake.Fault{Reset: true, Answered: true}, answer, syscall.ECONNRESET},
	} {
		t.Run(test.fault.String(), func(t *testing.T) {
			s := newSpecimen()
			if err := s.Faults.Set(test.fault); err != nil {
				t.Fatal(err)
			}
			address := strings.TrimPrefix(fake.NewServer(t, s).URL, "http://")
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: %s\r\nX-Amz-Target: Specimen.Echo\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: %d\r\n\r\n%s", address, len(answer), answer)
			got, err := io.ReadAll(conn)
			if !strings.HasSuffix(string(got), test.sent) || (len(got) == 0) != (test.sent == "") || !errors.Is(err, test.want) {
				t.Errorf("the connection has %q and ends with %v, want %q and %v", got, err, test.sent, test.want)
			}
		})
	}
}

// TestWrittenButTimedOut: what a call asks for is done before it is held back, and
// the log says so, whether or not the caller waits.
func TestWrittenButTimedOut(t *testing.T) {
	for _, test := range []struct {
		fault fake.Fault
		done  bool
		text  string // what the log has
	}{
		{fake.Fault{Delay: time.Hour}, true, `{"Name":"ab"}`},
		{fake.Fault{Delay: time.Hour, Error: fake.InternalFailure}, false, `{"__type":"InternalFailure","message":"InternalFailure"}`},
		{fake.Fault{Delay: time.Hour, Error: fake.InternalFailure, After: true}, true, `{"__type":"InternalFailure","message":"InternalFailure"}`},
		{fake.Fault{Delay: time.Hour, Reset: true}, false, `null`},
		{fake.Fault{Delay: time.Hour, Close: true, After: true}, true, `{"Name":"ab"}`},
	} {
		t.Run(test.fault.String(), func(t *testing.T) {
			eachWay(t, func(t *testing.T, s *specimen, c *http.Client, url string) {
				done := make(chan bool, 1)
				dispatch := s.Dispatch
				s.Dispatch = func(x *Exchange) { dispatch(x); done <- true }
				if err := s.Faults.Set(test.fault); err != nil {
					t.Fatal(err)
				}
				ctx, giveUp := context.WithTimeout(t.Context(), time.Minute)
				defer giveUp()
				go func() {
					// Until the log has the call, whose answer is held back.
					for len(s.Calls()) == 0 && ctx.Err() == nil {
						time.Sleep(time.Millisecond)
					}
					if len(s.Calls()) == 0 {
						return // it has failed, or has taken too long
					}
					if got := s.Calls()[0]; got.Status != 0 || string(got.Response) != test.text || got.Fault != test.fault.String() {
						t.Errorf("a call under way is recorded as %d %s %q, want no status, %s", got.Status, got.Response, got.Fault, test.text)
					}
					giveUp()
				}()
				if got, err := attemptIn(ctx, c, url, `{"Name":"ab"}`); !errors.Is(err, context.Canceled) {
					t.Errorf("Echo = %q, %v, want %v", got, err, context.Canceled)
				}
				if (len(done) == 1) != test.done {
					t.Errorf("it was done: %v, want %v", len(done) == 1, test.done)
				}
				// On a port, the server learns a little later that the caller is gone.
				want := inject.GivenUp(&test.fault)
				patience, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				for s.Calls()[0].Fault != want && patience.Err() == nil {
					time.Sleep(time.Millisecond)
				}
				if got := s.Calls(); len(got) != 1 || got[0].Status != 0 || got[0].Fault != want {
					t.Errorf("the calls are %+v, want one without an answer", got)
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
		if got := s.Calls()[1]; got.Status != 0 || string(got.Response) != `{"Name":"a"}` || got.Fault != "delayed by 1m0s, given up by the caller" {
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
