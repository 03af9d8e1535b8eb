package conformance_test

import (
	"strings"
	"time"
)

// detailsOfResource returns the findings about a resource, whatever rule made them.
func (a *account) detailsOfResource(in node) (node, *failure) {
	kind, id, evaluation := text(in, "ResourceType"), text(in, "ResourceId"), text(in, "ResourceEvaluationId")
	if (kind == "" || id == "") && evaluation == "" && !a.has("a resource needs no id") {
		return nil, fails("InvalidParameterValueException", "A type and an id are needed.")
	}
	types := toList(in["ComplianceTypes"])
	if contains(types, "INSUFFICIENT_DATA") && !a.has("any compliance is accepted") {
		return nil, fails("InvalidParameterValueException", "INSUFFICIENT_DATA can't be asked for.")
	}
	var found []item
	for _, f := range a.findings {
		switch {
		case kind != "" && f.kind != kind && !a.has("resources of any type are one"):
		case id != "" && f.id != id && !a.has("resources of any id are one"):
		case evaluation != "" && !a.has("evaluations are no filter"):
		case len(types) > 0 && !contains(types, f.value) && !a.has("types are no filter"):
		default:
			out := a.shown(f)
			if a.has("a resource has findings without annotations") {
				delete(out, "Annotation")
			}
			if a.has("a resource has findings of another time") {
				out["ResultRecordedTime"] = stamp(f.at.Add(-time.Hour))
			}
			found = append(found, item{seq: f.seq, value: out})
		}
	}
	out, failed := a.page("EvaluationResults", found, in, 10, kind+" "+id)
	return out, renamed(failed)
}

// renamed returns a failure with the one error that an operation declares.
func renamed(f *failure) *failure {
	if f != nil && f.code == "InvalidNextTokenException" {
		return fails("InvalidParameterValueException", "The nextToken provided is invalid")
	}
	return f
}

// listRules returns an item for each rule, or those with names, and whether there are
// names.
func (a *account) listRules(in node, show func(rule) node) (found []item, named bool, failed *failure) {
	names := toList(in["ConfigRuleNames"])
	for _, name := range names {
		if a.rule(name.(string)) == nil && !a.has("unknown names are skipped") {
			return nil, false, fails("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid.", name)
		}
	}
	for _, r := range a.rules {
		if len(names) > 0 && !contains(names, r.name) && !a.has("names are no filter") {
			continue
		}
		if out := show(r); out != nil {
			found = append(found, item{seq: r.seq, value: out, name: r.name})
		}
	}
	return found, len(names) > 0 && !a.has("pages with names"), nil
}

// findingsOf returns the findings of a rule.
func (a *account) findingsOf(name string) []finding {
	var all []finding
	for _, f := range a.findings {
		if f.rule == name || a.has("rules share their findings") || a.has("a rule has what begins alike") && strings.HasPrefix(f.rule, name) {
			all = append(all, f)
		}
	}
	return all
}

func (a *account) complianceOfRules(in node) (node, *failure) {
	types := toList(in["ComplianceTypes"])
	found, named, failed := a.listRules(in, func(r rule) node {
		count := map[string]int{}
		for _, f := range a.findingsOf(r.name) {
			count[f.value]++
		}
		if len(count) == 0 && a.has("rules without findings are left out") {
			return nil
		}
		compliance := a.sum(count)
		if len(types) > 0 && !contains(types, compliance["ComplianceType"].(string)) && !a.has("compliance is no filter") {
			return nil
		}
		return node{"ConfigRuleName": r.name, "Compliance": compliance}
	})
	if failed != nil {
		return nil, failed
	}
	if named {
		return node{"ComplianceByConfigRules": values(found)}, nil
	}
	return a.page("ComplianceByConfigRules", found, in, 25, "")
}

func (a *account) statusOfRules(in node) (node, *failure) {
	found, named, failed := a.listRules(in, func(r rule) node {
		out := node{"ConfigRuleName": r.name, "ConfigRuleArn": r.value["ConfigRuleArn"], "ConfigRuleId": r.value["ConfigRuleId"]}
		var last time.Time
		findings := a.findingsOf(r.name)
		for _, f := range findings {
			if f.at.After(last) {
				last = f.at
			}
		}
		if a.has("the status is of an hour ago") {
			last = last.Add(-time.Hour)
		}
		if a.has("the status is of the present") {
			last = a.time()
		}
		if len(findings) > 0 {
			out["LastSuccessfulInvocationTime"], out["LastSuccessfulEvaluationTime"] = stamp(last), stamp(last)
		}
		started, isStarted := a.started[r.name]
		for name, at := range a.started {
			if a.has("rules share their starts") || a.has("a rule has what begins alike") && strings.HasPrefix(name, r.name) {
				started, isStarted = at, true
			}
		}
		if a.has("a start is no evaluation") {
			isStarted = false
		}
		if isStarted && started.After(last) {
			out["LastSuccessfulInvocationTime"], out["LastSuccessfulEvaluationTime"] = stamp(started), stamp(started)
		}
		out["FirstEvaluationStarted"] = len(findings) > 0 || isStarted || a.has("every rule has started")
		return out
	})
	if failed != nil {
		return nil, failed
	}
	if named {
		return node{"ConfigRulesEvaluationStatus": values(found)}, nil
	}
	return a.page("ConfigRulesEvaluationStatus", found, in, 25, "")
}

// startRules notes when the evaluations of some rules were started.
func (a *account) startRules(in node) (node, *failure) {
	names := toList(in["ConfigRuleNames"])
	seen := map[string]bool{}
	for i, one := range names {
		name := one.(string)
		if a.rule(name) == nil && !a.has("what is started need not exist") {
			return nil, fails("NoSuchConfigRuleException", "There is no rule %s.", name)
		}
		if seen[name] && a.has("no name is started twice") {
			return nil, fails("InvalidParameterValueException", "%s is there twice.", name)
		}
		seen[name] = true
		for other, at := range a.started {
			if (other == name || a.has("all rules share a minute")) && a.time().Sub(at) < a.interval() && !(i > 0 && a.has("only the first name may be too early")) {
				if a.has("a start that is rejected counts") {
					a.started[name] = a.time()
				}
				return nil, fails("LimitExceededException", "%s was started a moment ago.", name)
			}
		}
	}
	if a.started == nil {
		a.started = map[string]time.Time{}
	}
	for i, one := range names {
		if i == 0 || !a.has("only the first rule is started") {
			a.started[one.(string)] = a.time()
		}
	}
	return node{}, nil
}

// interval is how long it takes until a rule may be started again.
func (a *account) interval() time.Duration {
	switch {
	case a.has("rules may be started at any time"):
		return 0
	case a.has("rules may be started a second early"):
		return 59 * time.Second
	case a.has("a minute has 61 seconds"):
		return 61 * time.Second
	}
	return time.Minute
}
