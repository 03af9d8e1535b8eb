package sdkv2_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

func ExampleConfig() {
	f := remediation.New(remediation.State{
		ConfigRules: []remediation.ConfigRule{{ConfigRuleName: aws.String("encrypted")}},
	})
	f.SetCompliance("encrypted", "AWS::S3::Bucket", "logs", remediation.ComplianceTypeNonCompliant)

	client := configservice.NewFromConfig(sdkv2.Config(f))
	key := types.RemediationExceptionResourceKey{ResourceType: aws.String("AWS::S3::Bucket"), ResourceId: aws.String("logs")}
	_, err := client.PutRemediationExceptions(context.Background(), &configservice.PutRemediationExceptionsInput{
		ConfigRuleName: aws.String("encrypted"),
		ResourceKeys:   []types.RemediationExceptionResourceKey{key},
		Message:        aws.String("until the migration is over"),
	})
	fmt.Println(err, *f.State().RemediationExceptions[0].Message)
	// Output: <nil> until the migration is over
}

func TestConfigSignsForTheScopeOfAView(t *testing.T) {
	f := remediation.New(remediation.State{})
	there := f.At("111122223333", "eu-west-1")
	client := configservice.NewFromConfig(sdkv2.Config(there))
	if _, err := client.PutConfigRule(t.Context(), &configservice.PutConfigRuleInput{ConfigRule: &types.ConfigRule{
		ConfigRuleName: aws.String("encrypted"),
		Source:         &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String("REQUIRED_TAGS")},
	}}); err != nil {
		t.Fatal(err)
	}
	if got := len(f.State().ConfigRules); got != 0 {
		t.Errorf("the default scope has %d rules, want none", got)
	}
	rules := there.State().ConfigRules
	if len(rules) != 1 {
		t.Fatalf("the view has %d rules, want 1", len(rules))
	}
	if got, want := *rules[0].ConfigRuleARN, "arn:aws:config:eu-west-1:111122223333:config-rule/"+*rules[0].ConfigRuleID; got != want {
		t.Errorf("ConfigRuleARN = %s, want %s", got, want)
	}
	calls := f.Calls()
	if want := (fake.Scope{Account: "111122223333", Region: "eu-west-1"}); len(calls) != 1 || calls[0].Scope != want {
		t.Errorf("Calls() = %+v, want one in %v", calls, want)
	}
}

func TestConfigServesAnyHandler(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type":"NoSuchConfigRuleException","message":"no"}`)
	})
	cfg := sdkv2.Config(h)
	if cfg.Region != fake.DefaultScope.Region {
		t.Errorf("Region = %s, want %s", cfg.Region, fake.DefaultScope.Region)
	}
	_, err := configservice.NewFromConfig(cfg).DescribeConfigRules(t.Context(), &configservice.DescribeConfigRulesInput{})
	var missing *types.NoSuchConfigRuleException
	if !errors.As(err, &missing) {
		t.Errorf("DescribeConfigRules = %v, want a NoSuchConfigRuleException", err)
	}
}

// TestExpiryInABubble checks that a client and a fake together run on the time
// of a synctest bubble, with no clock set.
func TestExpiryInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := remediation.New(remediation.State{ConfigRules: []remediation.ConfigRule{{ConfigRuleName: aws.String("r")}}})
		f.SetCompliance("r", "T", "i", remediation.ComplianceTypeNonCompliant)
		client := configservice.NewFromConfig(sdkv2.Config(f))
		if _, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String("r"),
			ResourceKeys:   []types.RemediationExceptionResourceKey{{ResourceType: aws.String("T"), ResourceId: aws.String("i")}},
			ExpirationTime: aws.Time(time.Now().Add(time.Hour)),
		}); err != nil {
			t.Fatal(err)
		}
		count := func() int {
			out, err := client.DescribeRemediationExceptions(t.Context(), &configservice.DescribeRemediationExceptionsInput{ConfigRuleName: aws.String("r")})
			if err != nil {
				t.Fatal(err)
			}
			return len(out.RemediationExceptions)
		}
		time.Sleep(time.Hour - time.Millisecond)
		if got := count(); got != 1 {
			t.Errorf("%d exceptions just before the expiration time, want 1", got)
		}
		time.Sleep(time.Millisecond)
		if got := count(); got != 0 {
			t.Errorf("%d exceptions at the expiration time, want none", got)
		}
	})
}
