package account

import "github.com/fakesmith/fakesmith/fake/faults"

// Traits returns what a fault profile has to know of AWS Config: each rule is a
// key, with all that belongs to it, and takes time to be deleted.
//
// AWS documents that a rule is DELETING for a while, and that it then can be
// neither put nor deleted. That it rejects exceptions from the start is a guess.
func Traits() faults.Traits {
	return faults.Traits{
		Keys:           []string{"ConfigRuleName", "ConfigRule.ConfigRuleName", "ResultToken", "RemediationConfigurations[].ConfigRuleName"},
		QueryNamespace: namespace,
		Largest:        map[string]int{"DescribeConfigRuleEvaluationStatus": 50},
		// Exceptions that are asked for by their keys come all at once, and so do rules.
		Unpaged: []string{"ResourceKeys", "ConfigRuleNames"},
		Deletion: &faults.Deletion{
			Operation: "DeleteConfigRule",
			Rejected:  []string{"PutConfigRule", "DeleteConfigRule"},
			Error:     "ResourceInUseException",
			Listed:    "DescribeConfigRules",
			List:      "ConfigRules",
			Name:      "ConfigRuleName",
			State:     "ConfigRuleState",
			Value:     "DELETING",
		},
	}
}
