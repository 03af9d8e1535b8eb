package clients_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// document is the target of the configurations here.
const document = "AWS-EnableS3BucketEncryption"

// TestConfigurations puts, describes and deletes a remediation configuration.
func TestConfigurations(t *testing.T) {
	eachWay(t, func(t *testing.T, _ *remediation.Fake, client *configservice.Client) {
		put := types.RemediationConfiguration{
			ConfigRuleName: aws.String(rule), TargetType: types.RemediationTargetTypeSsmDocument, TargetId: aws.String(document),
			Parameters: map[string]types.RemediationParameterValue{
				"BucketName":   {ResourceValue: &types.ResourceValue{Value: types.ResourceValueTypeResourceId}},
				"SSEAlgorithm": {StaticValue: &types.StaticValue{Values: []string{"AES256"}}},
			},
			ExecutionControls:   &types.ExecutionControls{SsmControls: &types.SsmControls{ErrorPercentage: aws.Int32(20)}},
			RetryAttemptSeconds: aws.Int64(90),
		}
		out, err := client.PutRemediationConfigurations(t.Context(), &configservice.PutRemediationConfigurationsInput{RemediationConfigurations: []types.RemediationConfiguration{put}})
		if err != nil {
			t.Fatal(err)
		}
		if out.FailedBatches == nil || len(out.FailedBatches) > 0 {
			t.Errorf("FailedBatches = %v, want an empty list", out.FailedBatches)
		}
		describe := func() []types.RemediationConfiguration {
			found, err := client.DescribeRemediationConfigurations(t.Context(), &configservice.DescribeRemediationConfigurationsInput{ConfigRuleNames: []string{rule}})
			if err != nil {
				t.Fatal(err)
			}
			return found.RemediationConfigurations
		}
		found := describe()
		like := cmp.Options{
			cmpopts.IgnoreUnexported(types.RemediationConfiguration{}, types.RemediationParameterValue{}, types.ResourceValue{}, types.StaticValue{}, types.ExecutionControls{}, types.SsmControls{}),
			cmpopts.IgnoreFields(types.RemediationConfiguration{}, "Arn"),
		}
		if diff := cmp.Diff([]types.RemediationConfiguration{put}, found, like); diff != "" {
			t.Fatalf("DescribeRemediationConfigurations (-want +got):\n%s", diff)
		}
		if arn := aws.ToString(found[0].Arn); !strings.HasPrefix(arn, "arn:aws:config:us-east-1:"+account+":remediation-configuration/"+rule+"/") {
			t.Errorf("Arn = %q", arn)
		}

		// While it is there, the rule can't be deleted.
		remove := func() error {
			_, err := client.DeleteConfigRule(t.Context(), &configservice.DeleteConfigRuleInput{ConfigRuleName: aws.String(rule)})
			return err
		}
		expectCode(t, remove(), "ResourceInUseException")
		drop := func() error {
			_, err := client.DeleteRemediationConfiguration(t.Context(), &configservice.DeleteRemediationConfigurationInput{ConfigRuleName: aws.String(rule)})
			return err
		}
		if err := drop(); err != nil {
			t.Fatal(err)
		}
		expectCode(t, drop(), "NoSuchRemediationConfigurationException")
		if left := describe(); len(left) > 0 {
			t.Errorf("after the deletion there are %v", left)
		}
		if err := remove(); err != nil {
			t.Error(err)
		}
	})
}

// expectCode expects an error of the service with a code.
func expectCode(t *testing.T, err error, want string) {
	t.Helper()
	if e, ok := errors.AsType[smithy.APIError](err); !ok || e.ErrorCode() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

// TestConfigurationsBoto3 does the same with boto3.
func TestConfigurationsBoto3(t *testing.T) {
	expectPython(t, "configurations.py", newFake(), `{"put": []}
{"described": [["encrypted", "AWS-EnableS3BucketEncryption", {"BucketName": {"ResourceValue": {"Value": "RESOURCE_ID"}}}, "arn:aws:config:us-east-1:123456789012:remediation-configuration/encrypted"]]}
{"delete the rule": "ResourceInUseException"}
{"delete": 200}
{"delete again": "NoSuchRemediationConfigurationException"}
{"delete the rule then": 200}
`)
}

// TestConfigurationsCLI does the same with the AWS CLI.
func TestConfigurationsCLI(t *testing.T) {
	if !sample.Whole() {
		t.Skip(sample.Reason) // in the sample, TestCLI drives it
	}
	aws := newAWSCLI(t, newFake())
	aws.run(t, `{"FailedBatches": []}`, "put-remediation-configurations", "--remediation-configurations",
		"ConfigRuleName="+rule+",TargetType=SSM_DOCUMENT,TargetId="+document+",Parameters={BucketName={ResourceValue={Value=RESOURCE_ID}}}")
	if found := string(aws.run(t, "", "describe-remediation-configurations", "--config-rule-names", rule)); !strings.Contains(found, document) || !strings.Contains(found, "RESOURCE_ID") {
		t.Errorf("described are %s", found)
	}
	aws.reject(t, "ResourceInUseException", "delete-config-rule", "--config-rule-name", rule)
	aws.do(t, "delete-remediation-configuration", "--config-rule-name", rule)
	aws.do(t, "delete-config-rule", "--config-rule-name", rule)
}

// do runs the CLI, whatever it prints.
func (env awsCLI) do(t *testing.T, args ...string) {
	t.Helper()
	cmd := env.command(t, args...)
	cmd.Stderr = t.Output()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
}
