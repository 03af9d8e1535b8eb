package fake_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"

	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// TestTwoRulesOfOneNameAreAnError in a state, however it is given, and change nothing.
func TestTwoRulesOfOneNameAreAnError(t *testing.T) {
	rule := func(name string) remediation.ConfigRule {
		return remediation.ConfigRule{ConfigRuleName: aws.String(name)}
	}
	twice := remediation.State{ConfigRules: []remediation.ConfigRule{rule("a"), rule("b"), rule("a")}}
	const want = "'the key of ConfigRules.1.member' at 'ConfigRules.3.member'"

	f := remediation.New(remediation.State{ConfigRules: []remediation.ConfigRule{rule("c")}})
	if err := f.Reset(twice); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Reset = %v, want %s", err, want)
	}
	if err := f.At("111122223333", "eu-west-1").Reset(remediation.State{ConfigRules: []remediation.ConfigRule{{}}}); err == nil || !strings.Contains(err.Error(), "configRuleName") {
		t.Errorf("Reset with a rule without a name = %v, want an error", err)
	}
	if got := f.State().ConfigRules; len(got) != 1 || *got[0].ConfigRuleName != "c" {
		t.Errorf("a state that is wrong has changed the rules to %v", got)
	}

	// New has no error to return: the first call says what is wrong, in process and over the wire.
	f = remediation.New(twice)
	client := configservice.NewFromConfig(sdkv2.Config(f))
	_, direct := f.DescribeConfigRules(t.Context(), nil)
	_, silent := f.PutExternalEvaluation(t.Context(), nil)
	_, wire := client.DescribeConfigRules(t.Context(), nil)
	for _, err := range []error{direct, silent, wire} {
		if err == nil || !strings.Contains(err.Error(), "made with a state that it can't hold") || !strings.Contains(err.Error(), want) {
			t.Errorf("a call of a fake with two rules of one name = %v, want %s", err, want)
		}
	}
	if calls := f.Calls(); len(calls) != 1 {
		t.Errorf("the SDK has made %d calls, want one: no other attempt can do better", len(calls))
	}
	if err := f.Reset(remediation.State{ConfigRules: []remediation.ConfigRule{rule("a"), rule("A")}}); err != nil {
		t.Fatal(err)
	}
	if out, err := client.DescribeConfigRules(t.Context(), nil); err != nil || len(out.ConfigRules) != 2 {
		t.Errorf("with a state that is right, DescribeConfigRules = %v, %v", out, err)
	}
}
