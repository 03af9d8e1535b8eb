package faults_test

import (
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

func TestProfileAsJSON(t *testing.T) {
	faulty := faults.Profile{Lag: faults.Lag{Replicas: 2, Most: 500 * time.Millisecond}, Slow: faults.Slow{Share: 0.2, Most: 200 * time.Millisecond}}
	faulty.Faults = []fake.Fault{{Operation: "PutConfigRule", Call: 2, Reset: true}, {Error: "E", After: true}}
	for _, f := range []faults.Profile{{}, faults.None(), faults.Typical(), faults.Severe(), faulty} {
		if err := f.Check(); err != nil {
			t.Errorf("Check(%+v) = %v", f, err)
		}
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var again faults.Profile
		if err := json.Unmarshal(text, &again); err != nil {
			t.Errorf("Unmarshal(%s) = %v", text, err)
		}
		if diff := cmp.Diff(f, again); diff != "" {
			t.Errorf("what is read differs from what was written as %s (-written +read):\n%s", text, diff)
		}
	}
	text, _ := json.Marshal(faulty)
	if want := `{"lag":{"replicas":2,"most":"500ms"},"slow":{"share":0.2,"most":"200ms"},"faults":[{"operation":"PutConfigRule","call":2,"reset":true},{"error":"E","after":true}]}`; string(text) != want {
		t.Errorf("Marshal = %s, want %s", text, want)
	}
}

func TestProfilesThatMakeNoSense(t *testing.T) {
	for text, want := range map[string]string{
		`{"errors": 0.5, "resets": 0.4, "truncations": 0.2}`: "1:1: errors, resets and truncations come to 1.1 of all calls; 1 or less is right",
		`{"lag": {"most": "1s"}}`:                            "1:1: lag.most needs replicas that lag; add lag.replicas, or leave it out",
		"{\"throttling\":\n {\"rate\": 1}}":                  "2:2: throttling: a rate without a burst rejects every call; a burst of 1 or more is right",
		`{"throttling": {"burst": 1, "rate": -1}}`:           "1:37: throttling.rate: -1 is not a number of calls a second, at least 0",
		`{"throttling": {"every": "1m"}}`:                    "1:16: throttling: every and for go together; give both, or neither",
		`{"throttling": {"every": "1m", "for": "2m"}}`:       "1:16: throttling: for 2m0s is longer than every 1m0s",
		`{"faults": [{"reset": true}, {"reset": 1}, {}]}`: "1:40: faults[1].reset: 1 is neither true nor false\n" +
			"1:44: faults[2]: nothing goes wrong; one of error, delay, close, reset and truncate is right",
		`{"faults": {}, "lag": []}`: "1:12: faults: {} is not an array\n1:23: lag: [] is not an object",
	} {
		f := faults.Profile{Errors: 1}
		if err := f.UnmarshalJSON([]byte(text)); err == nil || err.Error() != want || f.Errors != 1 {
			t.Errorf("UnmarshalJSON(%s) = %v, want %s", text, err, want)
		}
	}
	wrong := faults.Profile{Deleting: -1, Skew: -1, Slow: faults.Slow{Share: 7}, Faults: []fake.Fault{{Reset: true}, {}}}
	want := "deleting: -1ns is less than no time; 0s or more is right\nslow.share: 7 is not a share, from 0 to 1\n" +
		"faults[1]: nothing goes wrong; one of error, delay, close, reset and truncate is right"
	if _, err := faults.New(wrong, faults.Traits{}, 1, func() (http.Handler, *fake.Clock) { return http.NotFoundHandler(), nil }); err == nil || err.Error() != want {
		t.Errorf("New = %v, want %s", err, want)
	}
}

// TestProfilesOfUnknownNames: what the fake does not know, a profile may not name.
func TestProfilesOfUnknownNames(t *testing.T) {
	open := func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return account.New(f, account.Options{}), f.Clock
	}
	right := faults.Profile{Faults: []fake.Fault{{Operation: "GetCallerIdentity", Error: "NoSuchConfigurationRecorderException"}}}
	if _, err := faults.New(right, account.Traits(), 1, open); err != nil {
		t.Errorf("New = %v", err)
	}
	wrong := faults.Profile{Faults: []fake.Fault{{Operation: "GetCalleridentity", Close: true}, {Error: "NoSuchConfigRuleExeption"}}}
	want := `faults[0].operation: there is no operation "GetCalleridentity"; did you mean "GetCallerIdentity"?` + "\n" +
		`faults[1].error: there is no error "NoSuchConfigRuleExeption"; did you mean "NoSuchConfigRuleException"?`
	if _, err := faults.New(wrong, account.Traits(), 1, open); err == nil || err.Error() != want {
		t.Errorf("New = %v, want %s", err, want)
	}
}

// TestTheGuideShowsAProfile: the profile in the guide is one, and has everything
// in it that there is.
func TestTheGuideShowsAProfile(t *testing.T) {
	guide, err := os.ReadFile("../../docs/fault-profiles.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut(string(guide), "<!-- profile: tested -->\n```json\n")
	text, _, closed := strings.Cut(text, "```\n<!-- end -->")
	if !ok || !closed {
		t.Fatal("docs/fault-profiles.md has no profile between its marks")
	}
	var f faults.Profile
	if err := f.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatalf("docs/fault-profiles.md: %v", err)
	}
	value := reflect.ValueOf(f)
	if _, err := faults.New(f, account.Traits(), 1, func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return account.New(f, account.Options{}), f.Clock
	}); err != nil {
		t.Errorf("docs/fault-profiles.md: %v", err)
	}
	for i := range value.NumField() {
		if name := value.Type().Field(i).Name; value.Field(i).IsZero() {
			t.Errorf("docs/fault-profiles.md does not show %s", name)
		}
	}
}
