// Package sdkv2 wires clients of aws-sdk-go-v2 to a fake.
//
//	f := remediation.New(remediation.State{})
//	client := configservice.NewFromConfig(sdkv2.Config(f))
//
// No socket is opened and nothing is read from the environment: credentials,
// region and transport are those of the fake. It works in a testing/synctest
// bubble.
package sdkv2

import (
	"context"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// Config returns the configuration for any client of aws-sdk-go-v2 that is to
// talk to a fake. If the fake has a method Scope, as generated ones do, the
// client signs for that account and region, so that a view of a fake in
// another account or region gets a client of its own:
//
//	client := configservice.NewFromConfig(sdkv2.Config(f.At("111122223333", "eu-west-1")))
//
// What retries there are is left to the client.
func Config(f http.Handler) aws.Config {
	scope := runtime.ScopeOf(f)
	return aws.Config{
		Region: scope.Region,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{
				// An access key of twelve digits names the account.
				AccessKeyID:     scope.Account,
				SecretAccessKey: "fake",
				Source:          "fakesmith",
				AccountID:       scope.Account,
			}, nil
		}),
		HTTPClient: &http.Client{Transport: fake.Transport(f)},
	}
}
