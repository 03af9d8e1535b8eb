package tap

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
)

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestSecretsStaySecret shows that no way of printing shows a secret.
func TestSecretsStaySecret(t *testing.T) {
	const hidden = "wJalrXUtnFEMI"
	s := secret(hidden)
	marshalled, err := json.Marshal(map[string]any{"a": s, "b": []secret{s}})
	if err != nil {
		t.Fatal(err)
	}
	ways := []string{
		string(marshalled), fmt.Sprint(s), fmt.Sprintln(&s),
		fmt.Sprint(authorization{scheme: "AWS4-HMAC-SHA256", key: s, signature: s, scope: "x"}),
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10s"} {
		ways = append(ways, fmt.Sprintf(verb, s), fmt.Sprintf(verb, struct{ S any }{s}), fmt.Sprintf(verb, []secret{s}))
	}
	for _, way := range ways {
		if strings.Contains(way, hidden) || strings.Contains(strings.ToLower(way), fmt.Sprintf("%x", hidden)) {
			t.Errorf("%s shows the secret", way)
		}
	}
}

// TestNoBodyStaysNone shows that a request that is written down travels as it
// would otherwise.
func TestNoBodyStaysNone(t *testing.T) {
	for _, body := range []string{"", "{}"} {
		server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.ContentLength != int64(len(body)) {
				t.Errorf("a body of %d bytes has the length %d, in %v", len(body), r.ContentLength, r.TransferEncoding)
			}
		}))
		req, err := http.NewRequest("POST", server.URL, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := (&Tap{Trace: io.Discard}).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		server.Close()
	}
}

// TestTrace shows what is written of an exchange, and that credentials and
// signatures are not.
func TestTrace(t *testing.T) {
	var trace strings.Builder
	calls := 0
	pipe := &Tap{Trace: &trace, Called: func(n int) { calls = n }, Next: tripper(func(req *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(req.Body)
		if string(body) != `{"ConfigRuleName":"a"}` {
			t.Errorf("what is passed on is %s", body)
		}
		header := http.Header{"Set-Cookie": {"session=hidden-5"}, "X-Amzn-Requestid": {"42"}}
		return &http.Response{Status: "400 Bad Request", StatusCode: 400, Header: header, Body: io.NopCloser(strings.NewReader("{\"__type\":\"X\x1b[2J\"}"))}, nil
	})}
	req, _ := http.NewRequest("POST", "http://x/?X-Amz-Signature=hidden-1", strings.NewReader(`{"ConfigRuleName":"a"}`))
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=hidden2/20261125/us-east-1/config/aws4_request, SignedHeaders=host, Signature=hidden3")
	req.Header.Set("X-Amz-Security-Token", "hidden-4")
	req.Header.Set("X-Amz-Target", "StarlingDoveService.PutConfigRule")
	resp, err := pipe.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(resp.Body); err != nil || !strings.HasPrefix(string(body), `{"__type"`) {
		t.Errorf("the answer is %s, %v", body, err)
	}
	for _, want := range []string{
		"> 1 POST /\n", "> X-Amz-Target: StarlingDoveService.PutConfigRule\n", `> {"ConfigRuleName":"a"}`,
		"> Authorization: AWS4-HMAC-SHA256 Credential=[redacted]/20261125/us-east-1/config/aws4_request, Signature=[redacted]\n",
		"> X-Amz-Security-Token: [redacted]\n", "< 1 400 Bad Request after ", "< X-Amzn-Requestid: 42\n", `< {"__type":"X`, "< Set-Cookie: [redacted]\n",
	} {
		if !strings.Contains(trace.String(), want) {
			t.Errorf("the trace lacks %q:\n%s", want, trace.String())
		}
	}
	for _, no := range []string{"hidden", "\x1b"} {
		if strings.Contains(trace.String(), no) {
			t.Errorf("the trace shows %q:\n%s", no, trace.String())
		}
	}
	if calls != 1 {
		t.Errorf("%d calls are counted, want 1", calls)
	}
}

// TestTraceOfNoAnswer shows that what breaks off is passed on as it broke off.
func TestTraceOfNoAnswer(t *testing.T) {
	var trace strings.Builder
	cut := errors.New("cut off")
	pipe := &Tap{Trace: &trace, Next: tripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{Status: "200 OK", Body: io.NopCloser(io.MultiReader(strings.NewReader("{"), iotest.ErrReader(cut)))}, nil
	})}
	req, _ := http.NewRequest("POST", "http://x/", nil)
	resp, err := pipe.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(resp.Body); string(body) != "{" || !errors.Is(err, cut) {
		t.Errorf("the answer is %s, %v; want { and %v", body, err, cut)
	}
	if !strings.Contains(trace.String(), "no whole answer") {
		t.Errorf("the trace is\n%s", trace.String())
	}
}

// endless is a body without end that counts what is read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	e.read += len(p)
	return len(p), nil
}

func (e *endless) Close() error { return nil }

// TestNothingIsReadAhead shows that of an answer no more is read, and kept, than
// whoever asked for it reads.
func TestNothingIsReadAhead(t *testing.T) {
	var trace strings.Builder
	body := &endless{}
	pipe := &Tap{Trace: &trace, Next: tripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{Status: "200 OK", Body: body}, nil
	})}
	req, _ := http.NewRequest("POST", "http://x/", nil)
	resp, err := pipe.RoundTrip(req)
	if err != nil || body.read != 0 {
		t.Fatalf("%d bytes are read beforehand, %v", body.read, err)
	}
	if _, err := io.CopyN(io.Discard, resp.Body, 100_000); err != nil {
		t.Fatal(err)
	}
	if trace.Len() > 0 {
		t.Errorf("what is not over is traced:\n%s", trace.String())
	}
	_ = resp.Body.Close()
	_ = resp.Body.Close()
	if n := strings.Count(trace.String(), "< 1 200 OK"); n != 1 || trace.Len() > most+500 || !strings.Contains(trace.String(), fmt.Sprintf("x ... (%d bytes)\n", body.read)) {
		t.Errorf("%d times the answer is traced:\n%s", n, trace.String())
	}
}

// TestTraceSteersNothing shows that nothing of an exchange comes to a terminal but
// as escapes, each message in lines of its own.
func TestTraceSteersNothing(t *testing.T) {
	const steering = "\x1b]0;x\a\u202e\u009b\xff\n< 1 200 OK"
	var trace strings.Builder
	pipe := &Tap{Trace: &trace, Next: tripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{Status: "400 " + steering, Header: http.Header{"X" + steering: {steering}}, Body: io.NopCloser(io.MultiReader(strings.NewReader(steering), iotest.ErrReader(errors.New(steering))))}, nil
	})}
	req, _ := http.NewRequest("POST", "http://x/", nil)
	resp, err := pipe.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadAll(resp.Body)
	if n := strings.Count(trace.String(), `\x1b]0;x\x07\u202e\u009b\xff\n< 1 200 OK`); n != 5 {
		t.Errorf("%d of 5 texts are escaped", n)
	}
	for _, no := range []string{"\x1b", "\a", "\u202e", "\u009b", "\xff", "\n< 1 200 OK"} {
		if strings.Contains(trace.String(), no) {
			t.Errorf("the trace shows %q:\n%q", no, trace.String())
		}
	}
}
