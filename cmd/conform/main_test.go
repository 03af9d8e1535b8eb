package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// conform runs the command and returns its exit status and what it printed. A check
// for which the arguments give no seed has always the same, but a shard has to be
// given one.
func conform(ctx context.Context, args ...string) (status int, stdout, stderr string) {
	check := len(args) == 0 || strings.HasPrefix(args[0], "-")
	if check && !slices.Contains(args, "-seed") && !slices.Contains(args, "-shard") {
		args = append([]string{"-seed", "7"}, args...)
	}
	var out, err bytes.Buffer
	status = run(ctx, args, &out, &err)
	return status, out.String(), steady(err.String())
}

// steady returns what a command wrote without the lines that say how far it is: how many
// there are, and when, hangs on the machine.
func steady(text string) string {
	return progressLine.ReplaceAllString(text, "")
}

var progressLine = regexp.MustCompile(`(?m)^\d+ of \d+ checked, .*\n`)

// file writes a file and returns its name.
func file(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestEmbeddedFakeHolds(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "report.json")
	args := []string{"-seed", "7", "-report", name}
	if !sample.Whole() {
		args = append(args, "-checks", "1")
	}
	status, stdout, stderr := conform(t.Context(), args...)
	if status != exitPass || stderr != "" {
		t.Fatalf("conform = %d\n%s%s", status, stdout, stderr)
	}
	if !strings.Contains(stdout, "✓ upsert") || !strings.Contains(stdout, "constraints of the schemas") || !strings.Contains(stdout, "seed 7.") {
		t.Errorf("the output is\n%s", stdout)
	}
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var rep conformance.Report
	if err := json.Unmarshal(src, &rep); err != nil {
		t.Fatal(err)
	}
	if rep.Seed != 7 || rep.Calls < 1000 || rep.Seconds <= 0 || rep.Started.IsZero() || rep.Target == "" || rep.Model == "" {
		t.Errorf("the report begins %+v", rep)
	}
	for _, c := range rep.Clauses {
		if c.Outcome != report.Pass || c.Cases == 0 || c.Description == "" || c.Source == "" || c.Provenance == "" || c.Kind == "" {
			t.Errorf("%s: %+v", c.ID, c)
		}
	}
}

func TestViolationIsExplained(t *testing.T) {
	profile := file(t, `{"omitted-members": "kept"}`)
	status, stdout, _ := conform(t.Context(), "-profile", profile, "-run", "^omitted-members$", "-seed", "7", "-report", "-")
	if status != exitFail {
		t.Errorf("conform = %d, want %d", status, exitFail)
	}
	var rep conformance.Report
	if err := json.Unmarshal([]byte(stdout), &rep); err != nil {
		t.Fatalf("%v in\n%s", err, stdout)
	}
	c := rep.Clauses[0]
	if c.Outcome != report.Fail || c.Observed != "cleared" || len(c.Counterexample.Steps) < 4 {
		t.Errorf("the clause is reported as %+v", c)
	}
	last := c.Counterexample.Steps[len(c.Counterexample.Steps)-1]
	if last.Expected != "the choice kept" || last.Got != "the choice cleared" {
		t.Errorf("the last step is %+v", last)
	}
	if want := "conform -profile " + profile + " -run '^omitted-members$' -seed 7"; c.Counterexample.Reproduce != want {
		t.Errorf("reproduce = %s, want %s", c.Counterexample.Reproduce, want)
	}

	status, stdout, _ = conform(t.Context(), "-profile", profile, "-run", "^omitted-members$", "-seed", "7")
	for _, want := range []string{
		"✗ omitted-members fails", "description: A message or time", "source:      API reference", "(assumed)",
		"PutRemediationExceptions {", "want the choice kept", "got  the choice cleared", "run again:   conform",
	} {
		if status != exitFail || !strings.Contains(stdout, want) {
			t.Errorf("conform = %d, the output lacks %q:\n%s", status, want, stdout)
		}
	}
}

func TestEndpointIsObserved(t *testing.T) {
	server := httptest.NewServer(remediation.New(remediation.State{}))
	defer server.Close()
	name := filepath.Join(t.TempDir(), "report.json")
	status, stdout, stderr := conform(t.Context(), "-endpoint", server.URL, "-region", "eu-west-1", "-run", "^(omitted-members|upsert)$", "-report", name)
	if status != exitPass || !strings.Contains(stdout, "○ omitted-members") || !strings.Contains(stdout, "cleared") {
		t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
	}
	// The report of a run is a profile for the next.
	status, stdout, stderr = conform(t.Context(), "-endpoint", server.URL, "-run", "^omitted-members$", "-profile", name)
	if status != exitPass || !strings.Contains(stdout, "✓ omitted-members") {
		t.Errorf("with the report as a profile, conform = %d\n%s%s", status, stdout, stderr)
	}
}

func TestModelFlag(t *testing.T) {
	const original = "../../model/putremediationexceptions.json"
	src, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	stricter := bytes.Replace(src, []byte(`"items": "FailedItems", "max": 25`), []byte(`"items": "FailedItems", "max": 7`), 1)
	if bytes.Equal(src, stricter) {
		t.Fatal("the model has no batch of 25 to change")
	}
	server := httptest.NewServer(remediation.New(remediation.State{}))
	defer server.Close()
	status, stdout, stderr := conform(t.Context(), "-endpoint", server.URL, "-model", file(t, string(stricter)), "-run", "^failed-batches$")
	if status != exitFail {
		t.Errorf("by a stricter model, conform = %d\n%s%s", status, stdout, stderr)
	}
	status, stdout, stderr = conform(t.Context(), "-model", original, "-run", "^failed-batches$", "-all")
	if status != exitPass {
		t.Errorf("by the model in a file, conform = %d\n%s%s", status, stdout, stderr)
	}
	status, _, stderr = conform(t.Context(), "-model", file(t, `{"openapi": 3}`))
	if status != exitError || !strings.Contains(stderr, "file:1:") {
		t.Errorf("by a broken model, conform = %d\n%s", status, stderr)
	}
}

func TestWrongUsage(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"-nonsense"}, "not defined: -nonsense"},
		{[]string{"upsert"}, `unexpected argument "upsert"`},
		{[]string{"-run", "("}, "-run: error parsing regexp"},
		{[]string{"-run", "no such clause"}, "no clause is selected"},
		{[]string{"-checks", "-1"}, "-checks -1: write 1 or more"},
		{[]string{"-endpoint", "localhost:80"}, `-endpoint "localhost:80" is not a URL`},
		{[]string{"-endpoint", "http://127.0.0.1:1"}, "connection refused"},
		{[]string{"-profile", "no such file"}, "no such file"},
		{[]string{"-model", "no such file"}, "no such file"},
		{[]string{"-profile", file(t, "[]")}, "a profile is a JSON object"},
		{[]string{"-profile", file(t, `{"no-such-clause": "x"}`)}, "there is no clause no-such-clause"},
		{[]string{"-run", "^upsert$", "-report", t.TempDir()}, "is a directory"},
	} {
		status, _, stderr := conform(t.Context(), tt.args...)
		if status != exitError || !strings.Contains(stderr, tt.want) {
			t.Errorf("conform %q = %d %s, want %d and %q", tt.args, status, stderr, exitError, tt.want)
		}
	}
	status, stdout, stderr := conform(t.Context(), "-h")
	if status != exitPass || stderr != "" || !strings.Contains(stdout, "-endpoint URL") || !strings.Contains(stdout, "EXIT STATUS") {
		t.Errorf("conform -h = %d %s%s", status, stdout, stderr)
	}
}

// TestNoImplementationIsOneLine shows that a target which implements nothing is
// called that, in a line.
func TestNoImplementationIsOneLine(t *testing.T) {
	for _, c := range []struct {
		status     int
		media, saw string
	}{{501, "text/html; charset=utf-8", "501 text/html"}, {404, "text/plain", "404 text/plain"}, {200, "text/html", "200 text/html"}} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", c.media)
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, "<html>Hello</html>")
		}))
		defer server.Close()
		status, stdout, stderr := conform(t.Context(), "-endpoint", server.URL)
		if want := fmt.Sprintf("conform: %s is not an AWS Config endpoint: %s\n", server.URL, c.saw); status != exitError || stdout != "" || stderr != want {
			t.Errorf("conform = %d\n%s\n%s\nwant %d and %s", status, stdout, stderr, exitError, want)
		}
	}
}

func TestWhoLacksOperationsDoesNotHold(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	// A few clauses do not tell whether any operation is there.
	status, stdout, stderr := conform(t.Context(), "-endpoint", server.URL, "-run", "^(upsert|expiry)$")
	if status != exitError || !strings.Contains(stderr, "does not implement the operations that") || !strings.Contains(stdout, "unsupported") {
		t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
	}
}

// TestHangingEndpointEnds shows that -timeout ends a run against an endpoint
// that does not answer, and an interrupt does as well.
func TestHangingEndpointEnds(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		select {
		case <-release:
		case <-req.Context().Done():
		}
	}))
	defer server.Close()
	defer close(release)
	start := time.Now()
	status, _, stderr := conform(t.Context(), "-endpoint", server.URL, "-timeout", "50ms")
	if status != exitError || stderr == "" || time.Since(start) > time.Minute {
		t.Errorf("conform -timeout 50ms = %d after %v: %s", status, time.Since(start), stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if status, _, stderr = conform(ctx, "-endpoint", server.URL); status != exitError || !strings.Contains(stderr, "canceled") {
		t.Errorf("conform, interrupted = %d: %s", status, stderr)
	}
}

// slowly are limits of the time of a run that must find something before they end it:
// the first is enough, but for a machine that is slow and busy.
var slowly = []time.Duration{300 * time.Millisecond, 3 * time.Second, 30 * time.Second}

// TestTimeoutKeepsWhatWasFound shows that a run that is cut short still tells
// what it has found by then.
func TestTimeoutKeepsWhatWasFound(t *testing.T) {
	var status int
	var stdout, stderr string
	for _, limit := range slowly {
		status, stdout, stderr = conform(t.Context(), "-timeout", limit.String(), "-checks", "2000")
		if status == exitError && strings.Contains(stderr, "the run is incomplete: the time is up") && strings.Contains(stdout, "the time is up") {
			return
		}
	}
	t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
}

// TestEndpointWithoutControl checks the fake by nothing but the API.
func TestEndpointWithoutControl(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	f := remediation.New(remediation.State{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
			http.NotFound(w, req)
			return
		}
		f.ServeHTTP(w, req)
	}))
	defer server.Close()
	name := filepath.Join(t.TempDir(), "report.json")
	status, stdout, stderr := conform(t.Context(), "-endpoint", server.URL, "-report", name, "-seed", "7", "-checks", fmt.Sprint(sample.Cases(2, 1)))
	if status != exitPass {
		t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
	}
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var rep conformance.Report
	if err := json.Unmarshal(src, &rep); err != nil {
		t.Fatal(err)
	}
	for _, c := range rep.Clauses {
		switch {
		// The clock can't be moved, a caller can't make a rule of a service, and what was
		// started may not be started again so soon.
		case c.Outcome == report.Skip && !strings.Contains(c.Reason, "clock") && !strings.Contains(c.Reason, "no ConfigRule with a CreatedBy") &&
			!strings.Contains(c.Reason, "may not be put again so soon"):
			t.Errorf("%s is skipped: %s", c.ID, c.Reason)
		case c.Outcome == report.Observed && c.Observed != conformance.Profile(&remediationtest.Contract)[c.ID]:
			t.Errorf("%s is observed as %s", c.ID, c.Observed)
		}
	}
	if state := f.State(); len(state.ConfigRules) > 0 {
		t.Errorf("the suite leaves %d rules behind", len(state.ConfigRules))
	}
}
