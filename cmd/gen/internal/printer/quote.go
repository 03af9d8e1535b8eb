package printer

import (
	"strconv"
	"strings"
)

// Quote returns a string as Go source: between backquotes if that spares
// escapes, as in a regular expression.
func Quote(s string) string {
	if strings.ContainsAny(s, `"\`) && strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}
