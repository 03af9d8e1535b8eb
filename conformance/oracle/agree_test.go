package oracle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// An observation is a call, what came of it on some target, and a part of
// what the oracle has to say against that, empty if it has nothing.
type observation struct {
	call, input string
	code, reply string
	wrong       string
}

func saw(op, input, reply, wrong string) observation {
	return observation{call: op, input: input, reply: reply, wrong: wrong}
}

func TestAgree(t *testing.T) {
	const (
		describe = "DescribeRemediationExceptions"
		r        = `{'ConfigRuleName': 'r'}`
		until    = `'ExpirationTime':1900000010.5,`
	)
	a, b := shown("r", "a", `'Message':'m',`+until), shown("r", "b", `'Message':'m',`+until)
	first := func(token string, rows ...string) string {
		return `{'NextToken':'` + token + `',` + exceptions(rows...)[1:]
	}
	second := func(token string) string { return `{'ConfigRuleName': 'r', 'NextToken': '` + token + `'}` }
	const one = `{'ConfigRuleName': 'r', 'Limit': 1}`
	arn := func(id, arn string) string {
		return `{'ConfigRules':[{'ConfigRuleId':'` + id + `','ConfigRuleArn':'arn:aws:config:us-east-1:123456789012:config-rule/` + arn + `','ConfigRuleName':'r','ConfigRuleState':'ACTIVE',
			'Source':{'Owner':'AWS','SourceIdentifier':'AWS_CONFIG_PROCESS_CHECK'}}]}`
	}
	rejectedTwo := `{'ConfigRuleName': 'r', 'ResourceKeys': ` + keys("x", "y") + `}`
	x, y := shown("r", "x", ""), shown("r", "y", "")
	batch := func(message string, items ...string) string {
		return `{'FailureMessage':'` + message + `','FailedItems':[` + strings.Join(items, ",") + `]}`
	}
	batches := func(all ...string) string { return `{'FailedBatches':[` + strings.Join(all, ",") + `]}` }
	found := func(id string) string {
		return `{'ComplianceType':'NON_COMPLIANT','EvaluationResultIdentifier':{'EvaluationResultQualifier':{'ConfigRuleName':'r','ResourceType':'T','ResourceId':'` + id + `'}}}`
	}
	for _, c := range []struct {
		name string
		saw  []observation
	}{
		{"in order", []observation{saw(describe, r, exceptions(a, b), "")}},
		{"in an order that the profile does not have", []observation{saw(describe, r, exceptions(b, a), "in another order")}},
		{"in an order of which nothing is said", []observation{saw("GetComplianceDetailsByConfigRule", r, `{'EvaluationResults':[`+found("b")+`,`+found("a")+`]}`, "")}},
		{"a token, and nothing left", []observation{saw(describe, `{'ConfigRuleName': 'r', 'Limit': 2}`, first("T", a, b), "nothing is left")}},
		{"a token behind a page that is not full", []observation{saw(describe, `{'ConfigRuleName': 'r', 'Limit': 3}`, first("T", a, b), ""), saw(describe, second("T"), exceptions(), "")}},
		{"one is missing", []observation{saw(describe, r, exceptions(a), "not shown")}},
		{"one is there twice", []observation{saw(describe, r, exceptions(a, b, b), "is not among the rows still to be shown")}},
		{"an invented one", []observation{saw(describe, r, exceptions(a, b, x), "is not among")}},
		{"another text", []observation{saw(describe, r, exceptions(a, strings.Replace(b, "'m'", "'n'", 1)), "is not among")}},
		{"a member too many", []observation{saw(describe, r, exceptions(a, strings.Replace(b, "{", "{'X':1,", 1)), "is not among")}},
		{"a member too few", []observation{saw(describe, r, exceptions(a, strings.Replace(b, until, "", 1)), "is not among")}},
		{"a time that is off by a millisecond", []observation{saw(describe, r, exceptions(a, strings.Replace(b, "10.5", "10.501", 1)), "is not among")}},
		{"an error", []observation{{call: describe, input: r, code: "NoSuchConfigRuleException", wrong: "rejected with NoSuchConfigRuleException"}}},
		{"no error", []observation{saw(describe, `{'ConfigRuleName': 'r', 'NextToken': 'x'}`, exceptions(), "the call succeeds")}},
		{"one of two errors", []observation{{call: describe, input: `{'ConfigRuleName': 'r', 'Limit': -1}`, code: "InvalidLimitException"}}},
		{"pages in another order", []observation{saw(describe, one, first("T", b), ""), saw(describe, second("T"), exceptions(a), "")}},
		{"an empty page", []observation{saw(describe, one, first("T"), ""), saw(describe, second("T"), exceptions(a, b), "")}},
		{"a page that is too large", []observation{saw(describe, one, first("T", a, b), "1 are the most")}},
		{"a page without a token", []observation{saw(describe, one, exceptions(a), "not shown")}},
		{"a page that repeats one", []observation{saw(describe, one, first("T", a), ""), saw(describe, second("T"), exceptions(a, b), "is not among")}},
		{"a page that loses one", []observation{saw(describe, one, first("T", a), ""), saw(describe, second("T"), exceptions(), "not shown")}},
		{"an id", []observation{saw("DescribeConfigRules", "{}", arn("config-rule-7", "config-rule-7"), "")}},
		{"an id of another form", []observation{saw("DescribeConfigRules", "{}", arn("7", "7"), "is not among")}},
		{"two ids", []observation{saw("DescribeConfigRules", "{}", arn("config-rule-7", "config-rule-8"), "is not among")}},
		// What nobody can know is shown as it came, so that the difference is seen.
		{"a wrong id", []observation{saw("DescribeConfigRules", "{}", arn("config-rule-7", "config-rule-8"), `still to be shown: [{"ConfigRuleArn":"arn:aws:config:us-east-1:123456789012:config-rule/config-rule-8","ConfigRuleId":"config-rule-8","ConfigRuleName":"r","ConfigRuleState":"ACTIVE"`)}},
		{"an id that changes", []observation{saw("DescribeConfigRules", "{}", arn("config-rule-7", "config-rule-7"), ""), saw("DescribeConfigRules", "{}", arn("config-rule-8", "config-rule-8"), "is not among")}},
		{"batches", []observation{saw("PutRemediationExceptions", rejectedTwo, batches(batch("why", y, x)), "")}},
		{"batches of one", []observation{saw("PutRemediationExceptions", rejectedTwo, batches(batch("why", y), batch("why", x)), "")}},
		{"a batch without a reason", []observation{saw("PutRemediationExceptions", rejectedTwo, batches(batch("", y, x)), "no FailureMessage")}},
		{"a failure that is not told", []observation{saw("PutRemediationExceptions", rejectedTwo, batches(batch("why", x)), "not told as failed")}},
		{"a failure that is told twice", []observation{saw("PutRemediationExceptions", rejectedTwo, batches(batch("why", x, y, y)), "is not among")}},
		{"a failure that is none", []observation{saw("PutRemediationExceptions", `{'ConfigRuleName': 'r', 'ResourceKeys': `+keys("a")+`}`, batches(batch("why", shown("r", "a", ""))), "told as failed, and is not")}},
		{"a list that nothing speaks of", []observation{saw("PutEvaluations", `{'ResultToken': 'r'}`, `{'FailedEvaluations':[{}]}`, "FailedEvaluations")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := oracle.New(&remediationtest.Contract, nil)
			for _, s := range after(put("r", `, 'Message': 'm', 'ExpirationTime': 1900000010.5`, none, "a", "b")) {
				if s.call == "fact" {
					id := object(t, s.input)["of"].([]any)[2].(string)
					o.SetFact(home, epoch, "compliance", map[string]string{"ConfigRuleName": "r", "ResourceType": "T", "ResourceId": id}, "NON_COMPLIANT", nil)
					continue
				}
				out := o.Call(home, epoch, s.call, object(t, s.input))
				if err := o.Agree(out, oracle.Reply{Output: out.Output}); err != nil {
					t.Fatal(err)
				}
			}
			for i, s := range c.saw {
				got := oracle.Reply{Code: s.code}
				if s.reply != "" {
					got.Output = object(t, s.reply)
				}
				err := o.Agree(o.Call(home, epoch, s.call, object(t, s.input)), got)
				switch {
				case err == nil && s.wrong != "":
					t.Errorf("reply %d is found to be right, and not because of %q", i+1, s.wrong)
				case err != nil && (s.wrong == "" || !strings.Contains(err.Error(), s.wrong)):
					t.Errorf("reply %d: %v, want %q", i+1, err, s.wrong)
				}
			}
		})
	}
}

// TestVanishingFacts shows that what may vanish need not be shown, and that all else
// has to be.
func TestVanishingFacts(t *testing.T) {
	for value, may := range map[string]bool{"NOT_APPLICABLE": true, "COMPLIANT": false} {
		for _, vanish := range []bool{true, false} {
			o := oracle.New(&remediationtest.Contract, nil)
			o.Lenient = vanish
			s := rule("r")
			if err := o.Agree(o.Call(home, epoch, s.call, object(t, s.input)), oracle.Reply{}); err != nil {
				t.Fatal(err)
			}
			o.SetFact(home, epoch, "compliance", map[string]string{"ConfigRuleName": "r", "ResourceType": "T", "ResourceId": "a"}, value, nil)
			want := o.Call(home, epoch, "GetComplianceDetailsByConfigRule", object(t, "{'ConfigRuleName': 'r'}"))
			err := o.Agree(want, oracle.Reply{Output: object(t, "{'EvaluationResults':[]}")})
			if (err == nil) != (may && vanish) {
				t.Errorf("%s is not shown, where it may vanish (%v): %v", value, vanish, err)
			}
		}
	}
}

// TestLenient shows what is permitted to a service that need not do as the fake does,
// and not to the fake: a failed item without what is not required, and members of a
// fact of which the contract says nothing.
func TestLenient(t *testing.T) {
	const (
		rejected = `{'ConfigRuleName': 'r', 'Message': 'm', 'ResourceKeys': [{'ResourceType': 'T', 'ResourceId': 'x'}]}`
		failed   = `{'FailedBatches':[{'FailureMessage':'why','FailedItems':[{'ConfigRuleName':'r','ResourceType':'T',%s}]}]}`
		details  = `{'EvaluationResults':[{'ComplianceType':'%s','ResultToken':'t','EvaluationResultIdentifier':
			{'EvaluationResultQualifier':{'ConfigRuleName':'r','ResourceType':'T','ResourceId':'a'}}}]}`
	)
	for _, tt := range []struct {
		call, in, out string
		fake, another bool // what may answer so
	}{
		{"PutRemediationExceptions", rejected, fmt.Sprintf(failed, `'ResourceId':'x','Message':'m'`), true, true},
		{"PutRemediationExceptions", rejected, fmt.Sprintf(failed, `'ResourceId':'x'`), false, true},
		{"PutRemediationExceptions", rejected, fmt.Sprintf(failed, `'Message':'m'`), false, false},
		{"PutRemediationExceptions", rejected, fmt.Sprintf(failed, `'ResourceId':'x','Message':'n'`), false, false},
		{"GetComplianceDetailsByConfigRule", `{'ConfigRuleName': 'r'}`, fmt.Sprintf(details, "COMPLIANT"), false, true},
		{"GetComplianceDetailsByConfigRule", `{'ConfigRuleName': 'r'}`, fmt.Sprintf(details, "NON_COMPLIANT"), false, false},
	} {
		for _, lenient := range []bool{false, true} {
			o := oracle.New(&remediationtest.Contract, nil)
			o.Lenient = lenient
			s := rule("r")
			if err := o.Agree(o.Call(home, epoch, s.call, object(t, s.input)), oracle.Reply{}); err != nil {
				t.Fatal(err)
			}
			o.SetFact(home, epoch, "compliance", map[string]string{"ConfigRuleName": "r", "ResourceType": "T", "ResourceId": "a"}, "COMPLIANT", nil)
			err := o.Agree(o.Call(home, epoch, tt.call, object(t, tt.in)), oracle.Reply{Output: object(t, tt.out)})
			if want := lenient && tt.another || tt.fake; (err == nil) != want {
				t.Errorf("lenient %v: %s is right %v: %v", lenient, tt.out, err == nil, err)
			}
		}
	}
}

// TestClone shows that a clone and its original go their own ways.
func TestClone(t *testing.T) {
	o := oracle.New(&remediationtest.Contract, nil)
	call := func(o *oracle.Oracle, s step) string {
		out := o.Call(home, epoch, s.call, object(t, s.input))
		if out.Output != nil {
			if err := o.Agree(out, oracle.Reply{Output: out.Output}); err != nil {
				t.Fatal(err)
			}
		}
		return out.String()
	}
	call(o, rule("r"))
	c := o.Clone()
	if !o.Equal(c) || o.Hash() != c.Hash() {
		t.Errorf("a clone is not equal to its original:\n%s\n%s", o, c)
	}
	call(c, rule("s"))
	o.SetFact(home, epoch, "compliance", map[string]string{"ConfigRuleName": "r", "ResourceType": "T", "ResourceId": "a"}, "NON_COMPLIANT", nil)
	if o.Equal(c) {
		t.Errorf("two that know different resources are equal:\n%s", o)
	}
	if got, want := call(c, put("r", "", "", "a")), quoted(failed(shown("r", "a", ""), "guard")); got != want {
		t.Errorf("the clone knows what its original was told: %s", got)
	}
	if got := call(o, put("s", "", "", "a")); got != noRule {
		t.Errorf("the original knows what its clone was told: %s", got)
	}
}
