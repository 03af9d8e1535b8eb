package value

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Encode returns the JSON of a value, without the escapes that HTML needs. The
// members of an object are in the order of their names.
func Encode(v any) []byte { return appendJSON(make([]byte, 0, 128), v) }

// appendJSON appends the JSON of a value. Every request is made by it, and keys
// are compared by it; encoding/json takes several times as long over maps.
func appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		if v {
			return append(b, "true"...)
		}
		return append(b, "false"...)
	case string:
		return appendText(b, v)
	case json.Number:
		if isInteger(string(v)) {
			return append(b, v...)
		}
	case []any:
		if v == nil {
			break
		}
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, e)
		}
		return append(b, ']')
	case Object:
		if v == nil {
			break
		}
		var few [16]string // on the stack
		b = append(b, '{')
		names := slices.AppendSeq(few[:0], maps.Keys(v))
		slices.Sort(names)
		for i, name := range names {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, name), ':')
			b = appendJSON(b, v[name])
		}
		return append(b, '}')
	}
	return append(b, encoded(v)...)
}

// appendText appends a string.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return append(b, encoded(s)...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// isInteger reports whether a number is written as most are: a few digits.
func isInteger(n string) bool {
	digits := n
	if len(digits) > 1 && digits[0] == '-' {
		digits = digits[1:]
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return digits != "" && (digits[0] != '0' || len(digits) == 1)
}

// encoded returns the JSON of a value as encoding/json has it.
func encoded(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		// Requests are built of maps, slices, strings, numbers and booleans.
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
