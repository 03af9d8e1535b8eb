package property

import (
	"regexp"
	"strings"
	"testing"
)

// TestStretched shows that a text of some length fits its pattern if it can, and has the
// length if it can't.
func TestStretched(t *testing.T) {
	for _, tt := range []struct {
		pattern, valid, want string
		n                    int
	}{
		{`^[a-z]+$`, "ab", "abbbb", 5},
		{`^[a-z](-*[a-z]){0,9}$`, "a", "a---------a", 11},
		{`^[a-z](-*[a-z]){0,9}$`, "a", "aaaaaaaaaa", 10},
		{`^[a-z]+(/[a-z]+)*$`, "a/b", "a/bbb", 5},
		{`^[a-z]{3}$`, "abc", "ab", 2},
		{`^[a-z]{3}$`, "abc", "abcc", 4},
		{`^[a-z]$`, "a", "", 0},
		{`^[a-z]{2,3}$`, "ab", "abbbb", 5},
	} {
		got := stretched(tt.valid, tt.n, regexp.MustCompile(tt.pattern).MatchString)
		if got != tt.want {
			t.Errorf("%q in %d characters, like %s, is %q, want %q", tt.valid, tt.n, tt.pattern, got, tt.want)
		}
		if len(got) != tt.n {
			t.Errorf("%q has %d characters, want %d", got, len(got), tt.n)
		}
	}
	if got := stretched(strings.Repeat("日", 3), 5, func(string) bool { return true }); got != "日日日日日" {
		t.Errorf("characters are counted as bytes: %q", got)
	}
}
