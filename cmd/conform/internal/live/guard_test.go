package live

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

var lending = &conformance.Fixtures{Facts: []endpoint.Fixture{{
	Fact: "compliance", Value: "NON_COMPLIANT",
	Of: map[string]string{"ConfigRuleName": "theirs", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"},
}}}

// TestGuard shows what is sent to an account, and what is not.
func TestGuard(t *testing.T) {
	const sent = ""
	rule := func(members string) string { return `{"ConfigRule":{` + members + `}}` }
	const source = `"Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}`
	for _, c := range []struct{ operation, body, want string }{
		{putRule, rule(`"ConfigRuleName":"fakesmith-test-1",` + source), sent},
		{putRule, rule(`"ConfigRuleName":" FAKESMITH-test-1 ",` + source), sent},
		{putRule, rule(`"ConfigRuleName":"theirs",` + source), `"theirs" is not a rule of this run`},
		{putRule, rule(`"ConfigRuleName":"fakesmith-tes-1",` + source), "is not a rule of this run"},
		{putRule, rule(`"ConfigRuleName":"fakesmith-other-1",` + source), "is not a rule of this run"},
		{putRule, rule(`"ConfigRuleName":" ",` + source), "is not a rule of this run"},
		{putRule, rule(`"ConfigRuleName":"fakesmith-test-` + strings.Repeat("x", 50) + `"`), "longer than 64"},
		{putRule, rule(`"ConfigRuleName":"fakesmith-test-1","Source":{"Owner":"AWS","SourceIdentifier":"S3_BUCKET_VERSIONING_ENABLED"}`), "other than a process check"},
		{putRule, rule(`"ConfigRuleName":"fakesmith-test-1","Source":{"Owner":"CUSTOM_LAMBDA"}`), "other than a process check"},
		{putRule, rule(`"ConfigRuleName":"fakesmith-test-1","ConfigRuleId":"config-rule-abc",` + source), "by its id"},
		{putRule, rule(`"ConfigRuleName":"fakesmith-test-1","ConfigRuleArn":"arn:aws:config:x",` + source), "by its arn"},
		{putRule, rule(`"ConfigRuleName":"fakesmith-test-1","Automatic":true`), "automatic remediation"},
		{putRule, `{}`, sent}, // names nothing

		// Whichever of two members the server reads, it must be ours.
		{deleteRule, `{"ConfigRuleName":"fakesmith-test-1"}`, sent},
		{deleteRule, `{"ConfigRuleName":"theirs","ConfigRuleName":"fakesmith-test-1"}`, "is not a rule of this run"},
		{deleteRule, `{"ConfigRuleName":"fakesmith-test-1","ConfigRuleName":"theirs"}`, "is not a rule of this run"},
		{deleteRule, `{"ConfigRuleName":"fakesmith-test-1","configrulename":"theirs"}`, "is not a rule of this run"},
		{deleteRule, `{"ConfigRuleName":"theirs"}`, "is not a rule of this run"},
		{deleteRule, `{"ConfigRuleName":["theirs"]}`, "is not a rule of this run"},
		{deleteRule, `{"ConfigRuleName":7}`, `"7" is not a rule of this run`},
		{deleteRule, `{"ConfigRuleName":true}`, `"true" is not a rule of this run`},
		{deleteRule, `{"ConfigRuleName":null}`, sent},
		{deleteRule, `{"ConfigRuleName":""}`, sent},
		{deleteRule, `{"ConfigRuleName":"` + strings.Repeat("x", 129) + `"}`, sent}, // no rule has such a name
		{deleteRule, `{"ConfigRuleName":"` + strings.Repeat("x", 128) + `"}`, "is not a rule of this run"},
		{deleteRule, `{"\u0043onfigRuleName":"theirs"}`, "is not a rule of this run"},

		// What is not JSON is read as a lenient server might.
		{deleteRule, `{"ConfigRuleName":"fakesmith-test-1"`, sent},
		{deleteRule, `{"ConfigRuleName":"fakesmith-test-1"} x`, sent},
		{deleteRule, `{"ConfigRuleName":"theirs"`, "is not a rule of this run"},
		{deleteRule, `{"ConfigRuleName":"fakesmith-test-1"}{"ConfigRuleName":"theirs"}`, "is not a rule of this run"},
		{deleteRule, `{ConfigRuleName:theirs}`, "the rule that it names is unknown"},
		{deleteRule, `{'ConfigRuleName':'theirs'}`, "the rule that it names is unknown"},
		{deleteRule, `{"ConfigRuleName":theirs}`, "is not a rule of this run"},
		{deleteRule, `{"\u0043onfigRuleName":"theirs"`, "the rule that it names is unknown"},
		{deleteRule, `nonsense`, sent},

		{putExternal, `{"ConfigRuleName":"fakesmith-test-1","ExternalEvaluation":{}}`, sent},
		{putExternal, `{"ConfigRuleName":"theirs"}`, "is not a rule of this run"},
		{putEvaluations, `{"ResultToken":"fakesmith-test-1"}`, "has a result token"},
		{putEvaluations, `{"ResultToken":"a token"}`, "has a result token"},
		{putEvaluations, `{"resulttoken":"a token"}`, "has a result token"},
		{putEvaluations, `{"ResultToken":"a token"`, "has a result token"},
		{putEvaluations, `{"ResultToken":""}`, sent},
		{putEvaluations, `{}`, sent},

		// What the fixtures file lends are exceptions of one resource.
		{putExceptions, `{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceId":"vol-1","ResourceType":"AWS::EC2::Volume"}]}`, sent},
		{deleteExceptions, `{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceType":"AWS::EC2::Volume","ResourceId":"vol-1"}]}`, sent},
		{putExceptions, `{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceId":"vol-2","ResourceType":"AWS::EC2::Volume"}]}`, "does not name AWS::EC2::Volume vol-2"},
		{putExceptions, `{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceId":"vol-1","ResourceType":"AWS::S3::Bucket"}]}`, "does not name AWS::S3::Bucket vol-1"},
		{putExceptions, `{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceId":"vol-1","ResourceType":"AWS::EC2::Volume"},{"ResourceId":"vol-2","ResourceType":"AWS::EC2::Volume"}]}`, "does not name"},
		{putExceptions, `{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceId":"vol-2","ResourceId":"vol-1","ResourceType":"AWS::EC2::Volume"}]}`, "not each member of each resource once"},
		{putExceptions, `{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceId":"vol-1","ResourceType":"AWS::EC2::Volume"}]`, "malformed"},
		{deleteExceptions, `{"ConfigRuleName":"theirs"}`, "not each member"},
		{deleteRule, `{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceId":"vol-1","ResourceType":"AWS::EC2::Volume"}]}`, "is not a rule of this run"},
		{putExternal, `{"ConfigRuleName":"theirs"}`, "is not a rule of this run"},

		// Questions may be about anything.
		{"DescribeConfigRules", `{}`, sent},
		{"DescribeRemediationExceptions", `{"ConfigRuleName":"somebody's"}`, sent},

		// Other operations are not for us, whoever asks.
		{"NoSuchOperation", `{}`, sent},
		{"NoSuchOperation", `{"ConfigRuleName":"theirs"}`, "is not an operation of the contract"},
		{"PutConfigurationRecorder", `{}`, "is not an operation of the contract"},
		{"StopConfigurationRecorder", `{"ConfigurationRecorderName":"default"}`, "is not an operation of the contract"},
		{"DeleteDeliveryChannel", `{}`, "is not an operation of the contract"},
		{"PutRemediationConfigurations", `{}`, "no run sets up remediation"},
		{"PutRemediationConfigurations", `{"RemediationConfigurations":[{"ConfigRuleName":"fakesmith-test-1","TargetType":"SSM_DOCUMENT","TargetId":"AWS-Any","Automatic":true}]}`, "no run sets up remediation"},
		{"DeleteRemediationConfiguration", `{"ConfigRuleName":"fakesmith-test-1"}`, "no run sets up remediation"},
		{"StartRemediationExecution", `{}`, "no run remediates anything"},
		{"StartRemediationExecution", `{"ConfigRuleName":"fakesmith-test-1","ResourceKeys":[{"resourceType":"AWS::EC2::Volume","resourceId":"vol-1"}]}`, "no run remediates anything"},
		{"deleteconfigrule", `{}`, "is not an operation of the contract"},
	} {
		g := &Guard{API: &remediationtest.Contract, Run: "test", Fixtures: lending}
		err := g.Check(c.operation, []byte(c.body))
		if c.want == sent && err != nil || c.want != sent && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("Check(%s %s) = %v, want %q", c.operation, c.body, err, c.want)
		}
		g.Observe = true
		if err := g.Check(c.operation, []byte(c.body)); err == nil && !strings.HasPrefix(c.operation, "Describe") && c.operation != "NoSuchOperation" {
			t.Errorf("while observing, Check(%s %s) = nil", c.operation, c.body)
		}
	}
	// Without a fixtures file nothing is lent.
	g := &Guard{API: &remediationtest.Contract, Run: "test"}
	if err := g.Check(putExceptions, []byte(`{"ConfigRuleName":"theirs","ResourceKeys":[{"ResourceId":"vol-1","ResourceType":"AWS::EC2::Volume"}]}`)); err == nil {
		t.Error("without a fixtures file, an exception of somebody's rule is put")
	}
}

// TestGuardRemediation shows what a run may do that may remediate by a document: by no
// other, on demand alone, and under its own rules.
func TestGuardRemediation(t *testing.T) {
	put := func(rule, more string) string {
		return `{"RemediationConfigurations":[{"ConfigRuleName":"` + rule + `","TargetType":"SSM_DOCUMENT","TargetId":"Sleep"` + more + `}]}`
	}
	const sent = ""
	for _, c := range []struct{ operation, body, want string }{
		{putConfigurations, put("fakesmith-test-1", ""), sent},
		{putConfigurations, put("theirs", ""), "is not a rule of this run"},
		{putConfigurations, put("fakesmith-test-1", `,"Automatic":true`), "no run sets up automatic remediation"},
		{putConfigurations, put("fakesmith-test-1", `,"automatic":true`), "no run sets up automatic remediation"},
		{putConfigurations, put("fakesmith-test-1", `,"Automatic":false,"Automatic":true`), "no run sets up automatic remediation"},
		{putConfigurations, put("fakesmith-test-1", `,"TargetId":"Delete"`), "does not name the document"},
		{putConfigurations, put("fakesmith-test-1", `,"TargetType":"LAMBDA"`), "is no type of a document"},
		{putConfigurations, put("fakesmith-test-1", `,"Parameters":{"Bucket":{"StaticValue":{"Values":["theirs"]}}}`), "has the member values"},
		{putConfigurations, put("fakesmith-test-1", ``)[1:], "malformed"},
		{putConfigurations, `{"RemediationConfigurations":[]}`, sent},
		{deleteConfiguration, `{"ConfigRuleName":"fakesmith-test-1"}`, sent},
		{deleteConfiguration, `{"ConfigRuleName":"theirs"}`, "is not a rule of this run"},
		{startExecution, `{"ConfigRuleName":"fakesmith-test-1","ResourceKeys":[{"resourceType":"AWS::EC2::Volume","resourceId":"vol-1"}]}`, sent},
		{startExecution, `{"ConfigRuleName":"theirs","ResourceKeys":[{"resourceType":"AWS::EC2::Volume","resourceId":"vol-1"}]}`, "is not a rule of this run"},
	} {
		g := &Guard{API: &remediationtest.Contract, Run: "test", Remediation: "Sleep"}
		err := g.Check(c.operation, []byte(c.body))
		if c.want == sent && err != nil || c.want != sent && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("Check(%s %s) = %v, want %q", c.operation, c.body, err, c.want)
		}
		g.Remediation = ""
		if g.Check(c.operation, []byte(c.body)) == nil {
			t.Errorf("without a document, Check(%s %s) = nil", c.operation, c.body)
		}
	}
}

// FuzzGuard looks for a body that names somebody's rule in a way that a reader
// of JSON finds, and the guard does not.
func FuzzGuard(f *testing.F) {
	f.Add(`{"ConfigRuleName":"theirs"}`)
	f.Add(`{"ConfigRuleName":"theirs"`)
	f.Fuzz(func(t *testing.T, body string) {
		rules, _ := subjects([]byte(body))
		err := (&Guard{API: &remediationtest.Contract, Run: "test"}).Check(deleteRule, []byte(body))
		for _, rule := range rules {
			if err == nil && !RunID("test").Owns(rule) && !impossible(rule) {
				t.Errorf("%s is let through, and names %q", body, rule)
			}
		}
	})
}

func TestRunIDs(t *testing.T) {
	id := NewRunID()
	if again, err := ParseRunID(string(id)); err != nil || again != id || id == NewRunID() {
		t.Errorf("NewRunID() = %s, which is read as %s, %v", id, again, err)
	}
	for _, bad := range []string{"", "abc", "Abcd", "a-bcd", "abcd ", strings.Repeat("x", 21)} {
		if _, err := ParseRunID(bad); err == nil {
			t.Errorf("ParseRunID(%q) succeeds", bad)
		}
	}
	for name, want := range map[string]RunID{
		"fakesmith-test-1": "test", " FAKESMITH-Test-1": "test", "fakesmith-test": "", "fakesmith--1": "", "my-fakesmith-test-1": "", "encrypted": "",
	} {
		if got := RunOf(name); got != want {
			t.Errorf("RunOf(%q) = %q, want %q", name, got, want)
		}
	}
}
