package exempter_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"example.com/exempter"
	"example.com/exempter/internal/remediation"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
)

// encryption is what is done with volumes that break the rule.
var encryption = types.RemediationConfiguration{
	ConfigRuleName: aws.String(rule), TargetType: types.RemediationTargetTypeSsmDocument, TargetId: aws.String("example-EncryptVolume"),
	Parameters: map[string]types.RemediationParameterValue{
		"AutomationAssumeRole": {StaticValue: &types.StaticValue{Values: []string{"arn:aws:iam::123456789012:role/remediation"}}},
	},
}

// unevaluated returns n volumes and a fake that knows nothing of them. Its rule finds each
// of them NON_COMPLIANT after two minutes.
func unevaluated(n int) ([]exempter.Resource, *remediation.Fake) {
	resources, found := volumes(n)
	f := remediation.New(remediation.State{ConfigRules: found.State().ConfigRules})
	go func() {
		time.Sleep(2 * time.Minute)
		for _, r := range resources {
			f.SetCompliance(rule, r.Type, r.ID, remediation.ComplianceTypeNonCompliant)
		}
	}()
	return resources, f
}

// remediated returns the executions of some resources, by their ids.
func remediated(f *remediation.Fake, resources []exempter.Resource) map[string]remediation.Execution {
	executions := map[string]remediation.Execution{}
	for _, e := range f.Executions() {
		for _, r := range resources {
			if r.Type == string(e.ResourceType) && r.ID == e.ResourceID {
				executions[r.ID] = e
			}
		}
	}
	return executions
}

// TestNothingExemptIsRemediated shows that the documented order is safe: of five volumes,
// the two that are exempt are not touched, and the others are encrypted.
func TestNothingExemptIsRemediated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resources, f := unevaluated(5)
		exempt, others := resources[:2], resources[2:]

		if err := exempter.New(sdkv2.Config(f)).Automate(t.Context(), encryption, "migrating", exempt); err != nil {
			t.Fatal(err)
		}
		time.Sleep(24 * time.Hour)

		if got := remediated(f, exempt); len(got) > 0 {
			t.Errorf("remediated though exempt: %+v", got)
		}
		got := remediated(f, others)
		if len(got) != len(others) {
			t.Errorf("%d volumes were remediated, want %d", len(got), len(others))
		}
		for id, e := range got {
			if e.Trigger != "automatic" || e.State != remediation.RemediationExecutionStateSucceeded {
				t.Errorf("the execution of %s is %+v, want a success that nobody asked for", id, e)
			}
		}
	})
}

// TestHasteIsCaught shows that the same check catches the wrong order. With a rule that
// remediates by itself from the beginning, each volume is remediated at the instant at which
// it is found NON_COMPLIANT, which is before any exception can be put.
func TestHasteIsCaught(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resources, f := unevaluated(5)
		exempt := resources[:2]

		if err := hasty(t.Context(), sdkv2.Config(f), exempt); err != nil {
			t.Fatal(err)
		}
		time.Sleep(24 * time.Hour)

		if got := f.State().RemediationExceptions; len(got) != len(exempt) {
			t.Fatalf("%d volumes are exempt, want %d", len(got), len(exempt))
		}
		got := remediated(f, exempt)
		if len(got) != len(exempt) {
			t.Errorf("of %d exempt volumes, %d were remediated, want all", len(exempt), len(got))
		}
		for id, e := range got {
			// The exception came, and came too late.
			if e.Exception == nil || e.Exception.ResourceID != id {
				t.Errorf("the execution of %s is %+v, want one that an exception would have kept from starting", id, e)
			}
		}
	})
}

// hasty exempts resources as soon as they are found NON_COMPLIANT, under a rule that
// remediates by itself already.
func hasty(ctx context.Context, cfg aws.Config, resources []exempter.Resource) error {
	automatic := encryption
	automatic.Automatic = true
	if _, err := configservice.NewFromConfig(cfg).PutRemediationConfigurations(ctx, &configservice.PutRemediationConfigurationsInput{
		RemediationConfigurations: []types.RemediationConfiguration{automatic},
	}); err != nil {
		return err
	}
	e := exempter.New(cfg)
	for {
		rejected, err := e.Exempt(ctx, rule, "migrating", time.Time{}, resources)
		if err != nil || len(rejected) == 0 {
			return err
		}
		time.Sleep(time.Second) // not found NON_COMPLIANT yet
	}
}
