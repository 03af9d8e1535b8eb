package runtime

import (
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// Unix returns the instant that is so many seconds after 1970.
func Unix(seconds int64) fake.Time { return fake.Time{Time: time.Unix(seconds, 0).UTC()} }

// Millis returns a copy of an optional time, to the millisecond.
func Millis(t *fake.Time) *fake.Time { return cut(t, time.Millisecond) }

// Seconds returns a copy of an optional time with the fraction of the second
// cut off.
func Seconds(t *fake.Time) *fake.Time { return cut(t, time.Second) }

func cut(t *fake.Time, unit time.Duration) *fake.Time {
	if t == nil {
		return nil
	}
	// Truncate counts from the year 1, from which 1970 is a whole number of
	// seconds away.
	return &fake.Time{Time: t.UTC().Truncate(unit)}
}

// Later returns the time some seconds after another, or the last one that a timestamp can
// be. No seconds are less than none.
func Later(t time.Time, seconds int64) time.Time {
	last := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	if most := last.Unix() - t.Unix(); seconds > most {
		return last
	}
	return time.Unix(t.Unix()+max(seconds, 0), int64(t.Nanosecond())).In(t.Location())
}

// NextHour returns the next time at which an hour is full.
func NextHour(t time.Time) time.Time { return t.Truncate(time.Hour).Add(time.Hour) }

// Times gives out the times of calls for resources to keep. Many are made in one
// call, and share its time, which nobody changes. The zero value has given none.
type Times struct {
	last *fake.Time
}

// At returns a time as it would travel.
func (t *Times) At(now time.Time) *fake.Time {
	if given := fake.NewTime(now); t.last == nil || *t.last != given {
		t.last = &given
	}
	return t.last
}
