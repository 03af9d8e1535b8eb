package value

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Encode returns the JSON of a request.
func Encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		// Requests are built of maps, slices, strings, numbers and booleans.
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Brief returns the start of some bytes, for a message.
func Brief(data []byte, most int) string {
	if len(data) <= most {
		return string(data)
	}
	end := most
	for end > 0 && !utf8.RuneStart(data[end]) {
		end--
	}
	return fmt.Sprintf("%s... (%d bytes)", data[:end], len(data))
}
