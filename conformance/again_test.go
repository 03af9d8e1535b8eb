package conformance_test

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// conformLine matches the command in a counterexample of Check.
var conformLine = regexp.MustCompile(`^conform(?: -run '([^']+)')? -seed 20261125$`)

// TestRunAgain shows that the command of each counterexample finds it again:
// also that of a rule about replies, which may have failed before any clause was
// checked, or while another one was; and that of a check of the whole, which
// uses choices that other clauses have shown.
func TestRunAgain(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for name, tt := range map[string]struct {
		server func(*testing.T) conformance.Target
		run    string
		// fails is a clause that has to fail, and with is one that its command
		// has to select too.
		fails, with string
	}{
		"while probing": {
			server: func(t *testing.T) conformance.Target {
				server := newReference(t, "text for a content type")
				server.control = false // so that probing makes calls
				return conformance.Target{Transport: server}
			},
			run: "^reply-envelope$", fails: "reply-envelope",
		},
		"while another clause was checked": {
			server: func(*testing.T) conformance.Target {
				return conformance.Target{Transport: &intermediary{
					RoundTripper: fake.Transport(remediation.New(remediation.State{})),
					behaviour: func(e *exchange) {
						if e.pass(); e.ok() && e.in["Limit"] != nil {
							e.out["remediation_exceptions"] = []any{}
						}
					},
				}}
			},
			run: "^(describe-pages|reply-members)$", fails: "reply-members", with: "describe-pages",
		},
		"with choices that were observed": {
			server: func(t *testing.T) conformance.Target {
				return conformance.Target{Transport: newReference(t, "exceptions never expire")}
			},
			fails: "random", with: "omitted-members",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.run == "" && !sample.Whole() {
				t.Skip(sample.Reason)
			}
			t.Parallel()
			options := conformance.Options{Seed: seed, Checks: 4, Shrink: time.Nanosecond}
			if tt.run != "" {
				options.Run = regexp.MustCompile(tt.run)
			}
			check := func() *conformance.Report {
				target := tt.server(t)
				if _, err := conformance.Discover(t.Context(), &target); err != nil {
					t.Fatal(err)
				}
				rep, err := conformance.Check(t.Context(), contract(), target, options)
				if err != nil {
					t.Fatal(err)
				}
				return rep
			}
			find := func(rep *conformance.Report) report.Clause {
				all := slices.Concat(rep.Clauses, rep.Checks)
				i := slices.IndexFunc(all, func(c report.Clause) bool { return c.ID == tt.fails })
				if i < 0 || all[i].Outcome != report.Fail {
					t.Fatalf("%s does not fail with -run %v", tt.fails, options.Run)
				}
				return all[i]
			}
			command := find(check()).Counterexample.Reproduce
			m := conformLine.FindStringSubmatch(command)
			if m == nil {
				t.Fatalf("the command is %q, want one like %v", command, conformLine)
			}
			options.Run = nil
			if m[1] != "" {
				options.Run = regexp.MustCompile(m[1])
			}
			if tt.with != "" && options.Run != nil && !options.Run.MatchString(tt.with) {
				t.Errorf("the command %q does not select %s", command, tt.with)
			}
			if again := find(check()).Counterexample.Reproduce; again != command {
				t.Errorf("the command found again is %q, want %q", again, command)
			}
		})
	}
}

// goTestLine matches the command in a counterexample of Run.
var goTestLine = regexp.MustCompile(`run again:   go test github\.com/fakesmith/fakesmith/conformance -run '([^']+)' (-rapid\.seed=\d+) (-rapid\.checks=\d+)\n`)

// TestRunAgainUnderGoTest shows that the command of a counterexample under go
// test selects the subtests that find it again.
func TestRunAgainUnderGoTest(t *testing.T) {
	t.Parallel()
	run := func(args ...string) string {
		cmd := exec.Command(os.Args[0], append(args, "-test.v")...)
		cmd.Env = append(os.Environ(), "CONFORMANCE_DEFECT=text for a content type")
		out, _ := cmd.CombinedOutput()
		if !strings.Contains(string(out), "--- FAIL: TestRunOfAFaultyServer/reply-envelope") {
			t.Fatalf("with %v reply-envelope does not fail:\n%s", args, out)
		}
		return string(out)
	}
	first := run("-test.run=^TestRunOfAFaultyServer$/^reply-envelope$", "-rapid.checks=5", "-rapid.seed=99")
	m := goTestLine.FindStringSubmatch(first)
	if m == nil {
		t.Fatalf("the output lacks %v:\n%s", goTestLine, first)
	}
	run("-test.run="+m[1], m[2], m[3])
}
