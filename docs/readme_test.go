package docs_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestReadmeIsShort keeps the README a text that is read at once.
func TestReadmeIsShort(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(read(t, "../README.md"), "\n"), "\n")
	if len(lines) > 120 {
		t.Errorf("the README has %d lines, want at most 120: move some of it to a guide in docs/", len(lines))
	}
	for i, line := range lines {
		if n := utf8.RuneCountInString(line); n > 100 {
			t.Errorf("README.md:%d has %d characters, want at most 100", i+1, n)
		}
	}
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile("(?m)^#+ (.*)$")
)

// TestLinks shows that the links between documents lead to a file, and to a
// heading in it.
func TestLinks(t *testing.T) {
	for _, name := range guides(t) {
		for _, found := range link.FindAllStringSubmatch(read(t, name), -1) {
			to, err := url.Parse(found[1])
			if err != nil || to.IsAbs() {
				continue
			}
			file := name
			if to.Path != "" {
				file = filepath.Join(filepath.Dir(name), filepath.FromSlash(to.Path))
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: the link %s leads nowhere", name, found[1])
			} else if to.Fragment != "" && strings.HasSuffix(file, ".md") && !hasHeading(read(t, file), to.Fragment) {
				t.Errorf("%s: %s has no heading #%s", name, file, to.Fragment)
			}
		}
	}
}

// hasHeading tells whether a document has a heading that GitHub gives an anchor.
func hasHeading(text, anchor string) bool {
	for _, found := range heading.FindAllStringSubmatch(text, -1) {
		words := regexp.MustCompile(`[^\w\s-]`).ReplaceAllString(strings.ToLower(found[1]), "")
		if strings.ReplaceAll(words, " ", "-") == anchor {
			return true
		}
	}
	return false
}
