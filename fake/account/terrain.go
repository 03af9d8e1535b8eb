package account

import "github.com/fakesmith/fakesmith/fake"

// Terrain returns what weather has to know of AWS Config: each rule is a key, with
// all that belongs to it, and takes its time to be deleted.
//
// AWS documents that a rule is DELETING for a while, and that it then can be
// neither put nor deleted. That it refuses exceptions from the start is a guess.
func Terrain() fake.Terrain {
	return fake.Terrain{
		Keys:           []string{"ConfigRuleName", "ConfigRule.ConfigRuleName", "ResultToken"},
		QueryNamespace: namespace,
		// Exceptions that are asked for by their keys come all at once.
		Unpaged: []string{"ResourceKeys"},
		Deletion: &fake.Deletion{
			Operation: "DeleteConfigRule",
			Refused:   []string{"PutConfigRule", "DeleteConfigRule"},
			Error:     "ResourceInUseException",
			Shown:     "DescribeConfigRules",
			List:      "ConfigRules",
			Name:      "ConfigRuleName",
			State:     "ConfigRuleState",
			Value:     "DELETING",
		},
	}
}
