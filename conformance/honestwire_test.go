package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// honest is a small server of AWS Config's remediation exceptions and their
// neighbours, written by hand against the documents and not against our
// model's Go types: the suite can be shown to accept it, and to reject it as
// soon as it tells a lie. It is not safe for more than one suite.
type honest struct {
	mu  sync.Mutex
	doc document
	lie string
	// control offers the control protocol, evaluations PutEvaluations.
	control, evaluations bool
	now                  time.Time // zero: the real time
	scopes               map[string]*account
	seq                  int
}

// tells reports whether the server tells that lie.
func (h *honest) tells(lie string) bool { return h.lie == lie }

// newHonest returns a server that tells one lie, or none.
func newHonest(t testing.TB, lie string) *honest {
	t.Helper()
	src, err := os.ReadFile("../model/putremediationexceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	h := &honest{lie: lie, control: true, evaluations: true, scopes: map[string]*account{}}
	if err := json.Unmarshal(src, &h.doc); err != nil {
		t.Fatal(err)
	}
	return h
}

// RoundTrip makes the server its own transport.
func (h *honest) RoundTrip(req *http.Request) (*http.Response, error) {
	rec := &recorder{header: http.Header{}, status: 200}
	h.ServeHTTP(rec, req)
	return &http.Response{StatusCode: rec.status, Header: rec.header, Body: io.NopCloser(&rec.body), Request: req}, nil
}

type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }

// failure is an error of the API.
type failure struct{ code, message string }

func fails(code, message string, args ...any) *failure {
	return &failure{code, fmt.Sprintf(message, args...)}
}

var scopePattern = regexp.MustCompile(`Credential=(\d{12})/\d+/([^/]+)/`)

func (h *honest) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	body, _ := io.ReadAll(req.Body)
	number, region := "123456789012", "us-east-1"
	if m := scopePattern.FindStringSubmatch(req.Header.Get("Authorization")); m != nil {
		number, region = m[1], m[2]
	}
	if h.tells("one account for all") {
		number = "123456789012"
	}
	if h.tells("one region for all") {
		region = "us-east-1"
	}
	a := h.scopes[number+region]
	if a == nil {
		a = &account{honest: h, number: number, region: region}
		h.scopes[number+region] = a
	}
	if strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
		h.serveControl(w, req, a, body)
		return
	}
	h.answer(w, a, req, body)
}

func (h *honest) answer(w http.ResponseWriter, a *account, req *http.Request, body []byte) {
	name, _ := strings.CutPrefix(req.Header.Get("X-Amz-Target"), "StarlingDoveService.")
	if h.tells("operations in any case") {
		for _, op := range []string{"PutRemediationExceptions", "DescribeConfigRules", "PutConfigRule"} {
			if strings.EqualFold(op, name) {
				name = op
			}
		}
	}
	out, err := h.operate(a, name, req, body)
	if !h.tells("no request id") {
		w.Header().Set("X-Amzn-RequestId", "8e2c7b1a-0000-4000-8000-000000000000")
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if h.tells("text for a content type") {
		w.Header().Set("Content-Type", "text/plain")
	}
	if err == nil {
		if out != nil {
			h.distort(name, out)
			_ = json.NewEncoder(w).Encode(out)
		} else if h.tells("a body where there is no output") {
			fmt.Fprint(w, "{}")
		}
		return
	}
	status := 400
	if h.tells("errors with status 500") {
		status = 500
	}
	w.WriteHeader(status)
	fields := map[string]string{"__type": err.code, "message": err.message}
	if h.tells("errors without a type") {
		delete(fields, "__type")
		w.Header().Set("X-Amzn-ErrorType", err.code)
	}
	_ = json.NewEncoder(w).Encode(fields)
}

// distort makes an answer break the rules of the wire.
func (h *honest) distort(name string, out map[string]any) {
	switch h.lie {
	case "a member nobody knows":
		out["Extra"] = "x"
	case "an answer lacks a required member":
		for _, e := range toList(out["RemediationExceptions"]) {
			delete(e.(map[string]any), "ResourceType")
		}
	case "times as text":
		for _, e := range toList(out["RemediationExceptions"]) {
			if e := e.(map[string]any); e["ExpirationTime"] != nil {
				e["ExpirationTime"] = "2040-01-01T00:00:00Z"
			}
		}
	case "a value no enum has":
		for _, e := range toList(out["EvaluationResults"]) {
			e.(map[string]any)["ComplianceType"] = "FINE"
		}
	case "null for no list":
		if name == "PutRemediationExceptions" {
			out["FailedBatches"] = nil
		}
	}
}

func toList(v any) []any {
	l, _ := v.([]any)
	return l
}

// operate reads a request and does what it asks for.
func (h *honest) operate(a *account, name string, req *http.Request, body []byte) (map[string]any, *failure) {
	in, schema, err := h.read(name, req, body)
	if err != nil {
		return nil, err
	}
	run, known := map[string]func(map[string]any) (map[string]any, *failure){
		"PutRemediationExceptions":         a.putExceptions,
		"DescribeRemediationExceptions":    a.describeExceptions,
		"DeleteRemediationExceptions":      a.deleteExceptions,
		"PutConfigRule":                    a.putRule,
		"DescribeConfigRules":              a.describeRules,
		"DeleteConfigRule":                 a.deleteRule,
		"PutExternalEvaluation":            a.putExternal,
		"PutEvaluations":                   a.putEvaluations,
		"GetComplianceDetailsByConfigRule": a.details,
		"DescribeComplianceByResource":     a.resources,
	}[name]
	if !known && h.tells("unknown operations succeed") {
		return node{}, nil
	}
	if !known || name == "PutEvaluations" && !h.evaluations {
		return nil, fails("UnknownOperationException", "")
	}
	if h.tells("the service before constraints") && name == "PutEvaluations" && a.rule(text(in, "ResultToken")) == nil {
		return nil, fails("InvalidResultTokenException", "no such token")
	}
	if breaks := h.doc.breaches(schema, in, "", h); len(breaks) > 0 {
		code := "ValidationException"
		if h.tells("constraints have another error") {
			code = "InvalidParameterValueException"
		}
		plural := ""
		if len(breaks) > 1 {
			plural = "s"
		}
		message := fmt.Sprintf("%d validation error%s detected: %s", len(breaks), plural, strings.Join(breaks, "; "))
		if h.tells("vague messages") {
			message = "The request is not valid."
		}
		return nil, fails(code, "%s", message)
	}
	return run(in)
}

// read reads the body of a request.
func (h *honest) read(name string, req *http.Request, body []byte) (map[string]any, node, *failure) {
	schema, known := h.doc.input(name)
	if !known {
		if h.tells("unknown operations succeed") {
			return nil, nil, nil
		}
		return nil, nil, fails("UnknownOperationException", "")
	}
	bad := func(why string) (map[string]any, node, *failure) {
		if h.tells("malformed bodies are a constraint") {
			return nil, nil, fails("ValidationException", "%s", why)
		}
		return nil, nil, fails("SerializationException", "%s", why)
	}
	if h.tells("content types to the letter") && req.Header.Get("Content-Type") != "application/x-amz-json-1.1" {
		return bad("content type")
	}
	if len(body) > 100<<10 && h.tells("large requests are refused") {
		return bad("too large")
	}
	if len(body) == 0 {
		if h.tells("empty bodies are malformed") {
			return bad("empty")
		}
		body = []byte("{}")
	}
	if h.tells("bodies may have NaN") {
		body = bytes.ReplaceAll(body, []byte(":NaN"), []byte(":0"))
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return bad(err.Error())
	}
	if _, err := d.Token(); err != io.EOF && !h.tells("whatever follows is ignored") {
		return bad("trailing bytes")
	}
	in, ok := v.(map[string]any)
	if !ok {
		return bad("no object")
	}
	if h.tells("constraints before types") {
		if breaks := h.doc.breaches(schema, in, "", h); len(breaks) > 0 {
			return nil, nil, fails("ValidationException", "%s", strings.Join(breaks, "; "))
		}
	}
	if why := h.doc.mistyped(schema, in, h); why != "" && !h.tells("types are not checked") {
		return bad(why)
	}
	return in, schema, nil
}

// serveControl is the control protocol.
func (h *honest) serveControl(w http.ResponseWriter, req *http.Request, a *account, body []byte) {
	if !h.control {
		http.NotFound(w, req)
		return
	}
	switch strings.TrimPrefix(req.URL.Path, "/_fakesmith/") {
	case "":
		fmt.Fprintf(w, `{"control": 1, "powers": ["clock", "facts", "reset"], "now": %s}`, strconv.Quote(h.time().Format(time.RFC3339Nano)))
	case "clock":
		var set struct{ Set time.Time }
		if json.Unmarshal(body, &set) == nil {
			h.now = set.Set
		}
		fmt.Fprint(w, `{}`)
	case "facts":
		var facts []struct {
			Of    struct{ ConfigRuleName, ResourceType, ResourceId string }
			Value string
		}
		if err := json.Unmarshal(body, &facts); err != nil {
			w.WriteHeader(400)
			return
		}
		for _, f := range facts {
			a.learn(finding{rule: f.Of.ConfigRuleName, kind: f.Of.ResourceType, id: f.Of.ResourceId, value: f.Value, at: h.time()})
		}
		w.WriteHeader(204)
	case "reset":
		h.scopes = map[string]*account{}
		w.WriteHeader(204)
	}
}

func (h *honest) time() time.Time {
	if h.now.IsZero() {
		return time.Now()
	}
	return h.now
}
