package fake_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// TestAClockIsNotMovedBeyondTimestamps: what is rejected has moved nothing.
func TestAClockIsNotMovedBeyondTimestamps(t *testing.T) {
	for name, h := range handlers(t) {
		control := func(method, power, body string) (int, string) {
			r, _ := http.NewRequest(method, "http://fake.invalid/_fakesmith/"+power, strings.NewReader(body))
			resp, err := fake.Transport(h).RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			answer, _ := io.ReadAll(resp.Body)
			return resp.StatusCode, string(answer)
		}
		now := func() string {
			var answered struct{ Now string }
			if _, answer := control("GET", "", ""); json.Unmarshal([]byte(answer), &answered) != nil || answered.Now == "" {
				t.Fatalf("%s: the fake tells no time: %s", name, answer)
			}
			return answered.Now
		}
		for _, test := range []struct {
			from, order string
			status      int
			then        string
		}{
			{"9999-12-31T23:59:00Z", `{"advance": "59s"}`, 200, "9999-12-31T23:59:59Z"},
			{"9999-12-31T23:59:00Z", `{"advance": "1m"}`, 400, "9999-12-31T23:59:00Z"},
			{"9000-01-01T00:00:00Z", `{"advance": "2562047h"}`, 200, "9292-04-10T23:00:00Z"},
			{"9800-01-01T00:00:00Z", `{"advance": "2562047h"}`, 400, "9800-01-01T00:00:00Z"},
			{"0001-01-01T00:00:00Z", `{"advance": "-1ns"}`, 400, "0001-01-01T00:00:00Z"},
			{"1970-01-01T00:00:00Z", `{"advance": "-1s"}`, 200, "1969-12-31T23:59:59Z"},
			{"2030-01-01T00:00:00Z", `{"set": "9999-12-31T23:59:59-01:00"}`, 400, "2030-01-01T00:00:00Z"},
			{"2030-01-01T00:00:00Z", `{"set": "0000-12-31T23:59:59Z"}`, 400, "2030-01-01T00:00:00Z"},
			{"2030-01-01T00:00:00Z", `{"set": "0001-01-01T00:59:59+01:00"}`, 400, "2030-01-01T00:00:00Z"},
		} {
			if status, answer := control("POST", "clock", `{"set": "`+test.from+`"}`); status != 200 {
				t.Fatalf("%s: set %s: %s", name, test.from, answer)
			}
			status, answer := control("POST", "clock", test.order)
			if status != test.status || now() != test.then {
				t.Errorf("%s: %s from %s: %d %s, and it is %s; want %d, and %s", name, test.order, test.from, status, answer, now(), test.status, test.then)
			}
			if status == 400 && !strings.Contains(answer, "stays where it is") {
				t.Errorf("%s: %s from %s: %s", name, test.order, test.from, answer)
			}
			// Whatever the time is, the log can be read.
			r, _ := http.NewRequest("POST", "http://fake.invalid/", nil)
			if resp, err := fake.Transport(h).RoundTrip(r); err == nil {
				resp.Body.Close()
			}
			if status, answer := control("GET", "calls", ""); status != 200 || !json.Valid([]byte(answer)) {
				t.Errorf("%s: at %s the calls are %d %s", name, test.then, status, answer)
			}
		}
	}
}

func TestClockStopsAtTheEndsOfTime(t *testing.T) {
	var c fake.Clock
	zone := time.FixedZone("", 2*60*60)
	for _, test := range []struct{ set, want time.Time }{
		{time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC)},
		{time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)},
		{time.Date(10000, 1, 1, 1, 0, 0, 0, zone), time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)},
	} {
		if c.Set(test.set); !c.Now().Equal(test.want) {
			t.Errorf("Set(%v) = %v, want %v", test.set, c.Now(), test.want)
		}
	}
	c.Set(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
	if got := c.Advance(48 * time.Hour); got.Year() != 9999 || !got.Equal(c.Now()) {
		t.Errorf("Advance() = %v, want the end of 9999", got)
	}
}

// TestCallsAtTheEndsOfTime: the log is JSON in whatever zone the clock was set,
// and however far a fault profile is ahead of it.
func TestCallsAtTheEndsOfTime(t *testing.T) {
	for _, skew := range []time.Duration{0, time.Hour} {
		f := remediation.New(remediation.State{})
		in, err := faults.New(faults.Profile{Skew: skew}, account.Traits(), 1, func() (http.Handler, *fake.Clock) { return f, f.Clock })
		if err != nil {
			t.Fatal(err)
		}
		in.Clock.Set(time.Date(10000, 1, 1, 1, 59, 0, 0, time.FixedZone("", 2*60*60)))
		r, _ := http.NewRequest("POST", "http://fake.invalid/", nil)
		resp, err := fake.Transport(in).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		for _, calls := range [][]fake.Call{in.Calls(), f.Calls()} {
			if text, err := json.Marshal(calls); err != nil || len(calls) != 1 {
				t.Errorf("skew %v: %d calls, %v in %s", skew, len(calls), err, text)
			}
		}
	}
}
