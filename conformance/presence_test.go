package conformance_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// oddAnswers are answers to an operation that is not implemented: from an
// emulator, from a proxy before the server, or from something else altogether.
var oddAnswers = map[string]struct {
	answer func(*http.Request) (*http.Response, error)
	seen   string
}{
	"UnknownOperationException": {odd(400, amzJSON, `{"__type":"UnknownOperationException"}`), "400 UnknownOperationException"},
	"with a namespace":          {odd(400, amzJSON, `{"__type":"com.amazon.coral.service#UnknownOperationException","message":"no"}`), "400 UnknownOperationException"},
	"in a header alone":         {odd(400, "Content-Type: application/x-amz-json-1.1\nX-Amzn-ErrorType: UnknownOperationException:http://x", `{}`), "400 UnknownOperationException"},
	"NotImplemented":            {odd(501, amzJSON, `{"__type":"NotImplemented","message":"one day"}`), "501 NotImplemented"},
	"501 InternalFailure":       {odd(501, amzJSON, `{"__type":"InternalFailure","message":"API for service 'config' not yet implemented"}`), "501 InternalFailure"},
	"InvalidAction":             {odd(400, amzJSON, `{"__type":"InvalidAction","message":"no"}`), "400 InvalidAction"},
	"501 and a text":            {odd(501, "Content-Type: text/plain", "not yet"), "501 not yet"},
	"404":                       {odd(404, "", ""), "404 without a body"},
	"404 and a text":            {odd(404, "Content-Type: text/plain", "404 page not found\n"), "404 page not found"},
	"404 and JSON of its own":   {odd(404, "Content-Type: application/json", `{"message":"no Route matched with those values"}`), `404 {"message":"no Route matched with those values"}`},
	"405":                       {odd(405, "Allow: GET", ""), "405 without a body"},
	"an HTML error page":        {odd(500, "Content-Type: text/html", "<!doctype html>\n<html lang=en>\n<title>500</title>"), "500 <!doctype html> <html lang=en>"},
	"an HTML page":              {odd(200, "Content-Type: text/html", "<html>Welcome to the hotel</html>"), "200 <html>Welcome"},
	"HTML that is not well":     {odd(200, "Content-Type: text/html; charset=utf-8", "Sign in"), "200 Sign in"},
	"an XML error":              {odd(400, "Content-Type: text/xml", `<?xml version="1.0"?><ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>`), "400 <?xml"},
	"an empty 200":              {odd(200, "", ""), "200 and nothing else"},
	"a redirect":                {odd(302, "Location: https://login.test/", ""), "302 to https://login.test/"},
	"a redirect in its place":   {odd(307, "Location: /", ""), "307 to /"},
	"502 from what is before":   {odd(502, "Content-Type: text/plain", "upstream connect error"), "502 upstream connect error"},
	"503 and nothing":           {odd(503, "", ""), "503 without a body"},
	"no answer":                 {func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }, "unexpected EOF"},
	"an answer that breaks off": {func(req *http.Request) (*http.Response, error) {
		resp, err := odd(200, amzJSON, "")(req)
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"Remed`), brokenReader{}))
		return resp, err
	}, "broke off"},
	"nothing for ever": {func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, context.Cause(req.Context())
	}, "deadline"},
}

const amzJSON = "Content-Type: application/x-amz-json-1.1\nX-Amzn-Requestid: 1"

// odd returns a server with one answer to all requests, with some headers.
func odd(status int, headers, body string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		header := http.Header{}
		for line := range strings.SplitSeq(headers, "\n") {
			if name, value, found := strings.Cut(line, ": "); found {
				header.Set(name, value)
			}
		}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("reset by peer") }

// without is a server that gives an odd answer to some operations.
type without struct {
	http.RoundTripper
	operations []string
	answer     func(*http.Request) (*http.Response, error)
}

func (w without) RoundTrip(req *http.Request) (*http.Response, error) {
	_, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	if slices.Contains(w.operations, name) {
		return w.answer(req)
	}
	return w.RoundTripper.RoundTrip(req)
}

// patiently calls a function. Where nothing is answered, waiting for it takes no time.
func patiently(t *testing.T, answer string, f func(*testing.T)) {
	t.Helper()
	if answer == "nothing for ever" {
		synctest.Test(t, f)
		return
	}
	f(t)
}

// TestMissingOperationsAreUnsupported shows that a server without some
// operations is checked by the others, and that its answers to the missing ones
// are reported.
func TestMissingOperationsAreUnsupported(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for name, tt := range oddAnswers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := without{newReference(t, ""), []string{"DeleteRemediationExceptions"}, tt.answer}
			run := regexp.MustCompile("^(upsert|delete-each|rule-upsert|delete-duplicates|DeleteRemediationExceptions.*)$")
			var rep *conformance.Report
			patiently(t, name, func(t *testing.T) {
				target := conformance.Target{Transport: server, Profile: conformance.Profile(contract()), Timeout: time.Minute}
				if _, err := conformance.Discover(t.Context(), &target); err != nil {
					t.Fatal(err)
				}
				var err error
				if rep, err = conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 3, Run: run}); err != nil {
					t.Fatal(err)
				}
			})
			wants(t, rep, func(c report.Clause) report.Outcome {
				if c.Operation != "DeleteRemediationExceptions" {
					return report.Pass
				}
				if !strings.Contains(c.Reason, "DeleteRemediationExceptions is not implemented") || !strings.Contains(c.Reason, tt.seen) {
					t.Errorf("%s is unreachable because %s, want %s", c.ID, c.Reason, tt.seen)
				}
				return report.Unsupported
			})
		})
	}
}

// TestOddAnswersOnly shows that no clause of an operation fails on a server
// that implements none, and that the check ends.
func TestOddAnswersOnly(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for turn, name := range slices.Sorted(maps.Keys(oddAnswers)) {
		tt := oddAnswers[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var all []string
			for _, op := range contract().Operations {
				all = append(all, op.Name)
			}
			server := without{newReference(t, ""), all, tt.answer}
			var rep *conformance.Report
			var err error
			patiently(t, name, func(t *testing.T) {
				target := conformance.Target{Transport: server, Profile: conformance.Profile(contract()), Timeout: time.Minute}
				rep, err = conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 2, Run: someOfEachKind(contract(), turn, len(oddAnswers))})
			})
			if err != nil {
				if !strings.Contains(err.Error(), "can't be reached") || !strings.Contains(err.Error(), tt.seen) {
					t.Errorf("Check = %v, want that it can't be reached for %s", err, tt.seen)
				}
				return
			}
			for _, c := range rep.Clauses {
				if op := contract().Operation(c.Operation); name == "an empty 200" && op != nil && op.Output == "" {
					continue // that is how such an operation succeeds
				}
				if c.Operation != "" && c.Outcome != report.Unsupported && c.Outcome != report.Skip {
					t.Errorf("%s: %s: %s, want unreachable%s", c.ID, c.Outcome, c.Reason, example(c))
				}
			}
		})
	}
}
