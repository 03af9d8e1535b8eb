package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/instance"
)

// TestLiveIsUsedWrongly shows that nothing is done unless it is clear what is
// meant, and that all that is wrong is told at once.
func TestLiveIsUsedWrongly(t *testing.T) {
	nonsense := file(t, `{"visible": "soon", "faults": -1}`)
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"apply"}, []string{"-aws is required", "-account is required: the 12-digit account ID", "-region is required"}},
		{[]string{"apply", "-aws", "-region", "eu-west-1", "-account", "1234"}, []string{`-account "1234": write the 12-digit account ID`}},
		{[]string{"apply", "-aws", "-region", "eu-west-1", "-account", "123456789012", "-rate", "11", "-max-calls", "7", "-max-minutes", "0", "-run-id", "A-B", "-run", "(", "-endpoint", "aws"},
			[]string{"-rate 11", "-max-calls 7", "-max-minutes 0", `-run-id: "A-B" is not a run id`, "-run: ", `-endpoint "aws" is not a URL`}},
		{[]string{"apply", "-aws", "-region", "eu-west-1", "-account", "123456789012", "-tolerances", nonsense}, []string{`visible is "soon"`, "faults is -1"}},
		{[]string{"apply", "-aws", "-region", "eu-west-1", "-account", "123456789012", "-tolerances", "no such file"}, []string{"-tolerances: open no such file"}},
		{[]string{"apply", "-aws", "-region", "eu-west-1", "-account", "123456789012", "-fixtures", file(t, `{"account": "210987654321", "facts": [
			{"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": "t", "ResourceId": "i"}, "value": "NON_COMPLIANT"}]}`)},
			[]string{"is of the account 210987654321, not of 123456789012"}},
		{[]string{"plan"}, []string{"-aws is required", "-region is required"}},
		{[]string{"sweep"}, []string{"-aws is required", "-account is required", "-region is required"}},
		{[]string{"sweep", "-journal", "no such file"}, []string{"open no such file"}},
		{[]string{"sweep", "-journal", nonsense}, []string{nonsense + ":1: this is not the first line of a journal"}},
		{[]string{"sweep", "-journal", "x", "-all"}, []string{"leave out -run-id and -all"}},
		{[]string{"sweep", "-aws", "-region", "eu-west-1", "-account", "123456789012", "-run-id", "test", "-all"}, []string{"exclude each other"}},
	} {
		status, stdout, stderr := conform(t.Context(), c.args...)
		for _, want := range c.want {
			if status != exitError || !strings.Contains(stderr, want) {
				t.Errorf("conform %q = %d\n%s%s, want %s", c.args, status, stdout, stderr, want)
			}
		}
	}
}

// TestAgainHasTheSameTolerances shows that the command which checks an account again
// has the same tolerances.
func TestAgainHasTheSameTolerances(t *testing.T) {
	for tolerances, want := range map[string]string{
		"cloud": "", "none": " -tolerances none", "my own.json": " -tolerances 'my own.json'", "": " -tolerances ''",
	} {
		l := &liveFlags{}
		flags := flag.NewFlagSet("conform apply", flag.ContinueOnError)
		l.declareJob(flags)
		if err := flags.Parse([]string{"-aws", "-region", "eu-west-1", "-account", "123456789012", "-tolerances", tolerances}); err != nil {
			t.Fatal(err)
		}
		if got, want := l.again(), "conform apply -aws -region eu-west-1 -account 123456789012"+want; got != want {
			t.Errorf("with -tolerances %q the command to check it again is %s, want %s", tolerances, got, want)
		}
	}
}

// TestPlan shows that a plan says all that there is to know beforehand, and
// that it asks an endpoint nothing but which instance it is.
func TestPlan(t *testing.T) {
	server := httptest.NewServer(instance.Handler("5e1f0a", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead || r.URL.Path != "/" || r.Header.Get("Authorization") != "" {
			t.Errorf("%s %s was asked for", r.Method, r.URL)
		}
	})))
	defer server.Close()
	common := []string{"plan", "-aws", "-region", "eu-west-1", "-endpoint", server.URL, "-run", "^(upsert|delete-absent)$", "-seed", "7", "-run-id", "demo"}
	status, stdout, stderr := conform(t.Context(), common...)
	for _, want := range []string{
		" answers the fake instance 5e1f0a.\nNothing was called, and nothing was changed", "in eu-west-1", "with the seed 7", "\nCALLS\n", "PutRemediationExceptions", "at most", "\nRESOURCES\n", "fakesmith-demo-",
		"\nTIME\n", "\nPRICE\n  at most $", "assuming that", "\nPERMISSIONS\n", "\nWITHHELD\n",
	} {
		if status != exitPass || !strings.Contains(stdout, want) || stderr != "" {
			t.Errorf("conform plan = %d\n%s%s, want %s", status, stdout, stderr, want)
		}
	}
	status, names, _ := conform(t.Context(), append(common, "-names")...)
	for _, name := range strings.Fields(names) {
		if status != exitPass || !strings.HasPrefix(strings.ToLower(name), "fakesmith-demo-") || len(name) > 64 {
			t.Errorf("a rule is to be named %q", name)
		}
	}
	status, stdout, stderr = conform(t.Context(), append(common, "-policy", "-account", "123456789012")...)
	var policy struct {
		Statement []struct {
			Effect, Resource string
			Action           []string
		}
	}
	if err := json.Unmarshal([]byte(stdout), &policy); err != nil || status != exitPass || stderr != "" {
		t.Fatalf("conform plan -policy = %d\n%s%s%v", status, stdout, stderr, err)
	}
	granted := map[string]string{}
	for _, s := range policy.Statement {
		for _, action := range s.Action {
			granted[action] = s.Effect + " " + s.Resource
		}
	}
	for action, want := range map[string]string{
		"sts:GetCallerIdentity": "Allow *", "config:PutRemediationExceptions": "Allow *", "config:DeleteRemediationExceptions": "Allow *",
		"config:DescribeConfigurationRecorders": "Allow *", "config:PutExternalEvaluation": "Allow *",
		"config:PutConfigRule":    "Allow arn:aws:config:eu-west-1:123456789012:config-rule/*",
		"config:DeleteConfigRule": "Allow arn:aws:config:eu-west-1:123456789012:config-rule/*",
		"config:*":                "", "config:PutConfigurationRecorder": "", "config:PutRemediationConfigurations": "", "config:DescribeComplianceByResource": "",
	} {
		if granted[action] != want {
			t.Errorf("%s is granted as %q, want %q", action, granted[action], want)
		}
	}
	// A run that only observes may change nothing.
	_, stdout, _ = conform(t.Context(), append(common, "-policy", "-observe")...)
	for _, action := range []string{"Put", "Delete"} {
		if strings.Contains(stdout, `"config:`+action) {
			t.Errorf("conform plan -observe -policy grants config:%s…\n%s", action, stdout)
		}
	}
}

// left returns a fake that has what runs have left behind, and something else.
func left(rules ...string) *remediation.Fake {
	state := open().State()
	for _, rule := range rules {
		state.ConfigRules = append(state.ConfigRules, remediation.ConfigRule{ConfigRuleName: &rule})
		state.RemediationExceptions = append(state.RemediationExceptions, remediation.RemediationException{
			ConfigRuleName: rule, ResourceType: "AWS::::Account", ResourceID: "123456789012",
		})
	}
	return remediation.New(state)
}

// TestSweepByName shows that what runs have left is found without a journal,
// and that it takes a word more to remove it.
func TestSweepByName(t *testing.T) {
	t.Parallel()
	f := left("fakesmith-aaaa-1", "fakesmith-aaaa-2", "fakesmith-bbbb-1", "fakesmith-mine")
	managed, identifier := "fakesmith-prod-rule", "S3_BUCKET_VERSIONING_ENABLED"
	state := f.State()
	state.ConfigRules = append(state.ConfigRules, remediation.ConfigRule{
		ConfigRuleName: &managed, Source: remediation.Source{Owner: remediation.OwnerAws, SourceIdentifier: &identifier},
	})
	f.Reset(state)
	server := httptest.NewServer(account.New(f, account.Options{Strict: true}))
	defer server.Close()
	common := []string{"sweep", "-aws", "-region", "us-east-1", "-account", "123456789012", "-endpoint", server.URL, "-rate", "1000", "-grace", "0s", "-lag", "100ms"}
	for _, c := range []struct {
		args   []string
		status int
		said   []string
		rules  int // there are afterwards
	}{
		{nil, exitFail, []string{"left: rule fakesmith-aaaa-1: it would be removed", "left: rule fakesmith-bbbb-1", "to remove them: the same with -run-id ID, or with -all"}, 6},
		{[]string{"-run-id", "aaaa", "-dry-run"}, exitFail, []string{"would delete 1 exception of the rule fakesmith-aaaa-1", "left: rule fakesmith-aaaa-2"}, 6},
		{[]string{"-run-id", "aaaa", "-account", "210987654321"}, exitError, nil, 6},
		{[]string{"-run-id", "aaaa"}, exitPass, []string{"deleted 1 exception of the rule fakesmith-aaaa-1", "deleted the rule fakesmith-aaaa-2", "nothing is left; 2 rules and 2 exceptions deleted"}, 4},
		{[]string{"-run-id", "aaaa"}, exitPass, []string{"nothing is left; 0 rules"}, 4},
		{[]string{"-all"}, exitPass, []string{"deleted the rule fakesmith-bbbb-1"}, 3},
		{nil, exitPass, []string{"nothing is left"}, 3},
	} {
		status, stdout, stderr := conform(t.Context(), append(slices.Clone(common), c.args...)...)
		for _, want := range c.said {
			if !strings.Contains(stdout, want) {
				t.Errorf("conform sweep %q prints\n%s%s, want %s", c.args, stdout, stderr, want)
			}
		}
		if n := len(f.State().ConfigRules); status != c.status || n != c.rules {
			t.Errorf("conform sweep %q = %d, want %d, and leaves %d rules, want %d\n%s%s", c.args, status, c.status, n, c.rules, stdout, stderr)
		}
	}
	if state := f.State(); len(state.RemediationExceptions) != 2 {
		t.Errorf("what is none of ours has been touched: %+v", state)
	}
}

// An interrupter stands before an account, and interrupts a run at some calls.
type interrupter struct {
	next http.Handler
	// at says of a call, from 1 on, whether to interrupt then.
	at func(call int, operation string) bool

	mu    sync.Mutex // guards the rest
	calls int
	sent  int // how many calls have interrupted it
	cmd   *exec.Cmd
}

func (i *interrupter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	i.mu.Lock()
	i.calls++
	interrupts := i.at(i.calls, operation)
	if interrupts {
		i.sent++
		_ = i.cmd.Process.Signal(syscall.SIGINT)
	}
	again := interrupts && i.sent > 1
	i.mu.Unlock()
	for again { // until it counts as a second one, which it does after a second
		select {
		case <-r.Context().Done():
			return
		case <-time.After(50 * time.Millisecond):
			again = i.cmd.Process.Signal(syscall.SIGINT) == nil
		}
	}
	i.next.ServeHTTP(w, r)
}

// TestInterrupts shows that an interrupt ends a run and cleans up, that a
// second one ends it at once, and that a sweep then cleans up.
func TestInterrupts(t *testing.T) {
	t.Parallel()
	for _, twice := range []bool{false, true} {
		f := left()
		const first = 40
		again := false
		i := &interrupter{next: account.New(f, account.Options{Strict: true})}
		i.at = func(call int, operation string) bool {
			if twice && call > first && operation == "DescribeConfigRules" && !again {
				again = true // the sweep looks around
				return true
			}
			return call == first
		}
		server := httptest.NewServer(i)
		defer server.Close()
		folder := t.TempDir()
		cmd := process(t.Context(), folder, "apply", "-aws", "-region", "us-east-1", "-account", "123456789012", "-endpoint", server.URL,
			"-rate", "200", "-grace", "2s", "-tolerances", "none", "-journal", "journal", "-seed", "1")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		i.mu.Lock()
		err := cmd.Start()
		i.cmd = cmd
		i.mu.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		status, said := cmd.ProcessState.ExitCode(), out.String()
		if !strings.Contains(said, "interrupted: cleaning up; interrupt again to stop at once") {
			t.Errorf("an interrupt is answered with\n%s", said)
		}
		if !twice {
			if status != exitError || !strings.Contains(said, "the run is incomplete") || len(f.State().ConfigRules) != 1 || i.calls > first+40 {
				t.Errorf("interrupted, a run exits with %d after %d calls, leaves %d rules, and says\n%s", status, i.calls, len(f.State().ConfigRules)-1, said)
			}
			continue
		}
		if want := "stopped: resources may be left behind; to remove them: conform sweep -journal journal"; status != exitFail || !strings.Contains(said, want) {
			t.Errorf("interrupted twice, a run exits with %d and says\n%s, want %s", status, said, want)
		}
		swept, err := process(t.Context(), folder, "sweep", "-journal", "journal", "-rate", "1000", "-grace", "100ms", "-lag", "100ms").CombinedOutput()
		if err != nil || len(f.State().ConfigRules) != 1 {
			t.Errorf("conform sweep = %v\n%s", err, swept)
		}
	}
}

// TestSweepRejectsJournals shows that a journal that does not say whose it is, or
// that names what is not of its run, is rejected, that nothing is deleted by it, and
// that it is said what to do.
func TestSweepRejectsJournals(t *testing.T) {
	t.Parallel()
	f := left("fakesmith-aaaa-1")
	server := httptest.NewServer(account.New(f, account.Options{Strict: true}))
	defer server.Close()
	header := func(endpoint string) string {
		return `{"journal":1,"run":"aaaa","account":"123456789012","region":"us-east-1","endpoint":"` + endpoint + `","started":"2026-03-01T12:00:00Z"}` + "\n"
	}
	const own = `{"n":1,"creates":"rule","rule":"fakesmith-aaaa-1"}` + "\n"
	for _, c := range []struct {
		name, journal string
		args          []string
		status        int
		want          []string
		rules         int // there are afterwards
	}{
		{"empty", "", nil, exitError, []string{":1: the journal is empty, or ends within its first line", "conform sweep -aws -region REGION -account DIGITS"}, 2},
		{"torn", `{"journal":1,"ru`, nil, exitError, []string{":1: the journal is empty, or ends within its first line"}, 2},
		{"a first line without its end", strings.TrimSpace(header(server.URL)), nil, exitError, []string{":1: the journal is empty, or ends within its first line"}, 2},
		{"foreign", header(server.URL) + own + `{"n":2,"creates":"rule","rule":"encrypted"}` + "\n", nil, exitError,
			[]string{"nothing was deleted", `:3: it names the rule "encrypted", which is not of the run aaaa`, "-skip-bad-lines"}, 2},
		{"corrupt", header(server.URL) + "nonsense\n" + own, nil, exitError, []string{":2: it can't be read: invalid character", "-skip-bad-lines"}, 2},
		{"another endpoint", header("http://fake.invalid") + own, nil, exitError, []string{`:1: the run was at "http://fake.invalid", which is not AWS`, "write -endpoint http://fake.invalid"}, 2},
		{"foreign, skipped", header(server.URL) + own + `{"n":2,"creates":"rule","rule":"encrypted"}` + "\n", []string{"-skip-bad-lines"}, exitFail,
			[]string{"deleted the rule fakesmith-aaaa-1", `:3 names: it names the rule "encrypted"`}, 1},
	} {
		name := file(t, c.journal)
		status, stdout, stderr := conform(t.Context(), append([]string{"sweep", "-journal", name, "-rate", "1000", "-grace", "0s", "-lag", "0s"}, c.args...)...)
		for _, want := range c.want {
			if !strings.Contains(stdout+stderr, want) {
				t.Errorf("%s: conform sweep %q prints\n%s%s, want %s", c.name, c.args, stdout, stderr, want)
			}
		}
		if n := len(f.State().ConfigRules); status != c.status || n != c.rules || strings.Contains(stdout, "nothing is left") {
			t.Errorf("%s: conform sweep %q = %d, want %d, and leaves %d rules, want %d\n%s%s", c.name, c.args, status, c.status, n, c.rules, stdout, stderr)
		}
	}
}
