package oracle_test

import (
	"strings"
	"testing"
	"time"
)

const (
	invalid  = "InvalidParameterValueException"
	noRule   = "NoSuchConfigRuleException"
	noToken  = "InvalidNextTokenException"
	noneSuch = "NoSuchRemediationExceptionException"
)

// ready are the steps after which there may be exceptions for a and b of r.
var ready = []step{rule("r"), fact("r", "a", "NON_COMPLIANT"), fact("r", "b", "NON_COMPLIANT")}

func after(steps ...step) []step { return append(append([]step(nil), ready...), steps...) }

func TestUpsert(t *testing.T) {
	twice := func(last string) []step {
		return after(
			put("r", `, 'Message': 'one'`, none, "a"), list("r", "", exceptions(shown("r", "a", `'Message':'one',`))),
			put("r", `, 'Message': 'two'`, none, "a"), list("r", "", exceptions(shown("r", "a", `'Message':'two',`))),
			put("r", ``, none, "a"), list("r", "", exceptions(shown("r", "a", last))),
		)
	}
	play(t, []script{
		{"what is left out is cleared", nil, twice("")},
		{"or kept", map[string]string{"omitted-members": "kept"}, twice(`'Message':'two',`)},
	})
}

func TestFanOut(t *testing.T) {
	play(t, []script{
		{"each key has its own", nil, after(
			put("r", `, 'Message': 'm'`, none, "a", "b"),
			list("r", "", exceptions(shown("r", "a", `'Message':'m',`), shown("r", "b", `'Message':'m',`))),
		)},
		{"twice is once", nil, after(put("r", "", none, "a", "a"), list("r", "", exceptions(shown("r", "a", ""))))},
		{"what fails twice is told once", nil, after(put("r", "", failed(shown("r", "c", ""), "guard"), "c", "c"))},
		{"or twice is rejected", map[string]string{"duplicate-keys": "error:" + invalid}, after(
			put("r", "", invalid, "a", "a"), list("r", "", exceptions()),
		)},
	})
}

func TestKey(t *testing.T) {
	lacking := func(op, want string) step {
		return step{call: op, input: `{'ConfigRuleName': 'r', 'ResourceKeys': [{'ResourceType': 'T', 'ResourceId': 'a'}, {'ResourceType': 'T'}]}`, want: want}
	}
	cased := func(want string) []step {
		return after(fact("r", "A ", "NON_COMPLIANT"), put("r", "", none, "a"), put("r", "", none, "A "), list("r", "", want))
	}
	play(t, []script{
		{"a key without a member is rejected", nil, after(
			lacking("PutRemediationExceptions", invalid), lacking("DescribeRemediationExceptions", invalid), lacking("DeleteRemediationExceptions", invalid),
			list("r", "", exceptions()),
		)},
		{"or told as failed", map[string]string{"incomplete-key": "failed-batch"}, after(
			lacking("PutRemediationExceptions", failed(`{'ConfigRuleName':'r','ResourceId':'','ResourceType':'T'}`, "key")),
			list("r", "", exceptions(shown("r", "a", ""))),
		)},
		{"or selects nothing", map[string]string{"describe-incomplete-key": "omitted"}, after(
			put("r", "", none, "a", "b"), lacking("DescribeRemediationExceptions", exceptions(shown("r", "a", ""))),
		)},
		{"a rule without a name is rejected", nil, []step{{call: "PutConfigRule", input: `{'ConfigRule': {'Source': {'Owner': 'AWS'}}}`, want: invalid}}},
		{"case and space tell keys apart", nil, cased(exceptions(shown("r", "a", ""), shown("r", "A ", "")))},
		{"or do not", map[string]string{"key-identity": "folded"}, cased(exceptions(shown("r", "A ", "")))},
	})
}

func TestReference(t *testing.T) {
	where := func(source, want string) []step {
		return []step{
			{call: "PutConfigRule", input: `{'ConfigRule': {'ConfigRuleName': 'r', 'Source': {'Owner': 'AWS', 'SourceIdentifier': '` + source + `'}}}`, want: "{}"},
			{call: "PutExternalEvaluation", input: `{'ConfigRuleName': 'r', 'ExternalEvaluation': {'ComplianceResourceType': 'AWS::::Account',
				'ComplianceResourceId': '123456789012', 'ComplianceType': 'COMPLIANT', 'OrderingTimestamp': 1}}`, want: want},
		}
	}
	play(t, []script{
		{"what is not there", nil, []step{put("r", "", noRule, "a"), list("r", "", exceptions()), remove("r", noneSuch, "a")}},
		{"told as failed", map[string]string{"unknown-rule": "failed-batch", "delete-unknown-rule": "failed-batch"}, []step{
			put("r", "", failed(shown("r", "a", ""), "reference"), "a"),
			remove("r", failed(`{'ResourceId':'a','ResourceType':'T'}`, "reference"), "a"),
		}},
		{"a listing may reject it too", map[string]string{"describe-unknown-rule": "error:" + noRule}, []step{list("r", "", noRule), rule("r"), list("r", "", exceptions())}},
		{"it is there", nil, where("AWS_CONFIG_PROCESS_CHECK", "{}")},
		{"it is there, and is another kind", nil, where("S3_BUCKET_VERSIONING_ENABLED", noRule)},
		{"what is never there", map[string]string{"no-configuration-needed": "error:NoSuchRemediationConfigurationException"}, after(
			put("r", "", "NoSuchRemediationConfigurationException", "a"),
		)},
	})
}

func TestGuard(t *testing.T) {
	values := []step{rule("r"), fact("r", "c", "COMPLIANT"), fact("r", "n", "NOT_APPLICABLE"), fact("r", "a", "NON_COMPLIANT")}
	later := func(want ...string) []step {
		return after(put("r", "", none, "a", "b"), fact("r", "a", "COMPLIANT"), list("r", "", exceptions(want...)))
	}
	play(t, []script{
		{"only with the right value", nil, append(values,
			put("r", "", failed(shown("r", "c", ""), "guard"), "c"), put("r", "", failed(shown("r", "n", ""), "guard"), "n"),
			put("r", "", none, "a"), list("r", "", exceptions(shown("r", "a", ""))),
		)},
		{"nothing is known", nil, []step{rule("r"), put("r", "", failed(shown("r", "u", ""), "guard"), "u")}},
		{"nothing is known, and that is fine", map[string]string{"never-evaluated": "accepted"}, []step{rule("r"), put("r", "", none, "u")}},
		{"it stays when the fact changes", nil, later(shown("r", "a", ""), shown("r", "b", ""))},
		{"or goes", map[string]string{"later-compliant": "removed"}, later(shown("r", "b", ""))},
	})
}

func TestRejection(t *testing.T) {
	mixed := func(want string, rows ...string) []step {
		return after(put("r", "", want, "a", "c"), list("r", "", exceptions(rows...)))
	}
	play(t, []script{
		{"told as failed, the rest stored", nil, mixed(failed(shown("r", "c", ""), "guard"), shown("r", "a", ""))},
		{"silent", map[string]string{"rejected-keys": "silent"}, mixed(none, shown("r", "a", ""))},
		{"an error, the rest stored", map[string]string{"rejected-keys": "error:" + invalid}, mixed(invalid, shown("r", "a", ""))},
		{"an error, none stored", map[string]string{"rejected-keys": "error:" + invalid, "mixed-batch": "none-stored"}, mixed(invalid)},
		{"none stored", map[string]string{"mixed-batch": "none-stored"}, mixed(failed(shown("r", "c", ""), "guard"))},
	})
}

func TestExpiry(t *testing.T) {
	const at = `, 'ExpirationTime': 1900000010.5`
	until := shown("r", "a", `'ExpirationTime':1900000010.5,`)
	play(t, []script{
		{"gone from its time on", nil, after(
			put("r", at, none, "a"),
			list("r", "", exceptions(until)).then(10499*time.Millisecond),
			list("r", "", exceptions()).then(10500*time.Millisecond),
			list("r", "", exceptions()),
		)},
		{"a deletion does not find it", nil, after(put("r", at, none, "a"), remove("r", noneSuch, "a").then(time.Minute))},
		{"the past is rejected", nil, after(put("r", `, 'ExpirationTime': 1900000000`, invalid, "a"), list("r", "", exceptions()))},
		{"or accepted, and gone at once", map[string]string{"past-expiry": "accepted"}, after(
			put("r", `, 'ExpirationTime': 1900000000`, none, "a"), list("r", "", exceptions()),
		)},
		{"seconds", map[string]string{"expiry-precision": "seconds"}, after(
			put("r", at, none, "a"),
			list("r", "", exceptions(shown("r", "a", `'ExpirationTime':1900000010,`))).then(9*time.Second),
			list("r", "", exceptions()).then(10*time.Second),
		)},
	})
}

func TestAbsent(t *testing.T) {
	some := func(want string, left ...string) []step {
		return after(put("r", "", none, "a", "b"), remove("r", want, "a", "x"), list("r", "", exceptions(left...)))
	}
	b, a := shown("r", "b", ""), shown("r", "a", "")
	play(t, []script{
		{"removal", nil, after(put("r", "", none, "a", "b"), remove("r", none, "a"), list("r", "", exceptions(b)), remove("r", noneSuch, "a"))},
		{"some", nil, some(failed(`{'ResourceId':'x','ResourceType':'T'}`, "absent"), b)},
		{"some, none deleted", map[string]string{"delete-some-absent": "error-none-deleted"}, some(noneSuch, a, b)},
		{"some, the rest deleted", map[string]string{"delete-some-absent": "error-rest-deleted"}, some(noneSuch, b)},
		{"a rule", nil, []step{{call: "DeleteConfigRule", input: `{'ConfigRuleName': 'r'}`, want: noRule}}},
	})
}

func TestCascade(t *testing.T) {
	again := func(rows ...string) []step {
		return after(
			put("r", "", none, "a"), step{call: "DeleteConfigRule", input: `{'ConfigRuleName': 'r'}`, want: "{}"}, rule("r"),
			list("r", "", exceptions(rows...)),
			step{call: "GetComplianceDetailsByConfigRule", input: `{'ConfigRuleName': 'r'}`, want: `{'EvaluationResults':[]}`},
		)
	}
	play(t, []script{
		{"deleted", nil, again()},
		{"kept", map[string]string{"rule-exceptions": "kept"}, again(shown("r", "a", ""))},
	})
}

func TestPagination(t *testing.T) {
	a, b := shown("r", "a", ""), shown("r", "b", "")
	two := put("r", "", none, "a", "b")
	page := `{'NextToken':'page-1',` + exceptions(a)[1:]
	play(t, []script{
		{"pages", nil, after(two, list("r", `, 'Limit': 1`, page), list("r", `, 'Limit': 1, 'NextToken': 'page-1'`, exceptions(b)),
			list("r", `, 'Limit': 0`, exceptions(a, b)), list("r", `, 'Limit': 2`, exceptions(a, b)))},
		{"what was seen is not seen again", nil, after(two, list("r", `, 'Limit': 1`, page), remove("r", none, "b"), put("r", "", none, "b"),
			put("r", `, 'Message': 'm'`, none, "a"), list("r", `, 'NextToken': 'page-1'`, exceptions(b)))},
		{"garbage", nil, after(two, list("r", `, 'NextToken': 'x'`, noToken))},
		{"another list's token", nil, after(two, rule("s"), list("r", `, 'Limit': 1`, page), list("s", `, 'NextToken': 'page-1'`, noToken))},
		{"another list's token does", map[string]string{"describe-foreign-token": "accepted"}, after(two, rule("s"), list("r", `, 'Limit': 1`, page),
			list("s", `, 'NextToken': 'page-1'`, exceptions()))},
		{"no characters", nil, after(two, list("r", `, 'NextToken': ''`, exceptions(a, b)))},
		{"no characters are no token", map[string]string{"describe-empty-token": "error:" + noToken}, after(two, list("r", `, 'NextToken': ''`, noToken))},
		{"beside keys", nil, after(two, list("r", `, 'Limit': 1, 'NextToken': 'x', 'ResourceKeys': `+keys("a", "b"), exceptions(a, b)))},
		{"beside keys, rejected", map[string]string{"describe-keys-unpaged": "error:" + invalid}, after(two,
			list("r", `, 'Limit': 1, 'ResourceKeys': `+keys("a"), invalid), list("r", `, 'ResourceKeys': `+keys("a"), exceptions(a)))},
	})
}

func TestFilter(t *testing.T) {
	rules := func(more, want string) step {
		return step{call: "DescribeConfigRules", input: `{` + more + `}`, want: want}
	}
	const r = `{'ConfigRules':[{'ConfigRuleArn':'arn:aws:config:us-east-1:123456789012:config-rule/config-rule-w1','ConfigRuleId':'config-rule-w1','ConfigRuleName':'r','ConfigRuleState':'ACTIVE','EvaluationModes':[{'Mode':'DETECTIVE'}],'RuleEvaluationVisibility':'EXTERNAL','Source':{'Owner':'AWS','SourceIdentifier':'AWS_CONFIG_PROCESS_CHECK'}}]}`
	play(t, []script{
		{"keys", nil, after(put("r", "", none, "a", "b"), list("r", `, 'ResourceKeys': `+keys("b", "x", "b"), exceptions(shown("r", "b", ""))))},
		{"an absent key is rejected", map[string]string{"describe-absent-keys": "error:" + invalid}, after(put("r", "", none, "a"),
			list("r", `, 'ResourceKeys': `+keys("a", "x"), invalid))},
		{"names", nil, []step{{call: "fact", input: `{'of': ['r', 'T', 'a'], 'value': 'COMPLIANT'}`}, rules(`'ConfigRuleNames': ['r']`, noRule)}},
		{"what counts for one that has none", nil, []step{
			fact("r", "a", "COMPLIANT"), rule("q"), rules(`'Filters': {'EvaluationMode': 'PROACTIVE'}`, `{'ConfigRules':[]}`),
			rules(`'Filters': {'EvaluationMode': 'NEITHER'}`, "ValidationException"),
		}},
		{"the one", nil, []step{rule("r"), rules(`'Filters': {'EvaluationMode': 'DETECTIVE'}`, r)}},
		{"one needs another", nil, []step{{call: "DescribeComplianceByResource", input: `{'ResourceId': 'a'}`, want: invalid}}},
	})
}

func TestFact(t *testing.T) {
	evaluate := func(mode, want string) step {
		return step{call: "PutEvaluations", input: `{'ResultToken': 'r', ` + mode + `'Evaluations': [{'ComplianceResourceType': 'T', 'ComplianceResourceId': 'a',
			'ComplianceType': 'NON_COMPLIANT', 'Annotation': 'n', 'OrderingTimestamp': 5}]}`, want: want}
	}
	details := func(want string) step {
		return step{call: "GetComplianceDetailsByConfigRule", input: `{'ConfigRuleName': 'r'}`, want: `{'EvaluationResults':[` + want + `]}`}
	}
	const finding = `{'Annotation':'n','ComplianceType':'NON_COMPLIANT','ConfigRuleInvokedTime':1900000003,'EvaluationResultIdentifier':{'EvaluationResultQualifier':{'ConfigRuleName':'r','EvaluationMode':'DETECTIVE','ResourceId':'a','ResourceType':'T'},'OrderingTimestamp':5},'ResultRecordedTime':1900000003}`
	sum := func(id, value, count string) string {
		if count != "" {
			count = `'ComplianceContributorCount':{'CapExceeded':false,'CappedCount':` + count + `},`
		}
		return `{'Compliance':{` + count + `'ComplianceType':'` + value + `'},'ResourceId':'` + id + `','ResourceType':'T'}`
	}
	byResource := func(more, want string) step {
		return step{call: "DescribeComplianceByResource", input: `{` + more + `}`, want: `{'ComplianceByResources':[` + want + `]}`}
	}
	anyType := map[string]string{"evaluations-type": "accepted"}
	play(t, []script{
		{"set and shown", anyType, []step{rule("r"), evaluate("", "{}").then(3 * time.Second), details(finding).then(9 * time.Second), put("r", "", none, "a")}},
		{"a type that is not recorded", nil, []step{rule("r"), evaluate("", invalid), details("")}},
		{"a dry run", anyType, []step{evaluate(`'TestMode': true, `, "{}"), evaluate("", "InvalidResultTokenException"), rule("r"), details("")}},
		{"the initial value is none", nil, []step{rule("r"), fact("r", "a", "COMPLIANT"), fact("r", "a", "INSUFFICIENT_DATA"), details("")}},
		{"summed up", nil, []step{
			fact("r", "a", "COMPLIANT"), fact("s", "a", "NON_COMPLIANT"), fact("s", "b", "COMPLIANT"), fact("r", "c", "NOT_APPLICABLE"),
			byResource("", sum("a", "NON_COMPLIANT", "1")+","+sum("b", "COMPLIANT", "")+","+sum("c", "INSUFFICIENT_DATA", "")),
			byResource(`'ComplianceTypes': ['COMPLIANT']`, sum("b", "COMPLIANT", "")),
			byResource(`'ResourceType': 'T', 'ResourceId': 'c'`, sum("c", "INSUFFICIENT_DATA", "")),
		}},
	})
}

func TestValidation(t *testing.T) {
	play(t, []script{
		{"a constraint", nil, []step{{call: "DeleteConfigRule", input: `{'ConfigRuleName': ' '}`, want: "ValidationException"}}},
		{"a required member", nil, []step{{call: "PutConfigRule", input: `{'ConfigRule': {'ConfigRuleName': 'r'}}`, want: "ValidationException"}}},
		{"a range", nil, []step{list("r", `, 'Limit': 101`, "InvalidLimitException or InvalidParameterValueException or ValidationException")}},
		{"a type", nil, []step{list("r", `, 'Limit': '1'`, "SerializationException"), list("r", `, 'Limit': 1.5, 'ResourceKeys': []`, "SerializationException")}},
		{"null is absent", nil, []step{list("r", `, 'Limit': null, 'Unknown': {}`, exceptions())}},
		{"no operation", nil, []step{{call: "Fly", input: `{}`, want: "UnknownOperationException"}}},
	})
}

func TestAllowed(t *testing.T) {
	state := func(want string) []step {
		return []step{{call: "PutConfigRule", input: `{'ConfigRule': {'ConfigRuleName': 'r', 'ConfigRuleState': 'DELETING', 'Source': {'Owner': 'AWS'}}}`, want: want}}
	}
	play(t, []script{
		{"rejected", nil, state(invalid)},
		{"accepted", map[string]string{"rule-state-given": "accepted"}, state("{}")},
		{"of a list", nil, []step{rule("r"), {call: "GetComplianceDetailsByConfigRule", input: `{'ConfigRuleName': 'r', 'ComplianceTypes': ['COMPLIANT', 'INSUFFICIENT_DATA']}`, want: invalid}}},
		{"two mistakes", nil, []step{{call: "GetComplianceDetailsByConfigRule", input: `{'ConfigRuleName': 'r', 'ComplianceTypes': ['INSUFFICIENT_DATA']}`, want: invalid + " or " + noRule}}},
	})
}

func TestMembers(t *testing.T) {
	rules := func(more string) string {
		return `{'ConfigRules':[{'ConfigRuleArn':'arn:aws:config:us-east-1:123456789012:config-rule/config-rule-w1','ConfigRuleId':'config-rule-w1','ConfigRuleName':'r','ConfigRuleState':'ACTIVE','EvaluationModes':[{'Mode':'DETECTIVE'}],` + more + `}]}`
	}
	puts := func(rule, want string) []step {
		return []step{{call: "PutConfigRule", input: `{'ConfigRule': {'ConfigRuleName': 'r', ` + rule + `}}`, want: "{}"}, {call: "DescribeConfigRules", input: "{}", want: rules(want)}}
	}
	const (
		lambda    = `'MaximumExecutionFrequency':'One_Hour','Source':{'Owner':'CUSTOM_LAMBDA','SourceDetails':[{'MessageType':'ScheduledNotification'}],'SourceIdentifier':'arn:f'}`
		scheduled = `'RuleEvaluationVisibility':'EXTERNAL','Source':{'Owner':'CUSTOM_LAMBDA','SourceDetails':[{'MaximumExecutionFrequency':'%s','MessageType':'ScheduledNotification'}],'SourceIdentifier':'arn:f'}`
		policy    = `'Source':{'CustomPolicyDetails':{'PolicyRuntime':'guard-2.x.x','PolicyText':'t'},'Owner':'CUSTOM_POLICY'}`
	)
	play(t, []script{
		{"supplied and withheld", nil, puts(policy, `'RuleEvaluationVisibility':'EXTERNAL','Source':{'CustomPolicyDetails':{'EnableDebugLogDelivery':false,'PolicyRuntime':'guard-2.x.x'},'Owner':'CUSTOM_POLICY'}`)},
		{"or not", map[string]string{"rule-visibility": "absent", "rule-policy-text": "returned", "rule-debug-log": "absent"}, puts(policy, policy)},
		{"moved", nil, puts(lambda, strings.Replace(scheduled, "%s", "One_Hour", 1))},
		{"or not", map[string]string{"rule-frequency": "stays", "rule-visibility": "absent"}, puts(lambda, lambda)},
		{"supplied in each detail", nil, puts(strings.TrimPrefix(lambda, `'MaximumExecutionFrequency':'One_Hour',`), strings.Replace(scheduled, "%s", "TwentyFour_Hours", 1))},
	})
}

func TestCombination(t *testing.T) {
	puts := func(rule, want string) step {
		return step{call: "PutConfigRule", input: `{'ConfigRule': {'ConfigRuleName': 'r', ` + rule + `}}`, want: want}
	}
	managed := func(more, want string) step {
		return puts(`'Source': {'Owner': 'AWS', 'SourceIdentifier': 'REQUIRED_TAGS'`+more, want)
	}
	lambda := func(details, want string) step {
		return puts(`'Source': {'Owner': 'CUSTOM_LAMBDA', 'SourceIdentifier': 'arn:f', 'SourceDetails': [`+details+`]}`, want)
	}
	play(t, []script{
		{"given, or not", nil, []step{managed(`}`, "{}"), managed(`, 'SourceDetails': [{}]}`, invalid), managed(`, 'SourceDetails': []}`, "{}"), managed(`}, 'RuleEvaluationVisibility': 'EXTERNAL'`, invalid)}},
		{"one of some", nil, []step{managed(`}, 'EvaluationModes': [{'Mode': 'PROACTIVE'}]`, "{}"), puts(`'Source': {'Owner': 'CUSTOM_POLICY', 'CustomPolicyDetails': {'PolicyRuntime': 'guard-2.x.x', 'PolicyText': 't'}}, 'EvaluationModes': [{'Mode': 'PROACTIVE'}]`, invalid)}},
		{"a form", nil, []step{managed(`}, 'InputParameters': '{}'`, "{}"), managed(`}, 'InputParameters': '[]'`, invalid), puts(`'Source': {'Owner': 'AWS', 'SourceIdentifier': 'required-tags'}`, invalid)}},
		{"no form is asked for", map[string]string{"rule-parameters": "accepted"}, []step{managed(`}, 'InputParameters': '[]'`, "{}")}},
		{"a beginning", nil, []step{puts(`'Source': {'Owner': 'CUSTOM_LAMBDA', 'SourceIdentifier': 'f', 'SourceDetails': [{'MessageType': 'ScheduledNotification'}]}`, invalid)}},
		{"a length", nil, []step{managed(`}, 'Scope': {'ComplianceResourceId': 'i', 'ComplianceResourceTypes': ['T']}`, "{}"), managed(`}, 'Scope': {'ComplianceResourceId': 'i'}`, invalid)}},
		{"each by itself", nil, []step{
			lambda(`{'MessageType': 'ScheduledNotification', 'MaximumExecutionFrequency': 'One_Hour'}, {'MessageType': 'ConfigurationItemChangeNotification'}`, "{}"),
			lambda(`{'MessageType': 'ScheduledNotification'}, {'MessageType': 'ConfigurationItemChangeNotification', 'MaximumExecutionFrequency': 'One_Hour'}`, invalid),
		}},
	})
}
