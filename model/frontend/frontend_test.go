package frontend

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/awsmodels"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// taken is our document, taken apart into shapes without a contract and a
// contract without shapes.
func taken(t *testing.T) (whole, shapes, contract []byte) {
	t.Helper()
	whole, err := os.ReadFile("../putremediationexceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(whole, &doc); err != nil {
		t.Fatal(err)
	}
	meaning := doc["x-contract"].(map[string]any)
	delete(doc, "x-contract")
	operations := map[string]any{}
	for _, path := range doc["paths"].(map[string]any) {
		post := path.(map[string]any)["post"].(map[string]any)
		operations[post["operationId"].(string)] = post["x-contract"]
		delete(post, "x-contract")
	}
	meaning["operations"] = operations
	return whole, encode(t, doc), encode(t, meaning)
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// ids returns the clauses that are written down, with what each says of whom.
func ids(api *model.API) []string {
	var all []string
	for _, p := range api.AllClauses() {
		if p.Clause.Kind == "constraint" {
			continue
		}
		of := ""
		if p.Operation != nil {
			of = p.Operation.Name + " " + string(p.Operation.Effect.Verb) + " " + p.Operation.Effect.Of + ": "
		}
		all = append(all, of+p.Clause.ID+" "+p.Clause.Kind+" "+p.Clause.Choice)
	}
	slices.Sort(all)
	return all
}

// TestContractBesideModel shows that it makes no difference whether a contract
// stands in the document or beside it.
func TestContractBesideModel(t *testing.T) {
	whole, shapes, contract := taken(t)
	want, err := openapi.Read("model.json", whole)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := Read(File{"model.json", shapes}, &File{"contract.json", contract})
	if err != nil {
		t.Fatal(err)
	}
	if g, w := ids(got), ids(want); !slices.Equal(g, w) || len(g) < 100 {
		t.Errorf("the clauses are\n%s\nwant\n%s", strings.Join(g, "\n"), strings.Join(w, "\n"))
	}
	// What was decoded and encoded again has lost the order of its keys.
	normal := func(api *model.API) string {
		slices.SortFunc(api.Operations, func(a, b model.Operation) int { return strings.Compare(a.Name, b.Name) })
		slices.SortFunc(api.Shapes, func(a, b model.Shape) int { return strings.Compare(a.Name, b.Name) })
		slices.SortFunc(api.Errors, func(a, b model.ErrorShape) int { return strings.Compare(a.Code, b.Code) })
		slices.SortFunc(api.Entities, func(a, b model.Entity) int { return strings.Compare(a.Name, b.Name) })
		for i := range api.Operations {
			slices.SortFunc(api.Operations[i].Unmodelled, func(a, b model.Unmodelled) int { return strings.Compare(string(a.Path), string(b.Path)) })
		}
		for i := range api.Entities {
			var v any
			if json.Unmarshal([]byte(api.Entities[i].Example), &v) == nil {
				api.Entities[i].Example = string(encode(t, v))
			}
			for j := range api.Entities[i].Samples {
				sample := &api.Entities[i].Samples[j]
				var v any // what was decoded into before would stay
				if json.Unmarshal([]byte(sample.JSON), &v) == nil {
					sample.JSON = string(encode(t, v))
				}
			}
		}
		return api.Digest()
	}
	if g, w := normal(got), normal(want); g != w {
		t.Errorf("the digest is %s, want %s", g, w)
	}
}

// TestContractBesideAWSModel reads the same contract beside the model that AWS
// itself publishes, untouched.
func TestContractBesideAWSModel(t *testing.T) {
	_, _, contract := taken(t)
	source := awsmodels.Source(t, "config-service")
	var doc map[string]any
	if err := json.Unmarshal(contract, &doc); err != nil {
		t.Fatal(err)
	}
	doc["scope"] = "contract"
	doc["shapes"] = map[string]any{"ResourceCompliance": map[string]any{
		"doc":      "What the last evaluation found of a resource.",
		"required": []string{"ConfigRuleName", "ResourceType", "ResourceId", "ComplianceType"},
		"members": map[string]any{"ConfigRuleName": "ConfigRuleName", "ResourceType": "StringWithCharLimit256", "ResourceId": "StringWithCharLimit1024",
			"ComplianceType": "ComplianceType", "Annotation": "StringWithCharLimit256", "ResultRecordedTime": "Date", "OrderingTimestamp": "Date",
			"ConfigRuleInvokedTime": "Date", "EvaluationMode": "EvaluationMode", "ResourceEvaluationId": "ResourceEvaluationId"},
	}, "ConfigRuleEvaluation": map[string]any{
		"doc":      "The evaluation that was started last.",
		"required": []string{"ConfigRuleName"},
		"members":  map[string]any{"ConfigRuleName": "ConfigRuleName", "StartedTime": "Date"},
	}, "RemediationExecution": map[string]any{
		"doc":      "The latest remediation of a resource.",
		"required": []string{"ConfigRuleName", "ResourceType", "ResourceId"},
		"members": map[string]any{"ConfigRuleName": "ConfigRuleName", "ResourceType": "ResourceType", "ResourceId": "ResourceId",
			"State": "RemediationExecutionState", "StepDetails": "RemediationExecutionSteps", "InvocationTime": "Date", "LastUpdatedTime": "Date"},
	}, "RemediationOutcome": map[string]any{
		"doc":      "How the remediation of a resource ends.",
		"required": []string{"ConfigRuleName", "ResourceType", "ResourceId", "Outcome"},
		"members": map[string]any{"ConfigRuleName": "ConfigRuleName", "ResourceType": "StringWithCharLimit256", "ResourceId": "StringWithCharLimit1024",
			"Outcome": "RemediationOutcomeType", "Seconds": "integer"},
	}, "RemediationOutcomeType": map[string]any{"doc": "How a remediation ends.", "enum": []string{"SUCCEEDED", "FAILED"}}}
	// Some clauses are about members that this release of AWS's model has not.
	newer := regexp.MustCompile(`clause (rules?-(by-)?visibility(-given)?|rule-principals-given):`)
	_, _, err := Read(File{"config.json", source}, &File{"contract.json", encode(t, doc)})
	for _, problem := range strings.Split(err.Error(), "\n") {
		if !strings.HasPrefix(problem, "contract.json:") || !newer.MatchString(problem) {
			t.Errorf("an unforeseen problem: %s", problem)
		}
	}
	for _, name := range []string{"DescribeConfigRules", "PutConfigRule"} {
		op := doc["operations"].(map[string]any)[name].(map[string]any)
		op["clauses"] = slices.DeleteFunc(op["clauses"].([]any), func(c any) bool {
			return newer.MatchString("clause " + c.(map[string]any)["id"].(string) + ":")
		})
	}
	got, _, err := Read(File{"config.json", source}, &File{"contract.json", encode(t, doc)})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Operations) != 19 {
		t.Errorf("there are %d operations, want the 19 of the contract", len(got.Operations))
	}
	if n := len(ids(got)); n < 100 {
		t.Errorf("there are %d clauses", n)
	}
	if got.Package != "remediation" || got.Resource("compliance").Shape == nil {
		t.Errorf("package %s, compliance %+v", got.Package, got.Resource("compliance"))
	}
}

func TestForms(t *testing.T) {
	const (
		shapes = `{"smithy": "2.0", "shapes": {
"ex#S": {"type": "service", "version": "1", "operations": [{"target": "ex#Ping"}],
  "traits": {"aws.auth#sigv4": {"name": "s"}, "aws.protocols#awsJson1_1": {}}},
"ex#Ping": {"type": "operation"}}}`
		api = `{"openapi": "3.0.3", "info": {"title": "S", "version": "1"}, "x-signing-name": "s", "paths": {"/#X-Amz-Target=S.Ping": {"post": {
"responses": {"200": {"description": "Success"}}}}}}`
		own      = `{"openapi": "3.0.3", "x-contract": {"package": "s"}, "info": {"title": "S", "version": "1"}, "x-signing-name": "s", "paths": {"/#X-Amz-Target=S.Ping": {"post": {"responses": {"200": {"description": "Success"}}}}}}`
		contract = `{"package": "s"}`
		stale    = `{"package": "s", "operations": {"Pong": {"puts": "Ball"}}}`
	)
	for _, tt := range []struct {
		name, model, contract string
		want                  string // what the error holds, or ""
	}{
		{"Smithy", shapes, "", ""},
		{"Smithy with a contract", shapes, contract, ""},
		{"Smithy behind metadata", `{"metadata": {"suppressions": []}, ` + shapes[1:], "", ""},
		{"OpenAPI", api, "", ""},
		{"OpenAPI with a contract", api, contract, ""},
		{"a contract in it", own, "", ""},
		{"two contracts", own, contract, `model.json:1:22: x-contract: the document has a contract, and there is one in a file of its own; leave one of the two out`},
		{"a contract alone", stale, "", "model.json:1:1: this document is a contract and no model"},
		{"the wrong way round", stale, shapes, `contract.json:1:12: this document has the key "smithy", so it is a model and no contract`},
		{"a stale name", api, stale, "contract.json:1:33: contract: operations: the model has no operation Pong; the nearest there is: Ping"},
		{"a contract that is no JSON", api, "{", "contract.json:1:2: the document is not JSON"},
		{"a model that is no JSON, and a contract that repeats a key", "{", `{"package": "s", "package": "t"}`, `contract.json:1:18: the document: key "package" is repeated`},
		{"no JSON", "", "", "model.json:1:1: the document is not JSON"},
		{"something else", `{"name": "x"}`, "", "openapi is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var beside *File
			if tt.contract != "" {
				beside = &File{"contract.json", []byte(tt.contract)}
			}
			api, _, err := Read(File{"model.json", []byte(tt.model)}, beside)
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want == "" && (len(api.Operations) != 1 || api.Operations[0].Name != "Ping"):
				t.Errorf("the operations are %+v", api.Operations)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("the error is\n%v\nwant one with\n%s", err, tt.want)
			}
		})
	}
}
