package faults_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

func TestControlIsSpared(t *testing.T) {
	f := faults.Severe()
	f.Errors, f.Faults = 1-f.Resets-f.Truncations, []fake.Fault{{Operation: "PutConfigRule", Call: 2, Reset: true}}
	s := under(t, f, 1)
	control := func(method, power, body string) string {
		t.Helper()
		r, err := http.NewRequest(method, "http://fake.invalid/_fakesmith/"+power, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := fake.Transport(s).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		answer, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.Status[:4] + string(answer)
	}
	for _, step := range []struct{ method, power, body, want string }{
		{"POST", "clock", `{"set": "2030-01-01T00:00:00Z"}`, `200 {"now":"2030-01-01T00:00:00Z"}`},
		{"GET", "", ``, `"now":"2030-01-01T00:00:40Z"`}, // the clock there is ahead
		{"POST", "state", `{"ConfigRules": [{"ConfigRuleName": "r"}]}`, "204 "},
		{"POST", "facts", `[{"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": "AWS::EC2::Volume", "ResourceId": "v"}, "value": "COMPLIANT"}]`, "204 "},
		{"POST", "faults", `[{"operation": "DescribeConfigRules", "error": "SadException", "status": 400}]`, "204 "},
		{"GET", "faults", ``, `200 [{"operation":"DescribeConfigRules","error":"SadException","status":400}]`},
		{"POST", "faults", `[{"operation": "DescribeConfigRule", "close": true}]`, `did you mean \"DescribeConfigRules\"?`},
		{"POST", "faults", `[{"error": "ThrotlingException"}]`, `did you mean \"ThrottlingException\"?`},
		{"POST", "faults", `[{}]`, `400 {"error":"1:2: [0]: nothing goes wrong`},
		{"GET", "nonsense", ``, "404 "},
	} {
		if got := control(step.method, step.power, step.body); !strings.Contains(got, step.want) {
			t.Errorf("%s %s %s = %s, want %s", step.method, step.power, step.body, got, step.want)
		}
	}
	for i, one := range s.fakes {
		if state := one.State(); len(state.ConfigRules) != 1 || len(state.Compliance) != 1 {
			t.Errorf("fake %d holds %v, want what it was sent", i, state)
		}
	}
	if got := s.call(t, "DescribeConfigRules", `{}`); !strings.Contains(got, "SadException") {
		t.Errorf("DescribeConfigRules = %s, want the fault that was planned", got)
	}
	if got := control("GET", "calls", ""); !strings.Contains(got, "answered with SadException before it was done") {
		t.Errorf("the calls are %s, want what went wrong", got)
	}
	control("POST", "reset", "")
	for i, one := range s.fakes {
		if state := one.State(); len(state.ConfigRules) != 0 {
			t.Errorf("fake %d holds %v after a reset", i, state)
		}
	}
	// A fake without control endpoints gets none from the injector.
	strict, err := faults.New(f, faults.Traits{}, 1, func() (http.Handler, *fake.Clock) {
		return account.New(remediation.New(remediation.State{}), account.Options{Strict: true}), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s = &cluster{Injector: strict}
	for _, power := range []string{"", "clock", "faults", "calls"} {
		if got := control("GET", power, ""); !strings.HasPrefix(got, "404 ") {
			t.Errorf("GET %s = %s, want 404", power, got)
		}
	}
}
