package conformance_test

import (
	"fmt"
	"slices"
)

// A configuration says how the resources of a rule are remediated.
type configuration struct {
	rule  string
	value node
}

func (a *account) configuration(rule string) *configuration {
	for i := range a.configurations {
		if a.configurations[i].rule == rule {
			return &a.configurations[i]
		}
	}
	return nil
}

func (a *account) putConfigurations(in node) (node, *failure) {
	list := toList(in["RemediationConfigurations"])
	for _, e := range list {
		name := text(e.(node), "ConfigRuleName")
		switch r := a.rule(name); {
		case e.(node)["CreatedByService"] != nil && !a.has("a put says whose the rule is"):
			return nil, fails("InvalidParameterValueException", "The service is not yours to say.")
		case r == nil && !a.has("configurations need no rule"):
			return nil, fails("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid.", name)
		case text(r.values(), "CreatedBy") != "" && !a.has("linked rules are remediated"):
			return nil, fails("AccessDeniedException", "The rule is not yours.")
		}
	}
	if a.has("only the first configuration counts") && len(list) > 1 {
		list = list[:1]
	}
	for _, e := range list {
		a.putConfiguration(e.(node))
	}
	return node{"FailedBatches": []any{}}, nil
}

func (a *account) putConfiguration(value node) {
	c := configuration{text(value, "ConfigRuleName"), node{}}
	old := a.configuration(c.rule)
	if old != nil && a.has("configurations merge") {
		for name, v := range old.value {
			c.value[name] = v
		}
	}
	for name, v := range value {
		c.value[name] = v
	}
	c.value["Arn"] = fmt.Sprintf("arn:aws:config:%s:%s:remediation-configuration/%s/%06d", a.region, a.number, c.rule, a.next())
	if old == nil {
		a.configurations = append(a.configurations, c)
		return
	}
	if !a.has("a new ARN for each configuration") {
		c.value["Arn"] = old.value["Arn"]
	}
	if !a.has("configurations are not updated") {
		*old = c
	}
}

func (a *account) describeConfigurations(in node) (node, *failure) {
	names := toList(in["ConfigRuleNames"])
	found := []any{}
	for _, c := range a.configurations {
		if contains(names, c.rule) || a.has("configurations of all rules are returned") {
			found = append(found, clone(c.value))
		}
	}
	for _, name := range names {
		if a.configuration(name.(string)) == nil && a.has("an absent configuration is an error") {
			return nil, fails("NoSuchRemediationConfigurationException", "There is none.")
		}
	}
	return node{"RemediationConfigurations": found}, nil
}

func (a *account) deleteConfiguration(in node) (node, *failure) {
	name := text(in, "ConfigRuleName")
	switch {
	case a.rule(name) == nil && a.has("a configuration to delete needs the rule"):
		return nil, fails("InvalidParameterValueException", "No such rule.")
	case a.configuration(name) == nil && !a.has("deleting an absent configuration is fine"):
		return nil, fails("NoSuchRemediationConfigurationException", "There is none.")
	case a.inProgress(name) && !a.has("a configuration in use can be deleted"):
		return nil, fails("RemediationInProgressException", "A remediation goes on.")
	}
	if !a.has("executions outlive their configuration") {
		a.executions = slices.DeleteFunc(a.executions, func(e *execution) bool { return e.rule == name })
	}
	if !a.has("configurations can't be deleted") {
		a.configurations = slices.DeleteFunc(a.configurations, func(c configuration) bool { return c.rule == name })
	}
	if a.has("exceptions go with the configuration") {
		a.exceptions = slices.DeleteFunc(a.exceptions, func(e exception) bool { return e.rule == name })
	}
	return node{}, nil
}
