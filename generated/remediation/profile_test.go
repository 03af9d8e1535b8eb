package remediation_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// put puts an exception and returns the error.
func put(t *testing.T, f *remediation.Fake, rule, id string) error {
	t.Helper()
	_, err := f.PutRemediationExceptions(t.Context(), &remediation.PutRemediationExceptionsInput{
		ConfigRuleName: rule,
		ResourceKeys:   []remediation.RemediationExceptionResourceKey{{ResourceType: new("AWS::S3::Bucket"), ResourceID: &id}},
	})
	return err
}

// TestProfileIsTheModelsUntilItIsSet shows that views share a profile, and
// that the empty one is the model's.
func TestProfileIsTheModelsUntilItIsSet(t *testing.T) {
	f := remediation.New(remediation.State{})
	there := f.At("210987654321", "eu-west-1")
	if f.Profile() != (remediation.Profile{}) {
		t.Errorf("a new fake has the profile %v", f.Profile())
	}
	if err := put(t, there, "absent", "b"); !errors.Is(err, remediation.NoSuchConfigRule) {
		t.Errorf("by the model's choice, a put for no rule is answered with %v", err)
	}
	p := remediation.Profile{UnknownRule: remediation.ChoiceErrorInvalidParameterValue}
	if err := f.SetProfile(p); err != nil {
		t.Fatal(err)
	}
	if there.Profile() != p {
		t.Errorf("elsewhere the profile is %v", there.Profile())
	}
	if err := put(t, there, "absent", "b"); !errors.Is(err, remediation.InvalidParameterValue) {
		t.Errorf("by another choice, a put for no rule is answered with %v", err)
	}
	f.Reset(remediation.State{})
	if f.Profile() != p {
		t.Error("the profile is gone with the state")
	}
}

// TestProfileIsCheckedAsAWhole shows that of a profile with mistakes nothing is
// taken, and that all of them are told.
func TestProfileIsCheckedAsAWhole(t *testing.T) {
	f := remediation.New(remediation.State{})
	err := f.SetProfile(remediation.Profile{
		OmittedMembers: remediation.ChoiceKept,
		RejectedKeys:   remediation.ChoiceKept,
		MixedBatch:     "some-stored",
	})
	want := `rejected-keys: "kept" is not a choice; "failed-batch", "silent" or "error:InvalidParameterValueException" is right
mixed-batch: "some-stored" is not a choice; "rest-stored" or "none-stored" is right`
	if err == nil || err.Error() != want {
		t.Errorf("SetProfile = %v, want %s", err, want)
	}
	if f.Profile() != (remediation.Profile{}) {
		t.Errorf("the profile is %v", f.Profile())
	}
}

// TestProfileIsJSON shows the form in which profiles are written down.
func TestProfileIsJSON(t *testing.T) {
	p := remediation.Profile{DescribeOrder: remediation.ChoiceByKey, PastExpiry: remediation.ChoiceAccepted}
	text, err := json.Marshal(p)
	if want := `{"past-expiry":"accepted","describe-order":"by-key"}`; err != nil || string(text) != want {
		t.Errorf("a profile is written as %s, %v, want %s", text, err, want)
	}
	got := remediation.Profile{MixedBatch: remediation.ChoiceNoneStored}
	if err := json.Unmarshal(text, &got); err != nil || got != p {
		t.Errorf("it is read as %v, %v", got, err)
	}
	err = json.Unmarshal([]byte(`{"expiry": "never", "past-expiry": "ignored"}`), &got)
	if err == nil || !strings.HasPrefix(err.Error(), `1:2: there is no clause "expiry" that leaves a choice; there are omitted-members, duplicate-keys, `) ||
		!strings.HasSuffix(err.Error(), "\n"+`1:36: past-expiry: "ignored" is not a choice; "error:InvalidParameterValueException" or "accepted" is right`) {
		t.Errorf("the mistakes of a profile are told as %v", err)
	}
	// Every field has a clause, and a choice of its own.
	fields := reflect.TypeFor[remediation.Profile]()
	for i := range fields.NumField() {
		if fields.Field(i).Type != reflect.TypeFor[fake.Choice]() {
			t.Errorf("%s is a %s", fields.Field(i).Name, fields.Field(i).Type)
		}
	}
}

// TestKeysAreFoldedFromThenOn shows that what the fake holds is found by what
// its keys count as from the moment on that the profile says so.
func TestKeysAreFoldedFromThenOn(t *testing.T) {
	f := remediation.New(remediation.State{
		ConfigRules: []remediation.ConfigRule{{ConfigRuleName: new("Rule")}},
		RemediationExceptions: []remediation.RemediationException{
			{ConfigRuleName: "Rule", ResourceType: "AWS::S3::Bucket", ResourceID: "One", Message: new("first")},
			{ConfigRuleName: "rule", ResourceType: "AWS::S3::Bucket", ResourceID: "one", Message: new("second")},
		},
	})
	find := func(id string) []remediation.RemediationException {
		t.Helper()
		out, err := f.DescribeRemediationExceptions(t.Context(), &remediation.DescribeRemediationExceptionsInput{
			ConfigRuleName: "RULE",
			ResourceKeys:   []remediation.RemediationExceptionResourceKey{{ResourceType: new("aws::s3::bucket"), ResourceID: &id}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return out.RemediationExceptions
	}
	if found := find("ONE"); len(found) != 0 {
		t.Errorf("by exact names, there is %v", found)
	}
	if err := f.SetProfile(remediation.Profile{KeyIdentity: remediation.ChoiceFolded, RuleIdentity: remediation.ChoiceFolded}); err != nil {
		t.Fatal(err)
	}
	if found := find("ONE"); len(found) != 1 || *found[0].Message != "second" {
		t.Errorf("by folded names, there is %v", found)
	}
	f.SetCompliance("RULE", "AWS::S3::BUCKET", "two", remediation.ComplianceTypeNonCompliant)
	if err := put(t, f, "rule ", "Two"); err != nil {
		t.Error(err)
	}
	if _, err := f.DeleteRemediationExceptions(t.Context(), &remediation.DeleteRemediationExceptionsInput{
		ConfigRuleName: "rULE",
		ResourceKeys:   []remediation.RemediationExceptionResourceKey{{ResourceType: new("AWS::S3::Bucket "), ResourceID: new("one")}, {ResourceType: new("AWS::S3::Bucket"), ResourceID: new("tWO")}},
	}); err != nil {
		t.Error(err)
	}
	if left := f.State().RemediationExceptions; len(left) != 0 {
		t.Errorf("there is still %v", left)
	}
}
