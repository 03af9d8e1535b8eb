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
	"github.com/fakesmith/fakesmith/internal/sample"
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

// faulty returns the reference server with a defect, as a target.
func faulty(t *testing.T, defect string) conformance.Target {
	t.Helper()
	target := conformance.Target{Transport: newReference(t, defect), Profile: conformance.Profile(contract())}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	return target
}

// checkWhole runs one of the checks of the contract as a whole.
func checkWhole(t *testing.T, target conformance.Target, id string, options conformance.Options) report.Clause {
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

// wantPass fails the test unless a check passes.
func wantPass(t *testing.T, c report.Clause) {
	t.Helper()
	if c.Outcome != report.Pass {
		t.Errorf("%s: %s %s%s", c.ID, c.Outcome, c.Reason, example(c))
	}
}

// wantFail fails the test unless a check fails with a counterexample.
func wantFail(t *testing.T, c report.Clause) {
	t.Helper()
	if c.Outcome != report.Fail || len(c.Counterexample.Steps) == 0 {
		t.Errorf("%s: %s %s, want fail", c.ID, c.Outcome, c.Reason)
	}
}

// TestRandomCalls shows that the generated fake, the reference server and the
// oracle give the same answers: three implementations of one contract that
// share no code.
func TestRandomCalls(t *testing.T) {
	t.Parallel()
	wantPass(t, checkWhole(t, generated(t), "random", conformance.Options{Checks: sample.Cases(80, 12)}))
	wantPass(t, checkWhole(t, faulty(t, ""), "random", conformance.Options{Checks: sample.Cases(0, 6)}))
}

// simpleDefects are defects that any sufficiently long sequence of calls shows.
var simpleDefects = []string{
	"one account for all", "one region for all", "the first put counts", "puts pile up", "times are lost", "a put merges", "a message is kept",
	"only the first key counts", "key by id", "keys are trimmed and lowered", "keys may lack a member", "rules need not exist", "no guard",
	"compliant passes", "not applicable passes", "nothing passes", "the unknown passes", "exceptions go when compliance comes", "all or nothing",
	"rejected silently", "failures lack a reason", "a failure is lost", "exceptions never expire", "an exception outlives its time by a moment",
	"exceptions expire a second early", "past times are accepted", "pages are one longer", "a page repeats one", "a page loses one", "tokens are ignored",
	"bad tokens are the first page", "keys are no filter", "a deletion takes all", "deletions delete nothing", "deleting what is absent is fine",
	"findings pile up", "any rule accepts findings",
}

// TestRandomCallsFindDefects shows that random calls find defects for which no
// property was written.
func TestRandomCallsFindDefects(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for i, defect := range simpleDefects {
		if !sample.Of(i) {
			continue
		}
		t.Run(strings.ReplaceAll(defect, " ", "-"), func(t *testing.T) {
			t.Parallel()
			target := faulty(t, defect)
			target.Exact = true // some of the defects are permitted elsewhere
			wantFail(t, checkWhole(t, target, "random", conformance.Options{Checks: 240, Shrink: time.Nanosecond}))
		})
	}
}

// TestTraceIsShrunk shows that shrinking leaves little of a long trace.
func TestTraceIsShrunk(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	long := checkWhole(t, faulty(t, "a put merges"), "random", conformance.Options{Shrink: time.Nanosecond})
	wantFail(t, long)
	shrink := time.Duration(sample.Cases(2000, 400)) * time.Millisecond
	c := checkWhole(t, faulty(t, "a put merges"), "random", conformance.Options{Shrink: shrink})
	wantFail(t, c)
	// What can't matter by the oracle takes no time to drop. How far shrinking comes
	// beyond that depends on the load of the machine, so any progress will do.
	was, is := len(long.Counterexample.Steps), len(c.Counterexample.Steps)
	if was > 60 || is >= was {
		t.Errorf("%d steps are left by the oracle, and %d after %v%s", was, is, shrink, example(c))
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

// TestAllTraces shows that the generated fake passes all short traces.
func TestAllTraces(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	c := checkWhole(t, generated(t), "exhaustive", conformance.Options{Exhaustive: 2})
	wantPass(t, c)
	if !regexp.MustCompile(`^all [1-9]\d\d traces to depth 2 pass$`).MatchString(c.Reason) || c.Cases < 100 {
		t.Errorf("%d cases: %s", c.Cases, c.Reason)
	}
}

// TestAllTracesFindDefects shows that traces of three steps find many defects.
func TestAllTracesFindDefects(t *testing.T) {
	t.Parallel()
	for i, defect := range []string{"no guard", "compliant passes", "the unknown passes", "puts pile up", "deleting what is absent is fine"} {
		if !sample.OneIn(2, i) { // the others take seconds
			continue
		}
		t.Run(strings.ReplaceAll(defect, " ", "-"), func(t *testing.T) {
			t.Parallel()
			c := checkWhole(t, faulty(t, defect), "exhaustive", conformance.Options{Exhaustive: 4})
			wantFail(t, c)
			if n := len(c.Counterexample.Steps); n > 8 {
				t.Errorf("the trace has %d steps%s", n, example(c))
			}
		})
	}
}

// A splitter splits each request for several keys into one for each, so that
// others see a batch half done.
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
		// Let others go first.
		for range 20 {
			runtime.Gosched()
		}
		time.Sleep(50 * time.Microsecond)
	}
	whole, _ := json.Marshal(map[string]any{"FailedBatches": failed})
	last.Body = io.NopCloser(bytes.NewReader(whole))
	return last, nil
}

// A forgetful server sometimes returns an old answer of a listing.
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

// TestConcurrentCalls shows that concurrent calls of the generated fake are
// linearizable.
func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	wantPass(t, checkWhole(t, generated(t), "concurrent", conformance.Options{Checks: 25}))
}

// TestConcurrentCallsFindDefects shows that batches which others see half done
// are found, and so are stale answers, and that there is a visualization.
func TestConcurrentCallsFindDefects(t *testing.T) {
	t.Parallel()
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
			c := checkWhole(t, target, "concurrent", conformance.Options{Checks: 200, Shrink: time.Nanosecond, Pictures: folder})
			wantFail(t, c)
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

// A dropper removes a member from requests by a pattern.
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

// TestObservable shows that on the generated fake every member is observable,
// and that a server which drops one fails the check of that member.
func TestObservable(t *testing.T) {
	sample.SkipRace(t)
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
		wantPass(t, c)
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
			wantFail(t, checkWhole(t, target, id, conformance.Options{Shrink: time.Nanosecond}))
		})
	}
}

// TestChecksNeedAProfile shows that checks in lock-step are skipped if the
// choices of the target are unknown. That updates of different keys are not lost
// is checked whatever it chooses.
func TestChecksNeedAProfile(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for id, want := range map[string]report.Outcome{"random": report.Skip, "concurrent": report.Pass} {
		target := generated(t)
		target.Profile = nil
		c := checkWhole(t, target, id, conformance.Options{})
		if c.Outcome != want || !strings.Contains(c.Reason, "unknown-rule") {
			t.Errorf("%s: %s %s, want %s, and the reason to name the clauses", id, c.Outcome, c.Reason, want)
		}
	}
	// The choices that a run has observed are as good as a profile.
	target := generated(t)
	target.Profile = nil
	rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: sample.Cases(5, 2)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rep.Checks {
		wantPass(t, c)
	}
	if n := rep.Count(report.Fail); n != 0 {
		t.Errorf("%d checks fail", n)
	}
}
