package conformance_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
)

// null answers every request in one way, and means nothing by it.
type null func(req *http.Request, body []byte) (status int, answer string)

func (n null) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
		return &http.Response{StatusCode: 404, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
	}
	status, answer := n(req, body)
	header := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"0"}}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(answer)), Request: req}, nil
}

// always is a server with one error for everything.
func always(code string) null {
	answer, _ := json.Marshal(map[string]string{"__type": code, "message": "no"})
	return func(*http.Request, []byte) (int, string) { return 400, string(answer) }
}

// emptyLists answers as if nothing was ever there.
func emptyLists(req *http.Request, _ []byte) (int, string) {
	_, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	op := contract().Operation(name)
	if op == nil || op.Output == "" {
		return 200, ""
	}
	answer, _ := json.Marshal(map[string][]any{string(op.Effect.Into): {}})
	if op.Effect.Into == "" {
		answer = []byte("{}")
	}
	return 200, string(answer)
}

// TestNullServersPassNoLaw shows that no law is passed by whoever does nothing.
func TestNullServersPassNoLaw(t *testing.T) {
	for name, server := range map[string]null{
		"empty 200":      func(*http.Request, []byte) (int, string) { return 200, "" },
		"empty object":   func(*http.Request, []byte) (int, string) { return 200, "{}" },
		"empty lists":    emptyLists,
		"echo":           func(_ *http.Request, body []byte) (int, string) { return 200, string(body) },
		"invalid":        always("InvalidParameterValueException"),
		"validation":     always("ValidationException"),
		"serialization":  always("SerializationException"),
		"no such rule":   always("NoSuchConfigRuleException"),
		"no such token":  always("InvalidNextTokenException"),
		"no exception":   always("NoSuchRemediationExceptionException"),
		"unknown":        always("UnknownOperationException"),
		"failure":        func(*http.Request, []byte) (int, string) { return 500, `{"__type":"InternalFailure"}` },
		"not found":      func(*http.Request, []byte) (int, string) { return 404, "<html>no</html>" },
		"no words":       func(*http.Request, []byte) (int, string) { return 500, "" },
		"a moved target": func(*http.Request, []byte) (int, string) { return 301, "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target := conformance.Target{Transport: server, Profile: conformance.Profile(contract())}
			for _, c := range judge(t, target, "").Clauses {
				// What is wrong with an answer as such is not its meaning.
				if c.Verdict == conformance.Holds && c.Kind != "protocol/reply" {
					t.Errorf("%s holds after %d cases", c.ID, c.Cases)
				}
			}
		})
	}
}
