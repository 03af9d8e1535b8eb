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
)

// A witness keeps what is asked of a server.
type witness struct {
	http.RoundTripper
	mu    sync.Mutex
	asked []question
}

type question struct {
	path, operation string
	in              node
	body            string
}

func (r *witness) RoundTrip(req *http.Request) (*http.Response, error) {
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

// inhabited is a server in which somebody has rules, findings and exceptions
// already, and the world that a file says there is: five rules, of which one
// does not exist, one has an exception, and one was evaluated otherwise.
func inhabited(t *testing.T, lie string) (*honest, *conformance.Fixtures) {
	t.Helper()
	server := newHonest(t, lie)
	a := &account{honest: server, number: "123456789012", region: "us-east-1"}
	server.scopes["123456789012us-east-1"] = a
	var facts []string
	know := func(rule, id, value, says string) {
		if value != "INSUFFICIENT_DATA" {
			a.learn(finding{rule: rule, kind: "AWS::EC2::Volume", id: id, value: value, at: server.time()})
		}
		facts = append(facts, fmt.Sprintf(`{"fact": "compliance", "value": %q, "of": {"ConfigRuleName": %q, "ResourceType": "AWS::EC2::Volume", "ResourceId": %q}}`, says, rule, id))
	}
	for _, rule := range []string{"encrypted", "tagged", "small", "occupied", "public"} {
		if _, fail := a.putRule(node{"ConfigRule": node{"ConfigRuleName": rule, "Source": node{"Owner": "AWS", "SourceIdentifier": "X"}}}); fail != nil {
			t.Fatal(fail)
		}
	}
	for i := range 4 {
		know("encrypted", fmt.Sprint("vol-", i), "NON_COMPLIANT", "NON_COMPLIANT")
	}
	know("encrypted", "vol-good", "COMPLIANT", "COMPLIANT")
	know("encrypted", "vol-new", "INSUFFICIENT_DATA", "INSUFFICIENT_DATA")
	for i := range 2 {
		know("tagged", fmt.Sprint("vol-", i), "NON_COMPLIANT", "NON_COMPLIANT")
	}
	know("tagged", "vol-gone", "NOT_APPLICABLE", "NOT_APPLICABLE")
	know("small", "vol-0", "NON_COMPLIANT", "NON_COMPLIANT")
	know("small", "vol-1", "COMPLIANT", "NON_COMPLIANT")
	know("occupied", "vol-0", "NON_COMPLIANT", "NON_COMPLIANT")
	know("nowhere", "vol-0", "INSUFFICIENT_DATA", "NON_COMPLIANT")
	a.store(exception{rule: "occupied", kind: "AWS::EC2::Volume", id: "vol-0"})
	w, err := conformance.ReadFixtures("world.json", strings.NewReader(`{"account": "123456789012", "facts": [`+strings.Join(facts, ",\n")+`]}`), contract())
	if err != nil {
		t.Fatal(err)
	}
	return server, w
}

// TestGivenWorld checks a server by what a person says there is, and shows that
// nothing was written but exceptions of the keys that are named, in places that
// were empty, and that all is left as it was found.
func TestGivenWorld(t *testing.T) {
	for _, control := range []bool{false, true} {
		t.Run(fmt.Sprint("control ", control), func(t *testing.T) {
			t.Parallel()
			server, world := inhabited(t, "")
			server.control = control
			before := inhabitants(t, server)
			record := &witness{RoundTripper: server}
			target := conformance.Target{Transport: record, Fixtures: world, Profile: conformance.Profile(contract())}
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 6})
			if err != nil {
				t.Fatal(err)
			}
			if rep.Setup == nil || rep.Setup.Strategy != "file" || len(rep.Setup.Left) > 0 {
				t.Fatalf("the world is reported as %+v, want that of the file", rep.Setup)
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
					t.Errorf("%s: %s: %s, want holds, or skipped for a reason%s", c.ID, c.Outcome, c.Reason, example(c))
				}
				t.Logf("%s: %s: %s", c.ID, c.Outcome, c.Reason)
			}
			held := func(id string) bool {
				return slices.ContainsFunc(rep.Clauses, func(c report.Clause) bool { return c.ID == id && c.Outcome == report.Pass })
			}
			for _, id := range []string{
				"upsert", "omitted-members", "one-per-key", "duplicate-keys", "non-compliant-only", "never-evaluated", "refused-keys", "mixed-batch", "failed-batches",
				"delete-removal", "delete-absent", "delete-some-absent", "describe-pages", "describe-keys", "incomplete-key", "past-expiry", "describe-unknown-rule",
			} {
				if !held(id) {
					t.Errorf("%s does not hold, though it can be tried", id)
				}
			}
			if held("expiry") != control {
				t.Errorf("expiry holds: %v, want %v", held("expiry"), control)
			}
			named := map[string]bool{}
			for _, f := range world.Facts {
				named[f.Of["ConfigRuleName"]+" "+f.Of["ResourceType"]+" "+f.Of["ResourceId"]] = true
			}
			for _, a := range record.asked {
				checkTouch(t, a, named)
			}
			if after := inhabitants(t, server); after != before {
				t.Errorf("what is there is another after the run:\n%s\nbefore\n%s", after, before)
			}
		})
	}
}

// checkTouch complains of a request that touches what a file does not name.
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

// inhabitants returns all that is in a server, as a text.
func inhabitants(t *testing.T, server *honest) string {
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
