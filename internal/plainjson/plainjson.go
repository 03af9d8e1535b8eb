// Package plainjson writes JSON for readers that are no web pages. It knows no types
// of its own.
package plainjson

import (
	"bytes"
	"encoding/json"
)

// Marshal returns a value as JSON in one line, as encoding/json writes it, but without
// the escapes of <, > and & that JSON within HTML needs.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
