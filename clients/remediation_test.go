package clients_test

import (
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake"
)

// TestRemediationBoto3 has a rule remediate by itself, with boto3 over HTTP. In the order
// that AWS documents, what is exempt is not touched. In the other order it is.
func TestRemediationBoto3(t *testing.T) {
	python := python3(t)
	url := fake.NewServer(t, newFake()).URL
	script := exec.CommandContext(t.Context(), python, "testdata/remediation.py", url)
	script.Env = environment(t, url)
	script.Stderr = t.Output()
	got, err := script.Output()
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	want := `{"safe": [["vol-2", "SUCCEEDED"]]}
{"hasty": [["vol-1", "SUCCEEDED"], ["vol-2", "SUCCEEDED"]]}
{"too late": [["hasty", "vol-1", "automatic"]]}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", script, diff)
	}
}
