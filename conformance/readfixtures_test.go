package conformance_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/google/go-cmp/cmp"
)

// TestReadFixtures reads fixtures as a person would write them, and shows that
// all mistakes in others are reported, each with its position.
func TestReadFixtures(t *testing.T) {
	const good = `{"account": "123456789012", "facts": [
  {"fact": "compliance", "value": "NON_COMPLIANT",
   "of": {"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"}}]}`
	w, err := conformance.ReadFixtures("fixtures.json", strings.NewReader(good), contract())
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	again, err := conformance.ReadFixtures("again.json", strings.NewReader(string(written)), contract())
	if diff := cmp.Diff(w, again); err != nil || diff != "" {
		t.Errorf("fixtures that were written are read as others: %v (-want +got):\n%s", err, diff)
	}
	if got := w.Texts("ConfigRuleName"); !cmp.Equal(got, []string{"encrypted"}) {
		t.Errorf("Texts(ConfigRuleName) = %v, want [encrypted]", got)
	}

	for name, tt := range map[string]struct {
		src  string
		want []string
	}{
		"no JSON": {"{\n  \"facts\": nothing}", []string{
			"fixtures.json:2:13: the document is not JSON",
		}},
		"broken off": {`{"facts": [`, []string{"fixtures.json:1:12: the document is not JSON"}},
		"a list":     {`[]`, []string{"fixtures.json:1:1: this is an array; write an object"}},
		"nothing":    {`{"facts": []}`, []string{"fixtures.json:1:11: facts: this is empty"}},
		"no facts":   {`{}`, []string{`fixtures.json:1:1: facts is missing; add "facts"`}},
		"much": {`{"acount": "1", "account": "12", "facts": [
 {"fact": "complience", "of": {}, "value": "X"},
 {"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": "t", "ResourceID": "i"}, "value": "NONCOMPLIANT"},
 {"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": 5, "ResourceId": ""}, "value": "COMPLIANT", "value": "COMPLIANT"},
 {"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": "t", "ResourceId": "i"}, "value": "COMPLIANT"},
 "compliance",
 {"fact": "compliance", "of": {"ResourceType": "t", "ResourceId": "i", "ConfigRuleName": "r"}, "value": "NON_COMPLIANT"}]}`, []string{
			`fixtures.json:1:2: unknown key "acount"; the keys here are facts, account, region`,
			`fixtures.json:1:28: account: "12" is no account; write its 12 digits`,
			`fixtures.json:2:11: facts[0]: fact: there is no fact "complience"; the facts of the contract are compliance, remediation-outcome`,
			`fixtures.json:3:31: facts[1]: of: ResourceId is missing; add "ResourceId"`,
			`fixtures.json:3:76: facts[1]: of: unknown key "ResourceID"; the keys here are ConfigRuleName, ResourceType, ResourceId`,
			`fixtures.json:3:105: facts[1]: value: "NONCOMPLIANT" is no value of compliance; its values are COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE, INSUFFICIENT_DATA`,
			`fixtures.json:4:71: facts[2]: of: ResourceType: this is a number; write a string`,
			`fixtures.json:4:88: facts[2]: of: ResourceId: this is empty; write some text or leave it out`,
			`fixtures.json:4:115: facts[2]: key "value" is repeated; leave one out`,
			`fixtures.json:6:2: facts[4]: this is a string; write an object`,
			`fixtures.json:7:2: facts[5]: duplicate key, first on line 5; leave one of the two out`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := conformance.ReadFixtures("fixtures.json", strings.NewReader(tt.src), contract())
			if err == nil {
				t.Fatal("ReadFixtures = nil, want errors")
			}
			got := strings.Split(err.Error(), "\n")
			if name == "much" {
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("errors (-want +got):\n%s", diff)
				}
				return
			}
			if len(got) != 1 || !strings.HasPrefix(got[0], tt.want[0]) {
				t.Errorf("errors = %q, want %q", got, tt.want)
			}
		})
	}
}
