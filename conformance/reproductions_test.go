package conformance_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// A reproducedServer is a server with a defect, and the clause that fails.
type reproducedServer struct {
	behaviour string // the known defect, or
	wrong     func(http.RoundTripper) http.RoundTripper
	clause    string
	always    int  // in how many forms it is run by default
	some      int  // in how many it is run in the sample, where that is fewer
	noClock   bool // the target's clock can't be set
}

// reproducedServers cover all that reproductions have to get right: listings,
// time, failures, tokens, bodies that clients don't send, other accounts,
// headers.
var reproducedServers = map[string]reproducedServer{
	"a message never the same":       {wrong: garbles, clause: "upsert", always: 2, some: 1},
	"a key twice":                    {behaviour: "second-put", clause: "upsert", always: 4, some: 2}, // Python takes long to start, and the AWS CLI a second for each call
	"no expiry":                      {behaviour: "never-expires", clause: "expiry", always: 1},
	"no expiry, by random calls":     {behaviour: "never-expires", clause: "random", always: 1},
	"no expiry time, and no clock":   {behaviour: "expiration-dropped", clause: "upsert", noClock: true},
	"whatever complies":              {behaviour: "no-compliance", clause: "non-compliant-only"},
	"no failed batches":              {behaviour: "no-failures", clause: "rejected-keys"},
	"101 keys":                       {behaviour: "many-keys", clause: "PutRemediationExceptions.ResourceKeys.maxItems"},
	"no keys":                        {behaviour: "no-keys", clause: "PutRemediationExceptions.ResourceKeys.minItems"},
	"pages of 100":                   {behaviour: "page-of-100", clause: "describe-pages"},
	"a token that no page gave":      {behaviour: "garbage-token", clause: "describe-pages"},
	"a page over and over":           {wrong: forgetsTokens, clause: "describe-pages", always: 1},
	"nothing absent":                 {behaviour: "absent-deleted", clause: "delete-absent"},
	"a member in another spelling":   {wrong: replaces(`"FailedBatches"`, `"failedBatches"`), clause: "reply-members"},
	"JSON that is none":              {wrong: repairsBodies, clause: "malformed-body", always: 1},
	"everybody sees everything":      {wrong: knowsOneAccount, clause: "isolation"},
	"no request id":                  {wrong: withoutHeader("X-Amzn-Requestid"), clause: "reply-request-id"},
	"words of its own for an error":  {wrong: replaces("Member must", "The member should"), clause: "validation-text"},
	"members of the wrong case":      {behaviour: "lower-camel", clause: "failed-batches"},
	"a fact that is never looked at": {behaviour: "keys-ignored", clause: "describe-keys"},
}

// A tripper is a function that is an http.RoundTripper.
type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// changesBody alters the bodies of requests to the API.
func changesBody(next http.RoundTripper, change func(op string, body []byte) []byte) http.RoundTripper {
	return tripper(func(req *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		if target := req.Header.Get("X-Amz-Target"); target != "" {
			body = change(target, body)
		}
		again := req.Clone(req.Context())
		again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		return next.RoundTrip(again)
	})
}

// forgetsTokens answers a request for any page with the first.
func forgetsTokens(next http.RoundTripper) http.RoundTripper {
	token := regexp.MustCompile(`"NextToken": ?"[^"]{3,}",? ?`)
	return changesBody(next, func(_ string, body []byte) []byte {
		return bytes.Replace(token.ReplaceAll(body, nil), []byte(",}"), []byte("}"), 1)
	})
}

// repairsBodies closes open braces.
func repairsBodies(next http.RoundTripper) http.RoundTripper {
	return changesBody(next, func(_ string, body []byte) []byte {
		for range bytes.Count(body, []byte("{")) - bytes.Count(body, []byte("}")) {
			body = append(body, '}')
		}
		return body
	})
}

// knowsOneAccount treats all accounts as one.
func knowsOneAccount(next http.RoundTripper) http.RoundTripper {
	as := regexp.MustCompile(`Credential=\d{12}/(\d+)/[\w-]+/`)
	return tripper(func(req *http.Request) (*http.Response, error) {
		again := req.Clone(req.Context())
		again.Header.Set("Authorization", as.ReplaceAllString(req.Header.Get("Authorization"), "Credential=123456789012/$1/us-east-1/"))
		return next.RoundTrip(again)
	})
}

// changesAnswer alters answers.
func changesAnswer(next http.RoundTripper, change func(http.Header, []byte) []byte) http.RoundTripper {
	return tripper(func(req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil || req.Header.Get("X-Amz-Target") == "" {
			return resp, err
		}
		body, err := io.ReadAll(resp.Body)
		body = change(resp.Header, body)
		resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		resp.Header.Del("Content-Length")
		return resp, err
	})
}

func withoutHeader(name string) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return changesAnswer(next, func(h http.Header, body []byte) []byte { h.Del(name); return body })
	}
}

func replaces(text, by string) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return changesAnswer(next, func(_ http.Header, body []byte) []byte {
			return bytes.ReplaceAll(body, []byte(text), []byte(by))
		})
	}
}

// garbles adds to each message that is returned with an escape in it, something else
// each time.
func garbles(next http.RoundTripper) http.RoundTripper {
	var times atomic.Int64
	message := regexp.MustCompile(`"Message":"([^"\\]*\\)`)
	return changesAnswer(next, func(_ http.Header, body []byte) []byte {
		return message.ReplaceAll(body, fmt.Appendf(nil, `"Message":"%d times ${1}`, times.Add(1)))
	})
}

// served serves a transport on a port.
func served(t *testing.T, transport http.RoundTripper) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		resp, err := transport.RoundTrip(req)
		if err != nil {
			t.Error(err)
			panic(http.ErrAbortHandler)
		}
		defer resp.Body.Close()
		for name, values := range resp.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(resp.StatusCode)
		_, _ = io.Copy(w, resp.Body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// clockless hides the control protocol's clock.
func clockless(next http.RoundTripper) http.RoundTripper {
	return tripper(func(req *http.Request) (*http.Response, error) {
		if strings.HasPrefix(req.URL.Path, "/_fakesmith/clock") {
			req = req.Clone(req.Context())
			req.URL.Path = "/_fakesmith/nothing"
		}
		resp, err := next.RoundTrip(req)
		if err != nil || req.URL.Path != "/_fakesmith/" {
			return resp, err
		}
		body, err := io.ReadAll(resp.Body)
		body = bytes.Replace(body, []byte(`"clock"`), []byte(`"none"`), 1)
		resp.Body = io.NopCloser(bytes.NewReader(body))
		resp.Header.Del("Content-Length")
		return resp, err
	})
}

// TestReproductions runs each form of a counterexample against the faulty
// server, where it has to show the defect, and against a correct one, where it
// must not.
func TestReproductions(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Log("there is no curl: the forms for curl and the AWS CLI are not run")
	}
	for name, f := range reproducedServers {
		if f.always == 0 && !sample.Campaign() {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reproduceFault(t, f)
		})
	}
}

// TestReproductionsOfKnownDefects runs the reproduction with curl for each
// clause that fails with each known defect, and for each check of the whole. It
// takes minutes, so it is run on demand.
func TestReproductionsOfKnownDefects(t *testing.T) {
	if !sample.Campaign() {
		t.Skip("make reproductions runs it")
	}
	right := served(t, fake.Transport(remediation.New(remediation.State{})))
	for _, id := range slices.Sorted(maps.Keys(recreated)) {
		t.Run(id, func(t *testing.T) { reproduceKnownDefect(t, id, right) })
	}
}

func reproduceKnownDefect(t *testing.T, id, right string) {
	target := conformance.Target{
		URL:     served(t, &intermediary{RoundTripper: fake.Transport(remediation.New(remediation.State{})), behaviour: recreated[id]()}),
		Profile: conformance.Profile(contract()),
	}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 10, Exhaustive: 2, Shrink: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	run := 0
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		if c.Outcome != report.Fail || c.ID == "concurrent" || id == "second-put" && c.Kind == "observable" {
			continue // clients at the same time; and this behaviour remembers what was reset
		}
		file := filepath.Join(t.TempDir(), "curl.sh")
		script := c.Counterexample.Reproductions[reproduce.Curl]
		if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
		for endpoint, want := range map[string]int{target.URL: 1, right: 0} {
			if status, out := runForm(t, reproduce.Curl, file, endpoint); status != want {
				t.Errorf("%s: the exit status is %d, want %d\n%s\n%s", c.ID, status, want, out, script)
			}
			run++
		}
	}
	t.Logf("%d runs", run)
}

// shortening is how long a counterexample is shortened of which reproductions are run.
func shortening() time.Duration { return time.Duration(sample.Cases(300, 50)) * time.Millisecond }

func reproduceFault(t *testing.T, f reproducedServer) {
	correct := remediation.New(remediation.State{})
	right := fake.Transport(correct)
	behind := fake.Transport(remediation.New(remediation.State{}))
	var wrong http.RoundTripper
	if f.wrong != nil {
		wrong = f.wrong(behind)
	} else {
		wrong = &intermediary{RoundTripper: behind, behaviour: recreated[f.behaviour]()}
	}
	if f.noClock {
		right, wrong = clockless(right), clockless(wrong)
	}
	target := conformance.Target{URL: served(t, wrong), Profile: conformance.Profile(contract())}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{
		Seed: seed, Run: regexp.MustCompile("^" + regexp.QuoteMeta(f.clause) + "$"), Shrink: shortening(),
	})
	if err != nil {
		t.Fatal(err)
	}
	c := slices.Concat(rep.Clauses, rep.Checks)[0]
	if c.Counterexample == nil {
		t.Fatalf("%s: %s %s, want fail", c.ID, c.Outcome, c.Reason)
	}
	forms := c.Counterexample.Reproductions
	for _, form := range reproduce.Names {
		if forms[form] == "" {
			t.Errorf("there is no form %s", form)
		}
	}
	endpoint := served(t, right)
	for _, transport := range []http.RoundTripper{right, behind} {
		later(t, transport) // whoever tries it again does so some other day
	}
	programs := []string{reproduce.Curl, reproduce.Go, reproduce.Boto3, reproduce.CLI}
	switch {
	case sample.Campaign():
	case f.some > 0:
		programs = programs[:sample.Cases(f.always, f.some)]
	default:
		programs = programs[:f.always]
	}
	for _, form := range programs {
		t.Run(form, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), reproduce.File(form, c.ID))
			if err := os.WriteFile(file, []byte(forms[form]), 0o600); err != nil {
				t.Fatal(err)
			}
			status, out := runForm(t, form, file, target.URL)
			if status != 1 || !strings.Contains(out, "expected ") || !strings.Contains(out, "got ") {
				t.Errorf("where the fault is, the exit status is %d\n%s\n%s", status, out, forms[form])
			}
			if status, out = runForm(t, form, file, endpoint); status != 0 {
				t.Errorf("where the fault is not, the exit status is %d\n%s\n%s", status, out, forms[form])
			}
			left, err := correct.DescribeConfigRules(t.Context(), &remediation.DescribeConfigRulesInput{})
			if err != nil || len(left.ConfigRules) > 0 {
				t.Errorf("%d rules are left behind, %v\n%s\n%s", len(left.ConfigRules), err, out, forms[form])
			}
		})
	}
}

// later sets the clock of a fake years ahead.
func later(t *testing.T, transport http.RoundTripper) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://fake.example/_fakesmith/clock", strings.NewReader(`{"set": "2040-01-01T00:00:00Z"}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := transport.RoundTrip(req); err != nil {
		t.Fatal(err)
	}
}

// missing says what a form needs that this machine lacks, or is "". It asks once for
// each form: to ask takes about as long as a reproduction.
var missing = map[string]func() string{
	reproduce.Curl:  sync.OnceValue(func() string { return lacks("command -v curl") }),
	reproduce.CLI:   sync.OnceValue(func() string { return lacks("command -v aws && command -v curl") }),
	reproduce.Boto3: sync.OnceValue(func() string { return lacks("python3 -c 'import boto3'") }),
	reproduce.Go:    sync.OnceValue(func() string { return lacks("go version") }),
}

func lacks(command string) string {
	if exec.Command("sh", "-c", command).Run() != nil {
		return command
	}
	return ""
}

// runForm runs a reproduction and returns its exit status and what it prints.
func runForm(t *testing.T, form, file, endpoint string) (int, string) {
	if needs := missing[form](); needs != "" {
		t.Skipf("not run: %q fails here", needs)
	}
	words := map[string][]string{
		reproduce.Curl: {"sh", file}, reproduce.CLI: {"sh", file},
		reproduce.Boto3: {"python3", file}, reproduce.Go: {built(t, form, file), "-test.v"},
	}[form]
	status, out := runProgram(t, file, endpoint, words...)
	if form == reproduce.Go && strings.Contains(out, "--- SKIP: ") {
		return 2, out // a test has no status of its own for that
	}
	return status, out
}

// built returns the program that go test makes of a file, and makes it if it is not
// there yet: a reproduction runs against two servers. It is beside the folder of the
// file, which has nothing then but what a reproduction leaves there.
func built(t *testing.T, form, file string) string {
	folder, name := filepath.Split(file)
	programs := filepath.Clean(folder) + "-programs"
	program := filepath.Join(programs, strings.TrimSuffix(name, ".go")+".exe")
	if _, err := os.Stat(program); form != reproduce.Go || err == nil {
		return program
	}
	if err := os.MkdirAll(programs, 0o700); err != nil {
		t.Fatal(err)
	}
	if status, out := runProgram(t, file, "", "go", "test", "-c", "-ldflags=-s", "-o", program, file); status != 0 {
		t.Fatalf("%s is not built: %s", file, out)
	}
	return program
}

func runProgram(t *testing.T, file, endpoint string, words ...string) (int, string) {
	// It comes to an end by itself, also on a machine that is slow and busy.
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir = filepath.Dir(file)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") || strings.HasPrefix(v, "RUN=") })
	cmd.Env = append(cmd.Env, "ENDPOINT="+endpoint, "GOPROXY=off", "GOFLAGS=", "PATH="+withPython())
	out, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(out)
}

// withPython returns the PATH on which what python3 stands for comes first, and with
// it the AWS CLI: where that is a script which looks for it, each call does.
var withPython = sync.OnceValue(func() string {
	path := os.Getenv("PATH")
	if dir, err := exec.Command("python3", "-c", "import os, sys; print(os.path.dirname(sys.executable))").Output(); err == nil {
		path = strings.TrimSpace(string(dir)) + string(os.PathListSeparator) + path
	}
	return path
})
