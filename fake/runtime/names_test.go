package runtime

import "testing"

func TestSelected(t *testing.T) {
	for _, tt := range []struct{ text, name, selector string }{
		{"a", "a", ""},
		{"a:1", "a", ":1"},
		{"a:b:1", "a:b", ":1"},
		{"a:", "a", ":"},
		{":1", "", ":1"},
		{"", "", ""},
	} {
		if name, selector := Selected(tt.text, ":"); name != tt.name || selector != tt.selector {
			t.Errorf("Selected(%q) = %q, %q, want %q, %q", tt.text, name, selector, tt.name, tt.selector)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          Matching
	}{
		{`^\d+$`, "12", Matches},
		{`^\d+$`, "1a", NoMatch},
		{`b`, "abc", Matches},
		{`(`, "(", NoPattern},
		{`)`, "", NoPattern},
		{`[a`, "a", NoPattern},
		{`*a`, "a", NoPattern},
		{`a\`, "a", NoPattern},
		{`(?=a)a`, "b", Matches}, // another syntax has it
		{``, "a", Matches},
	} {
		if got := Match(tt.pattern, tt.text); got != tt.want {
			t.Errorf("Match(%q, %q) = %v, want %v", tt.pattern, tt.text, got, tt.want)
		}
	}
}

func TestLevels(t *testing.T) {
	for name, want := range map[string]int{"a": 1, "/a": 1, "a/b": 2, "/a/b/c": 3, "/a/": 2, "": 1} {
		if got := Levels(name, "/"); got != want {
			t.Errorf("Levels(%q) = %d, want %d", name, got, want)
		}
	}
}

func TestBegins(t *testing.T) {
	for text, want := range map[string]bool{"aws:a": true, "AWS:": true, "aws": false, "xaws:": false, "": false, "åws:": false} {
		if got := Begins(text, "aws:"); got != want {
			t.Errorf("Begins(%q) = %v, want %v", text, got, want)
		}
	}
}
