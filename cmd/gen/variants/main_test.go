package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// A recorded is what was recorded of one implementation.
type recorded struct {
	ID       string
	Variants []string
	Failed   []string
	Error    string
}

type recordRead struct {
	Contract           string
	Variants, Mixtures []recorded
}

// root makes the root of the module the working directory, as the command wants.
func root(t *testing.T) {
	t.Helper()
	t.Chdir("../../..")
}

func readRecord(t *testing.T, name string) recordRead {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var r recordRead
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

// variants runs the command.
func variants(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, complaints strings.Builder
	status = run(t.Context(), args, &out, &complaints)
	return status, out.String(), complaints.String()
}

// TestSampleFailsNowhere checks one in twenty of the variants that did not fail when
// the record was made, and mixtures of them; by default one in 120, and one mixture.
func TestSampleFailsNowhere(t *testing.T) {
	sample.SkipRace(t)
	root(t)
	every, least, mixtures := sample.Cases(20, 240), sample.Cases(5, 1), sample.Cases(3, 1)
	var tried []string
	for i, v := range readRecord(t, "records/variants.json").Variants {
		if i%every == 3 && len(v.Failed) == 0 {
			tried = append(tried, regexp.QuoteMeta(v.ID))
		}
	}
	if len(tried) < least {
		t.Fatalf("the record leaves %d variants to try, want %d or more", len(tried), least)
	}
	status, stdout, stderr := variants(t, "-run", "^("+strings.Join(tried, "|")+")$", "-mixtures", fmt.Sprint(mixtures), "-checks", "1", "-seed", "2")
	if status != done {
		t.Errorf("variants = %d\n%s%s", status, stdout, stderr)
	}
	if t.Logf("%s", stdout); strings.Contains(stdout, " 0 outcomes") {
		t.Error("no clause was tried")
	}
}

// TestLongAnswersFailNowhere has lists at their limit come back with each character
// escaped, and all that stands beside them repeated for each element: that may be
// more than is read of an answer, which is nobody's fault.
func TestLongAnswersFailNowhere(t *testing.T) {
	root(t)
	status, stdout, stderr := variants(t, "-run", "^json/text/escaped$", "-clauses", `^(PutRemediationExceptions\.ResourceKeys\.maxItems|failed-batches|describe-page-cap)$`, "-mixtures", "0", "-seed", "56")
	if status != done || !strings.Contains(stdout, " 3 outcomes") {
		t.Errorf("variants = %d\n%s%s", status, stdout, stderr)
	}
}

// TestFailuresAreTold has a variant checked that is not permitted.
func TestFailuresAreTold(t *testing.T) {
	root(t)
	members := filepath.Join(t.TempDir(), "members.json")
	text := `[{"shape": "RemediationException", "path": "Message", "treatment": "withheld", "source": "nobody says so"}]`
	if err := os.WriteFile(members, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := variants(t, "-members", members, "-run", "^member/RemediationException", "-clauses", "^(upsert|omitted-members)$", "-mixtures", "0", "-checks", "2")
	if status != failed || stderr != "" {
		t.Errorf("variants = %d %s, want %d", status, stderr, failed)
	}
	want := regexp.MustCompile(`(?s)^✗ member/RemediationException\.Message/withheld \(seed 1\)\n\tupsert: .*: expected .*"Message":.*, got .*\n` +
		`\n1 variants alone: 1 failed. 0 mixtures: 0 failed. \d outcomes of clauses, seed 1.\n$`)
	if !want.MatchString(stdout) {
		t.Errorf("variants prints\n%s\nwant a match of\n%s", stdout, want)
	}
}

// TestRecord checks that the record names every variant, and what failed.
func TestRecord(t *testing.T) {
	root(t)
	status, list, stderr := variants(t, "-list")
	if status != done {
		t.Fatalf("variants -list = %d %s", status, stderr)
	}
	have := map[string]bool{}
	for line := range strings.Lines(list) {
		if !strings.HasPrefix(line, "\t") {
			have[strings.TrimSpace(line)] = true
		}
	}
	r := readRecord(t, "records/variants.json")
	if r.Contract == remediationtest.Contract.Digest() { // or it was made of an earlier contract, of which the matrix tells
		for _, v := range r.Variants {
			if !have[v.ID] {
				t.Errorf("the record has %s, and there is no such variant: run make variants", v.ID)
			}
			delete(have, v.ID)
		}
		if len(have) > 0 {
			t.Errorf("the record lacks %v: run make variants", slices.Sorted(maps.Keys(have)))
		}
	}
	name := filepath.Join(t.TempDir(), "record.json")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	o := options{alone: true, mixtures: 2, checks: 1, seed: 1}
	if err := o.prepare("remediation", "^json/text/", "reversed", "", ""); err != nil {
		t.Fatal(err)
	}
	made := &result{options: &o}
	made.alone, made.mixed = o.trials()
	made.alone[1].err = os.ErrDeadlineExceeded
	if err := made.record().write(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	r = readRecord(t, name)
	if len(r.Variants) != 2 || len(r.Mixtures) != 2 || r.Variants[0].ID != "json/text/indented" || r.Variants[0].Error != "" || r.Variants[1].Error == "" {
		t.Errorf("the record of two variants, of which the second can't be checked, is %+v", r)
	}
}

// TestShardsAreTheWhole: the records of three shards become the record of one, byte
// for byte.
func TestShardsAreTheWhole(t *testing.T) {
	root(t)
	dir := t.TempDir()
	write := func(name string, part shard.Shard) (string, *result) {
		o := options{alone: true, mixtures: 8, checks: 1, seed: 1, shard: part}
		if err := o.prepare("remediation", "^json/", "", "", ""); err != nil {
			t.Fatal(err)
		}
		r := &result{options: &o}
		r.alone, r.mixed = o.trials()
		for _, tried := range slices.Concat(r.alone, r.mixed) {
			tried.skipped = len(tried.mixture.String()) // anything that depends on the trial alone
		}
		name = filepath.Join(dir, name)
		if err := save(name, r); err != nil {
			t.Fatal(err)
		}
		return name, r
	}
	whole, all := write("whole.json", shard.Shard{})
	var parts []string
	total := 0
	for i := range 3 {
		name, r := write(fmt.Sprintf("shard-%d.json", i), shard.Shard{Index: i, Of: 3})
		parts, total = append(parts, name), total+len(r.alone)+len(r.mixed)
	}
	if want := len(all.alone) + len(all.mixed); total != want || len(all.alone) < 5 {
		t.Errorf("the shards have %d trials, and the whole %d", total, want)
	}
	merged := filepath.Join(dir, "merged.json")
	if status, _, stderr := variants(t, "-merge", merged, parts[2], parts[0], parts[1]); status != done {
		t.Fatalf("variants -merge = %d %s", status, stderr)
	}
	got, err1 := os.ReadFile(merged)
	want, err2 := os.ReadFile(whole)
	if err1 != nil || err2 != nil || !bytes.Equal(got, want) {
		t.Errorf("the merged record is\n%s\nwant\n%s", got, want)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-merge", merged, parts[0], parts[1]}, "these shards are missing: 2/3"},
		{[]string{"-merge", merged, whole, parts[1]}, "whole.json: it is no shard"},
		{[]string{"-merge", merged, "README.md"}, "README.md: this is no record of variants"},
		{[]string{"-merge", merged}, "-merge needs the records of all shards"},
	} {
		if status, _, stderr := variants(t, c.args...); status == done || !strings.Contains(stderr, c.want) {
			t.Errorf("variants %q = %d %q, want %q", c.args, status, stderr, c.want)
		}
	}
}

// TestMisuse checks what is said to who calls the command wrongly.
func TestMisuse(t *testing.T) {
	root(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-run", "nothing"}, "no variant has an id that -run matches"},
		{[]string{"-run", "("}, "missing closing )"},
		{[]string{"-skip", "("}, "missing closing )"},
		{[]string{"-mixtures", "-1"}, "0 or more"},
		{[]string{"-checks", "0"}, "above 0"},
		{[]string{"x"}, "there are only flags"},
		{[]string{"-record", "r.json", "-run", "json"}, "leave out -run"},
		{[]string{"-members", "missing.json"}, "missing.json"},
		{[]string{"-members", "README.md"}, "README.md: invalid character"},
		{[]string{"-nonsense"}, "not defined"},
	} {
		if status, _, stderr := variants(t, c.args...); status != misuse || !strings.Contains(stderr, c.want) {
			t.Errorf("variants %q = %d %q, want %d and %q", c.args, status, stderr, misuse, c.want)
		}
	}
	if status, stdout, _ := variants(t, "-h"); status != done || stdout != manual {
		t.Errorf("variants -h = %d %q", status, stdout)
	}
}

// TestChoicesTold has mixtures checked that the suite failed once, told what they choose.
func TestChoicesTold(t *testing.T) {
	root(t)
	for _, tt := range []struct{ name, run, clauses string }{
		{"evaluated of its own", "^(aggregate/DescribeConfigRuleEvaluationStatus/at-once|choice/evaluations-type/accepted)$", "^rule-evaluations$"},
		{"not started unless evaluated", "^choice/(start-unevaluated/failed-batch|executions-foreign-token/accepted)$", "^start-duplicates$"},
		{"compliant by what went on", "^choice/(execution-success/set|start-busy/error:InvalidParameterValueException)$", "^start-busy$"},
		{"an empty page of what was asked for", "^(pages/DescribeRemediationExecutionStatus/empty|choice/configuration-service-given/accepted)$", "^executions-absent-keys$"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, stdout, stderr := variants(t, "-run", tt.run, "-mixture", "2", "-clauses", tt.clauses)
			if status != done || !strings.Contains(stdout, "1 mixtures: 0 failed") {
				t.Errorf("variants = %d\n%s%s", status, stdout, stderr)
			}
		})
	}
}

// TestOtherContracts shows that variants of the fakes of the other contracts are checked,
// with what was failed before: where the error that means "this exists already", or "this is
// no JSON", is that of a broken constraint, a value at a limit may be answered with it.
func TestOtherContracts(t *testing.T) {
	root(t)
	for _, tt := range []struct{ contract, run, clauses string }{
		{"pipelines", "^choice/create-existing/error:ValidationException$", `^(validation-error|CreatePipeline\.PipelineName\..*|.*\.MaxParallelExecutionSteps\.required)$`},
		{"parameters", "^choice/put-policies-json/error:ValidationException$", `^PutParameter\.Policies\.`},
	} {
		t.Run(tt.contract, func(t *testing.T) {
			status, stdout, stderr := variants(t, "-contract", tt.contract, "-run", tt.run, "-mixtures", "0", "-clauses", tt.clauses)
			if status != done || !strings.Contains(stdout, "1 variants alone: 0 failed") {
				t.Errorf("variants = %d\n%s%s", status, stdout, stderr)
			}
		})
	}
	if status, _, stderr := variants(t, "-contract", "parameter"); status != misuse || !strings.Contains(stderr, "the contracts are parameters, pipelines, remediation") {
		t.Errorf("with the name of no contract, variants = %d: %s", status, stderr)
	}
}
