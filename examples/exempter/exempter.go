// Package exempter exempts resources from the remediation of AWS Config
// rules, however many there are, and lists what is exempt.
package exempter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
)

const (
	// keysPerCall is how many resources AWS Config takes in one call.
	keysPerCall = 100
	// attempts is how often a call is made before throttling is an error.
	attempts = 8
	// patience is the longest pause before a call is made again.
	patience = 20 * time.Second
	// evaluationPause is how long it takes until findings are looked at again.
	evaluationPause = 15 * time.Second
)

// A Resource is what a rule evaluates, e.g. {"AWS::EC2::Volume", "vol-1"}.
type Resource struct {
	Type, ID string
}

// An Exemption keeps a resource from being remediated.
type Exemption struct {
	Resource Resource
	Reason   string
	// Until is when the exemption ends. It is zero for one that does not.
	Until time.Time
}

// A Rejection names a resource that AWS Config did not exempt.
type Rejection struct {
	Resource Resource
	Why      string
}

// An Exempter exempts resources in the account and region of its client.
type Exempter struct {
	client *configservice.Client
}

// New returns an Exempter that calls AWS Config as cfg says. Calls that are
// throttled are made again, with growing pauses.
func New(cfg aws.Config) *Exempter {
	return &Exempter{configservice.NewFromConfig(cfg, func(o *configservice.Options) {
		o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) {
			o.MaxAttempts = attempts
			o.MaxBackoff = patience
		})
	})}
}

// Exempt exempts the resources from the rule's remediation until the time
// given; for the zero time, for good. It returns the resources that AWS Config
// rejected. After an error, those before the failed call are exempt.
func (e *Exempter) Exempt(ctx context.Context, rule, reason string, until time.Time, resources []Resource) ([]Rejection, error) {
	var rejected []Rejection
	for chunk := range slices.Chunk(resources, keysPerCall) {
		in := &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: &rule,
			ResourceKeys:   keys(chunk),
		}
		if reason != "" {
			in.Message = &reason
		}
		if !until.IsZero() {
			in.ExpirationTime = &until
		}
		out, err := e.client.PutRemediationExceptions(ctx, in)
		if err != nil {
			return rejected, fmt.Errorf("exempting %d resources from rule %s: %w", len(chunk), rule, err)
		}
		for _, batch := range out.FailedBatches {
			for _, item := range batch.FailedItems {
				rejected = append(rejected, Rejection{
					Resource: resource(item.ResourceType, item.ResourceId),
					Why:      aws.ToString(batch.FailureMessage),
				})
			}
		}
	}
	return rejected, nil
}

// Resume ends the exemptions of the resources. It returns those that AWS
// Config reports as failed, which may be because they were not exempt. If none
// of a chunk was exempt, all is as it should be.
func (e *Exempter) Resume(ctx context.Context, rule string, resources []Resource) ([]Rejection, error) {
	var failed []Rejection
	for chunk := range slices.Chunk(resources, keysPerCall) {
		out, err := e.client.DeleteRemediationExceptions(ctx, &configservice.DeleteRemediationExceptionsInput{
			ConfigRuleName: &rule,
			ResourceKeys:   keys(chunk),
		})
		if _, absent := errors.AsType[*types.NoSuchRemediationExceptionException](err); absent {
			continue
		}
		if err != nil {
			return failed, fmt.Errorf("ending %d exemptions from rule %s: %w", len(chunk), rule, err)
		}
		for _, batch := range out.FailedBatches {
			for _, key := range batch.FailedItems {
				failed = append(failed, Rejection{
					Resource: resource(key.ResourceType, key.ResourceId),
					Why:      aws.ToString(batch.FailureMessage),
				})
			}
		}
	}
	return failed, nil
}

// Exempted returns what is exempt from the rule's remediation now.
func (e *Exempter) Exempted(ctx context.Context, rule string) ([]Exemption, error) {
	var exempt []Exemption
	pages := configservice.NewDescribeRemediationExceptionsPaginator(e.client,
		&configservice.DescribeRemediationExceptionsInput{ConfigRuleName: &rule})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("listing the exemptions from rule %s: %w", rule, err)
		}
		for _, item := range page.RemediationExceptions {
			exempt = append(exempt, Exemption{
				Resource: resource(item.ResourceType, item.ResourceId),
				Reason:   aws.ToString(item.Message),
				Until:    aws.ToTime(item.ExpirationTime),
			})
		}
	}
	return exempt, nil
}

// Automate has a rule remediate by itself, except for some resources, in the order that
// AWS documents: the rule remediates manually until each of these was found NON_COMPLIANT
// and is exempt. With a rule that remediates by itself from the beginning, there is no time
// to exempt anything between the finding and the remediation.
func (e *Exempter) Automate(ctx context.Context, configuration types.RemediationConfiguration, reason string, but []Resource) error {
	rule := aws.ToString(configuration.ConfigRuleName)
	if err := e.configure(ctx, configuration, false); err != nil {
		return err
	}
	if err := e.awaitBroken(ctx, rule, but); err != nil {
		return err
	}
	rejected, err := e.Exempt(ctx, rule, reason, time.Time{}, but)
	if err != nil {
		return err
	}
	if len(rejected) > 0 {
		return fmt.Errorf("rule %s stays manual: %d resources were not exempt, among them %v", rule, len(rejected), rejected[0])
	}
	return e.configure(ctx, configuration, true)
}

// configure puts the configuration of a rule's remediation.
func (e *Exempter) configure(ctx context.Context, configuration types.RemediationConfiguration, automatic bool) error {
	configuration.Automatic = automatic
	out, err := e.client.PutRemediationConfigurations(ctx, &configservice.PutRemediationConfigurationsInput{
		RemediationConfigurations: []types.RemediationConfiguration{configuration},
	})
	if err == nil && len(out.FailedBatches) > 0 {
		err = errors.New(aws.ToString(out.FailedBatches[0].FailureMessage))
	}
	if err != nil {
		return fmt.Errorf("configuring the remediation of rule %s: %w", aws.ToString(configuration.ConfigRuleName), err)
	}
	return nil
}

// awaitBroken waits until a rule has found all of some resources NON_COMPLIANT.
func (e *Exempter) awaitBroken(ctx context.Context, rule string, resources []Resource) error {
	for {
		broken, err := e.broken(ctx, rule)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(resources, func(r Resource) bool { return !broken[r] }) {
			return nil
		}
		select {
		case <-time.After(evaluationPause):
		case <-ctx.Done():
			return fmt.Errorf("waiting for rule %s to find resources NON_COMPLIANT: %w", rule, ctx.Err())
		}
	}
}

// broken returns the resources that a rule has found NON_COMPLIANT.
func (e *Exempter) broken(ctx context.Context, rule string) (map[Resource]bool, error) {
	found := map[Resource]bool{}
	pages := configservice.NewGetComplianceDetailsByConfigRulePaginator(e.client, &configservice.GetComplianceDetailsByConfigRuleInput{
		ConfigRuleName: &rule, ComplianceTypes: []types.ComplianceType{types.ComplianceTypeNonCompliant}, Limit: keysPerCall,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading the findings of rule %s: %w", rule, err)
		}
		for _, result := range page.EvaluationResults {
			id := result.EvaluationResultIdentifier.EvaluationResultQualifier
			found[resource(id.ResourceType, id.ResourceId)] = true
		}
	}
	return found, nil
}

// keys returns the resources in the form in which AWS Config takes them.
func keys(resources []Resource) []types.RemediationExceptionResourceKey {
	keys := make([]types.RemediationExceptionResourceKey, len(resources))
	for i, r := range resources {
		keys[i] = types.RemediationExceptionResourceKey{ResourceType: aws.String(r.Type), ResourceId: aws.String(r.ID)}
	}
	return keys
}

// resource returns the resource with a type and id as AWS Config gives them.
func resource(typ, id *string) Resource {
	return Resource{Type: aws.ToString(typ), ID: aws.ToString(id)}
}
