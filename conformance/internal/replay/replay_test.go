package replay_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/replay"
	"github.com/fakesmith/fakesmith/conformance/recording"
	"github.com/fakesmith/fakesmith/generated/parameterstest"
	"github.com/fakesmith/fakesmith/generated/pipelinestest"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/model"
)

// recorded returns the exchanges with the real service that are public.
func recorded(t *testing.T) map[string]*recording.Recording {
	t.Helper()
	names, err := filepath.Glob("../../../testdata/recorded/*.json")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d recordings, %v", len(names), err)
	}
	all := map[string]*recording.Recording{}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := recording.Read(name, file, recording.DefaultMaxSize)
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = rec
	}
	return all
}

func check(t *testing.T, rec *recording.Recording, lag time.Duration) *replay.Result {
	t.Helper()
	result, err := replay.Check(t.Context(), &remediationtest.Contract, rec, replay.Options{Lag: lag})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestRecordedRealityIsNeverFailed: what the real service has answered is right,
// whatever the contract says.
func TestRecordedRealityIsNeverFailed(t *testing.T) {
	pairs, operations := 0, map[string]bool{}
	for name, rec := range recorded(t) {
		result := check(t, rec, replay.DefaultLag)
		pairs += result.Pairs
		for _, e := range result.Exchanges {
			operations[e.Operation] = true
			for _, f := range e.Findings {
				if f.Outcome == replay.Fail {
					t.Errorf("%s, %s: %s: %s", name, e.Place, e.Operation, f.Text)
				}
			}
		}
	}
	if pairs < 12 {
		t.Errorf("%d reads are compared with what was put, want at least 12", pairs)
	}
	for _, name := range []string{"PutConfigRule", "DescribeConfigRules", "DeleteConfigRule", "PutEvaluations", "PutExternalEvaluation", "GetComplianceDetailsByConfigRule"} {
		if !operations[name] {
			t.Errorf("no recording has %s", name)
		}
	}
}

// TestDifferencesAreNeeded shows that recordings are failed without the rows of
// the table, and the clauses of the contract, that they are the source of.
func TestDifferencesAreNeeded(t *testing.T) {
	for _, tt := range []struct {
		row    [3]string // of the table, or
		clause string    // of the contract
		file   string
	}{
		{clause: "rule-modes", file: "rule-managed-2022.json"},
		{clause: "rule-frequency", file: "rule-frequency-2022.json"},
		{row: [3]string{"ConfigRule", "ConfigRuleState", "leaving"}, file: "rule-delete-2018.json"},
		{clause: "rule-policy-text", file: "rules-2023.json"},
		{clause: "rule-debug-log", file: "rules-2023.json"},
	} {
		t.Run(strings.Join(tt.row[:], " ")+tt.clause, func(t *testing.T) {
			defer replay.Forbid(tt.row)()
			api := contractWithout(tt.clause)
			rec := recorded(t)[tt.file]
			for i := range rec.Exchanges { // so that nothing can have been there before
				rec.Exchanges[i].Began = time.Unix(int64(1000*i), 0)
				rec.Exchanges[i].Ended = rec.Exchanges[i].Began
			}
			rec.Exchanges = append(absences(rec), rec.Exchanges...)
			result, err := replay.Check(t.Context(), api, rec, replay.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if result.Count(replay.Fail) == 0 {
				t.Errorf("%s passes without it", tt.file)
			}
		})
	}
}

// contractWithout returns the contract without a clause.
func contractWithout(id string) *model.API {
	api := remediationtest.Contract
	api.Operations = slices.Clone(api.Operations)
	for i := range api.Operations {
		op := &api.Operations[i]
		op.Clauses = slices.DeleteFunc(slices.Clone(op.Clauses), func(c model.Clause) bool { return c.ID == id })
	}
	return &api
}

// absences returns reads that show that nothing was there that a recording puts.
func absences(rec *recording.Recording) []recording.Exchange {
	for _, e := range rec.Exchanges {
		if e.Operation() == "PutConfigRule" {
			return []recording.Exchange{{
				Target: "DescribeConfigRules", Began: time.Unix(0, 0), Ended: time.Unix(0, 0),
				Request: []byte("{}"), Status: 200, Body: []byte(`{"ConfigRules":[]}`),
			}}
		}
	}
	return nil
}

// own makes a recording in the project's form: lines of a time in seconds, an
// operation, a request, a status and the body of a reply.
func own(t *testing.T, lines ...string) *recording.Recording {
	t.Helper()
	var exchanges []string
	for _, line := range lines {
		f := strings.SplitN(line, " ", 5)
		if len(f) != 5 {
			t.Fatalf("%q has %d fields, want 5", line, len(f))
		}
		seconds, err := time.ParseDuration(f[0])
		if err != nil {
			t.Fatal(err)
		}
		when := time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC).Add(seconds)
		exchanges = append(exchanges, fmt.Sprintf(`{"at": %q, "operation": %q, "request": %s, "status": %s, "body": %s}`,
			when.Format(time.RFC3339), f[1], f[2], f[3], f[4]))
	}
	src := `{"source": "made up", "basis": "reported", "exchanges": [` + strings.Join(exchanges, ",\n") + `]}`
	rec, err := recording.Read("made-up.json", strings.NewReader(src), recording.DefaultMaxSize)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// Exchanges that the cases below are made of.
const (
	source   = `"Source":{"Owner":"AWS","SourceIdentifier":"S3_BUCKET_VERSIONING_ENABLED"}`
	assigned = `"ConfigRuleArn":"arn:aws:config:us-east-1:123456789012:config-rule/config-rule-aaaaa1","ConfigRuleId":"config-rule-aaaaa1","ConfigRuleState":"ACTIVE"`
	noRule   = `DescribeConfigRules {"ConfigRuleNames":["r"]} 400 {"__type":"NoSuchConfigRuleException","message":"none"}`
	empty    = `DescribeConfigRules {} 200 {"ConfigRules":[]}`
	putRule  = `PutConfigRule {"ConfigRule":{"ConfigRuleName":"r","Description":"one",` + source + `}} 200 ""`
	putTwo   = `PutConfigRule {"ConfigRule":{"ConfigRuleName":"r","Description":"two",` + source + `}} 200 ""`
	putBare  = `PutConfigRule {"ConfigRule":{"ConfigRuleName":"r",` + source + `}} 200 ""`
	dropRule = `DeleteConfigRule {"ConfigRuleName":"r"} 200 ""`

	key          = `{"ResourceType":"AWS::S3::Bucket","ResourceId":"b"}`
	putException = `PutRemediationExceptions {"ConfigRuleName":"r","ResourceKeys":[` + key + `],"Message":"m"} 200 {"FailedBatches":[]}`
	noException  = `DescribeRemediationExceptions {"ConfigRuleName":"r"} 200 {"RemediationExceptions":[]}`
)

// shown returns a read of the rule with more members.
func shown(members string) string {
	return `DescribeConfigRules {"ConfigRuleNames":["r"]} 200 {"ConfigRules":[{"ConfigRuleName":"r",` + source + "," + assigned + members + `}]}`
}

// exceptions returns a read of the exception with more members.
func exceptions(members string) string {
	return `DescribeRemediationExceptions {"ConfigRuleName":"r"} 200 {"RemediationExceptions":[{"ConfigRuleName":"r","ResourceType":"AWS::S3::Bucket","ResourceId":"b"` + members + `}]}`
}

func TestBrokenRecordingsFail(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  string // a part of what is said of the last exchange
	}{
		{"wrong type", []string{"0s " + `DescribeConfigRules {} 200 {"ConfigRules":[{"ConfigRuleName":7,` + source + `}]}`},
			"expected ConfigRules[0].ConfigRuleName: a JSON string"},
		{"missing required", []string{"0s " + `DescribeConfigRules {} 200 {"ConfigRules":[{"ConfigRuleName":"r"}]}`},
			"expected ConfigRules[0]: Source, which ConfigRule must have"},
		{"wrong member", []string{"0s " + `DescribeConfigRules {} 200 {"ConfigRules":[{"configRuleName":"r",` + source + `}]}`},
			"expected ConfigRules[0]: ConfigRuleName, as ConfigRule spells it; got configRuleName"},
		{"wrong value", []string{"0s " + shown(`,"MaximumExecutionFrequency":"twentyfour_hours"`)},
			"expected ConfigRules[0].MaximumExecutionFrequency: a value of MaximumExecutionFrequency"},
		{"twice", []string{"0s " + `DescribeConfigRules {} 200 {"ConfigRules":[],"ConfigRules":[]}`},
			"ConfigRules: each member once"},
		{"a body where there is none", []string{"0s " + `PutConfigRule {"ConfigRule":{"ConfigRuleName":"r",` + source + `}} 200 {}`},
			"expected no body"},
		{"no JSON", []string{"0s " + `DescribeConfigRules {} 200 "what?"`}, "expected a JSON object"},
		{"an undeclared error", []string{"0s " + `DeleteConfigRule {"ConfigRuleName":"r"} 400 {"__type":"NoSuchBucketException","message":"m"}`},
			"expected an error that DeleteConfigRule may answer with"},

		{"another value", []string{"0s " + noRule, "1s " + putRule, "2s " + shown(`,"Description":"two"`)},
			`ConfigRules[0].Description is "two", and was put as "one", by exchange 2 (PutConfigRule)`},
		{"a value is lost", []string{"0s " + noRule, "1s " + putRule, "2s " + shown("")},
			`ConfigRules[0].Description is not there, and was put as "one"`},
		{"a value nobody put", []string{"0s " + empty, "1s " + putRule, "2s " + shown(`,"Description":"one","InputParameters":"{}"`)},
			`ConfigRules[0].InputParameters is "{}", and nobody put it`},
		{"modes nobody put", []string{"0s " + noRule, "1s " + putRule, "2s " + shown(`,"Description":"one","EvaluationModes":[{"Mode":"PROACTIVE"}]`)},
			`ConfigRules[0].EvaluationModes is [{"Mode":"PROACTIVE"}], and nobody put it`},
		{"the put is lost", []string{"0s " + noRule, "1s " + putRule, "2h " + noRule}, "ConfigRules lacks what was put"},
		{"the update is lost", []string{"0s " + putRule, "2h " + shown(`,"Description":"one"`), "3h " + putTwo, "5h " + shown(`,"Description":"one"`)},
			`ConfigRules[0].Description is "one", and was put as "two", by exchange 3`},
		{"neither old nor new", []string{"0s " + putRule, "2h " + shown(`,"Description":"one"`), "3h " + putTwo, "3h1s " + shown(`,"Description":"three"`)},
			`ConfigRules[0].Description is "three"`},
		{"still there", []string{"0s " + putRule, "1s " + shown(`,"Description":"one"`), "2s " + dropRule, "1h " + shown(`,"Description":"one"`)},
			"ConfigRules[0] is there, and was deleted or has expired, by exchange 3 (DeleteConfigRule)"},
		{"another id", []string{"0s " + noRule, "1s " + putRule, "2s " + shown(`,"Description":"one"`),
			"3s " + strings.ReplaceAll(shown(`,"Description":"one"`), "config-rule-aaaaa1", "config-rule-bbbbb2")},
			"config-rule-bbbbb2"},

		{"an exception with another message", []string{"0s " + noException, "1s " + putException, "2s " + exceptions(`,"Message":"n"`)},
			`RemediationExceptions[0].Message is "n", and was put as "m"`},
		{"an absent expiry shown as 1970", []string{"0s " + noException, "1s " + putException, "2s " + exceptions(`,"Message":"m","ExpirationTime":0`)},
			"RemediationExceptions[0].ExpirationTime is 0, and nobody put it"},
		{"1970, whatever was there before", []string{"0s " + putException, "2h " + exceptions(`,"Message":"m","ExpirationTime":0`)},
			"RemediationExceptions[0].ExpirationTime is 0, and nobody put it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result := check(t, own(t, tt.lines...), replay.DefaultLag)
			for i, e := range result.Exchanges[:len(result.Exchanges)-1] {
				if e.Outcome() == replay.Fail {
					t.Errorf("exchange %d: %v", i+1, e.Findings)
				}
			}
			last := result.Exchanges[len(result.Exchanges)-1]
			if last.Outcome() != replay.Fail || !strings.Contains(fmt.Sprint(last.Findings), tt.want) {
				t.Errorf("%s: %v, want a failure that says %s", last.Outcome(), last.Findings, tt.want)
			}
		})
	}
}

// TestNothingIsConcludedFromTheUnseen has exchanges that are odd only as long as
// one does not ask what else may have happened.
func TestNothingIsConcludedFromTheUnseen(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  replay.Outcome // of the last exchange
	}{
		{"newer member", []string{"0s " + shown(`,"Description":"one","Colour":"red"`)}, replay.Report},
		{"newer value", []string{"0s " + shown(`,"MaximumExecutionFrequency":"One_Minute"`)}, replay.Report},
		{"newer member of a rule that was put", []string{"0s " + noRule, "1s " + putRule, "2s " + shown(`,"Description":"one","Colour":"red"`)}, replay.Report},
		{"before the service", []string{"0s " + `PutConfigRule {} 400 {"__type":"ExpiredTokenException"}`}, replay.Report},
		{"from a proxy", []string{"0s " + `PutConfigRule {} 502 "<html>bad gateway</html>"`}, replay.Report},
		{"there before", []string{"0s " + putRule, "2h " + shown(`,"Description":"one","InputParameters":"{}"`)}, replay.Report},
		{"too early", []string{"0s " + noRule, "1s " + putRule, "2s " + noRule}, replay.Report},
		{"too early, with an empty list", []string{"0s " + noRule, "1s " + putRule, "2s " + empty}, replay.Report},
		{"too early, of a rule that may have been there", []string{"0s " + putRule, "1s " + shown(`,"Description":"zero"`)}, replay.Report},
		{"too early after an update", []string{"0s " + noRule, "1s " + putRule, "2s " + shown(`,"Description":"one"`), "3s " + putTwo, "4s " + shown(`,"Description":"one"`)}, replay.Report},
		{"too early after a delete", []string{"0s " + putRule, "1s " + shown(`,"Description":"one"`), "2s " + dropRule, "3s " + shown(`,"Description":"one"`)}, replay.Report},
		{"later it is there", []string{"0s " + noRule, "1s " + putRule, "2s " + noRule, "1h " + shown(`,"Description":"one"`)}, replay.Pass},
		{"kept", []string{"0s " + noRule, "1s " + putRule, "2s " + shown(`,"Description":"one"`), "1h " + putBare, "3h " + shown(`,"Description":"one"`)}, replay.Pass},
		{"cleared", []string{"0s " + noRule, "1s " + putRule, "2s " + shown(`,"Description":"one"`), "1h " + putBare, "3h " + shown("")}, replay.Pass},
		{"on another page", []string{"0s " + putRule, "2h " + `DescribeConfigRules {} 200 {"ConfigRules":[],"NextToken":"a token of many letters"}`}, replay.Pass},
		{"another of two names is unknown", []string{"0s " + putRule, "2h " + `DescribeConfigRules {"ConfigRuleNames":["r","s"]} 400 {"__type":"NoSuchConfigRuleException","message":"s"}`}, replay.Pass},
		{"one of two names", []string{"0s " + putRule, "2h " + strings.Replace(shown(`,"Description":"one"`), `["r"]`, `["r","s"]`, 1)}, replay.Pass},
		{"another partition", []string{"0s " + putRule, "2h " + strings.ReplaceAll(shown(`,"Description":"one"`), "arn:aws:config:us-east-1", "arn:aws-cn:config:cn-north-1")}, replay.Pass},
		{"removed when it complies", []string{"0s " + putException, "2h " + noException}, replay.Report},
		{"a fraction that is not kept", []string{"0s " + noException,
			"1s " + strings.Replace(putException, `"m"}`, `"m","ExpirationTime":4000000000.25}`, 1), "2s " + exceptions(`,"Message":"m","ExpirationTime":4000000000`)}, replay.Pass},
		{"told as failed", []string{"0s " + noException,
			"1s " + strings.Replace(putException, `"FailedBatches":[]`, `"FailedBatches":[{"FailureMessage":"no","FailedItems":[{"ConfigRuleName":"r","ResourceType":"AWS::S3::Bucket","ResourceId":"b","Message":"m"}]}]`, 1),
			"2h " + noException}, replay.Pass},
		{"expired a second ago, by another clock", []string{"0s " + noException,
			"1s " + strings.Replace(putException, `"m"}`, `"m","ExpirationTime":1767330001}`, 1), "2h " + noException}, replay.Pass},
		{"expired", []string{"0s " + noException,
			"1s " + strings.Replace(putException, `"m"}`, `"m","ExpirationTime":1767326400}`, 1), "2h " + noException}, replay.Pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result := check(t, own(t, tt.lines...), replay.DefaultLag)
			for i, e := range result.Exchanges {
				if e.Outcome() == replay.Fail {
					t.Errorf("exchange %d: %v", i+1, e.Findings)
				}
			}
			if last := result.Exchanges[len(result.Exchanges)-1]; last.Outcome() != tt.want {
				t.Errorf("%s: %v, want %s", last.Outcome(), last.Findings, tt.want)
			}
		})
	}
}

func TestFindingsOfEvaluations(t *testing.T) {
	put := `PutEvaluations {"ResultToken":"r","Evaluations":[{"ComplianceResourceType":"AWS::S3::Bucket","ComplianceResourceId":"b","ComplianceType":"NON_COMPLIANT","OrderingTimestamp":1767322800}]} 200 {"FailedEvaluations":[]}`
	get := func(compliance, recorded string) string {
		return `GetComplianceDetailsByConfigRule {"ConfigRuleName":"r"} 200 {"EvaluationResults":[{"EvaluationResultIdentifier":{"EvaluationResultQualifier":` +
			`{"ConfigRuleName":"r","ResourceType":"AWS::S3::Bucket","ResourceId":"b","EvaluationMode":"DETECTIVE"},"OrderingTimestamp":1767322800},"ComplianceType":"` +
			compliance + `","ResultRecordedTime":` + recorded + `,"ConfigRuleInvokedTime":1767322801.5}]}`
	}
	for _, tt := range []struct {
		name, compliance, recorded string
		want                       replay.Outcome
	}{
		{"as put", "NON_COMPLIANT", "1767322804.25", replay.Pass},
		{"otherwise", "COMPLIANT", "1767322804.25", replay.Fail},
		{"evaluated again", "COMPLIANT", "1767329000", replay.Report},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result := check(t, own(t, "0s "+`GetComplianceDetailsByConfigRule {"ConfigRuleName":"r"} 200 {"EvaluationResults":[]}`, "1s "+put, "2h "+get(tt.compliance, tt.recorded)), replay.DefaultLag)
			last := result.Exchanges[2]
			if result.Pairs != 1 || last.Outcome() != tt.want {
				t.Errorf("%d pairs, %s: %v; want 1, %s", result.Pairs, last.Outcome(), last.Findings, tt.want)
			}
		})
	}
}

// TestMuchIsBounded has more to compare than there is time for.
func TestMuchIsBounded(t *testing.T) {
	defer replay.Bound(1000)()
	var lines []string
	for i := range 50 {
		lines = append(lines, fmt.Sprintf(`1s PutConfigRule {"ConfigRule":{"ConfigRuleName":"r%d",%s}} 200 ""`, i, source))
	}
	for range 10 {
		lines = append(lines, "2h "+`DescribeConfigRules {} 200 {"ConfigRules":[]}`, fmt.Sprintf(`3h PutConfigRule {"ConfigRule":{"ConfigRuleName":"r1",%s}} 200 ""`, source))
	}
	result := check(t, own(t, lines...), 0)
	last := result.Exchanges[59] // the last read, in the order of their times
	if result.Pairs > 100 || !strings.Contains(fmt.Sprint(last.Findings), "there is too much to compare") {
		t.Errorf("%d pairs, and of the last: %v", result.Pairs, last.Findings)
	}
}

func TestCheckEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := replay.Check(ctx, &remediationtest.Contract, own(t, "0s "+empty), replay.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// TestEntries shows that what a text with entries has made of a resource is read, and that
// a service may look now and then only for what has expired.
func TestEntries(t *testing.T) {
	const (
		none   = `DescribeParameters {} 200 {"Parameters":[]}`
		policy = `{\"Type\":\"Expiration\",\"Version\":\"1.0\",\"Attributes\":{\"Timestamp\":\"TIME\"}}`
		put    = `PutParameter {"Name":"/a","Value":"v","Type":"String","Tier":"Advanced","Policies":"[` + policy + `]"} 200 {"Version":1,"Tier":"Advanced"}`
		shown  = `DescribeParameters {} 200 {"Parameters":[{"Name":"/a","Type":"String","Tier":"Advanced","DataType":"text","Version":1,` +
			`"ARN":"arn:aws:ssm:us-east-1:123456789012:parameter/a","LastModifiedDate":NOW,"Policies":[{"PolicyText":"` + policy + `","PolicyType":"Expiration","PolicyStatus":"Pending"}]}]}`
	)
	written := own(t, "0s "+none).Exchanges[0].Began.Add(time.Second)
	at := func(line string, end time.Duration) string {
		line = strings.ReplaceAll(line, "NOW", fmt.Sprint(written.Unix()))
		return strings.ReplaceAll(line, "TIME", written.Add(end).UTC().Format(time.RFC3339))
	}
	for _, tt := range []struct {
		name, last string
		want       replay.Outcome
	}{
		{"as it was put", "3s " + at(shown, time.Hour), replay.Pass},
		{"another time", "3s " + at(shown, 2*time.Hour), replay.Fail},
		{"no policies", "3s " + strings.ReplaceAll(at(shown, time.Hour), "Policies", "Others"), replay.Fail},
		{"gone too early", "30m " + none, replay.Fail},
		{"gone in time", "2h " + none, replay.Pass},
		{"there a while yet", "2h " + at(shown, time.Hour), replay.Report},
	} {
		result, err := replay.Check(t.Context(), &parameterstest.Contract, own(t, "0s "+none, "1s "+at(put, time.Hour), tt.last), replay.Options{Lag: replay.DefaultLag})
		if err != nil {
			t.Fatal(err)
		}
		last := result.Exchanges[len(result.Exchanges)-1]
		if last.Outcome() != tt.want || result.Pairs == 0 {
			t.Errorf("%s: %s, %v, want %s", tt.name, last.Outcome(), last.Findings, tt.want)
		}
	}
}

// TestGets shows that what an operation returns that gets one resource is compared with
// what was put.
func TestGets(t *testing.T) {
	const (
		none   = `GetParameter {"Name":"/a"} 400 {"__type":"ParameterNotFound"}`
		put    = `PutParameter {"Name":"/a","Value":"v","Type":"String"} 200 {"Version":1,"Tier":"Standard"}`
		secret = `PutParameter {"Name":"/a","Value":"v","Type":"SecureString"} 200 {"Version":1,"Tier":"Standard"}`
		update = `PutParameter {"Name":"/a","Value":"w","Type":"String","Overwrite":true} 200 {"Version":58,"Tier":"Standard"}`
		drop   = `DeleteParameter {"Name":"/a"} 200 {}`
	)
	// got is a parameter with a value and a version, as of 30 seconds after the first
	// exchange.
	got := func(request, kind, text string, version int) string {
		return fmt.Sprintf(`GetParameter {%s} 200 {"Parameter":{"Name":"/a","Type":%q,"Value":%q,"Version":%d,"DataType":"text",`+
			`"ARN":"arn:aws:ssm:us-east-1:123456789012:parameter/a","LastModifiedDate":%d,"SourceResult":"x"}}`,
			request, kind, text, version, time.Date(2026, 1, 2, 3, 0, 30, 0, time.UTC).Unix())
	}
	const plain, open = `"Name":"/a"`, `"Name":"/a","WithDecryption":true`
	for _, tt := range []struct {
		name  string
		lines []string
		want  replay.Outcome
		pairs int
	}{
		{"as it was put", []string{"0s " + none, "1s " + put, "40s " + got(plain, "String", "v", 1)}, replay.Pass, 1},
		{"another value", []string{"0s " + none, "1s " + put, "40s " + got(plain, "String", "w", 1)}, replay.Fail, 1},
		{"another version", []string{"0s " + none, "1s " + put, "40s " + got(plain, "String", "v", 2)}, replay.Fail, 1},
		{"not there yet", []string{"0s " + none, "1s " + put, "2s " + none}, replay.Report, 1},
		{"not there at all", []string{"0s " + none, "1s " + put, "2h " + none}, replay.Fail, 1},
		{"still there", []string{"0s " + none, "1s " + put, "2s " + drop, "2h " + got(plain, "String", "v", 1)}, replay.Fail, 1},
		{"gone", []string{"0s " + none, "1s " + put, "2s " + drop, "2h " + none}, replay.Pass, 1},
		{"another parameter in its place", []string{"0s " + none, "1s " + put, "2h " + strings.Replace(got(plain, "String", "v", 1), `{"Name":"/a","Type`, `{"Name":"/b","Type`, 1)}, replay.Fail, 1},
		{"a version that is selected is not compared", []string{"0s " + none, "1s " + put, "40s " + got(`"Name":"/a:1"`, "String", "w", 1)}, replay.Pass, 0},
		{"sealed", []string{"0s " + none, "1s " + secret, "40s " + got(plain, "SecureString", "AQICAH", 1)}, replay.Pass, 1},
		{"not sealed", []string{"0s " + none, "1s " + secret, "40s " + got(plain, "SecureString", "v", 1)}, replay.Fail, 1},
		{"decrypted", []string{"0s " + none, "1s " + secret, "40s " + got(open, "SecureString", "v", 1)}, replay.Pass, 1},
		{"decrypted wrongly", []string{"0s " + none, "1s " + secret, "40s " + got(open, "SecureString", "AQICAH", 1)}, replay.Fail, 1},
		{"as it was before the recording", []string{"0s " + update, "2h " + got(plain, "String", "w", 58)}, replay.Report, 1},
		{"another value, whatever was there before", []string{"0s " + update, "2h " + got(plain, "String", "v", 58)}, replay.Fail, 1},
		{"nothing is known of what was sealed", []string{"0s " + got(plain, "SecureString", "AQICAH", 1), "1s " + got(open, "SecureString", "v", 1)}, replay.Pass, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result, err := replay.Check(t.Context(), &parameterstest.Contract, own(t, tt.lines...), replay.Options{Lag: replay.DefaultLag})
			if err != nil {
				t.Fatal(err)
			}
			last := result.Exchanges[len(result.Exchanges)-1]
			if last.Outcome() != tt.want || result.Pairs != tt.pairs {
				t.Errorf("%s in %d pairs, %v, want %s in %d", last.Outcome(), result.Pairs, last.Findings, tt.want, tt.pairs)
			}
		})
	}
}

// TestUpdates shows that what an update gives is compared with what is read, and that what
// it leaves out may have become what nobody has documented.
func TestUpdates(t *testing.T) {
	const (
		role   = `"RoleArn":"arn:aws:iam::123456789012:role/one"`
		other  = `"RoleArn":"arn:aws:iam::123456789012:role/two"`
		told   = ` 200 {"PipelineArn":"arn:aws:sagemaker:us-east-1:123456789012:pipeline/p"}`
		none   = `DescribePipeline {"PipelineName":"p"} 400 {"__type":"ResourceNotFound"}`
		create = `CreatePipeline {"PipelineName":"p","PipelineDefinition":"{}","PipelineDescription":"d","ClientRequestToken":"00000000000000000000000000000000",` + role + `}` + told
		update = `UpdatePipeline {"PipelineName":"p",` + other + `}` + told
		failed = `UpdatePipeline {"PipelineName":"p",` + other + `} 400 {"__type":"ConflictException"}`
	)
	got := func(members string) string {
		return fmt.Sprintf(`DescribePipeline {"PipelineName":"p"} 200 {"PipelineName":"p","PipelineDisplayName":"p","PipelineArn":"arn:aws:sagemaker:us-east-1:123456789012:pipeline/p",`+
			`"CreationTime":%d,"LastModifiedTime":%d,%s}`, time.Date(2026, 1, 2, 3, 0, 1, 0, time.UTC).Unix(), time.Date(2026, 1, 2, 3, 0, 2, 0, time.UTC).Unix(), members)
	}
	for _, tt := range []struct {
		name  string
		lines []string
		want  replay.Outcome
		pairs int
	}{
		{"kept", []string{"0s " + none, "1s " + create, "2s " + update, "2h " + got(`"PipelineDefinition":"{}","PipelineDescription":"d",`+other)}, replay.Pass, 1},
		{"cleared", []string{"0s " + none, "1s " + create, "2s " + update, "2h " + got(other)}, replay.Pass, 1},
		{"neither", []string{"0s " + none, "1s " + create, "2s " + update, "2h " + got(`"PipelineDefinition":"{}","PipelineDescription":"e",`+other)}, replay.Fail, 1},
		{"not changed", []string{"0s " + none, "1s " + create, "2s " + update, "2h " + got(`"PipelineDefinition":"{}","PipelineDescription":"d",`+role)}, replay.Fail, 1},
		{"not changed yet", []string{"0s " + none, "1s " + create, "2s " + update, "3s " + got(`"PipelineDefinition":"{}","PipelineDescription":"d",`+role)}, replay.Report, 1},
		{"rejected", []string{"0s " + none, "1s " + create, "2s " + failed, "2h " + got(`"PipelineDefinition":"{}","PipelineDescription":"d",`+role)}, replay.Pass, 1},
		{"what was there before the recording", []string{"0s " + update, "2h " + got(`"PipelineDefinition":"{}","PipelineDescription":"f",`+other)}, replay.Pass, 1},
		{"not changed, whatever was there before", []string{"0s " + update, "2h " + got(`"PipelineDefinition":"{}",`+role)}, replay.Fail, 1},
		{"not there any more", []string{"0s " + update, "2h " + none}, replay.Fail, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result, err := replay.Check(t.Context(), &pipelinestest.Contract, own(t, tt.lines...), replay.Options{Lag: replay.DefaultLag})
			if err != nil {
				t.Fatal(err)
			}
			last := result.Exchanges[len(result.Exchanges)-1]
			if last.Outcome() != tt.want || result.Pairs != tt.pairs {
				t.Errorf("%s in %d pairs, %v, want %s in %d", last.Outcome(), result.Pairs, last.Findings, tt.want, tt.pairs)
			}
		})
	}
}
