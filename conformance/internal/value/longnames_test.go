package value

import (
	"runtime"
	"strings"
	"testing"
)

// TestLongNamesAreReadInTime shows that the way to a value is not as long as the
// names on it, for there may be as many values as bytes, and that not every member
// is named that an object has twice.
func TestLongNamesAreReadInTime(t *testing.T) {
	name := `{"` + strings.Repeat("k", 100_000) + `":`
	for what, body := range map[string]string{
		"elements": name + "[" + strings.Repeat("1,", 20_000) + "1]}",
		"members":  name + "{" + strings.Repeat(`"a":1,`, 20_000) + `"a":1}}`,
		"depth":    strings.Repeat(name, 5) + "[" + strings.Repeat("1,", 20_000) + "1]" + strings.Repeat("}", 5),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, twice, err := ReadJSON([]byte(body))
		runtime.ReadMemStats(&after)
		if err != nil || len(twice) > maxRepeated || what == "members" && len(twice) == 0 {
			t.Errorf("%s: %d are there twice, %v", what, len(twice), err)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 200 {
			t.Errorf("%s: it takes %d MB to read %d bytes", what, mb, len(body))
		}
	}
}
