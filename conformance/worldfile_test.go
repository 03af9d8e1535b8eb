package conformance_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/google/go-cmp/cmp"
)

// TestReadWorld reads a world as a person would write it, and what is wrong
// with others: all of it, each mistake with its place.
func TestReadWorld(t *testing.T) {
	const good = `{"account": "123456789012", "facts": [
  {"fact": "compliance", "value": "NON_COMPLIANT",
   "of": {"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"}}]}`
	w, err := conformance.ReadFixtures("world.json", strings.NewReader(good), contract())
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	again, err := conformance.ReadFixtures("again.json", strings.NewReader(string(written)), contract())
	if diff := cmp.Diff(w, again); err != nil || diff != "" {
		t.Errorf("a world that was written is read as another: %v (-want +got):\n%s", err, diff)
	}
	if got := w.Texts("ConfigRuleName"); !cmp.Equal(got, []string{"encrypted"}) {
		t.Errorf("Texts(ConfigRuleName) = %v, want [encrypted]", got)
	}

	for name, tt := range map[string]struct {
		src  string
		want []string
	}{
		"no JSON": {"{\n  \"facts\": nothing}", []string{
			"world.json:2:13: the document is not JSON",
		}},
		"broken off": {`{"facts": [`, []string{"world.json:1:12: the document is not JSON"}},
		"a list":     {`[]`, []string{"world.json:1:1: this is an array; write an object"}},
		"nothing":    {`{"facts": []}`, []string{"world.json:1:11: facts: nothing is known"}},
		"no facts":   {`{}`, []string{`world.json:1:1: facts is missing; add "facts"`}},
		"much": {`{"acount": "1", "account": "12", "facts": [
 {"fact": "complience", "of": {}, "value": "X"},
 {"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": "t", "ResourceID": "i"}, "value": "NONCOMPLIANT"},
 {"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": 5, "ResourceId": ""}, "value": "COMPLIANT", "value": "COMPLIANT"},
 {"fact": "compliance", "of": {"ConfigRuleName": "r", "ResourceType": "t", "ResourceId": "i"}, "value": "COMPLIANT"},
 "compliance",
 {"fact": "compliance", "of": {"ResourceType": "t", "ResourceId": "i", "ConfigRuleName": "r"}, "value": "NON_COMPLIANT"}]}`, []string{
			`world.json:1:2: unknown key "acount"; the keys here are facts, account, region`,
			`world.json:1:28: account: "12" is no account; write its 12 digits`,
			`world.json:2:11: facts[0]: fact: there is no fact "complience"; the facts of the contract are compliance`,
			`world.json:3:31: facts[1]: of: ResourceId is missing; add "ResourceId"`,
			`world.json:3:76: facts[1]: of: unknown key "ResourceID"; the keys here are ConfigRuleName, ResourceType, ResourceId`,
			`world.json:3:105: facts[1]: value: "NONCOMPLIANT" is no value of compliance; its values are COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE, INSUFFICIENT_DATA`,
			`world.json:4:71: facts[2]: of: ResourceType: this is a number; write a string`,
			`world.json:4:88: facts[2]: of: ResourceId: this is empty; write some text or leave it out`,
			`world.json:4:115: facts[2]: key "value" is repeated; leave one out`,
			`world.json:6:2: facts[4]: this is a string; write an object`,
			`world.json:7:2: facts[5]: of this key line 5 says something already; leave one of the two out`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := conformance.ReadFixtures("world.json", strings.NewReader(tt.src), contract())
			if err == nil {
				t.Fatal("ReadWorld = nil, want complaints")
			}
			got := strings.Split(err.Error(), "\n")
			if name == "much" {
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("complaints (-want +got):\n%s", diff)
				}
				return
			}
			if len(got) != 1 || !strings.HasPrefix(got[0], tt.want[0]) {
				t.Errorf("complaints = %q, want %q", got, tt.want)
			}
		})
	}
}
