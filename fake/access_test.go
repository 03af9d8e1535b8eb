package fake_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// A request is what a client, or a web page, sends to a served fake.
type request struct {
	method, path, host, body string
	headers                  map[string]string
}

// send returns the status and the body of the answer.
func (r request) send(t *testing.T, url string) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequest(r.method, url+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = r.host
	for name, value := range r.headers {
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(body)
}

const (
	awsJSON = "application/x-amz-json-1.1"
	form    = "application/x-www-form-urlencoded"
)

// handlers are the ways in which a fake may be put before clients.
func handlers(t *testing.T) map[string]http.Handler {
	f := remediation.New(remediation.State{})
	open := func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return account.New(f, account.Options{}), f.Clock
	}
	w, err := faults.New(faults.Profile{}, account.Traits(), 1, open)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]http.Handler{"fake": f, "account": account.New(f, account.Options{}), "injector": w}
}

// TestNoPageDrivesAServedFake: whoever serves it, and in whatever way.
func TestNoPageDrivesAServedFake(t *testing.T) {
	describe := map[string]string{"X-Amz-Target": "StarlingDoveService.DescribeConfigRules", "Content-Type": awsJSON}
	with := func(headers map[string]string, more ...string) map[string]string {
		all := map[string]string{}
		for name, value := range headers {
			all[name] = value
		}
		for i := 0; i < len(more); i += 2 {
			all[more[i]] = more[i+1]
		}
		return all
	}
	json := map[string]string{"Content-Type": "application/json"}
	for _, test := range []struct {
		name string
		request
		status int
		want   string // a part of the answer
	}{
		{"an SDK", request{"POST", "/", "", "{}", describe}, 200, "ConfigRules"},
		{"an SDK that says localhost", request{"POST", "/", "localhost:4599", "{}", describe}, 200, "ConfigRules"},
		{"an SDK that says an address of version 6", request{"POST", "/", "[::1]:4599", "{}", describe}, 200, "ConfigRules"},
		{"an address without a port", request{"POST", "/", "192.0.2.1", "{}", describe}, 200, "ConfigRules"},
		{"curl with a control request", request{"POST", "/_fakesmith/clock", "", `{"advance":"1s"}`, json}, 200, "now"},
		{"a charset", request{"POST", "/_fakesmith/clock", "", `{"advance":"1s"}`, map[string]string{"Content-Type": "application/json; charset=utf-8"}}, 200, "now"},
		{"a control request without a body", request{"POST", "/_fakesmith/reset", "", "", nil}, 204, ""},
		{"somebody who looks", request{"GET", "/_fakesmith/", "", "", map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}}, 200, "powers"},

		{"a name that was looked up twice", request{"POST", "/", "evil.example:4599", "{}", describe}, 403, `"__type":"AccessDeniedException"`},
		{"the same for control", request{"GET", "/_fakesmith/state", "evil.example", "", nil}, 403, "-host NAME"},
		{"a name that begins like an address", request{"GET", "/_fakesmith/state", "127.0.0.1.evil.example", "", nil}, 403, "error"},
		{"a name that ends in localhost", request{"GET", "/_fakesmith/state", "evil-localhost", "", nil}, 403, "error"},
		{"a page that reads", request{"GET", "/_fakesmith/state", "", "", map[string]string{"Origin": "http://evil.example"}}, 403, "-cors ORIGIN"},
		{"a page that writes", request{"POST", "/_fakesmith/reset", "", "", map[string]string{"Origin": "http://evil.example"}}, 403, "error"},
		{"a page without an origin of its own", request{"POST", "/_fakesmith/reset", "", "", map[string]string{"Origin": "null"}}, 403, "error"},
		{"a page on another port of this machine", request{"POST", "/", "localhost:4599", "{}", with(describe, "Origin", "http://localhost:3000")}, 403, "AccessDenied"},
		{"a page that calls AWS", request{"POST", "/", "", "{}", with(describe, "Origin", "https://evil.example")}, 403, "AccessDenied"},
		{"a page that asks for leave", request{"OPTIONS", "/", "", "", map[string]string{"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}}, 403, "AccessDenied"},
		{"an image", request{"GET", "/_fakesmith/state", "", "", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}}, 403, "error"},
		{"a page that asks STS", request{"POST", "/", "", "Action=GetCallerIdentity", map[string]string{"Content-Type": form, "Origin": "https://evil.example"}}, 403, "<Code>AccessDenied</Code>"},
		{"what a form of a page sends", request{"POST", "/_fakesmith/clock", "", `{"advance":"1s"}`, map[string]string{"Content-Type": form}}, 415, "-H 'Content-Type: application/json'"},
		{"plain text", request{"POST", "/_fakesmith/facts", "", `[]`, map[string]string{"Content-Type": "text/plain"}}, 415, "error"},
		{"no content type", request{"POST", "/_fakesmith/state", "", `{}`, nil}, 415, "error"},
		{"two content types in one", request{"POST", "/_fakesmith/state", "", `{}`, map[string]string{"Content-Type": "text/plain, application/json"}}, 415, "error"},
	} {
		for name, h := range handlers(t) {
			servers := map[string]string{"served by fake": fake.NewServer(t, h).URL}
			other := httptest.NewServer(h)
			t.Cleanup(other.Close)
			servers["served by others"] = other.URL
			for way, url := range servers {
				status, header, body := test.send(t, url)
				if status != test.status || !strings.Contains(body, test.want) {
					t.Errorf("%s, %s: %s: %d %s, want %d with %s", name, way, test.name, status, body, test.status, test.want)
				}
				if header.Get("Access-Control-Allow-Origin") != "" {
					t.Errorf("%s, %s: %s: a page may read the answer", name, way, test.name)
				}
			}
		}
	}
}

// TestAccessIsGivenOnPurpose: a name and an origin, and no others.
func TestAccessIsGivenOnPurpose(t *testing.T) {
	for name, h := range handlers(t) {
		url := fake.NewServer(t, h, fake.Access{Hosts: []string{"fake.internal"}}, fake.Access{Origins: []string{"http://localhost:3000"}}).URL
		page := map[string]string{"Origin": "http://localhost:3000"}
		for _, test := range []struct {
			request
			status int
			allow  string
		}{
			{request{"GET", "/_fakesmith/", "fake.internal:80", "", nil}, 200, ""},
			{request{"GET", "/_fakesmith/", "FAKE.internal.", "", nil}, 200, ""},
			{request{"GET", "/_fakesmith/", "other.internal", "", nil}, 403, ""},
			{request{"GET", "/_fakesmith/", "", "", page}, 200, "http://localhost:3000"},
			{request{"GET", "/_fakesmith/", "", "", map[string]string{"Origin": "http://localhost:3001"}}, 403, ""},
			{request{"GET", "/_fakesmith/", "evil.example", "", page}, 403, ""},
			{request{"POST", "/_fakesmith/clock", "", `{"advance":"1s"}`, map[string]string{"Origin": "http://localhost:3000", "Content-Type": "text/plain"}}, 415, "http://localhost:3000"},
			{request{"OPTIONS", "/", "", "", map[string]string{"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST",
				"Access-Control-Request-Headers": "authorization,x-amz-target"}}, 204, "http://localhost:3000"},
		} {
			status, header, body := test.send(t, url)
			if status != test.status || header.Get("Access-Control-Allow-Origin") != test.allow {
				t.Errorf("%s: %+v: %d, allows %q: %s; want %d, %q", name, test.request, status, header.Get("Access-Control-Allow-Origin"), body, test.status, test.allow)
			}
			if test.method == "OPTIONS" && header.Get("Access-Control-Allow-Headers") != "authorization,x-amz-target" {
				t.Errorf("%s: a page may send the headers %q", name, header.Get("Access-Control-Allow-Headers"))
			}
		}
	}
}

func TestAccessThatMakesNoSense(t *testing.T) {
	for _, access := range []fake.Access{
		{Hosts: []string{""}}, {Hosts: []string{"fake:80"}}, {Hosts: []string{"http://fake"}}, {Hosts: []string{"*"}},
		{Origins: []string{"*"}}, {Origins: []string{"localhost:3000"}}, {Origins: []string{"http://localhost:3000/"}}, {Origins: []string{"null"}}, {Origins: []string{"ftp://x"}},
	} {
		if err := access.Check(); err == nil || !strings.Contains(err.Error(), "is right") {
			t.Errorf("%+v.Check() = %v, want what would be right", access, err)
		}
	}
	if err := (fake.Access{Hosts: []string{"a", "b.example"}, Origins: []string{"https://c.example"}}).Check(); err != nil {
		t.Error(err)
	}
}

// TestCallsInTheSameProcessAreLetIn, though they be made on behalf of a request
// that a server received, and with whatever host a client thinks of.
func TestCallsInTheSameProcessAreLetIn(t *testing.T) {
	for name, h := range handlers(t) {
		client := &http.Client{Transport: fake.Transport(h)}
		app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			req, err := http.NewRequestWithContext(r.Context(), "POST", "https://config.us-east-1.amazonaws.com/_fakesmith/clock", strings.NewReader(`{"advance":"1s"}`))
			if err != nil {
				t.Error(err)
				return
			}
			resp, err := client.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			w.WriteHeader(resp.StatusCode)
		}))
		defer app.Close()
		if status, _, _ := (request{method: "GET"}).send(t, app.URL); status != 200 {
			t.Errorf("%s: a call in the same process is answered with %d, want 200", name, status)
		}
	}
}

// TestServersWaitForNobody: a client that sends half a request, or more headers
// than anybody needs, is not kept.
func TestServersWaitForNobody(t *testing.T) {
	server := fake.Access{}.Server(remediation.New(remediation.State{}))
	if server.ReadHeaderTimeout <= 0 || server.ReadTimeout <= 0 || server.IdleTimeout <= 0 || server.MaxHeaderBytes <= 0 {
		t.Errorf("a server waits without end: %+v", server)
	}
	url := fake.NewServer(t, remediation.New(remediation.State{})).URL
	long := request{"GET", "/_fakesmith/", "", "", map[string]string{"X-Amz-Target": strings.Repeat("x", 128<<10)}}
	if status, _, _ := long.send(t, url); status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("128 KiB of headers are answered with %d, want 431", status)
	}
}

// TestPromisedBytesCostNothing: a body gets memory as it comes, and not for its
// promised length.
func TestPromisedBytesCostNothing(t *testing.T) {
	f := remediation.New(remediation.State{})
	promise := func() {
		r := httptest.NewRequest("POST", "/", iotest.ErrReader(io.ErrUnexpectedEOF))
		r.ContentLength = 1 << 20
		f.ServeHTTP(httptest.NewRecorder(), r)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 100 {
		runtime.GC() // so that no buffer of an earlier call is left
		runtime.GC()
		promise()
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / 100; each > 128<<10 {
		t.Errorf("a promise of %d bytes takes %d bytes, want what an empty body takes", 1<<20, each)
	}
}

// TestReadingLeavesNothingBehind: to ask in one region after another takes no
// memory, though what is written in one stays there.
func TestReadingLeavesNothingBehind(t *testing.T) {
	f := remediation.New(remediation.State{})
	call := func(region, operation, body string) string {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Header.Set("X-Amz-Target", "StarlingDoveService."+operation)
		r.Header.Set("Content-Type", awsJSON)
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=123456789012/20300101/"+region+"/config/aws4_request, Signature=0")
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		return w.Body.String()
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	rule := `{"ConfigRule":{"ConfigRuleName":"r","Source":{"Owner":"AWS","SourceIdentifier":"AWS_CONFIG_PROCESS_CHECK"}}}`
	if answer := call("kept", "PutConfigRule", rule); answer != "" {
		t.Fatal(answer)
	}
	for i := range 1000 {
		call(fmt.Sprint("first-", i), "DescribeConfigRules", "{}") // fills the log
	}
	before := heap()
	for i := range 20_000 {
		region := fmt.Sprint("region-", i)
		call(region, "DescribeConfigRules", "{}")
		call(region, "DeleteConfigRule", `{"ConfigRuleName":"none"}`)
		f.At("123456789012", region).State()
	}
	if grown := int64(heap()) - int64(before); grown > 1<<20 {
		t.Errorf("to read in 20000 regions took %d bytes for good, want none to speak of", grown)
	}
	if got := len(f.At("123456789012", "kept").State().ConfigRules); got != 1 {
		t.Errorf("there are %d rules where one was written", got)
	}
	// What is longer than the name of a region is none.
	call(strings.Repeat("x", 1000), "PutConfigRule", rule)
	if got := len(f.State().ConfigRules); got != 1 {
		t.Errorf("a region with a name of 1000 characters is not taken for none: %d rules, want 1", got)
	}
}
