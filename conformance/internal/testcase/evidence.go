package testcase

import (
	"encoding/json"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// KeptRequest returns the body of a request as a step keeps it.
func KeptRequest(body []byte) json.RawMessage {
	raw, _ := excerpt.Body(body, 16*excerpt.MostBody) // it is ours
	return raw
}

// KeptAnswer returns the body of a response as a step keeps it, and reports
// whether something is left out.
func KeptAnswer(body []byte) (raw json.RawMessage, cut bool) {
	return excerpt.Body(body, excerpt.MostBody)
}
