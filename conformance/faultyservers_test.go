package conformance_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// A faultyServer is the reference server with one defect, and the clauses that
// have to fail.
type faultyServer struct {
	defect string
	fails  []string
}

var faultyServers = []faultyServer{
	// Protocol, about requests.
	{"unknown operations succeed", []string{"unknown-operation"}},
	{"operations in any case", []string{"unknown-operation"}},
	{"malformed bodies are a constraint", []string{"malformed-body", "trailing-bytes", "wrong-type"}},
	{"whatever follows is ignored", []string{"trailing-bytes"}},
	{"types are not checked", []string{"wrong-type"}},
	{"empty bodies are malformed", []string{"empty-body"}},
	{"null is a wrong type", []string{"null-member"}},
	{"unknown members are rejected", []string{"unknown-member"}},
	{"content types to the letter", []string{"content-type-parameters"}},
	{"times without exponents", []string{"timestamp-forms"}},

	// Protocol, about replies.
	{"text for a content type", []string{"reply-envelope"}},
	{"a body where there is no output", []string{"reply-envelope"}},
	{"members spelled otherwise", []string{"reply-members"}},
	{"an answer lacks a required member", []string{"reply-required"}},
	{"times as text", []string{"reply-types"}},
	{"null for no list", []string{"reply-types"}},
	{"a value no enum has", []string{"reply-bounds"}},
	{"errors without a type", []string{"reply-error-body"}},
	{"errors with status 500", []string{"reply-error-body"}},
	{"no request id", []string{"reply-request-id"}},

	// Constraints and their errors.
	{"constraints have another error", []string{"validation-error"}},
	{"vague messages", []string{"validation-text"}},
	{"constraints before types", []string{"types-before-constraints"}},
	{"the service before constraints", []string{"constraints-before-service"}},
	{"no required", []string{"PutRemediationExceptions.ConfigRuleName.required", "PutConfigRule.ConfigRule.Source.required"}},
	{"no minLength", []string{"PutRemediationExceptions.Message.minLength", "validation-error"}},
	{"minLength by one", []string{"PutRemediationExceptions.Message.minLength"}},
	{"no maxLength", []string{"PutRemediationExceptions.Message.maxLength", "PutConfigRule.ConfigRule.Scope.TagKey.maxLength"}},
	{"maxLength by one", []string{"PutRemediationExceptions.Message.maxLength"}},
	{"lengths in bytes", []string{"PutRemediationExceptions.Message.maxLength"}},
	{"no minItems", []string{"DeleteRemediationExceptions.ResourceKeys.minItems"}},
	{"minItems by one", []string{"DeleteRemediationExceptions.ResourceKeys.minItems"}},
	{"no maxItems", []string{"PutRemediationExceptions.ResourceKeys.maxItems", "DescribeConfigRules.ConfigRuleNames.maxItems"}},
	{"maxItems by one", []string{"PutEvaluations.Evaluations.maxItems"}},
	{"no minimum", []string{"DescribeRemediationExceptions.Limit.minimum"}},
	{"minimum by one", []string{"DescribeRemediationExceptions.Limit.minimum"}},
	{"no maximum", []string{"DescribeRemediationExceptions.Limit.maximum"}},
	{"maximum by one", []string{"GetComplianceDetailsByConfigRule.Limit.maximum"}},
	{"no pattern", []string{"PutRemediationExceptions.ConfigRuleName.pattern", "PutConfigRule.ConfigRule.Source.CustomPolicyDetails.PolicyRuntime.pattern"}},
	{"no enum", []string{"PutConfigRule.ConfigRule.Source.Owner.enum", "PutExternalEvaluation.ExternalEvaluation.ComplianceType.enum"}},

	// What puts do.
	{"one account for all", []string{"isolation"}},
	{"one region for all", []string{"isolation"}},
	{"the first put counts", []string{"upsert"}},
	{"puts pile up", []string{"upsert"}},
	{"key by id", []string{"upsert"}},
	{"times are lost", []string{"upsert", "expiry"}},
	{"messages are cut", []string{"upsert"}},
	{"rules are not updated", []string{"rule-upsert"}},
	{"a put merges", []string{"omitted-members"}},
	{"a message is kept", []string{"omitted-members"}},
	{"rules merge", []string{"rule-omitted"}},
	{"only the first key counts", []string{"one-per-key"}},
	{"only the first evaluation counts", []string{"evaluations-each"}},
	{"a deletion ends at the first key", []string{"delete-each"}},
	{"twice is rejected", []string{"duplicate-keys", "delete-duplicates", "start-duplicates"}},
	{"twice is two", nil},
	{"a key twice is absent once", []string{"delete-duplicates"}},
	{"keys may lack a member", []string{"incomplete-key", "describe-incomplete-key", "delete-incomplete-key"}},
	{"rules may lack a name", []string{"rule-name-needed"}},
	{"keys are trimmed and lowered", []string{"key-identity"}},
	{"exceptions never expire", []string{"expiry"}},
	{"an exception outlives its time by a moment", []string{"expiry"}},
	{"exceptions expire a second early", []string{"expiry"}},
	{"past times are accepted", []string{"past-expiry"}},
	{"past times live on", []string{"past-expiry"}},
	{"whole seconds", []string{"expiry-precision"}},
	{"no guard", []string{"non-compliant-only", "never-evaluated"}},
	{"compliant passes", []string{"non-compliant-only"}},
	{"not applicable passes", []string{"non-compliant-only"}},
	{"nothing passes", []string{"non-compliant-only", "upsert", "one-per-key"}},
	{"the unknown passes", []string{"never-evaluated"}},
	{"exceptions go when compliance comes", []string{"later-compliant"}},

	// What a request names has to exist.
	{"rules need not exist", []string{"unknown-rule"}},
	{"rules need not exist, and there is no guard", []string{"unknown-rule"}},
	{"a configuration is needed", []string{"no-configuration-needed"}},
	{"a listing needs the rule", []string{"describe-unknown-rule"}},
	{"a deletion needs the rule", []string{"delete-unknown-rule"}},
	{"a finding needs no rule", []string{"external-rule"}},
	{"any rule accepts findings", []string{"external-rule"}},
	{"any token is accepted", []string{"evaluations-token"}},
	{"findings of no rule", []string{"details-unknown-rule"}},

	// What values are allowed.
	{"any state is accepted", []string{"rule-state-given"}},
	{"any type is accepted", []string{"external-type"}},
	{"any account is accepted", []string{"external-account"}},
	{"findings of any type", []string{"evaluations-type"}},
	{"any compliance is accepted", []string{"external-compliance", "evaluations-compliance", "details-types"}},

	// What the service sets by itself.
	{"one id for all", []string{"rule-id"}},
	{"a new id for each put", []string{"rule-id", "rule-arn"}},
	{"an ARN of another region", []string{"rule-arn"}},
	{"rules have no state", []string{"rule-state"}},
	{"recorded at the dawn of time", []string{"external-time", "evaluations-time"}},
	{"the time of the first finding stays", []string{"external-time", "evaluations-time"}},

	// What reads return otherwise than it was put, and what may be put together.
	{"no mode is shown that nobody put", []string{"rule-modes"}},
	{"a description is invented", []string{"rule-upsert"}},
	{"policies are debugged by default", []string{"rule-debug-log"}},
	{"policies are withheld whole", []string{"rule-upsert"}},
	{"policies are read by all", []string{"rule-policy-text"}},
	// rule-upsert sees this too, but seldom draws the one example that has such a
	// frequency.
	{"a frequency that is moved is lost", []string{"rule-frequency"}},
	{"findings are proactive", []string{"finding-mode"}},
	{"a put says who may read", []string{"rule-visibility-given"}},
	{"managed rules have details", []string{"rule-details"}},

	// What remediation configurations are.
	{"configurations are not updated", []string{"configuration-upsert"}},
	{"configurations merge", []string{"configuration-omitted"}},
	{"only the first configuration counts", []string{"configurations-each"}},
	{"a new ARN for each configuration", []string{"configuration-arn"}},
	{"a put says whose the rule is", []string{"configuration-service-given"}},
	{"configurations need no rule", []string{"configuration-rule"}},
	{"linked rules are remediated", []string{"configuration-service-linked"}},
	{"configurations of all rules are returned", []string{"configurations-by-name"}},
	{"an absent configuration is an error", []string{"configurations-absent"}},
	{"configurations can't be deleted", []string{"configuration-removal"}},
	{"a configuration to delete needs the rule", []string{"configuration-unknown-rule"}},
	{"deleting an absent configuration is fine", []string{"configuration-absent"}},
	{"exceptions go with the configuration", []string{"configuration-exceptions"}},
	{"a rule with a configuration can be deleted", []string{"rule-in-use"}},
	{"one configuration keeps all rules", []string{"rule-in-use"}},

	// What executions are, and how they begin and end.
	{"every execution succeeds", []string{"execution", "automatic-exhausted"}},
	{"executions end at once", []string{"execution"}},
	{"executions end a second late", []string{"execution", "automatic-retries", "automatic-exhausted"}},
	{"what has ended is not returned", []string{"execution"}},
	{"executions have no steps", []string{"execution-steps"}},
	{"steps fail without a reason", []string{"execution-steps"}},
	{"only the first execution starts", []string{"start-each"}},
	{"executions need no configuration", []string{"start-unconfigured", "executions-unconfigured"}},
	{"what goes on is started again", []string{"start-busy"}},
	{"one execution at a time", []string{"start-busy"}},
	{"what complies is remediated", []string{"start-compliant"}},
	{"what is unknown is not remediated", []string{"start-unevaluated"}},
	{"a configuration in use can be deleted", []string{"configuration-in-progress"}},
	{"executions outlive their configuration", []string{"configuration-executions"}},
	{"nothing is remediated by itself", []string{"automatic-start"}},
	{"all remediation is automatic", []string{"automatic-start"}},
	{"successes are repeated", []string{"automatic-start"}},
	{"exceptions block nothing", []string{"automatic-blocked"}},
	{"exceptions of any rule block", []string{"automatic-blocked"}},
	{"exceptions stop executions", []string{"automatic-during"}},
	{"exceptions block starts", []string{"start-excepted"}},
	{"failures are not retried", []string{"automatic-retries"}},
	{"all failures count", []string{"automatic-retries"}},
	{"one failure more is needed", []string{"automatic-exhausted"}},
	{"nothing is put after failures", []string{"automatic-exhausted"}},
	{"the exception is for another resource", []string{"automatic-exhausted"}},
	{"failures are counted for ever", []string{"automatic-exhausted"}},
	{"exceptions of the service say nothing", []string{"automatic-message"}},
	{"exceptions of the service last a day", []string{"automatic-expires"}},
	{"findings are never forgotten", []string{"automatic-snapshot"}},
	{"findings are looked at every hour", []string{"automatic-period"}},
	{"a success is a finding", []string{"execution-success"}},

	// How failed keys are reported.
	{"rejected silently", []string{"rejected-keys"}},
	{"rejections are errors", []string{"rejected-keys"}},
	{"all or nothing", []string{"mixed-batch"}},
	{"batches are too large", []string{"failed-batches"}},
	{"failures lack a reason", []string{"failed-batches", "delete-failed-batches"}},
	{"a failure is lost", []string{"failed-batches", "delete-failed-batches", "start-failed-items"}},
	{"a failure is reported twice", []string{"failed-batches", "delete-failed-batches"}},
	{"each failure has a batch of its own", []string{"failed-batches", "delete-failed-batches"}},
	{"failures lack their message", []string{"failed-batches"}},

	// Pages.
	{"a page repeats one", []string{"describe-pages", "rules-pages", "details-pages", "resources-pages"}},
	{"a page loses one", []string{"describe-pages", "executions-pages", "rules-pages", "details-pages", "resources-pages"}},
	{"pages are one longer", []string{"describe-pages", "rules-pages", "details-pages", "resources-pages"}},
	{"there is one page only", []string{"describe-pages", "rules-pages", "details-pages", "resources-pages"}},
	{"tokens are ignored", []string{"describe-pages", "resources-pages"}},
	{"tokens count rows", []string{"describe-pages"}},
	{"limit 0 is an empty page", []string{"describe-pages", "details-pages", "resources-pages"}},
	{"the default size is another", []string{"describe-pages", "rules-pages", "details-pages", "resources-pages"}},
	{"bad tokens are the first page", []string{"describe-pages", "rules-pages", "details-pages", "resources-pages"}},
	{"pages are capped", []string{"describe-page-cap"}},
	{"exceptions come by key", []string{"describe-order"}},
	{"the last page has a token", []string{"describe-last-page"}},
	{"an empty token is bad", []string{"describe-empty-token", "rules-empty-token", "details-empty-token", "resources-empty-token"}},
	{"any rule's token does", []string{"describe-foreign-token", "details-foreign-token"}},
	{"any account's token does", []string{"describe-foreign-token", "details-foreign-token"}},
	{"pages with keys", []string{"describe-keys-unpaged"}},
	{"a token with keys is rejected", []string{"describe-keys-unpaged"}},
	{"pages with names", []string{"rules-names-unpaged"}},

	// Whose a rule is, and what a type can be.
	{"linked rules accept exceptions", []string{"service-linked-rule"}},
	{"linked rules lack permissions", []string{"service-linked-rule"}},
	{"odd types are rejected", []string{"unsupported-type"}},

	// Filters.
	{"keys are no filter", []string{"describe-keys"}},
	{"keys select by type", []string{"describe-keys"}},
	{"only the first key selects", []string{"describe-keys"}},
	{"an absent key is an error", []string{"describe-absent-keys"}},
	{"absent keys are invented", []string{"describe-absent-keys"}},
	{"names are no filter", []string{"rules-by-name", "rule-compliance-by-name", "status-by-name"}},
	{"unknown names are skipped", []string{"rules-unknown-name", "rule-compliance-unknown-name", "status-unknown-name"}},
	{"modes are no filter", []string{"rules-by-mode"}},
	{"a rule without a mode has none", []string{"rules-by-mode"}},
	{"visibility is no filter", []string{"rules-by-visibility"}},
	{"types are no filter", []string{"details-by-type", "resource-details-by-compliance"}},
	{"the type is no filter", []string{"resources-by-type"}},
	{"the id is no filter", []string{"resources-by-id"}},
	{"compliance is no filter", []string{"resources-by-compliance", "rule-compliance-by-type"}},
	{"an id needs no type", []string{"resources-id-needs-type"}},
	{"a resource needs no id", []string{"resource-details-either"}},
	{"resources of any type are one", []string{"resource-details-by-type"}},
	{"resources of any id are one", []string{"resource-details-by-id"}},
	{"evaluations are no filter", []string{"resource-details-by-evaluation"}},

	// What deletions do.
	{"deletions delete nothing", []string{"delete-removal"}},
	{"a deletion takes all", []string{"delete-removal"}},
	{"a deletion takes the type", []string{"delete-removal"}},
	{"a deletion reaches other rules", []string{"delete-removal"}},
	{"rules can't be deleted", []string{"rule-removal"}},
	{"a deletion takes all rules", []string{"rule-removal"}},
	{"deleting what is absent is fine", []string{"delete-absent"}},
	{"deleting an absent rule is fine", []string{"rule-absent"}},
	{"some absent, none deleted", []string{"delete-some-absent"}},
	{"some absent, rest deleted, error", []string{"delete-some-absent"}},
	{"absent keys are not reported", []string{"delete-some-absent"}},
	{"exceptions outlive their rule", []string{"rule-exceptions"}},
	{"a rule takes all exceptions along", []string{"rule-exceptions"}},
	{"findings outlive their rule", []string{"rule-findings"}},

	// Facts.
	{"findings are not recorded", []string{"external-finding"}},
	{"findings have no effect", []string{"external-finding", "evaluations-findings"}},
	{"findings pile up", []string{"evaluations-findings", "details-findings"}},
	{"a rule has one finding of a type", []string{"evaluations-findings", "details-findings"}},
	{"annotations are lost", []string{"external-finding", "evaluations-findings"}},
	{"a dry run is wet", []string{"evaluations-test-mode"}},
	{"a dry run needs the rule", []string{"evaluations-test-mode"}},
	{"a dry run is not checked", []string{"evaluations-test-mode"}},
	{"all runs are dry", []string{"evaluations-test-mode"}},
	{"one that complies is enough", []string{"resources-summary", "rule-compliance"}},
	{"all rules are counted", []string{"resources-summary", "rule-compliance"}},
	{"counts go on", []string{"resources-summary", "rule-compliance"}},
	{"types are summed up together", []string{"resources-summary"}},
	{"a resource has findings of another time", []string{"resource-details-findings"}},
	{"rules share their findings", []string{"rule-compliance", "status-started"}},
	{"rules without findings are left out", []string{"rule-compliance"}},
	{"the status is of an hour ago", []string{"status-evaluated", "status-invoked"}},
	{"the status is of the present", []string{"status-evaluated", "status-invoked"}},
	{"every rule has started", []string{"status-started"}},
	{"rules share their starts", []string{"status-invoked-on-demand", "status-started-on-demand"}},
	{"a start is no evaluation", []string{"status-invoked-on-demand", "status-evaluated-on-demand", "status-started-on-demand", "on-demand-time"}},

	// What is started.
	{"only the first rule is started", []string{"on-demand-each"}},
	{"what is started need not exist", []string{"on-demand-unknown-rule"}},
	{"no name is started twice", []string{"on-demand-duplicates"}},
	{"rules may be started at any time", []string{"on-demand-again"}},
	{"rules may be started a second early", []string{"on-demand-again"}},
	{"a minute has 61 seconds", []string{"on-demand-again"}},
	{"all rules share a minute", []string{"on-demand-again"}},
	{"only the first name may be too early", []string{"on-demand-again"}},
	{"a start that is rejected counts", []string{"on-demand-again"}},
	{"starts outlive their rule", []string{"rule-evaluations"}},

	// Shortcuts in the code of a server.
	{"keys are joined", []string{"upsert", "delete-removal"}},
	{"a listing shows what begins alike", []string{"upsert", "delete-removal"}},
	{"a deletion takes what begins alike", []string{"delete-removal"}},
	{"a rule takes what begins alike along", []string{"rule-exceptions", "rule-removal"}},
	{"what has expired is found by its key", []string{"expiry"}},
	{"what has expired can be deleted", []string{"delete-absent"}},
	{"what has expired comes back", []string{"expiry"}},
	{"what is rejected is half done", []string{"incomplete-key"}},
	{"absent keys are reported by their id", []string{"delete-failed-batches"}},
	{"large requests are rejected", []string{"one-per-key", "delete-each", "evaluations-each"}},
	{"true is a number", []string{"wrong-type"}},
	{"bodies may have NaN", []string{"malformed-body"}},
}

// sampledFaults returns a function that reports of each clause that a faulty server has
// to fail, one after the other, whether that is tried: in the sample of the first of each
// kind of clause, and of each keyword of a constraint, and of one in eight. The race
// detector has more to find in several of them at once than in more of them.
func sampledFaults(api *model.API) func(clause string) bool {
	kinds := map[string]string{}
	for _, p := range api.AllClauses() {
		kinds[p.Clause.ID] = p.Clause.Kind
		if p.Clause.Kind == "constraint" {
			kinds[p.Clause.ID] += p.Clause.ID[strings.LastIndexByte(p.Clause.ID, '.'):]
		}
	}
	seen, n := map[string]bool{}, -1
	return func(clause string) bool {
		n++
		first := !seen[kinds[clause]]
		seen[kinds[clause]] = true
		return first && !sample.Race || sample.Of(n)
	}
}

// TestFaultyServers shows that each property rejects a server.
func TestFaultyServers(t *testing.T) {
	t.Parallel()
	isTried := sampledFaults(contract())
	for _, s := range faultyServers {
		for _, id := range s.fails {
			if !isTried(id) {
				continue
			}
			t.Run(id+"/"+strings.ReplaceAll(s.defect, " ", "-"), func(t *testing.T) {
				t.Parallel()
				target := conformance.Target{Transport: newReference(t, s.defect), Profile: conformance.Profile(contract()), Exact: true}
				rep := check(t, target, "^"+regexp.QuoteMeta(id)+"$")
				wants(t, rep, func(report.Clause) report.Outcome { return report.Fail })
				for _, c := range rep.Clauses {
					if c.Counterexample == nil || len(c.Counterexample.Steps) == 0 || c.Counterexample.Reproduce == "" {
						t.Errorf("%s has no counterexample to show: %+v", c.ID, c.Counterexample)
					}
				}
			})
		}
	}
}

// TestEachKindHasAFaultyServer shows that the tables have a faulty server for every kind
// of clause, of one of the three contracts.
func TestEachKindHasAFaultyServer(t *testing.T) {
	second, err := parameterStore()
	if err != nil {
		t.Fatal(err)
	}
	third, err := pipelines()
	if err != nil {
		t.Fatal(err)
	}
	rejected := map[string]bool{}
	reject := func(api *model.API, servers []faultyServer) {
		shown := failedBy(servers)
		for _, p := range api.AllClauses() {
			if slices.Contains(shown, p.Clause.ID) {
				rejected[p.Clause.Kind] = true
			}
		}
	}
	reject(contract(), faultyServers)
	for _, group := range faultyStores {
		reject(second, group.servers)
	}
	reject(third, faultyPipelines)
	if !rejected["constraint"] {
		t.Error("no faulty server fails a constraint")
	}
	for _, kind := range model.Kinds() {
		if !rejected[kind.Name] {
			t.Errorf("no faulty server fails the kind %s", kind.Name)
		}
	}
}
