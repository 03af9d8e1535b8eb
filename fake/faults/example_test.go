package faults_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// A rule that was put is not listed at once, and whoever takes what is read for
// what there is goes wrong.
func ExampleNew() {
	profile := faults.Profile{Lag: faults.Lag{Replicas: 1, Most: time.Hour}}
	in, err := faults.New(profile, account.Traits(), 1, func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return f, f.Clock
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := configservice.NewFromConfig(sdkv2.Config(in))
	_, err = client.PutConfigRule(context.Background(), &configservice.PutConfigRuleInput{ConfigRule: &types.ConfigRule{
		ConfigRuleName: aws.String("encrypted"), Source: &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String("AWS_CONFIG_PROCESS_CHECK")},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	// No sleep: time passes as the clock is moved ahead.
	for _, wait := range []string{"at once", "an hour later"} {
		out, err := client.DescribeConfigRules(context.Background(), &configservice.DescribeConfigRulesInput{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(wait, len(out.ConfigRules))
		in.Clock.Advance(time.Hour)
	}
	// Output:
	// at once 0
	// an hour later 1
}

// A profile of one's own begins with one that has a name, and is kept as JSON.
func ExampleProfile() {
	profile := faults.Typical()
	profile.Throttling = faults.Throttling{}
	profile.Skew = 0
	text, err := json.Marshal(profile)
	fmt.Println(string(text), err)
	// Output: {"lag":{"replicas":3,"most":"3s"},"reaping":"10s","deleting":"10s","errors":0.005,"resets":0.003,"truncations":0.002,"slow":{"share":0.1,"most":"1s"},"shortPages":0.1} <nil>
}

func ExampleNamed() {
	profile, ok := faults.Named("severe")
	fmt.Println(ok, profile.Lag.Most)
	// Output: true 15s
}
