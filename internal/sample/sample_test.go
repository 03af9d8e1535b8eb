package sample_test

import (
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
)

func TestSample(t *testing.T) {
	for value, whole := range map[string]bool{"": false, "0": false, "1": true, "yes": true, "campaign": true} {
		t.Run(sample.Variable+"="+value, func(t *testing.T) {
			t.Setenv(sample.Variable, value)
			if got := sample.Whole(); got != whole {
				t.Errorf("Whole() = %v, want %v", got, whole)
			}
			if got, want := sample.Campaign(), value == "campaign"; got != want {
				t.Errorf("Campaign() = %v, want %v", got, want)
			}
			of, every := 0, 0
			for n := range 24 {
				if sample.Of(n) {
					of++
				}
				if sample.OneIn(3, n) {
					every++
				}
			}
			wantOf, wantEvery, wantCases := 3, 8, 2
			if whole {
				wantOf, wantEvery, wantCases = 24, 24, 10
			}
			if of != wantOf || every != wantEvery {
				t.Errorf("of 24 cases, Of takes %d, want %d; OneIn(3) takes %d, want %d", of, wantOf, every, wantEvery)
			}
			if !sample.Of(0) || !sample.OneIn(3, 0) {
				t.Error("the first case is left out")
			}
			if got := sample.Cases(10, 2); got != wantCases {
				t.Errorf("Cases(10, 2) = %d, want %d", got, wantCases)
			}
		})
	}
}
