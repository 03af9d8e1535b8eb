package value

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Show formats a value for a report.
func Show(v any) string { return string(Encode(v)) }

// ShowAll formats some objects in the order of their texts, so that two lists
// of them can be compared by eye.
func ShowAll(resources []Object) string {
	lines := make([]string, len(resources))
	for i, t := range resources {
		lines[i] = Show(t)
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d: [%s]", len(resources), strings.Join(lines, ", "))
}

// Brief returns the first bytes of some data for a message, at most most of
// them, and says how many there are.
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
