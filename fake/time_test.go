package fake_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/epoch"
)

func TestTimeIsReadInAllItsForms(t *testing.T) {
	for text, want := range map[string]int64{
		`0`:                     0,
		`-0`:                    0,
		`1893456000`:            1893456000_000,
		`1893456000.123`:        1893456000_123,
		`1893456000.1`:          1893456000_100,
		`1893456000.1234`:       1893456000_123,
		`1893456000.1235`:       1893456000_124,
		`1893456000.9999`:       1893456001_000,
		`-1.5`:                  -1500,
		`-0.0004`:               0,
		`1.893456e9`:            1893456000_000,
		`1.893456000123E+9`:     1893456000_123,
		`1893456000123e-3`:      1893456000_123,
		`253402300799.999`:      253402300799_999,
		`-62135596800`:          -62135596800_000,
		`0.0000000000000000001`: 0,
	} {
		var got fake.Time
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got.UnixMilli() != want || got.Location() != time.UTC {
			t.Errorf("%s is read as %d ms in %v, want %d in UTC", text, got.UnixMilli(), got.Location(), want)
		}
	}
	for _, text := range []string{
		`"2030-01-01T00:00:00Z"`, `"1"`, `true`, `{}`, `[1]`, `01`, `1.`, `.5`, `1e`, `0x1`, `253402300800`, `253402300799.9996`,
		`-62135596800.001`, `-62135596801`, `1e12`, `1e400`, `-1e15`, `99999999999999999999`, `12345678901234567890.5`,
	} {
		var got fake.Time
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is read as %v", text, got)
		}
	}
}

func TestTimeNullChangesNothing(t *testing.T) {
	got := fake.NewTime(time.Unix(5, 0))
	if err := json.Unmarshal([]byte("null"), &got); err != nil || !got.Equal(fake.NewTime(time.Unix(5, 0)).Time) {
		t.Errorf("null gives %v, %v", got, err)
	}
}

func TestTimeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.Int64Range(epoch.Earliest, epoch.Latest).Draw(t, "ms")
		want := fake.Time{time.UnixMilli(ms).UTC()}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got fake.Time
		if err := json.Unmarshal(text, &got); err != nil || !got.Equal(want.Time) {
			t.Fatalf("%v is written %s and read as %v, %v", want, text, got, err)
		}
		// A reader that goes by way of a float must see the same millisecond.
		f, err := strconv.ParseFloat(string(text), 64)
		if err != nil || int64(math.Round(f*1000)) != ms {
			t.Fatalf("%s is %f, want %d ms", text, f, ms)
		}
	})
}

func ExampleNewTime() {
	t := fake.NewTime(time.Date(2030, 1, 1, 0, 0, 0, 500e6, time.UTC))
	text, _ := json.Marshal(t)
	fmt.Println(string(text))
	// Output: 1893456000.5
}

func ExampleClock() {
	var clock fake.Clock
	clock.Set(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	clock.Advance(90 * time.Minute)
	fmt.Println(clock.Now().Format(time.RFC3339))
	// Output: 2030-01-01T01:30:00Z
}

func TestClockTellsTheRealTimeUntilItIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c fake.Clock
		start := time.Now()
		time.Sleep(time.Minute)
		if got := c.Now().Sub(start); got != time.Minute {
			t.Errorf("%v have passed, want 1m", got)
		}
		if got := c.Advance(time.Hour); got.Sub(start) != time.Hour+time.Minute {
			t.Errorf("Advance = %v after the start", got.Sub(start))
		}
		time.Sleep(time.Minute)
		if got := c.Now().Sub(start); got != time.Hour+time.Minute {
			t.Errorf("an advanced clock goes on, to %v", got)
		}
		c.Set(start.Add(-time.Hour))
		if got := c.Now(); !got.Equal(start.Add(-time.Hour)) {
			t.Errorf("Now = %v after Set to an earlier time", got)
		}
		c.Advance(-time.Hour)
		if got := c.Now().Sub(start); got != -2*time.Hour {
			t.Errorf("Now = %v after the start, want -2h", got)
		}
	})
}

func TestClockAdvancesAreNotLost(t *testing.T) {
	var c fake.Clock
	start := time.Unix(0, 0)
	c.Set(start)
	done := make(chan bool)
	for range 8 {
		go func() {
			for range 1000 {
				c.Advance(time.Second)
			}
			done <- true
		}()
	}
	for range 8 {
		<-done
	}
	if got := c.Now().Sub(start); got != 8000*time.Second {
		t.Errorf("8000 advances of a second come to %v", got)
	}
}
