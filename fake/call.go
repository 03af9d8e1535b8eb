package fake

import (
	"encoding/json"
	"time"
)

// A Call is one request that reached the fake over the wire, and its answer.
type Call struct {
	At        time.Time `json:"at"`
	Operation string    `json:"operation"`
	Scope     Scope     `json:"scope"`
	// Request is the body as it came, and Response the body as it went. What
	// is not JSON is given as a JSON string, and an empty body as null.
	Request  json.RawMessage `json:"request"`
	Status   int             `json:"status"`
	Response json.RawMessage `json:"response"`
	// Fault says what went wrong on purpose. The status is 0 if there was no answer,
	// and the response is the whole one that was to be sent.
	Fault string `json:"fault,omitempty"`
}
