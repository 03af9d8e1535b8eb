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
