package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// reference is a small server of AWS Config's remediation exceptions and their
// neighbours, written by hand from the documentation and without our model's Go
// types: the suite must accept it, and reject it with any defect. It is not
// safe for more than one suite.
type reference struct {
	mu     sync.Mutex
	doc    document
	defect string
	// control offers the control protocol, evaluations PutEvaluations.
	control, evaluations bool
	now                  time.Time // zero: the real time
	scopes               map[string]*account
	seq                  int
}

// has reports whether the server has a defect.
func (h *reference) has(defect string) bool { return h.defect == defect }

// readDocument reads the document, once for all servers: none changes it.
var readDocument = sync.OnceValues(func() (document, error) {
	src, err := os.ReadFile("../model/putremediationexceptions.json")
	if err != nil {
		return nil, err
	}
	var doc document
	err = json.Unmarshal(src, &doc)
	return doc, err
})

// newReference returns a server with a defect, or with none if it is empty.
func newReference(t testing.TB, defect string) *reference {
	t.Helper()
	doc, err := readDocument()
	if err != nil {
		t.Fatal(err)
	}
	return &reference{doc: doc, defect: defect, control: true, evaluations: true, scopes: map[string]*account{}}
}

// RoundTrip serves a request, so that the server is its own transport.
func (h *reference) RoundTrip(req *http.Request) (*http.Response, error) {
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

func (h *reference) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	body, _ := io.ReadAll(req.Body)
	number, region := "123456789012", "us-east-1"
	if m := scopePattern.FindStringSubmatch(req.Header.Get("Authorization")); m != nil {
		number, region = m[1], m[2]
	}
	if h.has("one region for all") {
		region = "us-east-1"
	}
	scope := number + region
	if h.has("one account for all") {
		// It tells accounts by their keys, and shows all of them the same.
		scope = region
	}
	a := h.scopes[scope]
	if a == nil {
		a = &account{reference: h, region: region}
		h.scopes[scope] = a
	}
	a.number = number
	if strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
		h.serveControl(w, req, a, body)
		return
	}
	if h.has("updates at once are lost") && strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".PutRemediationExceptions") {
		read := slices.Clone(a.exceptions)
		h.mu.Unlock()
		time.Sleep(time.Millisecond)
		h.mu.Lock()
		a.exceptions = read
	}
	h.answer(w, a, req, body)
}

func (h *reference) answer(w http.ResponseWriter, a *account, req *http.Request, body []byte) {
	name, _ := strings.CutPrefix(req.Header.Get("X-Amz-Target"), "StarlingDoveService.")
	if h.has("operations in any case") {
		for _, op := range []string{"PutRemediationExceptions", "DescribeConfigRules", "PutConfigRule"} {
			if strings.EqualFold(op, name) {
				name = op
			}
		}
	}
	out, err := h.operate(a, name, req, body)
	if !h.has("no request id") {
		w.Header().Set("X-Amzn-RequestId", "8e2c7b1a-0000-4000-8000-000000000000")
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if h.has("text for a content type") {
		w.Header().Set("Content-Type", "text/plain")
	}
	if err == nil {
		if out != nil {
			h.distort(name, out)
			_ = json.NewEncoder(w).Encode(out)
		} else if h.has("a body where there is no output") {
			fmt.Fprint(w, "{}")
		}
		return
	}
	status := 400
	if h.has("errors with status 500") {
		status = 500
	}
	w.WriteHeader(status)
	fields := map[string]string{"__type": err.code, "message": err.message}
	if h.has("errors without a type") {
		delete(fields, "__type")
	}
	_ = json.NewEncoder(w).Encode(fields)
}

// distort makes an answer break the rules about replies.
func (h *reference) distort(name string, out map[string]any) {
	switch h.defect {
	case "members spelled otherwise":
		for _, name := range slices.Collect(maps.Keys(out)) {
			out[strings.ToLower(name[:1])+name[1:]] = out[name]
		}
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

// operate executes a request.
func (h *reference) operate(a *account, name string, req *http.Request, body []byte) (map[string]any, *failure) {
	in, schema, err := h.read(name, req, body)
	if err != nil {
		return nil, err
	}
	run, known := map[string]func(map[string]any) (map[string]any, *failure){
		"PutRemediationExceptions":           a.putExceptions,
		"DescribeRemediationExceptions":      a.describeExceptions,
		"DeleteRemediationExceptions":        a.deleteExceptions,
		"PutRemediationConfigurations":       a.putConfigurations,
		"DescribeRemediationConfigurations":  a.describeConfigurations,
		"DeleteRemediationConfiguration":     a.deleteConfiguration,
		"PutConfigRule":                      a.putRule,
		"DescribeConfigRules":                a.describeRules,
		"DeleteConfigRule":                   a.deleteRule,
		"PutExternalEvaluation":              a.putExternal,
		"PutEvaluations":                     a.putEvaluations,
		"GetComplianceDetailsByConfigRule":   a.details,
		"GetComplianceDetailsByResource":     a.detailsOfResource,
		"DescribeComplianceByConfigRule":     a.complianceOfRules,
		"StartConfigRulesEvaluation":         a.startRules,
		"DescribeConfigRuleEvaluationStatus": a.statusOfRules,
		"DescribeComplianceByResource":       a.resources,
		"StartRemediationExecution":          a.startExecutions,
		"DescribeRemediationExecutionStatus": a.describeExecutions,
	}[name]
	if !known && h.has("unknown operations succeed") {
		return node{}, nil
	}
	if !known || name == "PutEvaluations" && !h.evaluations {
		return nil, fails("UnknownOperationException", "")
	}
	if h.has("the service before constraints") && name == "PutEvaluations" && a.rule(text(in, "ResultToken")) == nil {
		return nil, fails("InvalidResultTokenException", "no such token")
	}
	if breaks := h.doc.breaches(schema, in, "", h); len(breaks) > 0 {
		code := "ValidationException"
		if h.has("constraints have another error") {
			code = "InvalidParameterValueException"
		}
		plural := ""
		if len(breaks) > 1 {
			plural = "s"
		}
		message := fmt.Sprintf("%d validation error%s detected: %s", len(breaks), plural, strings.Join(breaks, "; "))
		if h.has("vague messages") {
			message = "The request is not valid."
		}
		return nil, fails(code, "%s", message)
	}
	a.goOn()
	defer a.goOn()
	return run(in)
}

// read reads the body of a request.
func (h *reference) read(name string, req *http.Request, body []byte) (map[string]any, node, *failure) {
	schema, known := h.doc.input(name)
	if !known {
		if h.has("unknown operations succeed") {
			return nil, nil, nil
		}
		return nil, nil, fails("UnknownOperationException", "")
	}
	bad := func(why string) (map[string]any, node, *failure) {
		if h.has("malformed bodies are a constraint") {
			return nil, nil, fails("ValidationException", "%s", why)
		}
		return nil, nil, fails("SerializationException", "%s", why)
	}
	if h.has("content types to the letter") && req.Header.Get("Content-Type") != "application/x-amz-json-1.1" {
		return bad("content type")
	}
	if len(body) > 64<<10 && h.has("large requests are rejected") {
		return bad("too large")
	}
	if len(body) == 0 {
		if h.has("empty bodies are malformed") {
			return bad("empty")
		}
		body = []byte("{}")
	}
	if h.has("bodies may have NaN") {
		body = bytes.ReplaceAll(body, []byte(":NaN"), []byte(":0"))
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return bad(err.Error())
	}
	if _, err := d.Token(); err != io.EOF && !h.has("whatever follows is ignored") {
		return bad("trailing bytes")
	}
	in, ok := v.(map[string]any)
	if !ok {
		return bad("no object")
	}
	if h.has("constraints before types") {
		if breaks := h.doc.breaches(schema, in, "", h); len(breaks) > 0 {
			return nil, nil, fails("ValidationException", "%s", strings.Join(breaks, "; "))
		}
	}
	if why := h.doc.mistyped(schema, in, h); why != "" && !h.has("types are not checked") {
		return bad(why)
	}
	return in, schema, nil
}

// serveControl is the control protocol.
func (h *reference) serveControl(w http.ResponseWriter, req *http.Request, a *account, body []byte) {
	if !h.control {
		http.NotFound(w, req)
		return
	}
	switch strings.TrimPrefix(req.URL.Path, "/_fakesmith/") {
	case "":
		fmt.Fprintf(w, `{"control": 1, "powers": ["clock", "facts", "reset", "state"], "now": %s}`, strconv.Quote(h.time().Format(time.RFC3339Nano)))
	case "clock":
		var set struct{ Set time.Time }
		if json.Unmarshal(body, &set) == nil {
			h.now = set.Set
		}
		fmt.Fprint(w, `{}`)
	case "facts":
		var facts []struct {
			Fact  string
			Of    struct{ ConfigRuleName, ResourceType, ResourceId string }
			Value string
			With  struct{ Seconds int64 }
		}
		if err := json.Unmarshal(body, &facts); err != nil || h.has("facts are offered and rejected") {
			w.WriteHeader(400)
			return
		}
		a.goOn()
		defer a.goOn()
		for _, f := range facts {
			if h.has("facts are about rules that exist") && a.rule(f.Of.ConfigRuleName) == nil {
				w.WriteHeader(404)
				return
			}
			if f.Fact == "remediation-outcome" {
				if a.outcomes == nil {
					a.outcomes = map[resourceID]outcome{}
				}
				a.outcomes[resourceID{f.Of.ConfigRuleName, f.Of.ResourceType, f.Of.ResourceId}] = outcome{f.Value, f.With.Seconds}
				continue
			}
			a.learn(finding{rule: f.Of.ConfigRuleName, kind: f.Of.ResourceType, id: f.Of.ResourceId, value: f.Value, at: h.time()})
		}
		w.WriteHeader(204)
	case "state":
		a.serveState(w, req.Method, body)
	case "reset":
		h.scopes = map[string]*account{}
		w.WriteHeader(204)
	}
}

// serveState returns the rules, or replaces the members of those that there are.
func (a *account) serveState(w http.ResponseWriter, method string, body []byte) {
	state := struct{ ConfigRules []node }{}
	if method == http.MethodGet {
		for i := range a.rules {
			state.ConfigRules = append(state.ConfigRules, a.rules[i].value)
		}
		_ = json.NewEncoder(w).Encode(state)
		return
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&state) != nil {
		w.WriteHeader(400)
		return
	}
	for _, value := range state.ConfigRules {
		if r := a.rule(text(value, "ConfigRuleName")); r != nil {
			r.value = value
		}
	}
	w.WriteHeader(204)
}

func (h *reference) time() time.Time {
	if h.now.IsZero() {
		return time.Now()
	}
	return h.now
}
