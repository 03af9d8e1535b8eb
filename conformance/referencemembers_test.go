package conformance_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
)

// triggered are the managed rules of which it is known what triggers them.
var triggered = sync.OnceValue(func() map[string]struct{ Trigger string } {
	all := map[string]struct{ Trigger string }{}
	text, err := os.ReadFile("../testdata/honest/managed-rules.json")
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		panic(err)
	}
	return all
})

// odd says why a rule can't be put, or "".
func (a *account) odd(value node) string {
	source, scope := sub(value, "Source"), sub(value, "Scope")
	owner, identifier := text(source, "Owner"), text(source, "SourceIdentifier")
	details := toList(source["SourceDetails"])
	proactive := slices.ContainsFunc(toList(value["EvaluationModes"]), func(m any) bool { return text(m.(node), "Mode") == "PROACTIVE" })
	triggers := func(kinds ...string) bool {
		return !slices.ContainsFunc(details, func(d any) bool {
			kind := text(d.(node), "MessageType")
			return kind != "" && !slices.Contains(kinds, kind)
		})
	}
	_, framed := value["MaximumExecutionFrequency"]
	_, known := triggered()[identifier]
	switch {
	case value["CreatedBy"] != nil:
		return "CreatedBy is populated by AWS Config."
	case value["RuleEvaluationVisibility"] != nil && !a.has("a put says who may read"):
		return "The visibility is not yours to say."
	case len(toList(scope["ServicePrincipals"])) > 0:
		return "Only a service's rule has principals."
	case owner == "AWS" && identifier != "" && !known:
		return "There is no such managed rule."
	case owner == "AWS" && len(details) > 0 && !a.has("managed rules have details"):
		return "A managed rule has no details."
	case (owner == "CUSTOM_POLICY") != (source["CustomPolicyDetails"] != nil):
		return "A policy is of custom policy rules."
	case owner == "CUSTOM_POLICY" && !triggers("ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"):
		return "Changes alone trigger a custom policy."
	case owner == "CUSTOM_LAMBDA" && (!strings.HasPrefix(identifier, "arn:") || len(details) == 0):
		return "A custom rule has a function, and what triggers it."
	case framed && !triggers("ScheduledNotification", "ConfigurationSnapshotDeliveryCompleted"), framed && triggered()[identifier].Trigger == "change":
		return "What changes trigger has no frequency."
	case value["Scope"] != nil && triggered()[identifier].Trigger == "periodic":
		return "What a schedule triggers has no scope."
	case text(scope, "ComplianceResourceId") != "" && len(toList(scope["ComplianceResourceTypes"])) != 1:
		return "A resource has one type."
	case scope["TagValue"] != nil && scope["TagKey"] == nil:
		return "A tag has a key."
	case scope["TagKey"] != nil && len(toList(scope["ComplianceResourceTypes"])) > 0:
		return "A scope has a tag or types."
	case value["InputParameters"] != nil && !isObject(text(value, "InputParameters")):
		return "Parameters are a JSON object."
	case proactive && owner != "AWS":
		return "A custom rule is detective."
	}
	for _, d := range details {
		if d := d.(node); d["MaximumExecutionFrequency"] != nil && text(d, "MessageType") != "ScheduledNotification" {
			return "Only a schedule has a frequency."
		}
	}
	return ""
}

// returned is a rule as reads return it.
func (a *account) returned(value node) node {
	value = clone(value).(node)
	source := sub(value, "Source")
	moved := false
	for _, d := range toList(source["SourceDetails"]) {
		d := d.(node)
		if text(d, "MessageType") != "ScheduledNotification" || d["MaximumExecutionFrequency"] != nil {
			continue
		}
		d["MaximumExecutionFrequency"] = "TwentyFour_Hours"
		if every := value["MaximumExecutionFrequency"]; every != nil {
			d["MaximumExecutionFrequency"], moved = every, true
		}
		if a.has("a frequency that is moved is lost") {
			delete(d, "MaximumExecutionFrequency")
		}
	}
	if moved {
		delete(value, "MaximumExecutionFrequency")
	}
	if policy, ok := source["CustomPolicyDetails"].(node); ok {
		if !a.has("policies are read by all") {
			policy["PolicyText"] = ""
		}
		if a.has("policies are withheld whole") {
			policy["PolicyRuntime"] = ""
		}
		if policy["EnableDebugLogDelivery"] == nil {
			policy["EnableDebugLogDelivery"] = a.has("policies are debugged by default")
		}
	}
	if len(toList(value["EvaluationModes"])) == 0 && !a.has("no mode is shown that nobody put") {
		value["EvaluationModes"] = []any{node{"Mode": "DETECTIVE"}}
	}
	value["RuleEvaluationVisibility"] = "EXTERNAL"
	if a.has("a description is invented") && value["Description"] == nil {
		value["Description"] = "None."
	}
	return value
}

// sub returns a structure within another, an empty one if it is not there.
func sub(in node, name string) node {
	inner, _ := in[name].(node)
	return inner
}

func clone(v any) any {
	switch v := v.(type) {
	case node:
		c := node{}
		for name, e := range v {
			c[name] = clone(e)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = clone(e)
		}
		return c
	}
	return v
}

// isObject reports whether a text is a JSON object.
func isObject(text string) bool {
	var object map[string]any
	return json.Unmarshal([]byte(text), &object) == nil && object != nil
}
