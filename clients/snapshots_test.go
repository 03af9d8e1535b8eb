package clients_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/generated/remediation"
)

// TestSnapshots reads the requests and replies that the SDK's module ships as
// evidence of its own wire, each with every member filled, and writes them
// again. Nothing may be lost.
func TestSnapshots(t *testing.T) {
	module := moduleDir(t, "github.com/aws/aws-sdk-go-v2/service/configservice")
	for _, c := range []struct {
		operation string
		in, out   any
	}{
		{"PutRemediationExceptions", &remediation.PutRemediationExceptionsInput{}, &remediation.PutRemediationExceptionsOutput{}},
		{"DescribeRemediationExceptions", &remediation.DescribeRemediationExceptionsInput{}, &remediation.DescribeRemediationExceptionsOutput{}},
		{"DeleteRemediationExceptions", &remediation.DeleteRemediationExceptionsInput{}, &remediation.DeleteRemediationExceptionsOutput{}},
		{"PutConfigRule", &remediation.PutConfigRuleInput{}, nil},
		{"DescribeConfigRules", &remediation.DescribeConfigRulesInput{}, &remediation.DescribeConfigRulesOutput{}},
		{"DeleteConfigRule", &remediation.DeleteConfigRuleInput{}, nil},
		{"PutExternalEvaluation", &remediation.PutExternalEvaluationInput{}, &remediation.PutExternalEvaluationOutput{}},
		{"PutEvaluations", &remediation.PutEvaluationsInput{}, &remediation.PutEvaluationsOutput{}},
		{"GetComplianceDetailsByConfigRule", &remediation.GetComplianceDetailsByConfigRuleInput{}, &remediation.GetComplianceDetailsByConfigRuleOutput{}},
		{"GetComplianceDetailsByResource", &remediation.GetComplianceDetailsByResourceInput{}, &remediation.GetComplianceDetailsByResourceOutput{}},
		{"DescribeComplianceByConfigRule", &remediation.DescribeComplianceByConfigRuleInput{}, &remediation.DescribeComplianceByConfigRuleOutput{}},
		{"DescribeConfigRuleEvaluationStatus", &remediation.DescribeConfigRuleEvaluationStatusInput{}, &remediation.DescribeConfigRuleEvaluationStatusOutput{}},
		{"DescribeComplianceByResource", &remediation.DescribeComplianceByResourceInput{}, &remediation.DescribeComplianceByResourceOutput{}},
	} {
		t.Run(c.operation, func(t *testing.T) {
			roundTrip(t, filepath.Join(module, "request_snapshot", c.operation+".request.snap"), c.in)
			roundTrip(t, filepath.Join(module, "response_snapshot", c.operation+".response.snap"), c.out)
		})
	}
}

// roundTrip reads the body of a snapshot into value and writes it again. A nil
// value stands for a reply without members.
func roundTrip(t *testing.T, file string, value any) {
	t.Helper()
	body := snapshotBody(t, file)
	if value == nil {
		if string(body) != "{}" {
			t.Errorf("%s has the body %s, want {}", filepath.Base(file), body)
		}
		return
	}
	if err := json.Unmarshal(body, value); err != nil {
		t.Errorf("%s: %v", filepath.Base(file), err)
		return
	}
	written, err := json.Marshal(value)
	if err != nil {
		t.Errorf("%s: %v", filepath.Base(file), err)
		return
	}
	if diff := cmp.Diff(members(t, body), members(t, written)); diff != "" {
		t.Errorf("%s read and written (-want +got):\n%s", filepath.Base(file), diff)
	}
}

// members returns the JSON as Go values, numbers as they are spelled.
func members(t *testing.T, text []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// snapshotBody returns what stands after the headers of a snapshot.
func snapshotBody(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, body, found := bytes.Cut(text, []byte("StarlingDoveService."))
	_, body, blank := bytes.Cut(body, []byte("\n\n"))
	if !found || !blank {
		t.Fatalf("%s is no snapshot of a call", file)
	}
	return bytes.TrimSpace(body)
}

// moduleDir returns where the go command keeps the module's files.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Fatalf("go list -m %s: %v", module, err)
	}
	return strings.TrimSpace(string(out))
}
