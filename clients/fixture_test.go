// Package clients_test drives the fake with clients that others wrote, since
// each of them reads the wire in its own way.
package clients_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

const (
	rule   = "encrypted"
	volume = "AWS::EC2::Volume"

	// The only resource whose compliance can be told over the wire by somebody
	// who is not the rule.
	accountType = "AWS::::Account"
	account     = "123456789012"
)

// noon is when the clock of every fake here begins to stand still.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// newFake returns a fake with one rule, by which the resources named do not
// comply.
func newFake(resources ...string) *remediation.Fake {
	f := remediation.New(remediation.State{ConfigRules: []remediation.ConfigRule{{
		ConfigRuleName: aws.String(rule),
		Source:         remediation.Source{Owner: remediation.OwnerAws, SourceIdentifier: aws.String("AWS_CONFIG_PROCESS_CHECK")},
	}}})
	f.Clock.Set(noon)
	for _, id := range resources {
		f.SetCompliance(rule, volume, id, remediation.ComplianceTypeNonCompliant)
	}
	return f
}

// eachWay runs a test with the SDK's client in process, and again over HTTP.
func eachWay(t *testing.T, test func(*testing.T, *remediation.Fake, *configservice.Client), resources ...string) {
	t.Run("in process", func(t *testing.T) {
		t.Parallel()
		f := newFake(resources...)
		test(t, f, configservice.NewFromConfig(sdkv2.Config(f)))
	})
	t.Run("over HTTP", func(t *testing.T) {
		t.Parallel()
		f := newFake(resources...)
		test(t, f, overHTTP(fake.NewServer(t, f).URL))
	})
}

// overHTTP returns a client that needs nothing of ours but the address.
func overHTTP(url string) *configservice.Client {
	return configservice.New(configservice.Options{
		BaseEndpoint: aws.String(url),
		Region:       "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: account, SecretAccessKey: "any"}, nil
		}),
		Retryer: aws.NopRetryer{},
	})
}

// keys returns the keys of volumes.
func keys(ids ...string) []types.RemediationExceptionResourceKey {
	keys := make([]types.RemediationExceptionResourceKey, len(ids))
	for i, id := range ids {
		keys[i] = types.RemediationExceptionResourceKey{ResourceType: aws.String(volume), ResourceId: aws.String(id)}
	}
	return keys
}
