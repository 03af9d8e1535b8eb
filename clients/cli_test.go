package clients_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// TestCLI puts, describes and deletes with the AWS CLI.
func TestCLI(t *testing.T) {
	f := newFake("vol-1", "vol-2")
	aws := newAWSCLI(t, f)

	aws.run(t, `{"FailedBatches": []}`, "put-remediation-exceptions", "--config-rule-name", rule,
		"--resource-keys", "ResourceType="+volume+",ResourceId=vol-1", "ResourceType="+volume+",ResourceId=vol-2",
		"--message", "migrating", "--expiration-time", "2026-03-01T13:00:00Z")

	first := aws.run(t, "", "describe-remediation-exceptions", "--config-rule-name", rule, "--limit", "1")
	var page struct {
		RemediationExceptions []struct{ ResourceId, Message, ExpirationTime string }
		NextToken             string
	}
	if err := json.Unmarshal(first, &page); err != nil {
		t.Fatal(err)
	}
	if got := page.RemediationExceptions; len(got) != 1 || got[0].ResourceId != "vol-1" || got[0].Message != "migrating" {
		t.Errorf("first page = %+v, want vol-1", got)
	} else if until, err := time.Parse(time.RFC3339, got[0].ExpirationTime); err != nil || !until.Equal(noon.Add(time.Hour)) {
		t.Errorf("ExpirationTime = %s, want %s", got[0].ExpirationTime, noon.Add(time.Hour))
	}
	second := aws.run(t, "", "describe-remediation-exceptions", "--config-rule-name", rule, "--limit", "1", "--next-token", page.NextToken)
	if !bytes.Contains(second, []byte(`"vol-2"`)) || bytes.Contains(second, []byte(`"NextToken"`)) {
		t.Errorf("second page = %s, want vol-2 and no NextToken", second)
	}

	aws.run(t, `{"FailedBatches": []}`, "delete-remediation-exceptions", "--config-rule-name", rule,
		"--resource-keys", "ResourceType="+volume+",ResourceId=vol-1")
	aws.reject(t, "NoSuchRemediationExceptionException", "delete-remediation-exceptions", "--config-rule-name", rule,
		"--resource-keys", "ResourceType="+volume+",ResourceId=vol-1")

	f.Clock.Advance(time.Hour)
	aws.run(t, `{"RemediationExceptions": []}`, "describe-remediation-exceptions", "--config-rule-name", rule)
}

// An awsCLI is the environment in which the CLI is run.
type awsCLI []string

// newAWSCLI returns a CLI that calls a fake, or skips the test where there is none.
func newAWSCLI(t *testing.T, api http.Handler) awsCLI {
	if _, err := exec.LookPath("aws"); err != nil {
		t.Skip("SKIPPED: the AWS CLI is not installed, so nothing was shown about it")
	}
	return environment(t, fake.NewServer(t, api).URL)
}

// command returns the command aws configservice with the arguments.
func (env awsCLI) command(t *testing.T, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), "aws", append([]string{"configservice"}, args...)...)
	cmd.Env = env
	return cmd
}

// run runs the CLI and returns what it printed, which must be the same JSON
// as want unless that is empty.
func (env awsCLI) run(t *testing.T, want string, args ...string) []byte {
	t.Helper()
	cmd := env.command(t, args...)
	cmd.Stderr = t.Output()
	got, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	if want != "" && compact(t, got) != compact(t, []byte(want)) {
		t.Errorf("%s printed %s, want %s", cmd, got, want)
	}
	return got
}

// reject runs the CLI, which must fail naming the code.
func (env awsCLI) reject(t *testing.T, code string, args ...string) {
	t.Helper()
	cmd := env.command(t, args...)
	_, err := cmd.Output()
	exit, failed := errors.AsType[*exec.ExitError](err)
	if !failed || !strings.Contains(string(exit.Stderr), "("+code+")") {
		t.Errorf("%s: %v, want an error with code %s", cmd, err, code)
	}
}

func compact(t *testing.T, text []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatalf("%s is not JSON: %v", text, err)
	}
	return b.String()
}
