package clients_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestEvaluations reads findings with the SDK: those about a resource, what they amount
// to for a rule, and when they were recorded.
func TestEvaluations(t *testing.T) {
	eachWay(t, func(t *testing.T, f *remediation.Fake, client *configservice.Client) {
		ctx := t.Context()
		f.Clock.Advance(time.Minute)
		if _, err := client.PutExternalEvaluation(ctx, &configservice.PutExternalEvaluationInput{
			ConfigRuleName: aws.String(rule),
			ExternalEvaluation: &types.ExternalEvaluation{
				ComplianceResourceId: aws.String(account), ComplianceResourceType: aws.String(accountType),
				ComplianceType: types.ComplianceTypeCompliant, OrderingTimestamp: &noon,
			},
		}); err != nil {
			t.Fatal(err)
		}

		var found []string
		details := configservice.NewGetComplianceDetailsByResourcePaginator(client, &configservice.GetComplianceDetailsByResourceInput{
			ResourceType: aws.String(volume), ResourceId: aws.String("vol-1"),
		})
		for details.HasMorePages() {
			page, err := details.NextPage(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.EvaluationResults {
				id := r.EvaluationResultIdentifier.EvaluationResultQualifier
				found = append(found, aws.ToString(id.ConfigRuleName)+" "+aws.ToString(id.ResourceId)+" "+string(r.ComplianceType))
			}
		}
		if diff := cmp.Diff([]string{rule + " vol-1 NON_COMPLIANT"}, found); diff != "" {
			t.Errorf("findings about vol-1 (-want +got):\n%s", diff)
		}

		byRule, err := client.DescribeComplianceByConfigRule(ctx, &configservice.DescribeComplianceByConfigRuleInput{ConfigRuleNames: []string{rule}})
		if err != nil {
			t.Fatal(err)
		}
		if got := byRule.ComplianceByConfigRules; len(got) != 1 || got[0].Compliance.ComplianceType != types.ComplianceTypeNonCompliant ||
			got[0].Compliance.ComplianceContributorCount.CappedCount != 2 {
			t.Errorf("ComplianceByConfigRules = %+v, want one that 2 resources break", got)
		}

		status, err := client.DescribeConfigRuleEvaluationStatus(ctx, &configservice.DescribeConfigRuleEvaluationStatusInput{})
		if err != nil {
			t.Fatal(err)
		}
		if got := status.ConfigRulesEvaluationStatus; len(got) != 1 || !got[0].FirstEvaluationStarted ||
			!aws.ToTime(got[0].LastSuccessfulEvaluationTime).Equal(noon.Add(time.Minute)) {
			t.Errorf("ConfigRulesEvaluationStatus = %+v, want one evaluated at %s", got, noon.Add(time.Minute))
		}

		// An evaluation on demand is one more, and the next has to wait for a minute.
		start := func(names ...string) error {
			_, err := client.StartConfigRulesEvaluation(ctx, &configservice.StartConfigRulesEvaluationInput{ConfigRuleNames: names})
			return err
		}
		expectCode(t, start(rule, "none"), "NoSuchConfigRuleException")
		f.Clock.Advance(time.Minute)
		if err := start(rule); err != nil {
			t.Fatal(err)
		}
		expectCode(t, start(rule), "LimitExceededException")
		status, err = client.DescribeConfigRuleEvaluationStatus(ctx, &configservice.DescribeConfigRuleEvaluationStatusInput{ConfigRuleNames: []string{rule}})
		if err != nil {
			t.Fatal(err)
		}
		if got := status.ConfigRulesEvaluationStatus; len(got) != 1 || !aws.ToTime(got[0].LastSuccessfulInvocationTime).Equal(noon.Add(2*time.Minute)) {
			t.Errorf("ConfigRulesEvaluationStatus = %+v, want one invoked at %s", got, noon.Add(2*time.Minute))
		}
		f.Clock.Advance(time.Minute)
		if err := start(rule); err != nil {
			t.Error(err)
		}
	}, "vol-1", "vol-2")
}

// TestEvaluationsBoto3 records findings and reads them with boto3 alone.
func TestEvaluationsBoto3(t *testing.T) {
	expectPython(t, "evaluations.py", remediation.New(remediation.State{}), `{"of the resource": [["encrypted", "NON_COMPLIANT"], ["tagged", "COMPLIANT"]]}
{"of the rules": [["encrypted", {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": {"CappedCount": 1, "CapExceeded": false}}], ["tagged", {"ComplianceType": "COMPLIANT"}], ["unused", {"ComplianceType": "INSUFFICIENT_DATA"}]]}
{"evaluated": [["encrypted", true, true], ["tagged", true, true], ["unused", false, false]]}
{"of no resource": "InvalidParameterValueException"}
{"of no rule": "NoSuchConfigRuleException"}
{"start": {}}
{"started": [["unused", true, true]]}
{"start again": "LimitExceededException"}
`)
}

// TestEvaluationsCLI reads findings with the AWS CLI.
func TestEvaluationsCLI(t *testing.T) {
	if !sample.Whole() {
		t.Skip(sample.Reason) // in the sample, TestCLI drives it
	}
	f := newFake("vol-1", "vol-2")
	aws := newAWSCLI(t, f)
	aws.run(t, `{"ComplianceByConfigRules": [{"ConfigRuleName": "encrypted", "Compliance": {
		"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": {"CappedCount": 2, "CapExceeded": false}}}]}`,
		"describe-compliance-by-config-rule", "--compliance-types", "NON_COMPLIANT")
	aws.run(t, `{"ComplianceByConfigRules": []}`, "describe-compliance-by-config-rule", "--compliance-types", "COMPLIANT")
	aws.run(t, `["NON_COMPLIANT"]`, "get-compliance-details-by-resource", "--resource-type", volume, "--resource-id", "vol-2",
		"--query", "EvaluationResults[].ComplianceType")
	aws.run(t, `[true]`, "describe-config-rule-evaluation-status", "--query", "ConfigRulesEvaluationStatus[].FirstEvaluationStarted")
	aws.reject(t, "NoSuchConfigRuleException", "describe-config-rule-evaluation-status", "--config-rule-names", "none")
	f.Clock.Advance(time.Hour)
	aws.run(t, "", "start-config-rules-evaluation", "--config-rule-names", rule)
	aws.reject(t, "LimitExceededException", "start-config-rules-evaluation", "--config-rule-names", rule)
	aws.run(t, `["2026-03-01T13:00:00+00:00"]`, "describe-config-rule-evaluation-status", "--query", "ConfigRulesEvaluationStatus[].LastSuccessfulInvocationTime")
}
