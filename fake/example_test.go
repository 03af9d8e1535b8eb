package fake_test

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// How does a program take it that its second call is throttled, and the answer to
// its third is lost?
func ExampleFaults() {
	f := remediation.New(remediation.State{})
	err := f.Faults.Set(
		fake.Fault{Operation: "PutConfigRule", Call: 2, Error: fake.ThrottlingException},
		fake.Fault{Operation: "PutConfigRule", Call: 3, Drop: true, After: true},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	client := configservice.NewFromConfig(sdkv2.Config(f), func(o *configservice.Options) {
		o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) {
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil }) // tests don't sleep
		})
	})
	for _, name := range []string{"first", "second"} {
		_, err := client.PutConfigRule(context.Background(), &configservice.PutConfigRuleInput{ConfigRule: &types.ConfigRule{
			ConfigRuleName: aws.String(name), Source: &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String("AWS_CONFIG_PROCESS_CHECK")},
		}})
		fmt.Println(name, err)
	}
	for _, c := range f.Calls() {
		fmt.Println(c.Operation, c.Status, cmp.Or(c.Fault, "as usual"))
	}
	// Output:
	// first <nil>
	// second <nil>
	// PutConfigRule 200 as usual
	// PutConfigRule 400 answered with ThrottlingException before it was done
	// PutConfigRule 0 connection reset after it was done
	// PutConfigRule 200 as usual
}

// A rule that was put is not listed at once, and whoever takes what is read for
// what there is goes wrong.
func ExampleWeather() {
	forecast := fake.Forecast{Lag: fake.Lag{Replicas: 1, Most: time.Second}}
	w, err := fake.NewWeather(forecast, account.Terrain(), 1, func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return f, f.Clock
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := configservice.NewFromConfig(sdkv2.Config(w))
	_, err = client.PutConfigRule(context.Background(), &configservice.PutConfigRuleInput{ConfigRule: &types.ConfigRule{
		ConfigRuleName: aws.String("encrypted"), Source: &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String("AWS_CONFIG_PROCESS_CHECK")},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	w.Clock.Advance(0) // no sleep: the clock stands still, and is moved by hand
	for _, wait := range []string{"at once", "a second later"} {
		out, err := client.DescribeConfigRules(context.Background(), &configservice.DescribeConfigRulesInput{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(wait, len(out.ConfigRules))
		w.Clock.Advance(time.Second)
	}
	// Output:
	// at once 0
	// a second later 1
}
