package conformance_test

import (
	"encoding/json"
	"slices"
	"time"
)

// policiesOf returns the policies of a put: those that it sends, or those that there are.
func (a *shelf) policiesOf(in node, before []node) (policies []node, given bool, fail *failure) {
	sent, there := in["Policies"].(string)
	if !there {
		if a.has("an update clears policies") {
			return nil, false, nil
		}
		return before, false, nil
	}
	if json.Unmarshal([]byte(sent), &policies) != nil && !a.has("policies may be any text") {
		return nil, false, fails("InvalidPolicyAttributeException", "The policies are no array.")
	}
	if len(policies) == 1 && len(policies[0]) == 0 && !a.has("an empty policy has no type") {
		return nil, false, nil
	}
	expirations, most := 0, 10
	for _, p := range policies {
		if fail := a.unfitPolicy(p); fail != nil {
			return nil, false, fail
		}
		if p["Type"] == "Expiration" {
			expirations++
		}
	}
	if expirations > 1 && !a.has("two expirations will do") {
		return nil, false, fails("IncompatiblePolicyException", "There are %d expirations.", expirations)
	}
	if a.has("there may be one policy more") {
		most = 11
	}
	if len(policies) > most {
		return nil, false, fails("PoliciesLimitExceededException", "There are %d policies.", len(policies))
	}
	return policies, len(policies) > 0, nil
}

// unfitPolicy returns what is wrong with a policy, or nil.
func (a *shelf) unfitPolicy(p node) *failure {
	attributes, _ := p["Attributes"].(node)
	invalid := fails("InvalidPolicyAttributeException", "An attribute is missing, or not valid.")
	if a.has("attributes are not read") {
		invalid = nil
	}
	within := "Before"
	switch p["Type"] {
	case "Expiration":
		at, err := time.Parse(time.RFC3339, text(attributes, "Timestamp"))
		switch {
		case err != nil:
			return invalid
		case !at.After(a.time()) && !a.has("what is past may come"):
			return fails("InvalidPolicyAttributeException", "The time is over.")
		}
		return nil
	case "NoChangeNotification":
		within = "After"
	case "ExpirationNotification":
	default:
		if a.has("there are policies of any type") {
			return nil
		}
		return fails("InvalidPolicyTypeException", "There is no such policy.")
	}
	if text(attributes, within) == "" || !slices.Contains([]string{"Days", "Hours"}, text(attributes, "Unit")) {
		return invalid
	}
	return nil
}

// expire takes away what has expired.
func (a *shelf) expire() {
	a.parameters = slices.DeleteFunc(a.parameters, func(p *parameter) bool {
		for _, policy := range p.newest().policies {
			attributes, _ := policy["Attributes"].(node)
			at, err := time.Parse(time.RFC3339, text(attributes, "Timestamp"))
			if a.has("time is read without its offset") {
				at = at.Add(time.Duration(offset(at)) * time.Second)
			}
			if err == nil && policy["Type"] == "Expiration" && !a.time().Before(at) && !a.has("nothing expires") {
				return true
			}
		}
		return false
	})
}

func offset(at time.Time) int {
	_, seconds := at.Zone()
	return seconds
}

// shownPolicies returns policies as reads have them.
func (a *shelf) shownPolicies(policies []node) []any {
	all := []any{}
	status := "Pending"
	if a.has("policies are finished at once") {
		status = "Finished"
	}
	for _, p := range policies {
		text, _ := json.MarshalIndent(p, "", " ") // the same JSON, written otherwise
		shown := node{"PolicyText": string(text), "PolicyType": p["Type"], "PolicyStatus": status}
		if a.has("policies are shown as objects") {
			shown["PolicyText"], shown["PolicyType"] = p, p
		}
		all = append(all, shown)
	}
	if a.has("policies are not shown") {
		return nil
	}
	return all
}
