package vary_test

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// languages are those in which there are honest servers: how each is started, the
// letter that stands for it in the list of known failures, and the part of the clauses
// that it is checked on in the sample.
var languages = map[string]struct {
	letter  string
	command []string
	part    shard.Shard
}{
	"python": {"P", []string{"python3", "python/server.py"}, shard.Shard{Index: 0, Of: 4}},
	"node":   {"N", []string{"node", "node/server.mjs"}, shard.Shard{Index: 1, Of: 4}},
}

const honestFolder = "../../testdata/honest"

// start starts an honest server, which stops when the test ends, and returns it as
// a target with the powers that it offers.
func start(t *testing.T, language string, options ...string) conformance.Target {
	t.Helper()
	command := languages[language].command
	program, err := exec.LookPath(command[0])
	if err != nil {
		t.Skipf("%s is not installed, so that the honest server in %s is not checked", command[0], language)
	}
	// The documented quota is met sooner than the suite comes to its end.
	arguments := append([]string{filepath.Join(honestFolder, command[1]), "--quota", "1000000"}, options...)
	server := exec.Command(program, arguments...)
	var complaints bytes.Buffer
	server.Stderr = &complaints
	stdout, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	t.Cleanup(func() {
		if err := server.Process.Signal(syscall.SIGTERM); err != nil {
			t.Errorf("the server can't be stopped: %v", err)
		}
		if err := server.Wait(); err != nil || complaints.Len() > 0 {
			t.Errorf("the server ended with %v: %s", err, &complaints)
		}
	})
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		t.Fatalf("the first line of the server is %q, %v", line, err)
	}
	target := conformance.Target{URL: url}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	return target
}

// failuresOf checks a target, and returns the clauses that fail.
func failuresOf(t *testing.T, api *model.API, target conformance.Target, options conformance.Options) map[string]report.Clause {
	t.Helper()
	options.Pictures = t.TempDir()
	rep, err := conformance.Check(t.Context(), api, target, options)
	if err != nil {
		t.Fatal(err)
	}
	failed := map[string]report.Clause{}
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		if c.Outcome == report.Fail {
			failed[c.ID] = c
		}
	}
	return failed
}

// A knownFailure is a clause of which it is known that the suite fails an honest
// server, and wrongly.
type knownFailure struct {
	cause, clause string
	// always and atTimes have the letters of the servers.
	always, atTimes string
}

// knownFailures reads the list of them.
func knownFailures(t *testing.T) map[string]knownFailure {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(honestFolder, "known-failures.txt"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]knownFailure{}
	for n, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) != 3 || !regexp.MustCompile(`^[PNpn]{1,2}$`).MatchString(fields[2]) {
			t.Fatalf("known-failures.txt:%d: %q is not a cause, a clause and the letters of servers", n+1, line)
		}
		if all[fields[1]] != (knownFailure{}) {
			t.Fatalf("known-failures.txt:%d: %s is there twice", n+1, fields[1])
		}
		all[fields[1]] = knownFailure{fields[0], fields[1], fields[2], strings.ToUpper(fields[2])}
	}
	return all
}

// TestHonestServers checks the honest servers, of which no clause may fail but
// those that are known to do so wrongly. Of these none may pass: what is put right
// is taken out of the list. The sample tries half of the clauses, each on one of the servers.
func TestHonestServers(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	api := read(t, contracts[0])
	known := knownFailures(t)
	for id := range known {
		if !slices.ContainsFunc(api.AllClauses(), func(p model.Placed) bool { return p.Clause.ID == id }) && !strings.HasSuffix(id, ".observable") {
			t.Errorf("known-failures.txt has %s, and there is no such clause", id)
		}
	}
	runs := []conformance.Options{{Seed: 1, Checks: sample.Cases(2, 1), Shrink: time.Nanosecond}}
	if sample.Campaign() {
		runs = append(runs, conformance.Options{Seed: 1}, conformance.Options{Seed: 2}, conformance.Options{Seed: 3})
	}
	for language, about := range languages {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			for i, options := range runs {
				if !sample.Whole() {
					options.Shard = about.part
				}
				failed := failuresOf(t, api, start(t, language), options)
				for _, id := range slices.Sorted(maps.Keys(failed)) {
					if !strings.Contains(known[id].atTimes, about.letter) {
						t.Errorf("seed %d: %s fails: %s", options.Seed, id, told(failed[id]))
					}
				}
				for _, k := range known {
					if _, ok := failed[k.clause]; !ok && i == 0 && !options.Shard.Parts() && strings.Contains(k.always, about.letter) {
						t.Errorf("%s does not fail any more: take %s out of its line in known-failures.txt", k.clause, about.letter)
					}
				}
				t.Logf("seed %d: %d clauses fail, wrongly", options.Seed, len(failed))
			}
		})
	}
}

// told says how a clause fails.
func told(c report.Clause) string {
	if c.Counterexample == nil {
		return c.Reason
	}
	return c.Counterexample.Text()
}

// defects are some that can be switched on in the honest servers, and the clauses
// of which one has to fail then, and none otherwise. The first of the servers is
// tried in short as well.
var defects = []struct {
	name, clauses string
	servers       []string
}{
	{"no-upsert", "upsert", []string{"python", "node"}},
	{"type-not-in-key", "one-per-key", []string{"python"}},
	{"compliant-accepted", "non-compliant-only", []string{"python", "node"}},
	{"message-dropped", "upsert", []string{"node", "python"}},
	{"expiration-dropped", "expiry|upsert", []string{"python", "node"}},
	{"expiration-text", "reply-types|upsert", []string{"node", "python"}},
	{"keys-101", `PutRemediationExceptions\.ResourceKeys\.maxItems`, []string{"python", "node"}},
	{"message-1025", `PutRemediationExceptions\.Message\.maxLength`, []string{"node", "python"}},
	{"blank-name", `PutRemediationExceptions\.ConfigRuleName\.pattern`, []string{"python"}},
	{"bad-token-accepted", "describe-pages", []string{"python", "node"}},
	{"keys-filter-ignored", "describe-keys", []string{"node", "python"}},
	{"delete-absent-succeeds", "delete-absent", []string{"python", "node"}},
	{"page-loses-row", "describe-pages", []string{"python"}},
	{"expiry-ignored", "expiry", []string{"python"}},
	{"delete-all", "delete-removal", []string{"python"}},
	{"error-status-200", "validation-error", []string{"node", "python"}},
	{"delete-forgotten", "rule-removal", []string{"node"}}, // not in the sample: it waits until rules have to be gone
	{"no-error-type", "reply-error-body", []string{"python"}},
}

// TestDefectsOfHonestServers switches defects on, one at a time, and wants each to
// be found by a clause that does not fail without it. [TestHonestServers] shows the
// latter, of all clauses at once; on as many cases only when there is time. The sample
// has one in three of them.
func TestDefectsOfHonestServers(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	api := read(t, contracts[0])
	for i, d := range defects {
		if !sample.OneIn(6, i) {
			continue
		}
		servers := d.servers
		if !sample.Campaign() {
			servers = servers[:1]
		}
		for _, language := range servers {
			t.Run(d.name+"/"+language, func(t *testing.T) {
				t.Parallel()
				options := conformance.Options{Seed: 1, Run: regexp.MustCompile(fmt.Sprintf("^(%s)$", d.clauses)), Shrink: time.Nanosecond}
				if sample.Campaign() {
					if failed := failuresOf(t, api, start(t, language), options); len(failed) > 0 {
						t.Errorf("without the defect %v fail", slices.Sorted(maps.Keys(failed)))
					}
				}
				if failed := failuresOf(t, api, start(t, language, "--defect", d.name), options); len(failed) == 0 {
					t.Errorf("with the defect none of %s fails", d.clauses)
				}
			})
		}
	}
}
