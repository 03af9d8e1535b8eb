package openapi

import "testing"

// TestPatternsInMessages shows which patterns are for the whole of a text, so that
// a service that matches the whole has no anchors in its messages.
func TestPatternsInMessages(t *testing.T) {
	for pattern, want := range map[string]string{
		`^guard\-2\.x\.x$`: `guard\-2\.x\.x`,
		`^(?:a|b)$`:        `(?:a|b)`,
		`^.*$`:             `.*`,
		`.*\S.*`:           `.*\S.*`,
		`^a`:               `^a`,
		`a$`:               `a$`,
		`^a|b$`:            `^a|b$`,
		`^a\$`:             `^a\$`,
		`^(?<x>a)(?=b)$`:   `^(?<x>a)(?=b)$`, // RE2 can't read it
	} {
		if got := unanchored(pattern); got != want {
			t.Errorf("unanchored(%s) = %s, want %s", pattern, got, want)
		}
	}
}
