package clients_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// configured has the rule of a fake remediate manually.
func configured(t *testing.T, f *remediation.Fake) {
	t.Helper()
	_, err := f.PutRemediationConfigurations(t.Context(), &remediation.PutRemediationConfigurationsInput{RemediationConfigurations: []remediation.RemediationConfiguration{
		{ConfigRuleName: rule, TargetType: remediation.RemediationTargetTypeSSMDocument, TargetID: document},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// TestExecutions starts executions and watches them end.
func TestExecutions(t *testing.T) {
	eachWay(t, func(t *testing.T, f *remediation.Fake, client *configservice.Client) {
		key := func(id string) types.ResourceKey {
			return types.ResourceKey{ResourceType: volume, ResourceId: aws.String(id)}
		}
		start := func(ids ...string) (*configservice.StartRemediationExecutionOutput, error) {
			in := configservice.StartRemediationExecutionInput{ConfigRuleName: aws.String(rule)}
			for _, id := range ids {
				in.ResourceKeys = append(in.ResourceKeys, key(id))
			}
			return client.StartRemediationExecution(t.Context(), &in)
		}
		_, err := start("vol-1")
		expectCode(t, err, "NoSuchRemediationConfigurationException")
		configured(t, f)
		for id, outcome := range map[string]remediation.RemediationOutcomeType{"vol-1": remediation.RemediationOutcomeTypeSucceeded, "vol-2": remediation.RemediationOutcomeTypeFailed} {
			if err := f.SetRemediationOutcome(rule, volume, id, outcome, 30); err != nil {
				t.Fatal(err)
			}
		}
		out, err := start("vol-1", "vol-2")
		if err != nil {
			t.Fatal(err)
		}
		if out.FailedItems == nil || len(out.FailedItems) > 0 || out.FailureMessage != nil {
			t.Errorf("StartRemediationExecution = %+v, want an empty list of failed items", out)
		}
		again, err := start("vol-1")
		if err != nil {
			t.Fatal(err)
		}
		if len(again.FailedItems) != 1 || aws.ToString(again.FailedItems[0].ResourceId) != "vol-1" || again.FailedItems[0].ResourceType != volume || aws.ToString(again.FailureMessage) == "" {
			t.Errorf("StartRemediationExecution of what runs = %+v, want vol-1 among the failed items, with a message", again)
		}
		states := func() map[string]types.RemediationExecutionState {
			found := map[string]types.RemediationExecutionState{}
			pages := configservice.NewDescribeRemediationExecutionStatusPaginator(client, &configservice.DescribeRemediationExecutionStatusInput{ConfigRuleName: aws.String(rule), Limit: 1})
			for pages.HasMorePages() {
				page, err := pages.NextPage(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range page.RemediationExecutionStatuses {
					found[aws.ToString(s.ResourceKey.ResourceId)] = s.State
				}
			}
			return found
		}
		f.Clock.Advance(time.Second)
		if diff := cmp.Diff(map[string]types.RemediationExecutionState{"vol-1": "IN_PROGRESS", "vol-2": "IN_PROGRESS"}, states()); diff != "" {
			t.Errorf("after a second (-want +got):\n%s", diff)
		}
		drop := func() error {
			_, err := client.DeleteRemediationConfiguration(t.Context(), &configservice.DeleteRemediationConfigurationInput{ConfigRuleName: aws.String(rule)})
			return err
		}
		expectCode(t, drop(), "RemediationInProgressException")
		f.Clock.Advance(29 * time.Second)
		if diff := cmp.Diff(map[string]types.RemediationExecutionState{"vol-1": "SUCCEEDED", "vol-2": "FAILED"}, states()); diff != "" {
			t.Errorf("after 30 seconds (-want +got):\n%s", diff)
		}
		failed, err := client.DescribeRemediationExecutionStatus(t.Context(), &configservice.DescribeRemediationExecutionStatusInput{
			ConfigRuleName: aws.String(rule), ResourceKeys: []types.ResourceKey{key("vol-2"), key("vol-9")},
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(failed.RemediationExecutionStatuses); n != 1 {
			t.Fatalf("there are %d executions of vol-2 and vol-9, want 1", n)
		}
		got := failed.RemediationExecutionStatuses[0]
		if aws.ToString(got.ResourceKey.ResourceId) != "vol-2" || !got.InvocationTime.Equal(noon) || !got.LastUpdatedTime.Equal(noon.Add(30*time.Second)) {
			t.Errorf("the execution of vol-2 is %+v, want it from %s, for 30 s", got, noon)
		}
		if len(got.StepDetails) != 1 || got.StepDetails[0].State != "FAILED" || aws.ToString(got.StepDetails[0].ErrorMessage) == "" || !got.StepDetails[0].StopTime.Equal(noon.Add(30*time.Second)) {
			t.Errorf("its steps are %+v, want one that has failed", got.StepDetails)
		}
		if err := drop(); err != nil {
			t.Error(err)
		}
		_, err = client.DescribeRemediationExecutionStatus(t.Context(), &configservice.DescribeRemediationExecutionStatusInput{ConfigRuleName: aws.String(rule)})
		expectCode(t, err, "NoSuchRemediationConfigurationException")
	})
}

// TestExecutionsBoto3 does the same with boto3.
func TestExecutionsBoto3(t *testing.T) {
	f := newFake()
	configured(t, f)
	expectPython(t, "executions.py", f, `{"start": [[], null]}
{"start again": [["vol-1"], true]}
{"delete the configuration": "RemediationInProgressException"}
{"before": [["vol-1", "QUEUED", "AWS-EnableS3BucketEncryption", "PENDING"], ["vol-2", "QUEUED", "AWS-EnableS3BucketEncryption", "PENDING"]]}
{"after": [["vol-1", "SUCCEEDED", "AWS-EnableS3BucketEncryption", "SUCCEEDED"], ["vol-2", "FAILED", "AWS-EnableS3BucketEncryption", "FAILED"]]}
{"pages": [1, 1]}
{"of another rule": "NoSuchRemediationConfigurationException"}
{"foreign token": "InvalidNextTokenException"}
`)
}

// TestExecutionsCLI does the same with the AWS CLI.
func TestExecutionsCLI(t *testing.T) {
	if !sample.Whole() {
		t.Skip(sample.Reason) // in the sample, TestCLI drives it
	}
	f := newFake()
	configured(t, f)
	if err := f.SetRemediationOutcome(rule, volume, "vol-1", remediation.RemediationOutcomeTypeFailed, 10); err != nil {
		t.Fatal(err)
	}
	aws := newAWSCLI(t, f)
	start := []string{"start-remediation-execution", "--config-rule-name", rule, "--resource-keys", "resourceType=" + volume + ",resourceId=vol-1"}
	aws.run(t, `{"FailedItems": []}`, start...)
	if again := string(aws.run(t, "", start...)); !strings.Contains(again, "FailureMessage") || !strings.Contains(again, "vol-1") {
		t.Errorf("started again, the failed items are %s", again)
	}
	f.Clock.Advance(10 * time.Second)
	if found := string(aws.run(t, "", "describe-remediation-execution-status", "--config-rule-name", rule)); !strings.Contains(found, `"FAILED"`) || !strings.Contains(found, document) {
		t.Errorf("described are %s", found)
	}
}
