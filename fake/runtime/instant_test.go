package runtime

import (
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

func TestMillisAndSeconds(t *testing.T) {
	at := &fake.Time{Time: time.Date(2030, 1, 2, 3, 4, 5, 678_912_345, time.FixedZone("X", 3600))}
	if got := Millis(at); got.Nanosecond() != 678_000_000 || got == at || got.Location() != time.UTC {
		t.Errorf("Millis = %v", got)
	}
	if got := Seconds(at); got.Nanosecond() != 0 || got.Second() != 5 {
		t.Errorf("Seconds = %v", got)
	}
	before := &fake.Time{Time: time.Date(1969, 12, 31, 23, 59, 59, 999_000_000, time.UTC)}
	if got := Seconds(before); got.Unix() != -1 {
		t.Errorf("Seconds before 1970 = %v", got)
	}
	if Millis(nil) != nil || Seconds(nil) != nil {
		t.Error("nil does not stay nil")
	}
}
