package conformance_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// generated returns the fake that was generated from the contract, as a
// target.
func generated(t *testing.T) conformance.Target {
	t.Helper()
	target := conformance.Target{
		Transport: fake.Transport(remediation.New(remediation.State{})),
		Profile:   conformance.Profile(contract()),
	}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	return target
}

// lying returns the honest server, but for one lie, as a target.
func lying(t *testing.T, lie string) conformance.Target {
	t.Helper()
	target := conformance.Target{Transport: newHonest(t, lie), Profile: conformance.Profile(contract())}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	return target
}

// check runs one of the checks of the contract as a whole.
func check(t *testing.T, target conformance.Target, id string, options conformance.Options) report.Clause {
	t.Helper()
	options.Run = regexp.MustCompile("^" + regexp.QuoteMeta(id) + "$")
	options.Seed = seed
	rep, err := conformance.Check(t.Context(), contract(), target, options)
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.Checks) != 1 {
		t.Fatalf("there are %d checks %s", len(rep.Checks), id)
	}
	return rep.Checks[0]
}

// holds fails the test unless a check holds.
func holds(t *testing.T, c report.Clause) {
	t.Helper()
	if c.Outcome != report.Pass {
		t.Errorf("%s: %s %s%s", c.ID, c.Outcome, c.Reason, example(c))
	}
}

// failed fails the test unless a check fails, and has something to
// show for it.
func violated(t *testing.T, c report.Clause) {
	t.Helper()
	if c.Outcome != report.Fail || len(c.Counterexample.Steps) == 0 {
		t.Errorf("%s: %s %s, want a violation", c.ID, c.Outcome, c.Reason)
	}
}

// TestRandomCalls has the generated fake, and the honest server, answer the
// same calls as the oracle: readings of one contract that share no code.
func TestRandomCalls(t *testing.T) {
	t.Parallel()
	holds(t, check(t, generated(t), "random", conformance.Options{Checks: 80}))
	holds(t, check(t, lying(t, ""), "random", conformance.Options{}))
}

// plainLies are lies that any sufficiently long sequence of calls tells.
var plainLies = []string{
	"one account for all", "one region for all", "the first put counts", "puts pile up", "times are lost", "a put merges", "a message is kept",
	"only the first key counts", "key by id", "keys are trimmed and lowered", "keys may lack a member", "rules need not exist", "no guard",
	"compliant passes", "not applicable passes", "nothing passes", "the unknown passes", "exceptions go when compliance comes", "all or nothing",
	"refused in silence", "failures lack a reason", "a failure is lost", "exceptions never expire", "an exception outlives its time by a moment",
	"exceptions expire a second early", "past times are accepted", "pages are one longer", "a page repeats one", "a page loses one", "tokens are ignored",
	"bad tokens are the first page", "keys are no filter", "a deletion takes all", "deletions delete nothing", "deleting what is absent is fine",
	"findings pile up", "any rule takes findings",
}

// TestRandomCallsBite shows that random calls find lies that nobody has
// written a property against.
func TestRandomCallsBite(t *testing.T) {
	for _, lie := range plainLies {
		t.Run(strings.ReplaceAll(lie, " ", "-"), func(t *testing.T) {
			t.Parallel()
			violated(t, check(t, lying(t, lie), "random", conformance.Options{Shrink: time.Nanosecond}))
		})
	}
}

// TestTraceIsShrunk shows that of a long trace what matters is left.
func TestTraceIsShrunk(t *testing.T) {
	t.Parallel()
	long := check(t, lying(t, "a put merges"), "random", conformance.Options{Shrink: time.Nanosecond})
	violated(t, long)
	c := check(t, lying(t, "a put merges"), "random", conformance.Options{Shrink: 2 * time.Second})
	violated(t, c)
	// How far shrinking comes in its time depends on what else the machine
	// does, so that any way is far enough.
	if was, is := len(long.Counterexample.Steps), len(c.Counterexample.Steps); is >= was {
		t.Errorf("of %d steps, %d are left%s", was, is, example(c))
	}
	rep := &conformance.Report{Target: "somewhere", Checks: []report.Clause{c}}
	var text strings.Builder
	if err := (report.Text{}).Write(&text, rep); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^  step +time +call +expected +got$`).MatchString(text.String()) {
		t.Errorf("there is no table:\n%s", text.String())
	}
}

// TestAllTraces tries all short traces on the generated fake.
func TestAllTraces(t *testing.T) {
	t.Parallel()
	c := check(t, generated(t), "exhaustive", conformance.Options{Exhaustive: 2})
	holds(t, c)
	if !regexp.MustCompile(`^all [1-9]\d\d traces to depth 2 hold$`).MatchString(c.Reason) || c.Cases < 100 {
		t.Errorf("%d cases: %s", c.Cases, c.Reason)
	}
}

// TestAllTracesBite shows that three steps are enough for many a lie.
func TestAllTracesBite(t *testing.T) {
	for _, lie := range []string{"no guard", "compliant passes", "the unknown passes", "puts pile up", "deleting what is absent is fine"} {
		t.Run(strings.ReplaceAll(lie, " ", "-"), func(t *testing.T) {
			t.Parallel()
			c := check(t, lying(t, lie), "exhaustive", conformance.Options{Exhaustive: 4})
			violated(t, c)
			if n := len(c.Counterexample.Steps); n > 8 {
				t.Errorf("the trace has %d steps%s", n, example(c))
			}
		})
	}
}

// A splitter makes of each request about several things one for each, so that
// others see what a batch has done so far.
type splitter struct {
	next http.RoundTripper
}

func (s splitter) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".PutRemediationExceptions") {
		return s.next.RoundTrip(req)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	in := map[string]any{}
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	keys, _ := in["ResourceKeys"].([]any)
	if len(keys) < 2 {
		req.Body = io.NopCloser(bytes.NewReader(body))
		return s.next.RoundTrip(req)
	}
	var last *http.Response
	failed := []json.RawMessage{}
	for _, key := range keys {
		in["ResourceKeys"] = []any{key}
		part, _ := json.Marshal(in)
		one := req.Clone(req.Context())
		one.Body = io.NopCloser(bytes.NewReader(part))
		if last, err = s.next.RoundTrip(one); err != nil || last.StatusCode != 200 {
			return last, err
		}
		answer, err := io.ReadAll(last.Body)
		if err != nil {
			return nil, err
		}
		var out struct{ FailedBatches []json.RawMessage }
		if err := json.Unmarshal(answer, &out); err != nil {
			return nil, err
		}
		failed = append(failed, out.FailedBatches...)
		// Whoever waits may go first.
		for range 20 {
			runtime.Gosched()
		}
		time.Sleep(50 * time.Microsecond)
	}
	whole, _ := json.Marshal(map[string]any{"FailedBatches": failed})
	last.Body = io.NopCloser(bytes.NewReader(whole))
	return last, nil
}

// A forgetful server answers a listing, now and then, as it did a while ago.
type forgetful struct {
	next http.RoundTripper
	mu   sync.Mutex
	was  map[string][]byte
	n    int
}

func (f *forgetful) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.Contains(req.Header.Get("X-Amz-Target"), ".DescribeRemediation") {
		return f.next.RoundTrip(req)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	resp, err := f.next.RoundTrip(req)
	if err != nil || resp.StatusCode != 200 {
		return resp, err
	}
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	if old, known := f.was[string(body)]; known && f.n%2 == 0 {
		answer = old
	} else {
		f.was[string(body)] = answer
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	return resp, nil
}

// TestConcurrentCalls has several clients call the generated fake at once.
func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	holds(t, check(t, generated(t), "concurrent", conformance.Options{Checks: 25}))
}

// TestConcurrentCallsBite shows that a batch which others see half done is
// found out, and so is an answer that is out of date, and that there is a
// picture to look at.
func TestConcurrentCallsBite(t *testing.T) {
	for name, spoil := range map[string]func(http.RoundTripper) http.RoundTripper{
		"half a batch": func(next http.RoundTripper) http.RoundTripper { return splitter{next} },
		"old answers": func(next http.RoundTripper) http.RoundTripper {
			return &forgetful{next: next, was: map[string][]byte{}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target := generated(t)
			target.Transport = spoil(target.Transport)
			folder := t.TempDir()
			c := check(t, target, "concurrent", conformance.Options{Checks: 200, Shrink: time.Nanosecond, Pictures: folder})
			violated(t, c)
			pictures, err := filepath.Glob(filepath.Join(folder, "*.html"))
			if err != nil || len(pictures) == 0 {
				t.Fatalf("there is no picture: %v", err)
			}
			picture, err := os.ReadFile(pictures[0])
			if err != nil || !bytes.Contains(picture, []byte("DescribeRemediationExceptions")) {
				t.Errorf("%s shows no calls: %v", pictures[0], err)
			}
			last := c.Counterexample.Steps[len(c.Counterexample.Steps)-1]
			if !strings.Contains(last.Got, ".html") {
				t.Errorf("nothing says where the picture is: %s", last.Got)
			}
		})
	}
}

// A dropper loses a member of each request that it knows by its text.
type dropper struct {
	next   http.RoundTripper
	member *regexp.Regexp
}

func (d dropper) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if strings.Contains(req.Header.Get("X-Amz-Target"), ".Put") {
		body = d.member.ReplaceAll(body, nil)
	}
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return d.next.RoundTrip(req)
}

// TestObservable shows that on the generated fake every member makes a
// difference, and that a server which loses one is found out, by that one.
func TestObservable(t *testing.T) {
	t.Parallel()
	target := generated(t)
	options := conformance.Options{Seed: seed, Run: regexp.MustCompile(`\.observable$`)}
	rep, err := conformance.Check(t.Context(), contract(), target, options)
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.Checks) < 30 {
		t.Errorf("there are only %d members", len(rep.Checks))
	}
	for _, c := range rep.Checks {
		holds(t, c)
	}
	for member, id := range map[string]string{
		`,"Message":"[^"]*"`:       "PutRemediationExceptions.Message.observable",
		`"Annotation":"[^"]*",`:    "PutEvaluations.Evaluations[].Annotation.observable",
		`"TagKey":"[^"]*",?`:       "PutConfigRule.ConfigRule.Scope.TagKey.observable",
		`,"TestMode":(true|false)`: "PutEvaluations.TestMode.observable",
	} {
		t.Run(id, func(t *testing.T) {
			target := target
			target.Transport = dropper{target.Transport, regexp.MustCompile(member)}
			violated(t, check(t, target, id, conformance.Options{Shrink: time.Nanosecond}))
		})
	}
}

// TestChecksNeedAProfile shows that nothing is held against a target of which
// it is not known which choices it makes.
func TestChecksNeedAProfile(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"random", "concurrent"} {
		target := generated(t)
		target.Profile = nil
		c := check(t, target, id, conformance.Options{})
		if c.Outcome != report.Skip || !strings.Contains(c.Reason, "unknown-rule") {
			t.Errorf("%s: %s %s, want it skipped, and the reason to name the clauses", id, c.Outcome, c.Reason)
		}
	}
	// What a run has seen is as good as a profile.
	target := generated(t)
	target.Profile = nil
	rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 5})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rep.Checks {
		holds(t, c)
	}
	if n := rep.Count(report.Fail); n != 0 {
		t.Errorf("%d violations", n)
	}
}
