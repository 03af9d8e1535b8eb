package report

import (
	"encoding/json"
)

// BodyOf returns a body as it travelled: one that is no JSON stands in a report
// as a text. A text by itself is no body that the protocol knows.
func BodyOf(raw json.RawMessage) []byte {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return []byte(text)
	}
	return raw
}
