package runtime

import "testing"

func TestChooseTier(t *testing.T) {
	tiers := []Tier{{"low", 4}, {"high", 8}}
	for _, tt := range []struct {
		asked, has string
		size       int
		want       string
		fit        Fit
	}{
		{"", "", 4, "", Fits},
		{"", "", 5, "", TooLarge},
		{"", "high", 5, "high", Fits},
		{"", "high", 9, "high", TooLarge},
		{"low", "", 4, "low", Fits},
		{"low", "", 5, "low", TooLarge},
		{"high", "low", 8, "high", Fits},
		{"high", "low", 9, "high", TooLarge},
		{"low", "high", 1, "low", Lowered},
		{"low", "high", 5, "low", Lowered},
		{"low", "high", 9, "low", TooLarge},
		{"any", "", 4, "low", Fits},
		{"any", "", 5, "high", Fits},
		{"any", "", 9, "high", TooLarge},
		{"any", "high", 1, "high", Fits},
	} {
		if got, fit := ChooseTier(tiers, "any", tt.asked, tt.has, tt.size); got != tt.want || fit != tt.fit {
			t.Errorf("ChooseTier of %q, having %q, with %d bytes = %q, %v, want %q, %v", tt.asked, tt.has, tt.size, got, fit, tt.want, tt.fit)
		}
	}
}
