package remediation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

var start = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

// newFake returns a fake with a rule, and buckets of which all but "fine" break
// it.
func newFake(buckets ...string) *remediation.Fake {
	f := remediation.New(remediation.State{ConfigRules: []remediation.ConfigRule{{ConfigRuleName: new("encrypted")}}})
	f.Clock.Set(start)
	for _, b := range buckets {
		f.SetCompliance("encrypted", "AWS::S3::Bucket", b, remediation.ComplianceTypeNonCompliant)
	}
	return f
}

func keys(buckets ...string) []remediation.RemediationExceptionResourceKey {
	all := make([]remediation.RemediationExceptionResourceKey, len(buckets))
	for i, b := range buckets {
		all[i] = remediation.RemediationExceptionResourceKey{ResourceType: new("AWS::S3::Bucket"), ResourceID: new(b)}
	}
	return all
}

func Example() {
	f := remediation.New(remediation.State{
		ConfigRules: []remediation.ConfigRule{{ConfigRuleName: new("encrypted")}},
	})
	f.Clock.Set(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	f.SetCompliance("encrypted", "AWS::S3::Bucket", "logs", remediation.ComplianceTypeNonCompliant)

	ctx := context.Background()
	out, err := f.PutRemediationExceptions(ctx, &remediation.PutRemediationExceptionsInput{
		ConfigRuleName: "encrypted",
		ResourceKeys:   keys("logs", "fine"),
		ExpirationTime: new(fake.NewTime(f.Clock.Now().Add(time.Hour))),
	})
	fmt.Println(err, *out.FailedBatches[0].FailureMessage)
	fmt.Println(len(f.State().RemediationExceptions))

	f.Clock.Advance(time.Hour)
	fmt.Println(len(f.State().RemediationExceptions))

	_, err = f.DeleteRemediationExceptions(ctx, &remediation.DeleteRemediationExceptionsInput{ConfigRuleName: "encrypted", ResourceKeys: keys("logs")})
	fmt.Println(errors.Is(err, remediation.NoSuchRemediationException))
	// Output:
	// <nil> The resource is not NON_COMPLIANT with the rule.
	// 1
	// 0
	// true
}

// TestStateIsAValue: what a state was, as a literal, as JSON and through a
// fake, is the same.
func TestStateIsAValue(t *testing.T) {
	want := remediation.State{
		ConfigRules: []remediation.ConfigRule{{
			ConfigRuleName:  new("encrypted"),
			Source:          remediation.Source{Owner: remediation.OwnerAws, SourceIdentifier: new("S3_ENCRYPTED")},
			EvaluationModes: []remediation.EvaluationModeConfiguration{{Mode: new(remediation.EvaluationModeDetective)}},
			Scope:           &remediation.Scope{ComplianceResourceTypes: []string{"AWS::S3::Bucket"}},
		}},
		ConfigRuleEvaluations: []remediation.ConfigRuleEvaluation{{ConfigRuleName: "encrypted", StartedTime: new(runtime.Unix(1767225600))}},
		RemediationConfigurations: []remediation.RemediationConfiguration{{
			ConfigRuleName: "encrypted", TargetID: "AWS-EnableS3BucketEncryption", TargetType: remediation.RemediationTargetTypeSSMDocument,
		}},
		RemediationExceptions: []remediation.RemediationException{
			{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: "logs", Message: new("m"), ExpirationTime: new(runtime.Unix(4102444800))},
			{ConfigRuleName: "other", ResourceType: "T", ResourceID: "i"},
			{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: "data"},
		},
		RemediationExecutions: []remediation.RemediationExecution{{
			ConfigRuleName: "encrypted", ResourceType: remediation.ResourceTypeAWSS3Bucket, ResourceID: "data", State: new(remediation.RemediationExecutionStateSucceeded),
			StepDetails: []remediation.RemediationExecutionStep{{Name: new("Encrypt"), State: new(remediation.RemediationExecutionStepStateSucceeded)}},
		}},
		Compliance: []remediation.ResourceCompliance{
			{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: "logs", ComplianceType: remediation.ComplianceTypeNonCompliant},
		},
		RemediationOutcome: []remediation.RemediationOutcome{
			{ConfigRuleName: "encrypted", ResourceType: "AWS::S3::Bucket", ResourceID: "logs", Outcome: remediation.RemediationOutcomeTypeSucceeded, Seconds: new(int32(30))},
		},
	}
	completed := remediation.New(want).State()
	if diff := cmp.Diff(completed, remediation.New(completed).State()); diff != "" {
		t.Errorf("State() of New(State()) (-want +got):\n%s", diff)
	}
	// What the service would have set is there, and all else as it was given.
	for i := range completed.ConfigRules {
		rule := &completed.ConfigRules[i]
		if id := runtime.Value(rule.ConfigRuleID); !regexp.MustCompile(`^config-rule-[0-9a-z]{6}$`).MatchString(id) ||
			runtime.Value(rule.ConfigRuleARN) != "arn:aws:config:us-east-1:123456789012:config-rule/"+id || rule.ConfigRuleState == nil {
			t.Errorf("State() of New(state) has the rule %+v", *rule)
		}
		rule.ConfigRuleID, rule.ConfigRuleARN, rule.ConfigRuleState = nil, nil, nil
	}
	for i := range completed.RemediationConfigurations {
		configuration := &completed.RemediationConfigurations[i]
		if configuration.ARN == nil {
			t.Errorf("State() of New(state) has the configuration %+v", *configuration)
		}
		configuration.ARN = nil
	}
	for i := range completed.Compliance {
		finding := &completed.Compliance[i]
		if finding.ResultRecordedTime == nil || finding.ConfigRuleInvokedTime == nil {
			t.Errorf("State() of New(state) has the finding %+v", *finding)
		}
		finding.ResultRecordedTime, finding.ConfigRuleInvokedTime = nil, nil
	}
	if diff := cmp.Diff(want, completed); diff != "" {
		t.Errorf("State() of New(state) (-want +got):\n%s", diff)
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got remediation.State
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the state from JSON (-want +got):\n%s", diff)
	}
	empty := remediation.New(remediation.State{}).State()
	if text, _ := json.Marshal(empty); string(text) != `{"ConfigRules":[],"ConfigRuleEvaluations":[],"RemediationConfigurations":[],"RemediationExceptions":[],"RemediationExecutions":[],"Compliance":[],"RemediationOutcome":[]}` {
		t.Errorf("an empty state is %s", text)
	}
}

// TestNothingIsShared: neither what is given to a fake nor what it gives can be
// used to change it from outside.
func TestNothingIsShared(t *testing.T) {
	f := newFake("logs")
	in := &remediation.PutRemediationExceptionsInput{
		ConfigRuleName: "encrypted", ResourceKeys: keys("fine", "logs", "good"), Message: new("mine"), ExpirationTime: new(fake.NewTime(start.Add(time.Hour))),
	}
	put, err := f.PutRemediationExceptions(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	want := f.State()
	failed := put.FailedBatches[0].FailedItems
	*failed[0].Message = "changed"
	failed[0].ExpirationTime.Time = start
	if *failed[1].Message != "mine" || failed[1].ExpirationTime.Equal(start) {
		t.Errorf("an item that failed was changed through another: %+v", failed[1])
	}
	*in.Message = "changed"
	in.ExpirationTime.Time = start
	*in.ResourceKeys[0].ResourceID = "changed"

	out, err := f.DescribeRemediationExceptions(t.Context(), &remediation.DescribeRemediationExceptionsInput{ConfigRuleName: "encrypted"})
	if err != nil {
		t.Fatal(err)
	}
	*out.RemediationExceptions[0].Message = "changed"
	out.RemediationExceptions[0].ExpirationTime.Time = start
	*f.State().RemediationExceptions[0].Message = "changed"

	given := f.State()
	f.Reset(given)
	*given.RemediationExceptions[0].Message = "changed"
	*given.ConfigRules[0].ConfigRuleName = "changed"
	if diff := cmp.Diff(want, f.State()); diff != "" {
		t.Errorf("the fake was changed from outside (-want +got):\n%s", diff)
	}
}

func TestBadInput(t *testing.T) {
	f := newFake()
	var invalid *runtime.ValidationError
	if _, err := f.PutRemediationExceptions(t.Context(), nil); !errors.As(err, &invalid) || invalid.Operation != "PutRemediationExceptions" || len(invalid.Violations) == 0 {
		t.Errorf("a nil input gives %v", err)
	}
	if err := f.PutConfigRule(t.Context(), &remediation.PutConfigRuleInput{}); !errors.Is(err, runtime.ValidationException) {
		t.Errorf("an empty rule gives %v", err)
	}
	//lint:ignore SA1012 a nil context is a mistake that must not panic
	if _, err := f.DescribeConfigRules(nil, nil); err != nil {
		t.Errorf("a nil context gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.DescribeConfigRules(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that is done gives %v", err)
	}
	_, err := f.PutRemediationExceptions(t.Context(), &remediation.PutRemediationExceptionsInput{ConfigRuleName: "none", ResourceKeys: keys("a")})
	var rejected *fake.Error
	if !errors.As(err, &rejected) || rejected.Operation != "PutRemediationExceptions" || !errors.Is(err, remediation.NoSuchConfigRule) || rejected.Message == "" {
		t.Errorf("an unknown rule gives %v", err)
	}
}

// TestBatchesAreWhole: while some put 50 keys at once and others delete them at
// once, whoever looks sees all of them or none.
func TestBatchesAreWhole(t *testing.T) {
	var buckets []string
	for i := range 50 {
		buckets = append(buckets, fmt.Sprint("bucket", i))
	}
	f := newFake(buckets...)
	ctx := t.Context()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 100 {
				in := &remediation.PutRemediationExceptionsInput{ConfigRuleName: "encrypted", ResourceKeys: keys(buckets...)}
				if _, err := f.PutRemediationExceptions(ctx, in); err != nil {
					t.Error(err)
				}
				_, err := f.DeleteRemediationExceptions(ctx, &remediation.DeleteRemediationExceptionsInput{ConfigRuleName: "encrypted", ResourceKeys: keys(buckets...)})
				if err != nil && !errors.Is(err, remediation.NoSuchRemediationException) {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for i := range 100 {
				out, err := f.DescribeRemediationExceptions(ctx, &remediation.DescribeRemediationExceptionsInput{ConfigRuleName: "encrypted", Limit: new(int32(100))})
				if err != nil {
					t.Error(err)
				} else if n := len(out.RemediationExceptions); n != 0 && n != 50 {
					t.Errorf("saw %d exceptions, want 0 or 50", n)
				}
				f.At("111122223333", fmt.Sprint("region", i%3)).State()
				f.Clock.Advance(time.Second)
				f.Calls()
			}
		})
	}
	wg.Wait()
}

// TestViews: views share clock, lock and calls, and nothing else; a view is
// answered in its own scope where the request names none.
func TestViews(t *testing.T) {
	f := newFake("logs")
	there := f.At("111122223333", "eu-west-1")
	if there.Clock != f.Clock || f.At("123456789012", "us-east-1") != f {
		t.Error("a view has a clock of its own")
	}
	if n := len(there.State().ConfigRules); n != 0 {
		t.Errorf("%d rules are seen from elsewhere", n)
	}
	body := `{"ConfigRule":{"ConfigRuleName":"r","Source":{"Owner":"AWS"}}}`
	req, _ := http.NewRequest("POST", "http://fake.invalid/", strings.NewReader(body))
	req.Header.Set("X-Amz-Target", "StarlingDoveService.PutConfigRule")
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	resp, err := fake.Transport(there).RoundTrip(req)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("PutConfigRule = %v, %v", resp, err)
	}
	if n := len(f.At("111122223333", "eu-west-1").State().ConfigRules); n != 1 {
		t.Errorf("%d rules in the view's scope, want 1", n)
	}
	calls := f.Calls()
	if len(calls) != 1 || calls[0].Scope != there.Scope() || !calls[0].At.Equal(start) || string(calls[0].Request) != body || string(calls[0].Response) != "null" {
		t.Errorf("Calls() = %+v", calls)
	}
	f.Reset(remediation.State{})
	if n := len(there.State().ConfigRules); n != 1 {
		t.Errorf("a reset of one scope left %d rules in another, want 1", n)
	}
}

// TestControlState goes through the control endpoints that only a generated
// fake can answer.
func TestControlState(t *testing.T) {
	f := newFake("logs")
	post := func(power, body string) (int, string) {
		req, _ := http.NewRequest("POST", "http://fake.invalid/_fakesmith/"+power, strings.NewReader(body))
		resp, err := fake.Transport(f).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		var answer bytes.Buffer
		answer.ReadFrom(resp.Body)
		return resp.StatusCode, answer.String()
	}
	before := f.State()
	for body, want := range map[string]string{
		`{"Rules":[]}`:         `1:2: Rules: there is no such member`,
		`{"ConfigRules":[{}]}`: `Value null at 'ConfigRules.1.member.configRuleName'`,
		`{"RemediationExceptions":[{"ConfigRuleName":"r","ResourceType":"T"}]}`:                            `at 'RemediationExceptions.1.member.resourceId'`,
		`{"Compliance":[{"ConfigRuleName":"r","ResourceType":"T","ResourceId":"i","ComplianceType":"?"}]}`: `Compliance.1.member.complianceType`,
		`{"Compliance":[1]}`: `expected an object`,
		`{} {}`:              `something follows`,
		// Two of one key, in the words of the profile in force.
		`{"ConfigRules":[{"ConfigRuleName":"r"},{"ConfigRuleName":"s"},{"ConfigRuleName":"r"}]}`: `Value 'the key of ConfigRules.1.member' at 'ConfigRules.3.member' failed to satisfy constraint: Member must have a key of its own`,
		`{"Compliance":[{"ConfigRuleName":"r","ResourceType":"T","ResourceId":"i","ComplianceType":"COMPLIANT"},
			{"ConfigRuleName":"r","ResourceType":"T","ResourceId":"i","ComplianceType":"NON_COMPLIANT"}]}`: `at 'Compliance.2.member'`,
	} {
		if status, answer := post("state", body); status != 400 || !strings.Contains(answer, want) {
			t.Errorf("state %s = %d %s, want 400 with %s", body, status, answer, want)
		}
	}
	if status, answer := post("facts", `[{"fact":"compliance","of":{"ConfigRuleName":"encrypted","ResourceType":"T","ResourceId":"i"},"value":"COMPLIANT"},{"fact":"compliance","of":{"ConfigRuleName":"encrypted","ResourceType":"T"},"value":"COMPLIANT"}]`); status != 400 || !strings.Contains(answer, "no ResourceId") {
		t.Errorf("facts = %d %s", status, answer)
	}
	if diff := cmp.Diff(before, f.State()); diff != "" {
		t.Errorf("what was rejected changed the state (-want +got):\n%s", diff)
	}
	text, _ := json.Marshal(before)
	f.Reset(remediation.State{})
	if status, answer := post("state", string(text)); status != 204 {
		t.Fatalf("state = %d %s", status, answer)
	}
	if diff := cmp.Diff(before, f.State()); diff != "" {
		t.Errorf("the state that was posted (-want +got):\n%s", diff)
	}
}

// TestStateFilesAreReadStrictly: a slip of the pen is told with its place, and all
// of them at once, however deep they are.
func TestStateFilesAreReadStrictly(t *testing.T) {
	text := `{
  "ConfigRules": [
    {"ConfigRuleName": "r", "Sauce": {}},
    {"ConfigRuleName": "s", "Source": {"Owner": "AWS", "Owner": "CUSTOM_LAMBDA", "SourceDetails": [{"EventSauce": "x"}, null, 3]}},
    {"ConfigRuleName": 7}
  ],
  "RemediationExceptions": [{"ConfigRuleName": "r", "ResourceType": "T", "ResourceId": "i", "ExpirationTime": "soon", "Massage": "m"}],
  "ConfigRules": [],
  "Compliance": {}
}`
	want := `3:29: ConfigRules[0].Sauce: there is no such member; leave it out, or correct its name
4:56: ConfigRules[1].Source.Owner: it is given twice; leave one out
4:101: ConfigRules[1].Source.SourceDetails[0].EventSauce: there is no such member; leave it out, or correct its name
4:121: ConfigRules[1].Source.SourceDetails[1]: expected an element, found null
4:127: ConfigRules[1].Source.SourceDetails[2]: expected an object, found a number
5:24: ConfigRules[2].ConfigRuleName: expected a string, found a number
7:111: RemediationExceptions[0].ExpirationTime: expected a timestamp as a number of seconds, found a string
7:119: RemediationExceptions[0].Massage: there is no such member; leave it out, or correct its name
8:3: ConfigRules: it is given twice; leave one out
9:17: Compliance: expected a list, found an object`
	var state remediation.State
	err := json.Unmarshal([]byte(text), &state)
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("Unmarshal() (-want +got):\n%s", diff)
	}
	if err := json.Unmarshal([]byte(`null`), &state); err == nil {
		t.Error("null is taken for a state")
	}
	// The wire is read as AWS reads it.
	var rule remediation.ConfigRule
	if err := json.Unmarshal([]byte(`{"ConfigRuleName": "r", "ConfigRuleName": "s", "Sauce": {}}`), &rule); err != nil || *rule.ConfigRuleName != "s" {
		t.Errorf("a rule from the wire: %v, %v", rule, err)
	}
}

// TestSetToTheInitialValueIsUnset: such a fact is not kept.
func TestSetToTheInitialValueIsUnset(t *testing.T) {
	f := newFake("logs", "data")
	f.SetCompliance("encrypted", "AWS::S3::Bucket", "logs", remediation.ComplianceTypeInsufficientData)
	if got := f.State().Compliance; len(got) != 1 || got[0].ResourceID != "data" {
		t.Errorf("Compliance = %+v", got)
	}
}

// TestFactsThatAreNone: Go and the control endpoint reject the same, and set nothing.
func TestFactsThatAreNone(t *testing.T) {
	f := newFake()
	before := f.State()
	for _, c := range []struct {
		rule, id string
		value    remediation.ComplianceType
		want     []string
	}{
		{"encrypted", "logs", "COMPLAINT", []string{`fact compliance: "COMPLAINT" is not a value of it; it has [COMPLIANT NON_COMPLIANT NOT_APPLICABLE INSUFFICIENT_DATA]`}},
		{"", "", remediation.ComplianceTypeCompliant, []string{
			`fact compliance: "of" has no ConfigRuleName; it needs ConfigRuleName, ResourceType, ResourceId`,
			`fact compliance: "of" has no ResourceId; it needs ConfigRuleName, ResourceType, ResourceId`,
		}},
	} {
		if err := f.SetCompliance(c.rule, "AWS::S3::Bucket", c.id, c.value); err == nil || err.Error() != strings.Join(c.want, "\n") {
			t.Errorf("SetCompliance(%q, %q, %s) = %v, want %q", c.rule, c.id, c.value, err, c.want)
		}
		body, err := json.Marshal([]any{map[string]any{
			"fact": "compliance", "value": c.value,
			"of": map[string]string{"ConfigRuleName": c.rule, "ResourceType": "AWS::S3::Bucket", "ResourceId": c.id},
		}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequest("POST", "http://fake.invalid/_fakesmith/facts", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := fake.Transport(f).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		var answer struct{ Error string }
		if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || resp.StatusCode != 400 || answer.Error != "[0]: "+strings.Join(c.want, "\n[0]: ") {
			t.Errorf("POST facts %s = %d %q, %v, want %q", body, resp.StatusCode, answer.Error, err, c.want)
		}
		resp.Body.Close()
	}
	if diff := cmp.Diff(before, f.State()); diff != "" {
		t.Errorf("the state is another (-before +after):\n%s", diff)
	}
}

// TestClockSetBackAfterNew shows that a state may hold what has expired by the real
// clock, but has not by the time that is set afterwards.
func TestClockSetBackAfterNew(t *testing.T) {
	until := fake.NewTime(time.Date(2020, 3, 1, 13, 0, 0, 0, time.UTC))
	f := remediation.New(remediation.State{RemediationExceptions: []remediation.RemediationException{
		{ConfigRuleName: "encrypted", ResourceType: "AWS::EC2::Volume", ResourceID: "vol-1", ExpirationTime: &until},
	}})
	f.Clock.Set(until.Add(-time.Hour))
	if got := len(f.State().RemediationExceptions); got != 1 {
		t.Errorf("%d exceptions an hour before one expires, want 1", got)
	}
	f.Clock.Advance(time.Hour)
	if got := len(f.State().RemediationExceptions); got != 0 {
		t.Errorf("%d exceptions when it has expired, want none", got)
	}
}
