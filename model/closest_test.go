package model_test

import (
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestClosest(t *testing.T) {
	names := []string{"maxLength", "minLength", "pattern", "type"}
	for _, tt := range []struct{ name, want string }{
		{"maxLenght", "maxLength"},
		{"minlength", "minLength"},
		{"Type", "type"},
		{"typo", "type"},
		{"description", ""},
		{"", ""},
	} {
		if got := model.Closest(tt.name, names); got != tt.want {
			t.Errorf("Closest(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}
