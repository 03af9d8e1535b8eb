package value

import (
	"strings"
	"testing"
)

func TestDeepNestingEnds(t *testing.T) {
	body := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	if _, _, err := ReadJSON([]byte(body)); err == nil || !strings.Contains(err.Error(), "deep") {
		t.Errorf("ReadJSON of 1000 lists = %v, want an error about depth", err)
	}
}
