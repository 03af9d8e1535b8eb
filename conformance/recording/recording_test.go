package recording_test

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance/recording"
)

func read(t *testing.T, name, src string) *recording.Recording {
	t.Helper()
	rec, err := recording.Read(name, strings.NewReader(src), recording.DefaultMaxSize)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// entry returns an entry of an archive.
func entry(started, postData, content string) string {
	return fmt.Sprintf(`{"startedDateTime": %q, "time": 12.5,
		"request": {"method": "POST", "url": "https://config.eu-west-1.amazonaws.com/", "httpVersion": "HTTP/1.1", "cookies": [], "queryString": [],
			"headers": [{"name": "x-amz-target", "value": "StarlingDoveService.DescribeConfigRules"},
				{"name": "Authorization", "value": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260102/eu-west-1/config/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123456789abcdef0123456789abcdef"},
				{"name": "X-Amz-Security-Token", "value": "a-session-token-of-many-letters"}], %s"bodySize": 2},
		"response": {"status": 200, "statusText": "OK", "headers": [{"name": "Content-Type", "value": "application/x-amz-json-1.1"}, {"name": "set-cookie", "value": "crumb=a-cookie-of-many-letters"}],
			"content": %s, "redirectURL": "", "headersSize": -1, "bodySize": -1},
		"cache": {}, "timings": {"send": 0, "wait": 1, "receive": 0}}`, started, postData, content)
}

func archive(entries ...string) string {
	return `{"log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "pages": [{"id": "page_1"}], "entries": [` + strings.Join(entries, ",") + `], "comment": ""}}`
}

func TestHAR(t *testing.T) {
	body := `{"ConfigRules":[],"NextToken":"a-page-token-of-many-letters"}`
	rec := read(t, "session.har", archive(
		entry("2026-01-02T03:04:06.000Z", `"postData": {"mimeType": "application/x-amz-json-1.1", "text": "{}"}, `,
			fmt.Sprintf(`{"size": 2, "mimeType": "application/x-amz-json-1.1", "encoding": "base64", "text": %q}`, base64.StdEncoding.EncodeToString([]byte(body)))),
		`{"startedDateTime": "2026-01-02T03:04:00Z", "request": {"method": "GET", "url": "https://example.com/", "headers": []}, "response": {"status": 200, "headers": [], "content": {}}}`,
		entry("2026-01-02T04:04:05.000+01:00", "", `{"size": 10, "mimeType": "application/x-amz-json-1.1"}`),
	))
	if len(rec.Exchanges) != 2 || rec.Others != 1 {
		t.Fatalf("%d exchanges and %d others, want 2 and 1", len(rec.Exchanges), rec.Others)
	}
	first, second := rec.Exchanges[0], rec.Exchanges[1]
	if first.Place != "entry 3" || second.Place != "entry 1" {
		t.Errorf("the order is %s, %s; want that of their times", first.Place, second.Place)
	}
	if first.Request != nil || first.Body != nil || first.Problem != "" {
		t.Errorf("what was not recorded is %q, %q (%s)", first.Request, first.Body, first.Problem)
	}
	if second.Operation() != "DescribeConfigRules" || second.Prefix() != "StarlingDoveService" || string(second.Request) != "{}" || string(second.Body) != body ||
		second.Status != 200 || !second.HeaderWhole || second.Header.Get("Content-Type") != "application/x-amz-json-1.1" {
		t.Errorf("the second exchange is %+v", second)
	}
	if took := second.Ended.Sub(second.Began); took != 12500*time.Microsecond {
		t.Errorf("it took %v", took)
	}
	if first.Caller != second.Caller || strings.Contains(first.Caller, "Signature") {
		t.Errorf("callers %q and %q, want one", first.Caller, second.Caller)
	}
	said := "AKIAIOSFODNN7EXAMPLE 0123456789abcdef0123456789abcdef a-session-token-of-many-letters a-cookie-of-many-letters a-page-token-of-many-letters eu-west-1"
	if got := second.Secrets().Text(said); got != strings.Repeat("[redacted] ", 5)+"eu-west-1" {
		t.Errorf("without secrets it reads %q", got)
	}
}

// debugLog is what the AWS CLI writes to standard error with --debug, shortened.
const debugLog = `2026-01-02 03:04:05,100 - MainThread - botocore.endpoint - DEBUG - Making request for OperationModel(name=DescribeConfigRules) with params: {'url_path': '/', 'query_string': '', 'method': 'POST', 'headers': {'X-Amz-Target': 'StarlingDoveService.DescribeConfigRules', 'Content-Type': 'application/x-amz-json-1.1', 'User-Agent': "it's \"aws\""}, 'body': b'{"ConfigRuleNames": ["it\'s", "\xc3\xbc"]}', 'url': 'https://config.eu-west-1.amazonaws.com/', 'context': {'client_region': 'eu-west-1', 'body': 'no'}}
2026-01-02 03:04:05,101 - MainThread - botocore.auth - DEBUG - CanonicalRequest:
POST
x-amz-security-token:a-session-token-of-many-letters
2026-01-02 03:04:05,102 - MainThread - botocore.auth - DEBUG - Signature:
0123456789abcdef0123456789abcdef
2026-01-02 03:04:05,400 - MainThread - urllib3.connectionpool - DEBUG - https://config.eu-west-1.amazonaws.com:443 "POST / HTTP/1.1" 400 120
2026-01-02 03:04:05,401 - MainThread - botocore.parsers - DEBUG - Response headers: {'x-amzn-RequestId': '1234', 'Content-Type': 'application/x-amz-json-1.1'}
2026-01-02 03:04:05,402 - MainThread - botocore.parsers - DEBUG - Response body:
b'{"__type":"NoSuchConfigRuleException","message":"The \'rule\'\\n"}'
2026-01-02 03:04:05,403 - MainThread - botocore.parsers - DEBUG - Response headers: {'x-amzn-RequestId': '1234', 'Content-Type': 'application/x-amz-json-1.1'}
2026-01-02 03:04:05,404 - MainThread - botocore.parsers - DEBUG - Response body:
b'{"__type":"NoSuchConfigRuleException","message":"The \'rule\'\\n"}'
2026-01-02 03:04:05,500 - MainThread - botocore.hooks - DEBUG - Event needs-retry
`

func TestDebugLog(t *testing.T) {
	rec := read(t, "aws.log", debugLog)
	if len(rec.Exchanges) != 1 {
		t.Fatalf("%d exchanges, want 1", len(rec.Exchanges))
	}
	e := rec.Exchanges[0]
	if e.Problem != "" || e.Operation() != "DescribeConfigRules" || e.Status != 400 || e.Ended.Sub(e.Began) != 302*time.Millisecond {
		t.Errorf("the exchange is %+v", e)
	}
	if got, want := string(e.Request), `{"ConfigRuleNames": ["it's", "ü"]}`; got != want {
		t.Errorf("the request is %s, want %s", got, want)
	}
	if got, want := string(e.Body), `{"__type":"NoSuchConfigRuleException","message":"The 'rule'\n"}`; got != want {
		t.Errorf("the body is %s, want %s", got, want)
	}
	if e.Header.Get("X-Amzn-RequestId") != "1234" {
		t.Errorf("the header is %v", e.Header)
	}
	if got := e.Secrets().Text("a-session-token-of-many-letters 0123456789abcdef0123456789abcdef"); got != "[redacted] [redacted]" {
		t.Errorf("without secrets it reads %q", got)
	}
}

func TestOwnForm(t *testing.T) {
	rec := read(t, "facts.json", `{"source": "a page", "basis": "reported", "recorded": "2026", "notes": ["n"], "exchanges": [
		{"operation": "PutConfigRule", "at": "2026-01-02T03:04:05Z", "caller": "one", "request": {"a": 1}, "status": 200, "headers": {"date": "x"}, "body": "", "note": "n"},
		{"operation": "PutConfigRule", "status": 400}]}`)
	first, second := rec.Exchanges[0], rec.Exchanges[1]
	if string(first.Request) != `{"a": 1}` || first.Body == nil || len(first.Body) != 0 || first.Header.Get("Date") != "x" || first.HeaderWhole || first.Caller != "one" {
		t.Errorf("the first exchange is %+v", first)
	}
	if second.Request != nil || second.Body != nil || !second.Began.IsZero() {
		t.Errorf("the second exchange is %+v", second)
	}
	if want := (recording.Recording{Name: "facts.json", Source: "a page", Basis: recording.Reported}); !reflect.DeepEqual(want, recording.Recording{Name: rec.Name, Source: rec.Source, Basis: rec.Basis}) {
		t.Errorf("the recording is %+v", rec)
	}
}

func TestBadRecordings(t *testing.T) {
	for _, tt := range []struct{ name, file, src, want string }{
		{"empty", "a.json", " \n", "the file is empty"},
		{"something else", "a.log", "hello", "it is no recording"},
		{"a HAR that breaks off", "a.har", archive()[:40], "line 1: the JSON breaks off"},
		{"a HAR without entries", "a.har", "{\"log\": {\"version\": \"1.2\"}}", "log.entries is missing"},
		{"a HAR that is none", "a.har", "[]", "stands where"},
		{"an entry of another form", "a.har", "{\"log\": {\n\"entries\": [\n{\"request\": 7}]}}", "line 3: log.entries[0]"},
		{"no JSON", "a.json", "{\n\"source\" 7}", "line 2: invalid character"},
		{"an unknown member", "a.json", "{\"source\": \"a\", \"basis\": \"wire\",\n\"colour\": 1}", `line 2: json: unknown field "colour"`},
		{"no source", "a.json", `{"basis": "wire"}`, "source is missing"},
		{"another basis", "a.json", `{"source": "a", "basis": "guessed"}`, "write wire, reported or asserted"},
		{"no operation", "a.json", "{\"source\": \"a\", \"basis\": \"wire\", \"exchanges\": [\n{\"status\": 200}]}", "exchange 1: line 2: operation is missing"},
		{"a status that is none", "a.json", "{\"source\": \"a\", \"basis\": \"wire\", \"exchanges\": [\n{\"operation\": \"a\", \"status\": 200},\n{\"operation\": \"a\"}]}", "exchange 2: line 3: status 0"},
		{"a time that is none", "a.json", `{"source": "a", "basis": "wire", "exchanges": [{"operation": "a", "status": 200, "at": "monday"}]}`, "write a time such as"},
		{"an exchange of another form", "a.json", "{\"source\": \"a\", \"basis\": \"wire\", \"exchanges\": [\n{\"operation\": 7}]}", "exchange 1: line 2"},
		{"a log without a reply", "a.log", debugLog[:700], "the log has no request with a reply"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := recording.Read(tt.file, strings.NewReader(tt.src), recording.DefaultMaxSize)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), tt.file+": ") {
				t.Errorf("the error is %v, want one that says %s", err, tt.want)
			}
		})
	}
	if _, err := recording.Read("a.har", strings.NewReader(archive()), 20); err == nil || !strings.Contains(err.Error(), "more than 20 bytes") {
		t.Errorf("of a large file the error is %v", err)
	}
}

func TestRepliesThatCannotBeRead(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"bad base64", `{"text": "?", "encoding": "base64"}`, "response.content.text: illegal base64"},
		{"another encoding", `{"text": "?", "encoding": "rot13"}`, `the encoding "rot13"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := read(t, "a.har", archive(entry("", "", tt.content))).Exchanges[0]
			if !strings.Contains(e.Problem, tt.want) {
				t.Errorf("the problem is %q, want %s", e.Problem, tt.want)
			}
		})
	}
	aborted := strings.Replace(archive(entry("", "", "{}")), `"status": 200`, `"status": 0`, 1)
	if e := read(t, "a.har", aborted).Exchanges[0]; e.Problem != "there is no reply" {
		t.Errorf("the problem is %q", e.Problem)
	}
}

// TestLongLinesAreReadOnce: a text that does not end is looked at once.
func TestLongLinesAreReadOnce(t *testing.T) {
	line := "Making request for OperationModel(name=A) with params: {'" + strings.Repeat(`\'`, 1<<20)
	done := make(chan error)
	go func() {
		_, err := recording.Read("a.log", strings.NewReader(line), recording.DefaultMaxSize)
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("a log without a reply is no error")
		}
	case <-time.After(2 * time.Minute):
		t.Fatal("it takes longer than 2 minutes")
	}
}
