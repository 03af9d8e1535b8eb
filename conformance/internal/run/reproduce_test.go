package run

import (
	"os"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// TestWhatTheOracleDoesNotKnow shows that a step is not called wrong because it
// succeeded, if the case went on from there: it depends on a fact that the oracle was
// never told.
func TestWhatTheOracleDoesNotKnow(t *testing.T) {
	const (
		rule = `{"ConfigRule":{"ConfigRuleName":"r","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}}}`
		put  = `{"ConfigRuleName":"r","ResourceKeys":[{"ResourceType":"T","ResourceId":"a"}]}`
		list = `{"ConfigRuleName":"r"}`
	)
	src, err := os.ReadFile("../../../model/putremediationexceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read("config.json", src)
	if err != nil {
		t.Fatal(err)
	}
	profile := Profile(api)
	profile["rejected-keys"] = "error:InvalidParameterValueException"
	s := New(t.Context(), api, endpoint.Target{Profile: profile}, endpoint.Options{})
	c := &report.Counterexample{Steps: []report.Step{
		{Call: "PutConfigRule", Request: []byte(rule), Status: 200},
		{Call: "PutRemediationExceptions", Request: []byte(put), Status: 200, Answer: []byte(`{"FailedBatches":[]}`), Required: true},
		{Call: "DescribeRemediationExceptions", Request: []byte(list), Status: 200, Answer: []byte(`{"RemediationExceptions":[]}`)},
	}}
	if wrong, right, _ := replay(s.Session, c); wrong != 2 || right != nil || c.Steps[1].Differs != "" {
		t.Errorf("step %d is wrong, with %v for right, and the second differs: %q", wrong, right, c.Steps[1].Differs)
	}
	// A property that goes on whatever the answer is shows nothing of the kind.
	c.Steps[1].Required = false
	if wrong, right, _ := replay(s.Session, c); wrong != 1 || len(right) != 1 {
		t.Errorf("where success is not required, step %d is wrong, with %v for right", wrong, right)
	}
	c.Steps[1].Required = true
	// Whether the error comes is what this property looks for, so that it goes on without.
	c.Steps[2].Expected = "the choice error:InvalidParameterValueException"
	if wrong, right, _ := replay(s.Session, c); wrong != 1 || len(right) != 1 || c.Steps[1].Differs != "the call succeeds" {
		t.Errorf("with the choice that is expected, step %d is wrong, with %v for right, and it differs: %q", wrong, right, c.Steps[1].Differs)
	}
	c.Steps = c.Steps[:2]
	if wrong, right, _ := replay(s.Session, c); wrong != 1 || len(right) != 1 || c.Steps[1].Differs != "the call succeeds" {
		t.Errorf("at the end, step %d is wrong, with %v for right, and it differs: %q", wrong, right, c.Steps[1].Differs)
	}
}

// TestPagesOfMoreThanTheOracleKnows shows that the oracle says nothing of a page behind
// one that shows what it does not know of, such as what another run has left.
func TestPagesOfMoreThanTheOracleKnows(t *testing.T) {
	src, err := os.ReadFile("../../../model/putremediationexceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read("config.json", src)
	if err != nil {
		t.Fatal(err)
	}
	s := New(t.Context(), api, endpoint.Target{}, endpoint.Options{})
	row := `{"ConfigRuleName":"other","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}}`
	c := &report.Counterexample{Steps: []report.Step{
		{Call: "DescribeConfigRules", Request: []byte(`{}`), Status: 200, Answer: []byte(`{"ConfigRules":[` + row + `],"NextToken":"1"}`)},
		{Call: "DescribeConfigRules", Request: []byte(`{"NextToken":"1"}`), Status: 200, Answer: []byte(`{"ConfigRules":[` + row + `],"NextToken":"2"}`)},
		{Call: "DescribeConfigRules", Request: []byte(`{"NextToken":"2"}`), Status: 200, Answer: []byte(`{"ConfigRules":[]}`), Expected: "a rule"},
	}}
	if wrong, right, _ := replay(s.Session, c); wrong != 2 || right != nil || c.Steps[2].Differs != "" {
		t.Errorf("step %d is wrong, with %v for right, and the last differs: %q", wrong, right, c.Steps[2].Differs)
	}
	// A token of no page is another matter.
	c.Steps = c.Steps[2:]
	if wrong, right, _ := replay(s.Session, c); wrong != 0 || len(right) != 1 || c.Steps[0].Differs != "the call succeeds" {
		t.Errorf("of a token that no page gave, step %d is wrong, with %v for right, and it differs: %q", wrong, right, c.Steps[0].Differs)
	}
}
