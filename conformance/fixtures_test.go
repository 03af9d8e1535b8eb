package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// A requestLog has the requests to a server.
type requestLog struct {
	http.RoundTripper
	mu    sync.Mutex
	asked []question
}

type question struct {
	path, operation string
	in              node
	body            string
}

func (r *requestLog) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	_, operation, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	in, _ := read(body).(node)
	r.mu.Lock()
	r.asked = append(r.asked, question{req.URL.Path, operation, in, string(body)})
	r.mu.Unlock()
	req.Body = io.NopCloser(bytes.NewReader(body))
	return r.RoundTripper.RoundTrip(req)
}

// populated returns a server with rules, findings and exceptions, and a
// fixtures file about it: of its rules one does not exist, one has an
// exception, and one was evaluated otherwise.
func populated(t *testing.T, defect string) (*reference, *conformance.Fixtures) {
	t.Helper()
	server := newReference(t, defect)
	a := &account{reference: server, number: "123456789012", region: "us-east-1"}
	server.scopes["123456789012us-east-1"] = a
	var facts []string
	add := func(rule, id, value, says string) {
		if value != "INSUFFICIENT_DATA" {
			a.learn(finding{rule: rule, kind: "AWS::EC2::Volume", id: id, value: value, at: server.time()})
		}
		facts = append(facts, fmt.Sprintf(`{"fact": "compliance", "value": %q, "of": {"ConfigRuleName": %q, "ResourceType": "AWS::EC2::Volume", "ResourceId": %q}}`, says, rule, id))
	}
	for _, rule := range []string{"encrypted", "tagged", "small", "occupied", "public"} {
		if _, fail := a.putRule(node{"ConfigRule": node{"ConfigRuleName": rule, "Source": node{"Owner": "AWS", "SourceIdentifier": "REQUIRED_TAGS"}}}); fail != nil {
			t.Fatal(fail)
		}
	}
	for i := range 4 {
		add("encrypted", fmt.Sprint("vol-", i), "NON_COMPLIANT", "NON_COMPLIANT")
	}
	add("encrypted", "vol-good", "COMPLIANT", "COMPLIANT")
	add("encrypted", "vol-new", "INSUFFICIENT_DATA", "INSUFFICIENT_DATA")
	for i := range 2 {
		add("tagged", fmt.Sprint("vol-", i), "NON_COMPLIANT", "NON_COMPLIANT")
	}
	add("tagged", "vol-gone", "NOT_APPLICABLE", "NOT_APPLICABLE")
	add("small", "vol-0", "NON_COMPLIANT", "NON_COMPLIANT")
	add("small", "vol-1", "COMPLIANT", "NON_COMPLIANT")
	add("occupied", "vol-0", "NON_COMPLIANT", "NON_COMPLIANT")
	add("nowhere", "vol-0", "INSUFFICIENT_DATA", "NON_COMPLIANT")
	a.store(exception{rule: "occupied", kind: "AWS::EC2::Volume", id: "vol-0"})
	w, err := conformance.ReadFixtures("fixtures.json", strings.NewReader(`{"account": "123456789012", "facts": [`+strings.Join(facts, ",\n")+`]}`), contract())
	if err != nil {
		t.Fatal(err)
	}
	return server, w
}

// TestFixtures checks a server with fixtures, and shows that only exceptions of
// their keys are written, under rules that had none, and that everything is
// restored.
func TestFixtures(t *testing.T) {
	t.Parallel()
	for _, control := range []bool{false, true} {
		t.Run(fmt.Sprint("control ", control), func(t *testing.T) {
			t.Parallel()
			server, fixtures := populated(t, "")
			server.control = control
			before := contents(t, server)
			record := &requestLog{RoundTripper: server}
			target := conformance.Target{Transport: record, Fixtures: fixtures, Profile: conformance.Profile(contract())}
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: sample.Cases(6, 1)})
			if err != nil {
				t.Fatal(err)
			}
			if rep.Setup == nil || rep.Setup.Strategy != "file" || len(rep.Setup.Left) > 0 {
				t.Fatalf("the setup is reported as %+v, want strategy file", rep.Setup)
			}
			lacks := strings.Join(rep.Setup.Lacks, "\n")
			for _, part := range []string{
				`{"ConfigRuleName":"occupied"} is not used: it has 1 RemediationException already`,
				`{"ConfigRuleName":"small","ResourceId":"vol-1","ResourceType":"AWS::EC2::Volume"} is not used: its compliance is COMPLIANT, and not NON_COMPLIANT as the file says`,
				`{"ConfigRuleName":"nowhere"} is not used: `,
				"no more than 4 keys of one compliance in one ConfigRuleName",
			} {
				if !strings.Contains(lacks, part) {
					t.Errorf("what is lacking is\n%s\nwithout %s", lacks, part)
				}
			}
			for _, c := range rep.Clauses {
				if c.Outcome != report.Pass && (c.Outcome != report.Skip || c.Reason == "") {
					t.Errorf("%s: %s: %s, want pass, or skip with a reason%s", c.ID, c.Outcome, c.Reason, example(c))
				}
				t.Logf("%s: %s: %s", c.ID, c.Outcome, c.Reason)
			}
			held := func(id string) bool {
				return slices.ContainsFunc(rep.Clauses, func(c report.Clause) bool { return c.ID == id && c.Outcome == report.Pass })
			}
			for _, id := range []string{
				"upsert", "omitted-members", "one-per-key", "duplicate-keys", "non-compliant-only", "never-evaluated", "rejected-keys", "mixed-batch", "failed-batches",
				"delete-removal", "delete-absent", "delete-some-absent", "describe-pages", "describe-keys", "incomplete-key", "past-expiry", "describe-unknown-rule",
			} {
				if !held(id) {
					t.Errorf("%s does not pass, though it can be checked", id)
				}
			}
			if !held("expiry") {
				t.Error("expiry does not pass: it needs no clock that can be set, only time")
			}
			named := map[string]bool{}
			for _, f := range fixtures.Facts {
				named[f.Of["ConfigRuleName"]+" "+f.Of["ResourceType"]+" "+f.Of["ResourceId"]] = true
			}
			for _, a := range record.asked {
				checkTouch(t, a, named)
			}
			if after := contents(t, server); after != before {
				t.Errorf("what is there is another after the run:\n%s\nbefore\n%s", after, before)
			}
		})
	}
}

// checkTouch fails the test for a request about anything that the fixtures do
// not name.
func checkTouch(t *testing.T, a question, named map[string]bool) {
	t.Helper()
	switch a.operation {
	case "":
		if a.path != "/_fakesmith/" && a.path != "/_fakesmith/clock" {
			t.Errorf("%s is asked for", a.path)
		}
	case "PutRemediationExceptions", "DeleteRemediationExceptions":
		for _, key := range toList(a.in["ResourceKeys"]) {
			k, isObject := key.(node)
			if !isObject || k["ResourceType"] == nil || k["ResourceId"] == nil {
				continue // it names no resource
			}
			if id := fmt.Sprint(a.in["ConfigRuleName"], " ", k["ResourceType"], " ", k["ResourceId"]); !named[id] || strings.HasPrefix(id, "occupied ") {
				t.Errorf("%s touches %s", a.operation, id)
			}
		}
	case "PutConfigRule", "DeleteConfigRule", "PutEvaluations", "PutExternalEvaluation":
		t.Errorf("%s is called: %s", a.operation, a.body)
	}
}

// contents returns the state of a server as text.
func contents(t *testing.T, server *reference) string {
	t.Helper()
	server.mu.Lock()
	defer server.mu.Unlock()
	var b strings.Builder
	for name, a := range server.scopes {
		a.expire()
		if len(a.rules)+len(a.exceptions)+len(a.findings) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s\n", name)
		for _, r := range a.rules {
			text, _ := json.Marshal(r.value)
			fmt.Fprintf(&b, "%s %s\n", r.name, text)
		}
		for _, e := range a.exceptions {
			fmt.Fprintf(&b, "%s %s %s\n", e.rule, e.kind, e.id)
		}
		for _, f := range a.findings {
			fmt.Fprintf(&b, "%s %s %s %s\n", f.rule, f.kind, f.id, f.value)
		}
	}
	return b.String()
}
