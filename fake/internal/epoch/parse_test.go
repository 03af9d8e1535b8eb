package epoch

import (
	"testing"
	"time"
)

// TestParseOfExponents shows that a number with an exponent names the same
// instants as one without, as far as the year 9999.
func TestParseOfExponents(t *testing.T) {
	for text, want := range map[string]time.Time{
		"1.7e9":          time.Unix(1_700_000_000, 0),
		"253086768e3":    time.Unix(253_086_768_000, 0),
		"-621355968e2":   time.Unix(-62_135_596_800, 0),
		"253402300799e0": time.Unix(253_402_300_799, 0),
	} {
		if got, ok := Parse([]byte(text)); !ok || !got.Equal(want) {
			t.Errorf("Parse(%s) = %v, %v, want %v", text, got, ok, want.UTC())
		}
	}
	for _, text := range []string{"253402300800e0", "1e15", "-1e300"} {
		if got, ok := Parse([]byte(text)); ok {
			t.Errorf("Parse(%s) = %v, want none: it is beyond the year 9999 or before the year 1", text, got)
		}
	}
}
