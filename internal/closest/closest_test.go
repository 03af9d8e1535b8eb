package closest_test

import (
	"testing"

	"github.com/fakesmith/fakesmith/internal/closest"
)

func TestName(t *testing.T) {
	names := []string{"maxLength", "minLength", "pattern", "type"}
	for _, tt := range []struct{ name, want string }{
		{"maxLenght", "maxLength"},
		{"minlength", "minLength"},
		{"Type", "type"},
		{"typo", "type"},
		{"description", ""},
		{"", ""},
	} {
		if got := closest.Name(tt.name, names); got != tt.want {
			t.Errorf("Name(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}
