package model_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestPartsOfAnAssignedText(t *testing.T) {
	for _, tt := range []struct {
		value string
		want  []model.TextPart
	}{
		{"", nil},
		{"ACTIVE", []model.TextPart{{Literal: "ACTIVE"}}},
		{"{now}", []model.TextPart{{Name: "now"}}},
		{"arn:{region}{account}/x", []model.TextPart{{Literal: "arn:"}, {Name: "region"}, {Name: "account"}, {Literal: "/x"}}},
		{"left {open", []model.TextPart{{Literal: "left "}, {Name: "open"}}},
	} {
		if got := (model.Assigned{Value: tt.value}).Parts(); !slices.Equal(got, tt.want) {
			t.Errorf("Parts of %q = %+v, want %+v", tt.value, got, tt.want)
		}
	}
}

// TestWordForm shows what forms words have, and that there are none of which the words
// run out.
func TestWordForm(t *testing.T) {
	for form, want := range map[string]string{
		"[0-9]{6}": "0123456789 6", "[A-C_-]{20}": "ABC_- 20", "[a-z0-9]{4}": "abcdefghijklmnopqrstuvwxyz0123456789 4",
		"[0-9]{5}": " 0", "[a]{40}": " 0", "[z-a]{9}": " 0", "[a-z]+": " 0", "[a-z]{8,9}": " 0", "[^a]{9}": " 0", "x[a-z]{9}": " 0", "": " 0", "[aaab]{20}": "ab 20",
	} {
		letters, n := model.WordForm(form)
		if got := fmt.Sprint(letters, " ", n); got != want {
			t.Errorf("WordForm(%q) = %s, want %s", form, got, want)
		}
	}
}
