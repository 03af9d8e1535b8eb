package conformance_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestUndisputed shows that what contradicts a document under every choice
// fails, though the clause leaves a choice and no profile settles it, and that
// what is permitted does not.
func TestUndisputed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		clause, behaviour string
		wireOnly          bool // without a clock, facts and a reset
		fails             bool
	}{
		{"duplicate-keys", "", false, false},
		{"duplicate-keys", "twice is rejected", false, false},
		{"duplicate-keys", "twice makes two rows", false, true},
		{"duplicate-keys", "twice makes two rows", true, true},
		{"past-expiry", "", false, false},
		{"past-expiry", "an exception outlives its time by a second", false, false},
		{"past-expiry", "past times live on", false, true},
		{"past-expiry", "past times live on", true, true},
		{"expiry", "an exception outlives its time by a second", false, false},
		{"expiry", "exceptions never expire", false, true},
		{"expiry", "", true, false},
		{"expiry", "an exception outlives its time by a second", true, false},
		{"expiry", "exceptions never expire", true, true},
		{"rules-pages", "", false, false},
		{"rules-pages", "pages are one longer", false, false},
		{"rules-pages", "a page loses one", false, true},
		{"concurrent", "", false, false},
		{"concurrent", "updates at once are lost", false, true},
	} {
		name := tt.clause + "/" + tt.behaviour
		if tt.wireOnly {
			name += "/wire"
		}
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			server := newReference(t, tt.behaviour)
			server.control = !tt.wireOnly
			rep := check(t, conformance.Target{Transport: server}, "^"+tt.clause+"$")
			for _, c := range append(rep.Clauses, rep.Checks...) {
				if failed := c.Outcome == report.Fail; failed != tt.fails || c.Cases == 0 && !failed {
					t.Errorf("%s %s: %s%s", c.ID, c.Outcome, c.Reason, example(c))
				}
			}
		})
	}
}

// A meddler changes the answers of a server.
type meddler struct {
	http.RoundTripper
	// before answers a request instead of the server, or returns "".
	before func(operation string, body []byte) (code string)
	// after changes the answer to a request that succeeds.
	after func(operation string, body []byte, out map[string]any)
}

func (m *meddler) RoundTrip(req *http.Request) (*http.Response, error) {
	body := []byte(nil)
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	_, operation, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	if code := m.before(operation, body); code != "" {
		return always(code).RoundTrip(req)
	}
	resp, err := m.RoundTripper.RoundTrip(req)
	if err != nil || resp.StatusCode != 200 || strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
		return resp, err
	}
	answer, _ := io.ReadAll(resp.Body)
	out := map[string]any{}
	if json.Unmarshal(answer, &out) == nil || len(answer) == 0 {
		m.after(operation, body, out)
		if len(answer) > 0 {
			answer, _ = json.Marshal(out)
		}
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	return resp, nil
}

func nothingBefore(string, []byte) string { return "" }

func nothingAfter(string, []byte, map[string]any) {}

// withModes adds a member to the rules of a listing that nobody has put.
func withModes(operation string, _ []byte, out map[string]any) {
	for _, r := range toList(out["ConfigRules"]) {
		if r := r.(map[string]any); r["EvaluationModes"] == nil {
			r["EvaluationModes"] = []any{map[string]any{"Mode": "DETECTIVE"}}
		}
	}
}

// TestIsolationOfSuppliedMembers shows that accounts and regions that see each
// other are found where rules have members that the service supplies, and that
// these alone fail nothing.
func TestIsolationOfSuppliedMembers(t *testing.T) {
	for defect, want := range map[string]report.Outcome{"": report.Pass, "one account for all": report.Fail, "one region for all": report.Fail} {
		server := &meddler{newReference(t, defect), nothingBefore, withModes}
		rep := check(t, conformance.Target{Transport: server}, "^(isolation|rule-removal|rule-absent)$")
		for _, c := range rep.Clauses {
			if w := want; c.ID == "isolation" && c.Outcome != w || c.ID != "isolation" && c.Outcome == report.Fail {
				t.Errorf("%q: %s: %s %s%s", defect, c.ID, c.Outcome, c.Reason, example(c))
			}
		}
	}
}

// nameIn returns the name of the rule that a request is about.
func nameIn(body []byte) string {
	var in struct {
		ConfigRuleName string
		ConfigRule     struct{ ConfigRuleName string }
	}
	_ = json.Unmarshal(body, &in)
	return in.ConfigRuleName + in.ConfigRule.ConfigRuleName
}

// lingering has a server list rules that were deleted as DELETING for a while,
// in which they can be neither put nor deleted.
func lingering(server http.RoundTripper) *meddler {
	var mu sync.Mutex
	deleted := map[string]time.Time{}
	busy := func(name string) bool { return time.Since(deleted[name]) < 300*time.Millisecond }
	return &meddler{server, func(operation string, body []byte) string {
		mu.Lock()
		defer mu.Unlock()
		if (operation == "PutConfigRule" || operation == "DeleteConfigRule") && busy(nameIn(body)) {
			return "ResourceInUseException"
		}
		return ""
	}, func(operation string, body []byte, out map[string]any) {
		mu.Lock()
		defer mu.Unlock()
		switch operation {
		case "DeleteConfigRule":
			deleted[nameIn(body)] = time.Now()
		case "DescribeConfigRules":
			for name := range deleted {
				listed, _ := json.Marshal(out)
				if busy(name) && !bytes.Contains(listed, []byte(`"`+name+`"`)) && (!bytes.Contains(body, []byte("ConfigRuleNames")) || bytes.Contains(body, []byte(`"`+name+`"`))) {
					out["ConfigRules"] = append(toList(out["ConfigRules"]), map[string]any{"ConfigRuleName": name, "ConfigRuleState": "DELETING", "Source": map[string]any{"Owner": "AWS"}})
				}
			}
		}
	}}
}

// TestSlowDeletion shows that a rule may be DELETING for a while, and that its
// name can't be used meanwhile.
func TestSlowDeletion(t *testing.T) {
	server := newReference(t, "")
	server.control = false
	var rep *conformance.Report
	synctest.Test(t, func(t *testing.T) {
		rep = check(t, conformance.Target{Transport: lingering(server)}, "^(isolation|rule-removal|rule-absent)$")
	})
	wants(t, rep, func(c report.Clause) report.Outcome {
		if c.Outcome == report.Observed {
			return report.Observed
		}
		return report.Pass
	})
	t.Log(rep.Seconds, rep.Calls)
}

// TestQuota shows that an account that is full fails nothing.
func TestQuota(t *testing.T) {
	server, puts := newReference(t, ""), 0
	server.control = false
	full := &meddler{server, func(operation string, body []byte) string {
		if operation != "PutConfigRule" || nameIn(body) == "" {
			return ""
		}
		if puts++; puts > 12 {
			return "MaxNumberOfConfigRulesExceededException"
		}
		return ""
	}, nothingAfter}
	var rep *conformance.Report
	synctest.Test(t, func(t *testing.T) { // the suite waits for what was deleted to make room
		rep = check(t, conformance.Target{Transport: full}, "^(upsert|rule-upsert|rule-removal)$")
	})
	for _, c := range rep.Clauses {
		if c.Outcome == report.Fail {
			t.Errorf("%s: %s%s", c.ID, c.Reason, example(c))
		}
	}
	if !strings.Contains(rep.Clauses[len(rep.Clauses)-1].Reason, "as many as it may have") {
		t.Errorf("the reason is not said: %s", rep.Clauses[len(rep.Clauses)-1].Reason)
	}
}
