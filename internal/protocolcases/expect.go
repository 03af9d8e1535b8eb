package protocolcases

import (
	"encoding/json"
	"fmt"
	"math/big"
)

// failing has the cases that can't pass, by kind and id, each with the reason. One
// that passes all the same has to leave the list.
var failing = map[Kind]map[string]string{
	ServerRequest: {
		"SDKAppliedContentEncoding_awsJson1_0":                    noBody,
		"SDKAppliedContentEncoding_awsJson1_1":                    noBody,
		"SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0": noBody,
		"SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1": noBody,
	},
	ServerResponse: {
		"parses_the_request_id_from_the_response": "the case gives the id of the request, which a server makes up",
	},
	ClientRequest: {
		"AwsJson10ClientPopulatesDefaultValuesInInput": "the types of a fake leave defaults of an input to the server",
	},
	ClientResponse: {
		"AwsJson10ClientPopulatesDefaultsValuesWhenMissingInResponse":                           asSent,
		"AwsJson10ClientPopulatesNestedDefaultsWhenMissingInResponseBody":                       asSent,
		"AwsJson10ClientErrorCorrectsWhenServerFailsToSerializeRequiredValues":                  asSent,
		"AwsJson10ClientErrorCorrectsWithDefaultValuesWhenServerFailsToSerializeRequiredValues": asSent,
	},
}

const asSent = "a client fills in what is missing; the suite looks at what the service sends"

const noBody = "the case is about what a client compresses: it has an input, and no body that a server could read it from"

// Reason returns why a case can't pass, or "" if it has to.
func (c Case) Reason() string { return failing[c.Kind][c.ID] }

// tolerated has the responses that clients have to take, and servers must not send.
// The suite reads them as clients do, and says what is wrong with them.
var tolerated = map[string]bool{
	// A body where the operation has no output.
	"AwsJson10HandlesEmptyOutputShape":     true,
	"AwsJson10HandlesUnexpectedJsonOutput": true,
	"handles_empty_output_shape":           true,
	"handles_unexpected_json_output":       true,
	// A member that is null.
	"AwsJson11StructuresDontDeserializeNullValues": true,
	// An error that is named elsewhere than in __type.
	"AwsJson10FooErrorUsingXAmznErrorType":                    true,
	"AwsJson10FooErrorUsingXAmznErrorTypeWithUri":             true,
	"AwsJson10FooErrorUsingXAmznErrorTypeWithUriAndNamespace": true,
	"AwsJson11FooErrorUsingXAmznErrorType":                    true,
	"AwsJson11FooErrorUsingXAmznErrorTypeWithUri":             true,
	"AwsJson11FooErrorUsingXAmznErrorTypeWithUriAndNamespace": true,
}

// Tolerated reports whether a case is about a response that clients have to take
// and servers must not send.
func (c Case) Tolerated() bool { return tolerated[c.ID] }

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
