package runtime

import (
	"encoding/json"
	"strings"
)

// IsJSONObject reports whether a text is a JSON object.
func IsJSONObject(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") && json.Valid([]byte(text))
}

// IsConstant reports whether a text is of capitals, digits and underscores.
func IsConstant(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	})
}
