package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
)

func (s *specimen) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.Serve(w, r, fake.Scope{}) }

// call sends a body to an operation and returns the answer.
func call(t *testing.T, c *http.Client, url, target, body string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Amz-Target", target)
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	return send(t, c, req)
}

func send(t *testing.T, c *http.Client, req *http.Request) (*http.Response, string) {
	t.Helper()
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// eachWay runs a test over the transport and over a socket.
func eachWay(t *testing.T, f func(t *testing.T, s *specimen, c *http.Client, url string)) {
	t.Run("transport", func(t *testing.T) {
		s := newSpecimen()
		f(t, s, &http.Client{Transport: fake.Transport(s)}, "http://fake.invalid/")
	})
	t.Run("server", func(t *testing.T) {
		s := newSpecimen()
		c := &http.Client{Transport: &http.Transport{}}
		t.Cleanup(c.CloseIdleConnections)
		f(t, s, c, fake.NewServer(t, s).URL+"/")
	})
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestAnswers(t *testing.T) {
	for _, test := range []struct {
		operation, body string
		status          int
		want            string // the whole body, or a part of an error's
	}{
		{"Echo", `{"Name":"a","At":1.25e3,"Tags":{"b":"1","a":"2"}}`, 200, `{"Name":"a","At":1250,"Tags":{"a":"2","b":"1"}}`},
		{"Echo", `{"Name":"a\"\u0001\n<é","Names":[],"List":[{"Name":"b"}],"Kinds":["K"],"Weight":"NaN"}`, 200,
			`{"Name":"a\"\u0001\n<é","Weight":"NaN","Names":[],"Kinds":["K"],"List":[{"Name":"b"}]}`},
		{"Forget", `{"Name":"a"}`, 200, ``},
		{"Echo", ``, 400, `"__type":"ValidationException","message":"1 validation error detected: Value null at 'name'`},
		{"Echo", `{"Name":null}`, 400, `1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null`},
		{"Echo", `{"Name":"","List":[{}]}`, 400, `2 validation errors detected: Value null at 'list.1.member.name'`},
		{"Echo", `{"Name":"123456789"}`, 400, `Value '123456789' at 'name' failed to satisfy constraint: Member must have length less than or equal to 8`},
		{"Echo", `{"Name":1}`, 400, `"__type":"SerializationException","message":"Name: expected a string`},
		{"Echo", `{"Name":"123456789","Count":"x"}`, 400, `"__type":"SerializationException"`},
		{"Echo", `{"Name":"a"}{}`, 400, `"__type":"SerializationException","message":"something follows`},
		{"Echo", `[]`, 400, `"__type":"SerializationException"`},
		{"Echo", `null`, 400, `"__type":"SerializationException"`},
		{"Fail", `{"Name":"Bob"}`, 400, `{"__type":"SadException","message":"Bob is sad"}`},
		{"Fail", `{"Name":"teapot"}`, 418, `{"__type":"TeapotException","message":"TeapotException"}`},
		{"Fail", `{"Name":"defect"}`, 500, `"__type":"InternalFailure","message":"a defect"`},
		{"Plan", `{"Name":"a"}`, 501, `no contract for this operation`},
		{"Plan", `{}`, 400, `"__type":"ValidationException"`},
		{"Plan", `{"Name":1}`, 400, `"__type":"SerializationException"`},
		{"Other", `{}`, 400, `"__type":"UnknownOperationException","message":"this fake does not model \"Other\"; it models: Echo, Forget, Fail"`},
		{"Echo", `{"Name":"` + strings.Repeat("x", MaxBody) + `"}`, 413, `"__type":"RequestEntityTooLargeException","message":"the body is longer than 16777216 bytes"`},
		{"Echo", `{"Name":"a"}` + strings.Repeat(" ", MaxBody-12), 200, `{"Name":"a"}`},
	} {
		eachWay(t, func(t *testing.T, s *specimen, c *http.Client, url string) {
			resp, body := call(t, c, url, "Specimen."+test.operation, test.body)
			if resp.StatusCode != test.status || test.status == 200 && body != test.want || !strings.Contains(body, test.want) {
				t.Errorf("%s %.50s = %d %s, want %d %s", test.operation, test.body, resp.StatusCode, body, test.status, test.want)
			}
			if got := resp.Header.Get("Content-Type"); got != "application/x-amz-json-1.1" {
				t.Errorf("Content-Type = %q", got)
			}
			if got := resp.Header.Get("X-Amzn-RequestId"); !uuid.MatchString(got) {
				t.Errorf("x-amzn-RequestId = %q is no UUID", got)
			}
			if resp.ContentLength != int64(len(body)) {
				t.Errorf("Content-Length = %d, want %d", resp.ContentLength, len(body))
			}
			if body != "" && !json.Valid([]byte(body)) {
				t.Errorf("%s is not JSON", body)
			}
		})
	}
}

func TestWhatNamesNoOperation(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"GET":              func(r *http.Request) { r.Method = "GET"; r.Body = nil },
		"path":             func(r *http.Request) { r.URL.Path = "/x" },
		"no target":        func(r *http.Request) { r.Header.Del("X-Amz-Target") },
		"other prefix":     func(r *http.Request) { r.Header.Set("X-Amz-Target", "Other.Echo") },
		"prefix alone":     func(r *http.Request) { r.Header.Set("X-Amz-Target", "Specimen") },
		"no operation":     func(r *http.Request) { r.Header.Set("X-Amz-Target", "Specimen.") },
		"no content type":  func(r *http.Request) { r.Header.Del("Content-Type") },
		"awsJson1.0":       func(r *http.Request) { r.Header.Set("Content-Type", "application/x-amz-json-1.0") },
		"application/json": func(r *http.Request) { r.Header.Set("Content-Type", "application/json") },
	} {
		s := newSpecimen()
		req := httptest.NewRequest("POST", "http://fake.invalid/", strings.NewReader(`{"Name":"a"}`))
		req.RequestURI = ""
		req.Header.Set("X-Amz-Target", "Specimen.Echo")
		req.Header.Set("Content-Type", "application/x-amz-json-1.1")
		change(req)
		resp, body := send(t, &http.Client{Transport: fake.Transport(s)}, req)
		if resp.StatusCode != 400 || !strings.Contains(body, `"__type":"UnknownOperationException"`) || !uuid.MatchString(resp.Header.Get("X-Amzn-RequestId")) {
			t.Errorf("%s: %d %s", name, resp.StatusCode, body)
		}
	}
	for _, contentType := range []string{"application/x-amz-json-1.1; charset=utf-8", "Application/X-Amz-JSON-1.1", "application/x-amz-json-1.1 ;a=b"} {
		p := Protocol{TargetPrefix: "Specimen"}
		if op, err := p.operation(&Request{Method: "POST", Path: "/", Target: "Specimen.Echo", ContentType: contentType}); op != "Echo" || err != nil {
			t.Errorf("content type %q gives %q, %v", contentType, op, err)
		}
	}
}

// TestCodesAreThoseOfTheProtocol: a contract may give each rejection a code of
// its own.
func TestCodesAreThoseOfTheProtocol(t *testing.T) {
	s := newSpecimen()
	s.Protocol = Protocol{TargetPrefix: "Specimen", UnknownOperation: "U", MalformedBody: "M", TrailingBytes: "T", WrongType: "W", Validation: "V"}
	for body, want := range map[string]string{`{`: "M", `{} 1`: "T", `{"Name":1}`: "W", `{}`: "V", `{"Name":"123456789"}`: "V", `null`: "M", `[1]`: "W"} {
		resp := s.Do(context.Background(), &Request{Method: "POST", Target: "Specimen.Echo", ContentType: contentType, Body: []byte(body)}, fake.Scope{})
		if !strings.HasPrefix(string(resp.Body), `{"__type":"`+want+`"`) {
			t.Errorf("%s is answered %s, want %s", body, resp.Body, want)
		}
	}
	resp := s.Do(context.Background(), &Request{Method: "POST", Target: "Specimen.Other", ContentType: contentType}, fake.Scope{})
	if !strings.HasPrefix(string(resp.Body), `{"__type":"U"`) {
		t.Errorf("an unknown operation is answered %s", resp.Body)
	}
}

func TestParseScope(t *testing.T) {
	for header, want := range map[string]fake.Scope{
		"": {},
		"AWS4-HMAC-SHA256 Credential=111122223333/20300101/eu-west-1/config/aws4_request, SignedHeaders=host, Signature=0": {Account: "111122223333", Region: "eu-west-1"},
		"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20300101/eu-west-1/config/aws4_request,SignedHeaders=host,Signature=0":    {Region: "eu-west-1"},
		"AWS4-ECDSA-P256-SHA256 Credential=111122223333/20300101/config/aws4_request, Signature=0":                         {Account: "111122223333"},
		"AWS4-HMAC-SHA256 Credential=1111222233334/20300101/eu-west-1/config/aws4_request":                                 {Region: "eu-west-1"},
		"AWS4-HMAC-SHA256 Credential=":          {},
		"AWS4-HMAC-SHA256 Credential=a":         {},
		"Bearer Credential=111122223333/a/b/c/": {},
	} {
		if got := ParseScope(header); got != want {
			t.Errorf("ParseScope(%q) = %v, want %v", header, got, want)
		}
	}
	if got := fill(fake.Scope{Region: "r"}, fake.DefaultScope).String(); got != "123456789012/r" {
		t.Errorf("or = %s", got)
	}
}

func TestTransportHonoursTheContext(t *testing.T) {
	s := newSpecimen()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, _ := http.NewRequestWithContext(ctx, "POST", "http://fake.invalid/", strings.NewReader("{}"))
	if _, err := fake.Transport(s).RoundTrip(req); !errors.Is(err, context.Canceled) {
		t.Errorf("RoundTrip = %v, want %v", err, context.Canceled)
	}
	if len(s.Calls()) != 0 {
		t.Error("a call that was given up was answered")
	}
}

// TestTransportShowsAHandlerWhatAServerWould looks at what any handler sees.
func TestTransportShowsAHandlerWhatAServerWould(t *testing.T) {
	var seen http.Request
	c := &http.Client{Transport: fake.Transport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = *r
		fmt.Fprint(w, "x")
		w.WriteHeader(500) // too late
	}))}
	req, _ := http.NewRequest("GET", "http://fake.invalid/a?b=c", nil)
	resp, body := send(t, c, req)
	if resp.StatusCode != 200 || resp.Status != "200 OK" || body != "x" || resp.Request != req || resp.Proto != "HTTP/1.1" {
		t.Errorf("response = %+v", resp)
	}
	if seen.Body == nil || seen.RequestURI != "/a?b=c" || seen.Host != "fake.invalid" || seen.RemoteAddr == "" {
		t.Errorf("the handler saw %+v", &seen)
	}
	if req.Body != nil || req.RequestURI != "" {
		t.Error("the client's request was changed")
	}
}

func TestABrokenBodyIsNoCall(t *testing.T) {
	s := newSpecimen()
	req := httptest.NewRequest("POST", "/", io.MultiReader(strings.NewReader("{"), failing{}))
	req.ContentLength = 100
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, req)
	if rec.Code != 400 || !strings.Contains(rec.Body.String(), "reading the body") || len(s.Calls()) != 0 {
		t.Errorf("answered %d %s", rec.Code, rec.Body)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line is dead") }

func TestDo(t *testing.T) {
	echo := func(in *sample) (*sample, error) { return in, nil }
	silent := func(*sample) error { return nil }
	if out, err := Do(t.Context(), new(Service), &sample{Name: "a"}, echo); err != nil || out.Name != "a" {
		t.Errorf("Do = %v, %v", out, err)
	}
	if _, err := Do(t.Context(), new(Service), nil, echo); !errors.Is(err, ValidationException) {
		t.Errorf("Do of nil = %v", err)
	}
	if err := DoSilent(t.Context(), new(Service), &sample{Name: "a"}, silent); err != nil {
		t.Errorf("DoSilent = %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := DoSilent(ctx, new(Service), &sample{Name: "a"}, silent); !errors.Is(err, context.Canceled) {
		t.Errorf("DoSilent = %v", err)
	}
	if err := NoContract("Plan"); !strings.Contains(err.Error(), "no contract for this operation") {
		t.Errorf("NoContract = %v", err)
	}
}

// TestVersionOfAWSJSON takes the content type of the API's own version of
// awsJson and no other, and answers in it, errors as well.
func TestVersionOfAWSJSON(t *testing.T) {
	for given, own := range map[string]string{"": "application/x-amz-json-1.1", "application/x-amz-json-1.0": "application/x-amz-json-1.0"} {
		s := &Service{
			Protocol: Protocol{TargetPrefix: "Plain", ContentType: given},
			Clock:    new(fake.Clock),
			Dispatch: func(x *Exchange) { HandleSilent(x, func(*sample) error { return nil }) },
		}
		for _, version := range []string{"1.0", "1.1"} {
			contentType := "application/x-amz-json-" + version
			want := 400
			if contentType == own {
				want = 200
			}
			resp := s.Do(t.Context(), &Request{Method: "POST", Path: "/", Target: "Plain.Forget", ContentType: contentType, Body: []byte(`{"Name":"a"}`)}, fake.Scope{})
			if resp.Status != want || resp.ContentType != own {
				t.Errorf("a fake of %s answers a call of %s with %d in %s: %s", own, contentType, resp.Status, resp.ContentType, resp.Body)
			}
			if want == 400 && !strings.Contains(string(resp.Body), own) {
				t.Errorf("the error does not name %s: %s", own, resp.Body)
			}
		}
	}
}
