package model_test

import (
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
