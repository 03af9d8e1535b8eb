package testcase

import (
	"encoding/json"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// KeptRequest returns the body of a request as a step keeps it.
func KeptRequest(body []byte) json.RawMessage {
	raw, _ := excerpt.Body(body, 16*excerpt.MostBody) // it is ours
	return raw
}

// KeptAnswer returns the body of a response as a step keeps it, and with its digest if
// something is left out.
func KeptAnswer(body []byte) (json.RawMessage, *report.Digest) {
	return excerpt.Body(body, excerpt.MostBody)
}
