package runtime_test

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/fake/runtime"
)

// TestSeal shows that a sealed text tells nothing of the other but whether it is the same.
func TestSeal(t *testing.T) {
	seen := map[string]string{}
	for _, text := range []string{"", "a", "q", "b", "aa", "é", "\xff", "some text", strings.Repeat("x", 4096)} {
		sealed := runtime.Seal(text)
		if sealed != runtime.Seal(text) {
			t.Errorf("Seal(%q) is not the same twice", text)
		}
		if len(sealed) != 32 || text != "" && strings.Contains(sealed, text) {
			t.Errorf("Seal(%q) = %q, want 32 letters without the text", text, sealed)
		}
		if other, there := seen[sealed]; there {
			t.Errorf("Seal(%q) is that of %q too", text, other)
		}
		seen[sealed] = text
	}
	for range 3 { // what is sealed again is another text
		text := runtime.Seal("some text")
		if runtime.Seal(text) == text {
			t.Errorf("Seal(%q) is the text itself", text)
		}
	}
}
