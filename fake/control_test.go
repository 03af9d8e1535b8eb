package fake_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// controls sends a request to a control endpoint, and returns the status and body of
// the answer.
func controls(t *testing.T, h http.Handler, method, path, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, "http://fake.invalid"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := fake.Transport(h).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}

// TestAClockRunsAgain: one that was set gives the real time again.
func TestAClockRunsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, h := range handlers(t) {
			now := func(answer string) time.Time {
				var told struct{ Now time.Time }
				if err := json.Unmarshal([]byte(answer), &told); err != nil {
					t.Fatalf("%s: %v in %s", name, err, answer)
				}
				return told.Now
			}
			if status, answer := controls(t, h, "POST", "/_fakesmith/clock", `{"set": "2099-01-01T00:00:00Z"}`); status != 200 {
				t.Fatalf("%s: %d %s", name, status, answer)
			}
			status, answer := controls(t, h, "POST", "/_fakesmith/clock", `{"run": true}`)
			if status != 200 || !now(answer).Equal(time.Now()) {
				t.Errorf("%s: run answers %d %s, want the time %s", name, status, answer, time.Now())
			}
			time.Sleep(time.Hour)
			if _, answer := controls(t, h, "GET", "/_fakesmith/", ""); !now(answer).Equal(time.Now()) {
				t.Errorf("%s: an hour later it is %s, want %s", name, answer, time.Now())
			}
		}
	})
}

// TestTheListOfControlEndpointsNeedsNoSlash at its end.
func TestTheListOfControlEndpointsNeedsNoSlash(t *testing.T) {
	for name, h := range handlers(t) {
		for _, path := range []string{"/_fakesmith", "/_fakesmith/"} {
			if status, answer := controls(t, h, "GET", path, ""); status != 200 || !strings.HasPrefix(answer, `{"control":1,"powers":[`) {
				t.Errorf("%s: GET %s = %d %s, want the list", name, path, status, answer)
			}
		}
		if status, answer := controls(t, h, "GET", "/_fakesmithery", ""); status == 200 || strings.Contains(answer, "powers") {
			t.Errorf("%s: GET /_fakesmithery = %d %s, want an error", name, status, answer)
		}
	}
}

// TestTheProfileIsTold: the choices in force, with those that were made last.
func TestTheProfileIsTold(t *testing.T) {
	for name, h := range handlers(t) {
		told := func() map[string]string {
			status, answer := controls(t, h, "GET", "/_fakesmith/profile", "")
			profile := map[string]string{}
			if err := json.Unmarshal([]byte(answer), &profile); status != 200 || err != nil {
				t.Fatalf("%s: GET profile = %d %s", name, status, answer)
			}
			return profile
		}
		if status, answer := controls(t, h, "POST", "/_fakesmith/profile", `{}`); status != 204 {
			t.Fatalf("%s: POST profile = %d %s", name, status, answer)
		}
		before := told()
		if before["omitted-members"] != "cleared" || len(before) < 20 {
			t.Errorf("%s: the profile is %v, want every choice", name, before)
		}
		if status, answer := controls(t, h, "POST", "/_fakesmith/profile", `{"omitted-members": "kept"}`); status != 204 {
			t.Fatalf("%s: POST profile = %d %s", name, status, answer)
		}
		after := told()
		if before["omitted-members"] = "kept"; len(after) != len(before) || after["omitted-members"] != "kept" {
			t.Errorf("%s: the profile is %v, want %v", name, after, before)
		}
	}
}

// TestAnOperationThatIsNotModelledNamesThoseThatAre.
func TestAnOperationThatIsNotModelledNamesThoseThatAre(t *testing.T) {
	const want = `{"__type":"UnknownOperationException","message":"this fake does not model \"SelectResourceConfig\"; it models: PutRemediationExceptions, `
	for name, h := range handlers(t) {
		r, _ := http.NewRequest("POST", "http://fake.invalid/", strings.NewReader("{}"))
		r.Header.Set("Content-Type", awsJSON)
		r.Header.Set("X-Amz-Target", "StarlingDoveService.SelectResourceConfig")
		resp, err := fake.Transport(h).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != 400 || !strings.HasPrefix(string(body), want) || !strings.Contains(string(body), "DescribeConfigRules") {
			t.Errorf("%s: %d %s, want %s", name, resp.StatusCode, body, want)
		}
	}
}
