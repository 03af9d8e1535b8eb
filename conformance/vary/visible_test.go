package vary_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/vary"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// A step is a call, as often as there are pages. An operation that begins with a
// slash is a path of the control protocol.
type step struct{ operation, body string }

// script calls each operation in the ways in which something is left open.
func script() []step {
	const key = `{"ResourceType":"T","ResourceId":"%s"}`
	rule := func(name, more string) step {
		return step{"PutConfigRule", fmt.Sprintf(`{"ConfigRule":{"ConfigRuleName":"%s","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}%s}}`, name, more)}
	}
	put := func(rule, more string, ids ...string) step {
		keys := make([]string, len(ids))
		for i, id := range ids {
			keys[i] = fmt.Sprintf(key, id)
		}
		return step{"PutRemediationExceptions", fmt.Sprintf(`{"ConfigRuleName":"%s","ResourceKeys":[%s]%s}`, rule, strings.Join(keys, ","), more)}
	}
	names := func(format string, n int) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprintf(format, i)
		}
		return all
	}
	var facts []string
	for value, ids := range map[string][]string{"NON_COMPLIANT": names("n%02d", 30), "COMPLIANT": names("c%02d", 60), "NOT_APPLICABLE": names("o%02d", 2)} {
		for _, id := range ids {
			for _, rule := range []string{"r00", "r01"} {
				facts = append(facts, fmt.Sprintf(`{"fact":"compliance","value":"%s","of":{"ConfigRuleName":"%s","ResourceType":"T","ResourceId":"%s"}}`, value, rule, id))
			}
		}
	}
	for _, rule := range names("r%02d", 30) { // more than a page has
		facts = append(facts, fmt.Sprintf(`{"fact":"compliance","value":"COMPLIANT","of":{"ConfigRuleName":"%s","ResourceType":"T","ResourceId":"shared"}}`, rule))
	}
	slices.Sort(facts)
	steps := append([]step{{"/clock", `{"set":"2026-01-01T00:00:00.250Z"}`}}, ofRules(`{}`)...)
	steps = append(steps,
		step{"DescribeComplianceByResource", `{}`},
		// A rule of a service, which no call can make.
		step{"/state", `{"ConfigRules":[{"ConfigRuleName":"linked","CreatedBy":"example.amazonaws.com","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}}]}`},
	)
	for _, name := range names("r%02d", 30) {
		steps = append(steps, rule(name, `,"Description":"é/<a>"`))
	}
	steps = append(steps,
		rule("r02", ``), rule("R03 ", ``), rule("r04", `,"ConfigRuleState":"DELETING"`),
		step{"PutConfigRule", `{"ConfigRule":{"Source":{"Owner":"AWS"}}}`},
	)
	steps = append(steps, combined...)
	steps = append(steps, step{"/facts", `[` + strings.Join(facts, ",") + `]`})
	steps = append(steps, ofRules(`{}`, `{"NextToken":""}`, `{"ConfigRuleNames":["r00","r01"],"NextToken":"a"}`, `{"ConfigRuleNames":["r01","r00","r01"]}`)...)
	steps = append(steps,
		step{"GetComplianceDetailsByConfigRule", `{"ConfigRuleName":"r00"}`}, step{"GetComplianceDetailsByConfigRule", `{"ConfigRuleName":"r00","NextToken":""}`},
		step{"GetComplianceDetailsByConfigRule", `{"ConfigRuleName":"linked"}`},
		step{"GetComplianceDetailsByResource", `{"ResourceType":"T","ResourceId":"shared"}`}, step{"GetComplianceDetailsByResource", `{"ResourceType":"T","ResourceId":"shared","NextToken":""}`},
		step{"GetComplianceDetailsByResource", `{"ResourceType":"T","ResourceId":"none"}`}, step{"GetComplianceDetailsByResource", `{}`},
		step{"DescribeComplianceByResource", `{}`}, step{"DescribeComplianceByResource", `{"NextToken":""}`},
		put("r00", `,"Message":"a","ExpirationTime":1767226000.5`, names("n%02d", 30)...),
		put("r00", `,"Message":"a"`, names("c%02d", 60)...),
		put("r00", ``, "n00", "n00"), put("r00", `,"ExpirationTime":1`, "n01"), put("r00", `,"ExpirationTime":1767226001`, "n02", "N03 "),
		put("unknown", ``, "n00"), put("linked", ``, "n00"), put("r00", ``, "x"), put("r01", ``, "n01", "c01"),
		step{"PutRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[{"ResourceType":"T"}]}`},
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00"}`}, step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","Limit":100}`},
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","Limit":15}`}, step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","NextToken":""}`},
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","Limit":1,"ResourceKeys":[` + fmt.Sprintf(key, "n04") + `]}`},
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[` + fmt.Sprintf(key, "none") + `]}`},
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[{"ResourceType":"T"}]}`},
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"unknown"}`}, step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r06"}`},
		foreign[0], foreign[1],
		step{"/facts", `[{"fact":"compliance","value":"COMPLIANT","of":{"ConfigRuleName":"r00","ResourceType":"T","ResourceId":"n07"}}]`},
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[` + fmt.Sprintf(key, "n07") + `]}`},
		step{"/clock", `{"set":"2026-01-01T00:06:40.500Z"}`}, // the end of most of them
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00"}`},
		step{"DescribeConfigRuleEvaluationStatus", `{"ConfigRuleNames":["r00"]}`}, // of findings of before
		step{"DeleteRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[` + fmt.Sprintf(key, "n02") + `,` + fmt.Sprintf(key, "n02") + `]}`},
		step{"DeleteRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[{"ResourceType":"T"}]}`},
		step{"DeleteRemediationExceptions", `{"ConfigRuleName":"unknown","ResourceKeys":[` + fmt.Sprintf(key, "a") + `]}`},
		step{"DeleteRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[` + fmt.Sprintf(key, "none") + `]}`},
		put("r00", ``, names("n%02d", 30)...),
	)
	absent := fmt.Sprintf(key, "n01")
	for _, id := range names("absent%02d", 60) {
		absent += "," + fmt.Sprintf(key, id)
	}
	steps = append(steps,
		step{"DeleteRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[` + absent + `]}`},
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[` + fmt.Sprintf(key, "n01") + `]}`},
		step{"DeleteRemediationExceptions", `{"ConfigRuleName":"r00","ResourceKeys":[` + fmt.Sprintf(key, "n05") + `]}`},
		step{"DeleteConfigRule", `{"ConfigRuleName":"r00"}`}, rule("r00", ``),
		step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r00"}`},
		step{"NoSuchOperation", `{}`}, step{"PutConfigRule", `{}`},
		step{"PutEvaluations", `{"ResultToken":"r00","Evaluations":[{"ComplianceResourceType":"T","ComplianceResourceId":"t","ComplianceType":"COMPLIANT","OrderingTimestamp":1}]}`},
	)
	steps = append(steps, step{"DescribeRemediationExceptions", `{"ConfigRuleName":"r01","ResourceKeys":[` + fmt.Sprintf(key, "n01") + `,` + fmt.Sprintf(key, "n01") + `]}`})
	steps = append(steps, starts...)
	steps = append(steps, configurations...)
	steps = append(steps, executions()...)
	for range 60 { // so that whoever counts calls comes to an end
		steps = append(steps, step{"DescribeConfigRules", `{"ConfigRuleNames":["none"]}`})
	}
	return steps
}

// filled returns the steps after which there are all rules, exceptions and facts.
func filled() []step {
	steps := script()
	puts := 0
	return steps[:1+slices.IndexFunc(steps, func(s step) bool {
		if s.operation == "PutRemediationExceptions" {
			puts++
		}
		return puts == 2 // for what breaks the rule, and for what complies
	})]
}

// ofRules asks each operation that lists rules, by their names or all, for the same.
func ofRules(bodies ...string) []step {
	var steps []step
	for _, operation := range []string{"DescribeConfigRules", "DescribeComplianceByConfigRule", "DescribeConfigRuleEvaluationStatus"} {
		for _, body := range bodies {
			steps = append(steps, step{operation, body})
		}
	}
	return steps
}

// combined puts rules with members that a service may treat in a way of its own, or
// that it may reject.
var combined = []step{
	{"PutConfigRule", `{"ConfigRule":{"ConfigRuleName":"Policy","Source":{"Owner":"CUSTOM_POLICY","CustomPolicyDetails":{"PolicyRuntime":"guard-2.x.x","PolicyText":"rule a"}}}}`},
	{"PutConfigRule", lambda("Scheduled", `{"EventSource":"aws.config","MessageType":"ScheduledNotification"}`, `,"MaximumExecutionFrequency":"One_Hour"`)},
	{"PutConfigRule", lambda("daily", `{"EventSource":"aws.config","MessageType":"ScheduledNotification"}`, ``)},
	{"PutConfigRule", lambda("changes", `{"EventSource":"aws.config","MessageType":"ConfigurationItemChangeNotification"}`, `,"MaximumExecutionFrequency":"One_Hour"`)},
	{"PutConfigRule", lambda("half", `{"MessageType":"ScheduledNotification"}`, ``)},
	{"PutConfigRule", lambda("bare", ``, ``)},
	{"PutConfigRule", managed("named", "REQUIRED_TAGS", `,"Source":{"Owner":"CUSTOM_LAMBDA","SourceIdentifier":"named","SourceDetails":[{"EventSource":"aws.config","MessageType":"ScheduledNotification"}]}`)},
	{"PutConfigRule", managed("principals", "REQUIRED_TAGS", `,"Scope":{"ServicePrincipals":["example.amazonaws.com"]}`)},
	{"PutConfigRule", managed("policy", "REQUIRED_TAGS", `,"Source":{"Owner":"AWS","SourceIdentifier":"REQUIRED_TAGS","CustomPolicyDetails":{"PolicyRuntime":"guard-2.x.x","PolicyText":"rule a"}}`)},
	{"PutConfigRule", managed("periodic", "IAM_PASSWORD_POLICY", `,"Scope":{"TagKey":"k"}`)},
	{"PutConfigRule", managed("process", "AWS_CONFIG_PROCESS_CHECK", `,"Scope":{"TagKey":"k"}`)},
	{"PutConfigRule", managed("either", "REQUIRED_TAGS", `,"Scope":{"TagKey":"k","ComplianceResourceTypes":["T"]}`)},
	{"PutConfigRule", managed("parameters", "REQUIRED_TAGS", `,"InputParameters":"[]"`)},
	{"PutConfigRule", managed("unlisted", "NO_SUCH_RULE", ``)},
	{"PutConfigRule", managed("creator", "REQUIRED_TAGS", `,"CreatedBy":"example.amazonaws.com"`)},
	{"PutConfigRule", managed("proactive", "REQUIRED_TAGS", `,"EvaluationModes":[{"Mode":"PROACTIVE"}]`)},
}

// starts has rules evaluate, and again once one was deleted.
var starts = []step{
	{"PutConfigRule", managed("s1", "REQUIRED_TAGS", ``)},
	{"PutConfigRule", managed("s2", "REQUIRED_TAGS", ``)},
	{"StartConfigRulesEvaluation", `{"ConfigRuleNames":["s1","s1"]}`},
	{"StartConfigRulesEvaluation", `{"ConfigRuleNames":["s2"]}`},
	{"StartConfigRulesEvaluation", `{"ConfigRuleNames":["s2"]}`},
	{"DescribeConfigRuleEvaluationStatus", `{"ConfigRuleNames":["s1","s2"]}`},
	{"DeleteConfigRule", `{"ConfigRuleName":"s2"}`},
	{"PutConfigRule", managed("s2", "REQUIRED_TAGS", ``)},
	{"DescribeConfigRuleEvaluationStatus", `{"ConfigRuleNames":["s2"]}`},
}

// configurations puts, describes and deletes remediation configurations, which come with
// exceptions.
var configurations = []step{
	{"PutConfigRule", managed("c1", "REQUIRED_TAGS", ``)},
	{"PutConfigRule", managed("c2", "REQUIRED_TAGS", ``)},
	{"PutRemediationConfigurations", `{"RemediationConfigurations":[` + configuration("c1", `,"TargetVersion":"1"`) + `,` + configuration("c2", ``) + `]}`},
	{"PutRemediationConfigurations", `{"RemediationConfigurations":[` + configuration("c1", ``) + `]}`},
	{"PutRemediationConfigurations", `{"RemediationConfigurations":[` + configuration("c2", `,"CreatedByService":"example.amazonaws.com"`) + `]}`},
	{"PutRemediationConfigurations", `{"RemediationConfigurations":[` + configuration("unknown", ``) + `]}`},
	{"PutRemediationConfigurations", `{"RemediationConfigurations":[` + configuration("linked", ``) + `]}`},
	{"DescribeRemediationConfigurations", `{"ConfigRuleNames":["c1","c2","c1"]}`},
	{"DescribeRemediationConfigurations", `{"ConfigRuleNames":["c1","unknown"]}`},
	{"DescribeRemediationConfigurations", `{"ConfigRuleNames":["unknown"]}`},
	{"/facts", `[{"fact":"compliance","value":"NON_COMPLIANT","of":{"ConfigRuleName":"c1","ResourceType":"T","ResourceId":"n"}}]`},
	{"PutRemediationExceptions", `{"ConfigRuleName":"c1","ResourceKeys":[{"ResourceType":"T","ResourceId":"n"}]}`},
	{"DeleteConfigRule", `{"ConfigRuleName":"c1"}`},
	{"DeleteRemediationConfiguration", `{"ConfigRuleName":"c1"}`},
	{"DeleteRemediationConfiguration", `{"ConfigRuleName":"unknown"}`},
	{"DescribeRemediationExceptions", `{"ConfigRuleName":"c1"}`},
}

// executions starts remediations, and has AWS Config start others.
func executions() []step {
	keys := func(ids ...string) string {
		for i, id := range ids {
			ids[i] = `{"resourceType":"AWS::S3::Bucket","resourceId":"` + id + `"}`
		}
		return strings.Join(ids, ",")
	}
	fact := func(fact, value, rule string, ids ...string) step {
		for i, id := range ids {
			ids[i] = fmt.Sprintf(`{"fact":"%s",%s,"of":{"ConfigRuleName":"%s","ResourceType":"AWS::S3::Bucket","ResourceId":"%s"}}`, fact, value, rule, id)
		}
		return step{"/facts", `[` + strings.Join(ids, ",") + `]`}
	}
	start := func(rule string, ids ...string) step {
		return step{"StartRemediationExecution", fmt.Sprintf(`{"ConfigRuleName":"%s","ResourceKeys":[%s]}`, rule, keys(ids...))}
	}
	status := func(rule, more string) step {
		return step{"DescribeRemediationExecutionStatus", fmt.Sprintf(`{"ConfigRuleName":"%s"%s}`, rule, more)}
	}
	except := func(rule, id string) step {
		return step{"PutRemediationExceptions", fmt.Sprintf(`{"ConfigRuleName":"%s","ResourceKeys":[{"ResourceType":"AWS::S3::Bucket","ResourceId":"%s"}]}`, rule, id)}
	}
	configure := func(rule, more string) step {
		return step{"PutRemediationConfigurations", `{"RemediationConfigurations":[` + configuration(rule, more) + `]}`}
	}
	var some []string
	for i := range 40 {
		some = append(some, fmt.Sprintf("b%02d", i))
	}
	const noncompliant = `"value":"NON_COMPLIANT"`
	return []step{
		{"PutConfigRule", managed("e1", "REQUIRED_TAGS", ``)}, {"PutConfigRule", managed("e2", "REQUIRED_TAGS", ``)}, {"PutConfigRule", managed("e3", "REQUIRED_TAGS", ``)},
		configure("e1", ``), configure("e3", ``), configure("e2", `,"Automatic":true`), status("e1", ``), status("unknown", ``),
		fact("compliance", noncompliant, "e1", slices.Clone(some)...), fact("compliance", `"value":"COMPLIANT"`, "e1", "c1", "c2"),
		start("e1", slices.Clone(some)...), start("e1", "b01", "b01"), start("e1", "c1", "c2"), start("e1", "unknown"),
		status("e1", ``), status("e1", `,"Limit":15`), status("e1", `,"NextToken":""`), status("e1", `,"ResourceKeys":[`+keys("b01", "b01")+`]`), status("e1", `,"ResourceKeys":[`+keys("none")+`]`),
		status("e1", `,"Limit":1`), status("e3", `,"NextToken":"{token of DescribeRemediationExecutionStatus {"ConfigRuleName":"e1","Limit":1}}"`),
		{"GetComplianceDetailsByConfigRule", `{"ConfigRuleName":"e1"}`}, // what a success changes
		fact("compliance", noncompliant, "e1", "b02", "x"), fact("remediation-outcome", `"value":"SUCCEEDED","with":{"Seconds":100}`, "e1", "b02"),
		start("e1", "b02"), start("e1", "b02"), except("e1", "x"), start("e1", "x"),
		// By itself, AWS Config starts what fails at once, and what goes on for long.
		fact("remediation-outcome", `"value":"FAILED"`, "e2", "f"), fact("remediation-outcome", `"value":"FAILED","with":{"Seconds":1000}`, "e2", "g"),
		fact("compliance", noncompliant, "e2", "f", "g"), except("e2", "g"), status("e2", ``), {"DescribeRemediationExceptions", `{"ConfigRuleName":"e2"}`},
		{"/clock", `{"set":"2026-01-01T00:10:00Z"}`},
		{"DeleteRemediationConfiguration", `{"ConfigRuleName":"e1"}`}, configure("e1", ``), status("e1", ``),
	}
}

func configuration(rule, more string) string {
	return fmt.Sprintf(`{"ConfigRuleName":"%s","TargetType":"SSM_DOCUMENT","TargetId":"D"%s}`, rule, more)
}

// managed is a rule of a managed rule's name, and lambda one with a function.
func managed(name, identifier, more string) string {
	source := fmt.Sprintf(`,"Source":{"Owner":"AWS","SourceIdentifier":"%s"}`, identifier)
	if strings.Contains(more, `"Source"`) {
		source = ""
	}
	return fmt.Sprintf(`{"ConfigRule":{"ConfigRuleName":"%s"%s%s}}`, name, source, more)
}

func lambda(name, details, more string) string {
	return managed(name, "", fmt.Sprintf(`,"Source":{"Owner":"CUSTOM_LAMBDA","SourceIdentifier":"arn:aws:lambda:us-east-1:123456789012:function:f","SourceDetails":[%s]}`, details)+more)
}

// foreign are lists that are asked for with the token of the list before.
var foreign = []step{
	{"GetComplianceDetailsByConfigRule", `{"ConfigRuleName":"r01","NextToken":"{token of GetComplianceDetailsByConfigRule {"ConfigRuleName":"r00"}}"}`},
	{"DescribeRemediationExceptions", `{"ConfigRuleName":"r01","NextToken":"{token of DescribeRemediationExceptions {"ConfigRuleName":"r00","Limit":1}}"}`},
}

// play plays the script to an implementation, and returns what came back of each step.
func play(t *testing.T, transport http.RoundTripper) (all [][]byte) {
	t.Helper()
	for _, s := range script() {
		var out bytes.Buffer
		play1(t, transport, s, &out)
		all = append(all, out.Bytes())
	}
	return all
}

// answersAs plays the script as far as the answers are those, and reports whether all of
// them are.
func answersAs(t *testing.T, transport http.RoundTripper, all [][]byte) bool {
	t.Helper()
	for i, s := range script() {
		var out bytes.Buffer
		if play1(t, transport, s, &out); !bytes.Equal(out.Bytes(), all[i]) {
			return false
		}
	}
	return true
}

// play1 plays one step, with the pages that follow the first.
func play1(t *testing.T, transport http.RoundTripper, s step, out *bytes.Buffer) {
	t.Helper()
	if before, rest, ok := strings.Cut(s.body, "{token of "); ok {
		operation, body, _ := strings.Cut(strings.TrimSuffix(rest, `}"}`), " ")
		page := send(t, transport, step{operation, body}, io.Discard)
		token, _ := json.Marshal(page["NextToken"])
		s.body = strings.TrimSuffix(before, `"`) + string(token) + "}"
	}
	for range 20 {
		page := send(t, transport, s, out)
		token, ok := page["NextToken"].(string)
		if !ok {
			return
		}
		var in map[string]any
		if err := json.Unmarshal([]byte(s.body), &in); err != nil {
			t.Fatal(err)
		}
		in["NextToken"] = token
		text, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		s.body = string(text)
	}
}

// send makes a call, and writes down the status, headers and body of the reply.
func send(t *testing.T, transport http.RoundTripper, s step, out io.Writer) map[string]any {
	t.Helper()
	resp, err := transport.RoundTrip(request(t, s))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(s.operation, "/") && resp.StatusCode >= 300 {
		t.Fatalf("%s = %d %s", s.operation, resp.StatusCode, body)
	}
	fmt.Fprintln(out, s.operation, resp.StatusCode)
	var text bytes.Buffer
	if err := resp.Header.Write(&text); err != nil {
		t.Fatal(err)
	}
	text.Write(body)
	fmt.Fprintf(out, "%s\n", ids.ReplaceAll(text.Bytes(), []byte("$1")))
	var page map[string]any
	_ = json.Unmarshal(body, &page) // of which not every one is an object
	return page
}

// ids are what the fake draws at random: the ids of requests and rules.
var ids = regexp.MustCompile(`(X-Amzn-Requestid: |config-rule-)[0-9a-z-]+`)

// request returns the request of a step.
func request(t *testing.T, s step) *http.Request {
	t.Helper()
	path := "/"
	if strings.HasPrefix(s.operation, "/") {
		path = "/_fakesmith" + s.operation
	}
	r, err := http.NewRequest(http.MethodPost, "http://localhost"+path, strings.NewReader(s.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	if path == "/" {
		r.Header.Set("X-Amz-Target", "StarlingDoveService."+s.operation)
	} else {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/config/aws4_request, SignedHeaders=host, Signature=0")
	return r
}

// implement returns a mixture in front of a new fake.
func implement(t *testing.T, m vary.Mixture) http.RoundTripper {
	t.Helper()
	text, err := json.Marshal(m.Choices())
	if err != nil {
		t.Fatal(err)
	}
	var profile remediation.Profile
	if err := json.Unmarshal(text, &profile); err != nil {
		t.Fatal(err)
	}
	f := remediation.New(remediation.State{})
	if err := f.SetProfile(profile); err != nil {
		t.Fatal(err)
	}
	return m.Layer(fake.Transport(f))
}

// alreadySo are the variants that the fake is itself, where the contract leaves
// something open without choices: the other forms of the place are visible.
var alreadySo = []string{"batch/failed-batches/none/empty", "batch/delete-failed-batches/none/empty"}

// manyAlike are the kinds of variant that there are dozens of, of which the sample has one
// in four. It has all others.
var manyAlike = []string{"choice", "order", "pages"}

// TestEachVariantIsVisible shows that for each variant some reply has other bytes
// than that of the implementation in front of which it stands.
func TestEachVariantIsVisible(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	plain := play(t, implement(t, nil))
	if !answersAs(t, implement(t, nil), plain) {
		t.Fatal("the fake answers the same calls otherwise the second time")
	}
	for i, v := range vary.Variants(read(t, contracts[0])) {
		if kind, _, _ := strings.Cut(v.ID, "/"); slices.Contains(manyAlike, kind) && !sample.Of(i) {
			continue
		}
		t.Run(v.ID, func(t *testing.T) {
			if v.Wire != (vary.Wire{}) {
				return // TestWire
			}
			same := answersAs(t, implement(t, vary.Mixture{v}), plain)
			if want := slices.Contains(alreadySo, v.ID); same != want {
				t.Errorf("every reply has the bytes that it has without the variant: %v, want %v", same, want)
			}
		})
	}
}

// TestWire shows the bytes of each form in which replies travel, and that a client
// reads all forms as the same reply.
func TestWire(t *testing.T) {
	forms := map[string]struct{ has, lacks string }{
		"":                    {"HTTP/1.1 400 Bad Request\r\nContent-Length: ", "close"},
		"wire/chunked":        {"\r\nTransfer-Encoding: chunked\r\n", "Content-Length"},
		"wire/gzip":           {"\r\nContent-Encoding: gzip\r\n", "__type"},
		"wire/http-1.0":       {"HTTP/1.0 400 ", "Content-Length"},
		"wire/close":          {"\r\nConnection: close\r\n", "chunked"},
		"wire/close-on-error": {"\r\nConnection: close\r\n", "chunked"},
		"wire/lower-case":     {"\r\nx-amzn-requestid: ", "X-Amzn"},
		"wire/upper-case":     {"\r\nX-AMZN-REQUESTID: ", "X-Amzn"},
	}
	variants := append(vary.Variants(read(t, contracts[0])), vary.Variant{})
	for _, v := range variants {
		if v.ID != "" && v.Wire == (vary.Wire{}) {
			continue
		}
		t.Run(v.ID, func(t *testing.T) {
			server, err := vary.Serve(implement(t, nil), v.Wire)
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			want, ok := forms[v.ID]
			if !ok {
				t.Fatalf("nothing is known of the bytes of %s", v.ID)
			}
			raw := exchange(t, server.URL, "Accept-Encoding: gzip\r\n")
			if !strings.Contains(raw, want.has) || strings.Contains(raw, want.lacks) {
				t.Errorf("the reply is\n%q\nwant it with %q and without %q", raw, want.has, want.lacks)
			}
			if v.ID == "wire/gzip" && strings.Contains(exchange(t, server.URL, ""), "gzip") {
				t.Error("a client that does not ask for gzip gets it")
			}
			request := request(t, step{"PutConfigRule", "{}"})
			request.URL.Host = strings.TrimPrefix(server.URL, "http://")
			client := &http.Transport{}
			defer client.CloseIdleConnections()
			for range 3 { // the later ones on a connection that was kept, if any is
				again := request.Clone(t.Context())
				again.Body = io.NopCloser(strings.NewReader("{}"))
				resp, err := client.RoundTrip(again)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(resp.Body)
				if err := resp.Body.Close(); err != nil {
					t.Fatal(err)
				}
				if err != nil || resp.StatusCode != 400 || !bytes.Contains(body, []byte(`{"__type":"ValidationException"`)) || resp.Header.Get("X-Amzn-RequestId") == "" {
					t.Errorf("a client reads %d %v %q, %v", resp.StatusCode, resp.Header, body, err)
				}
			}
		})
	}
}

// exchange sends a request that is rejected, and returns the bytes of the reply.
func exchange(t *testing.T, url, header string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: StarlingDoveService.PutConfigRule\r\nContent-Type: application/x-amz-json-1.1\r\n%sContent-Length: 2\r\n\r\n{}", header)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(bufio.NewReader(conn))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
