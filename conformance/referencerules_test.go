package conformance_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

func (a *account) putRule(in node) (node, *failure) {
	value := in["ConfigRule"].(node)
	name := text(value, "ConfigRuleName")
	if name == "" {
		if a.has("rules may lack a name") {
			return nil, nil
		}
		return nil, fails("InvalidParameterValueException", "A rule needs a name.")
	}
	if state := text(value, "ConfigRuleState"); state != "" && state != "ACTIVE" && !a.has("any state is accepted") {
		return nil, fails("InvalidParameterValueException", "A rule can't be put as %s.", state)
	}
	if why := a.odd(value); why != "" {
		return nil, fails("InvalidParameterValueException", "%s", why)
	}
	old := a.rule(name)
	r := rule{name: name, seq: a.next(), value: node{}}
	if old != nil && !a.has("a rule moves when it is put") {
		r.seq = old.seq
	}
	if old != nil && a.has("rules merge") {
		for k, v := range old.value {
			r.value[k] = v
		}
	}
	for k, v := range value {
		r.value[k] = v
	}
	if old != nil && a.has("rules are not updated") {
		r.value = old.value
	}
	id := fmt.Sprintf("config-rule-%06d", a.next())
	if old != nil && !a.has("a new id for each put") {
		id = old.value["ConfigRuleId"].(string)
	}
	if a.has("one id for all") {
		id = "config-rule-000000"
	}
	r.value["ConfigRuleId"] = id
	r.value["ConfigRuleArn"] = fmt.Sprintf("arn:aws:config:%s:%s:config-rule/%s", a.region, a.number, id)
	if a.has("an ARN of another region") {
		r.value["ConfigRuleArn"] = "arn:aws:config:mars-1:" + a.number + ":config-rule/" + id
	}
	r.value["ConfigRuleState"] = "ACTIVE"
	if a.has("rules have no state") {
		delete(r.value, "ConfigRuleState")
	}
	if old != nil {
		*old = r
		return nil, nil
	}
	a.rules = append(a.rules, r)
	return nil, nil
}

func (a *account) describeRules(in node) (node, *failure) {
	filters, _ := in["Filters"].(node)
	names := toList(in["ConfigRuleNames"])
	for _, name := range names {
		if a.rule(name.(string)) == nil && !a.has("unknown names are skipped") {
			return nil, fails("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid.", name)
		}
	}
	var found []item
	for _, r := range a.rules {
		if len(names) > 0 && !contains(names, r.name) && !a.has("names are no filter") {
			continue
		}
		mode, visibility := text(filters, "EvaluationMode"), text(filters, "RuleEvaluationVisibility")
		r.modeless = a.has("a rule without a mode has none")
		if mode != "" && !slices.Contains(modes(r), mode) && !a.has("modes are no filter") {
			continue
		}
		if shown := text(r.value, "RuleEvaluationVisibility"); visibility != "" && visibility != or(shown, "EXTERNAL") && !a.has("visibility is no filter") {
			continue
		}
		found = append(found, item{r.seq, a.returned(r.value), r.name})
	}
	if len(names) > 0 && !a.has("pages with names") {
		return node{"ConfigRules": values(found)}, nil
	}
	return a.page("ConfigRules", found, in, 25, "")
}

func modes(r rule) []string {
	var all []string
	for _, m := range toList(r.value["EvaluationModes"]) {
		if mode := text(m.(node), "Mode"); mode != "" {
			all = append(all, mode)
		}
	}
	if all == nil && !r.modeless {
		all = []string{"DETECTIVE"}
	}
	return all
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (a *account) deleteRule(in node) (node, *failure) {
	name := text(in, "ConfigRuleName")
	if a.rule(name) == nil {
		if a.has("deleting an absent rule is fine") {
			return nil, nil
		}
		return nil, fails("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid.", name)
	}
	if a.configuration(name) != nil && !a.has("a rule with a configuration can be deleted") || len(a.configurations) > 0 && a.has("one configuration keeps all rules") {
		return nil, fails("ResourceInUseException", "The rule has a remediation configuration.")
	}
	if !a.has("rules can't be deleted") {
		a.rules = slices.DeleteFunc(a.rules, func(r rule) bool { return r.name == name })
	}
	if a.has("a deletion takes all rules") {
		a.rules = nil
	}
	if !a.has("exceptions outlive their rule") {
		a.exceptions = slices.DeleteFunc(a.exceptions, func(e exception) bool {
			return e.rule == name || a.has("a rule takes all exceptions along") || a.has("a rule takes what begins alike along") && strings.HasPrefix(e.rule, name)
		})
	}
	if !a.has("starts outlive their rule") {
		delete(a.started, name)
	}
	if !a.has("findings outlive their rule") {
		a.findings = slices.DeleteFunc(a.findings, func(f finding) bool { return f.rule == name })
	}
	return nil, nil
}

func (a *account) putExternal(in node) (node, *failure) {
	name, e := text(in, "ConfigRuleName"), in["ExternalEvaluation"].(node)
	r := a.rule(name)
	switch {
	case r == nil && !a.has("a finding needs no rule"),
		r != nil && text(r.value["Source"].(node), "SourceIdentifier") != "AWS_CONFIG_PROCESS_CHECK" && !a.has("any rule accepts findings"):
		return nil, fails("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid.", name)
	case text(e, "ComplianceResourceType") != "AWS::::Account" && !a.has("any type is accepted"):
		return nil, fails("InvalidParameterValueException", "Only an account can be evaluated.")
	case text(e, "ComplianceResourceId") != a.number && !a.has("any account is accepted"):
		return nil, fails("InvalidParameterValueException", "Only your account can be evaluated.")
	case text(e, "ComplianceType") == "INSUFFICIENT_DATA" && !a.has("any compliance is accepted"):
		return nil, fails("InvalidParameterValueException", "That is no finding.")
	}
	if !a.has("findings are not recorded") {
		a.learn(a.finding(name, e))
	}
	return node{}, nil
}

func (a *account) finding(rule string, e node) finding {
	f := finding{
		rule: rule, kind: text(e, "ComplianceResourceType"), id: text(e, "ComplianceResourceId"),
		value: text(e, "ComplianceType"), annotation: e["Annotation"], ordered: e["OrderingTimestamp"], at: a.time(), put: true,
	}
	if a.has("annotations are lost") {
		f.annotation = nil
	}
	return f
}

func (a *account) putEvaluations(in node) (node, *failure) {
	name := text(in, "ResultToken")
	dry, _ := in["TestMode"].(bool)
	if a.has("all runs are dry") {
		dry = true
	}
	if dry && a.has("a dry run is not checked") {
		return node{"FailedEvaluations": []any{}}, nil
	}
	if a.rule(name) == nil && (!dry || a.has("a dry run needs the rule")) && !a.has("any token is accepted") {
		return nil, fails("InvalidResultTokenException", "The token is not valid.")
	}
	list := toList(in["Evaluations"])
	for _, e := range list {
		if text(e.(node), "ComplianceType") == "INSUFFICIENT_DATA" && !a.has("any compliance is accepted") {
			return nil, fails("InvalidParameterValueException", "That is no finding.")
		}
		if kind := text(e.(node), "ComplianceResourceType"); !recorded(kind) && !a.has("findings of any type") {
			return nil, fails("InvalidParameterValueException", "The resource type %s is invalid.", kind)
		}
	}
	if a.has("only the first evaluation counts") && len(list) > 1 {
		list = list[:1]
	}
	if dry && !a.has("a dry run is wet") {
		return node{"FailedEvaluations": []any{}}, nil
	}
	for _, e := range list {
		a.learn(a.finding(name, e.(node)))
	}
	return node{"FailedEvaluations": []any{}}, nil
}

// recorded reports whether AWS Config records resources of a type. The names of types
// are data, which there is no other way to read.
func recorded(kind string) bool {
	for _, c := range contract().Operation("PutEvaluations").Clauses {
		if c.ID == "evaluations-type" {
			return slices.Contains(c.Rule.(model.Allowed).Values, kind)
		}
	}
	return false
}

func (a *account) details(in node) (node, *failure) {
	name := text(in, "ConfigRuleName")
	if a.rule(name) == nil && !a.has("findings of no rule") {
		return nil, fails("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid.", name)
	}
	types := toList(in["ComplianceTypes"])
	if contains(types, "INSUFFICIENT_DATA") && !a.has("any compliance is accepted") {
		return nil, fails("InvalidParameterValueException", "INSUFFICIENT_DATA can't be asked for.")
	}
	var found []item
	for _, f := range a.findings {
		if f.rule != name || len(types) > 0 && !contains(types, f.value) && !a.has("types are no filter") {
			continue
		}
		found = append(found, item{seq: f.seq, value: a.shown(f)})
	}
	return a.page("EvaluationResults", found, in, 10, name)
}

// shown returns a finding as it is shown.
func (a *account) shown(f finding) node {
	id := node{
		"EvaluationResultQualifier": node{"ConfigRuleName": f.rule, "ResourceType": f.kind, "ResourceId": f.id},
	}
	id["EvaluationResultQualifier"].(node)["EvaluationMode"] = "DETECTIVE"
	if a.has("findings are proactive") {
		id["EvaluationResultQualifier"].(node)["EvaluationMode"] = "PROACTIVE"
	}
	out := node{"EvaluationResultIdentifier": id, "ComplianceType": f.value, "ResultRecordedTime": stamp(f.at), "ConfigRuleInvokedTime": stamp(f.at)}
	if a.has("recorded at the dawn of time") {
		out["ResultRecordedTime"] = json.Number("0")
	}
	if f.ordered != nil {
		id["OrderingTimestamp"] = f.ordered
	}
	if f.annotation != nil {
		out["Annotation"] = f.annotation
	}
	return out
}

func (a *account) resources(in node) (node, *failure) {
	kind, id := text(in, "ResourceType"), text(in, "ResourceId")
	if id != "" && kind == "" && !a.has("an id needs no type") {
		return nil, fails("InvalidParameterValueException", "An id needs a type.")
	}
	type group struct {
		seq   int
		count map[string]int
	}
	groups := map[key]*group{}
	var order []key
	for _, f := range a.findings {
		if kind != "" && f.kind != kind && !a.has("the type is no filter") || id != "" && f.id != id && !a.has("the id is no filter") {
			continue
		}
		k := key{f.kind, f.id}
		if a.has("types are summed up together") {
			k.kind = "AWS::Any"
		}
		if groups[k] == nil {
			groups[k] = &group{seq: f.seq, count: map[string]int{}}
			order = append(order, k)
		}
		groups[k].count[f.value]++
	}
	types := toList(in["ComplianceTypes"])
	var found []item
	for _, k := range order {
		g := groups[k]
		compliance := a.sum(g.count)
		if len(types) > 0 && !contains(types, compliance["ComplianceType"].(string)) && !a.has("compliance is no filter") {
			continue
		}
		found = append(found, item{seq: g.seq, value: node{"ResourceType": k.kind, "ResourceId": k.id, "Compliance": compliance}})
	}
	return a.page("ComplianceByResources", found, in, 10, "")
}

// sum returns what findings amount to, of which there are so many of each value.
func (a *account) sum(count map[string]int) node {
	value, first := "INSUFFICIENT_DATA", []string{"NON_COMPLIANT", "COMPLIANT"}
	if a.has("one that complies is enough") {
		slices.Reverse(first)
	}
	for _, v := range first {
		if count[v] > 0 {
			value = v
			break
		}
	}
	n, most := count[value], 25
	if a.has("all rules are counted") {
		n = count["COMPLIANT"] + count["NON_COMPLIANT"]
	}
	if a.has("counts go on") {
		most = 1000
	}
	compliance := node{"ComplianceType": value}
	if value == "NON_COMPLIANT" {
		compliance["ComplianceContributorCount"] = node{"CappedCount": min(n, most), "CapExceeded": n > most}
	}
	return compliance
}
