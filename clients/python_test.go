package clients_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// TestBoto3 runs a script that sets up and observes with boto3 alone.
func TestBoto3(t *testing.T) {
	f := remediation.New(remediation.State{})
	expectPython(t, "exceptions.py", f, `{"evaluations that failed": []}
{"found": [["123456789012", "NOT_APPLICABLE"], ["vol-1", "NON_COMPLIANT"], ["vol-2", "NON_COMPLIANT"], ["vol-3", "COMPLIANT"]]}
{"rejected": [["vol-3", "migrating: gr\u00f6\u00dfer \ud83d\udc0b"]]}
{"reasons given": true}
{"listed": [{"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1", "Message": "migrating: gr\u00f6\u00dfer \ud83d\udc0b", "ExpirationTime": 4071006245.0}, {"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-2", "Message": "migrating: gr\u00f6\u00dfer \ud83d\udc0b", "ExpirationTime": 4071006245.0}]}
{"more": false}
{"elsewhere": []}
{"delete": []}
{"delete again": ["NoSuchRemediationExceptionException", "NoSuchRemediationExceptionException", 400]}
{"foreign token": ["InvalidNextTokenException", "InvalidNextTokenException", 400]}
{"too many": ["ValidationException", "ValidationException", 400]}
{"unknown rule": ["NoSuchConfigRuleException", "NoSuchConfigRuleException", 400]}
{"left": ["vol-2"]}
`)
}

// expectPython runs a script of testdata with boto3, which is given the URL of a fake and
// must print what is wanted. It skips the test where there is no boto3.
func expectPython(t *testing.T, script string, api http.Handler, want string) {
	t.Helper()
	python := python3(t)
	url := fake.NewServer(t, api).URL
	cmd := exec.CommandContext(t.Context(), python, filepath.Join("testdata", script), url)
	cmd.Env = environment(t, url)
	cmd.Stderr = t.Output()
	got, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", cmd, diff)
	}
}

// environment returns the environment for a client of AWS's that is to call a
// fake at url. What the user's own has to say to such clients is left out.
func environment(t *testing.T, url string) []string {
	config := filepath.Join(t.TempDir(), "config")
	// Version 1 of the CLI prints timestamps as they came, unless it is told.
	if err := os.WriteFile(config, []byte("[default]\ncli_timestamp_format = iso8601\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	return append(env,
		"AWS_CONFIG_FILE="+config, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull,
		"AWS_ENDPOINT_URL="+url, "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1",
		"AWS_ACCESS_KEY_ID="+account, "AWS_SECRET_ACCESS_KEY=any",
		"AWS_MAX_ATTEMPTS=1", "AWS_PAGER=", "NO_PROXY=*")
}

// python3 returns the path of a Python that has boto3, or skips the test.
func python3(t *testing.T) string {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("SKIPPED: python3 is not installed, so nothing was shown about boto3")
	}
	if err := exec.CommandContext(t.Context(), python, "-c", "import boto3").Run(); err != nil {
		t.Skip("SKIPPED: python3 has no boto3, so nothing was shown about it")
	}
	return python
}
