package protocolcases

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"
)

// failing has the cases that can't pass, each with the reason. One that passes
// all the same has to leave the list.
var failing = map[string]string{
	"SDKAppliedContentEncoding_awsJson1_0":                              noBody,
	"SDKAppliedContentEncoding_awsJson1_1":                              noBody,
	"SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0":           noBody,
	"SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1":           noBody,
	string(ServerResponse) + "/parses_the_request_id_from_the_response": "the case names the id of the request, which a server makes up",
}

const noBody = "the case is for what a client compresses: it has an input, and no body in which a server could find it"

// Reason returns why a case can't pass, or "" if it has to.
func Reason(c Case) string {
	if reason := failing[string(c.Kind)+"/"+c.ID]; reason != "" {
		return reason
	}
	if c.Kind != ServerRequest {
		return ""
	}
	return failing[c.ID]
}

// Expect fails the test of a case that differs from what is expected of it: a
// case that is listed as failing has to fail. differs says what is wrong, and is
// empty for a case that passes.
func Expect(t *testing.T, c Case, differs string) {
	t.Helper()
	reason := Reason(c)
	switch {
	case differs == "" && reason != "":
		t.Errorf("%s passes, and is listed as a case that can't: %s", c.ID, reason)
	case differs == "":
	case reason != "":
		t.Skip("can't pass: " + reason)
	default:
		t.Error(c.describe() + ": " + differs)
	}
}

// describe returns the request of a case, for a message.
func (c Case) describe() string {
	if c.Message.Body == nil {
		return c.Operation
	}
	const most = 300
	body := *c.Message.Body
	if len(body) > most {
		body = body[:most] + "…"
	}
	return fmt.Sprintf("%s %s", c.Operation, body)
}

// Rational returns the value of a number in one form, so that 1, 1.0 and 1e0
// are equal. It reports false for one that is too large or too small for that.
func Rational(n json.Number) (string, bool) {
	if len(n) > 1000 {
		return "", false
	}
	if f, err := n.Float64(); err != nil || f != 0 && f < 1e-300 && f > -1e-300 {
		return "", false
	}
	r, ok := new(big.Rat).SetString(string(n))
	if !ok {
		return "", false
	}
	return r.RatString(), true
}
