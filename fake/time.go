package fake

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

// A Time is an instant as an API's timestamps travel: a JSON number of
// seconds since 1970, with milliseconds as a fraction. Reading takes integers,
// fractions and exponents, rounds to the nearest millisecond, and refuses
// what lies beyond the years 1 to 9999. What is finer than a millisecond is
// dropped in writing.
type Time struct {
	time.Time
}

// NewTime returns t as it would travel: in UTC, to the millisecond.
func NewTime(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// Unix returns the instant that is so many seconds after 1970.
func Unix(seconds int64) Time { return Time{time.Unix(seconds, 0).UTC()} }

// Millis returns a copy of an optional time, to the millisecond.
func Millis(t *Time) *Time { return cut(t, time.Millisecond) }

// Seconds returns a copy of an optional time with the fraction of the second
// cut off.
func Seconds(t *Time) *Time { return cut(t, time.Second) }

func cut(t *Time, unit time.Duration) *Time {
	if t == nil {
		return nil
	}
	// Truncate counts from the year 1, from which 1970 is a whole number of
	// seconds away.
	return &Time{t.UTC().Truncate(unit)}
}

// MarshalJSON writes the instant as a number of seconds.
func (t Time) MarshalJSON() ([]byte, error) { return t.appendEpoch(nil), nil }

// UnmarshalJSON reads a number of seconds. A null changes nothing, as is the
// custom of encoding/json.
func (t *Time) UnmarshalJSON(data []byte) error {
	d := newDecoder(data)
	defer d.release()
	read, ok := d.Time()
	if err := d.end(); err != nil {
		return err
	}
	if ok {
		*t = read
	}
	return nil
}

// The bounds of what is read, in milliseconds since 1970.
const (
	earliest = -62135596800_000
	latest   = 253402300799_999
)

func (t Time) appendEpoch(b []byte) []byte {
	ms := t.UnixMilli()
	if ms < 0 {
		b = append(b, '-')
		ms = -ms
	}
	b = strconv.AppendInt(b, ms/1000, 10)
	if ms %= 1000; ms != 0 {
		b = append(b, '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10))
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
	}
	return b
}

// parseEpoch reads seconds since 1970. The text must be a JSON number.
func parseEpoch(text []byte) (Time, bool) {
	ms, ok := parseMillis(text)
	if !ok {
		// An exponent, or more digits than a date needs.
		seconds, err := strconv.ParseFloat(string(text), 64)
		if err != nil || math.Abs(seconds) > -2*earliest/1000 {
			return Time{}, false
		}
		ms = int64(math.Round(seconds * 1000))
	}
	if ms < earliest || ms > latest {
		return Time{}, false
	}
	return Time{time.UnixMilli(ms).UTC()}, true
}

// parseMillis reads a number of the usual form exactly, rounding to the
// nearest millisecond: no exponent, and no more digits than a date needs.
func parseMillis(text []byte) (ms int64, ok bool) {
	negative := text[0] == '-'
	if negative {
		text = text[1:]
	}
	whole, fraction, _ := bytes.Cut(text, []byte{'.'})
	if len(whole) > 13 {
		return 0, false
	}
	for _, c := range whole {
		if c < '0' || c > '9' {
			return 0, false
		}
		ms = ms*10 + int64(c-'0')
	}
	ms *= 1000
	scale := int64(100)
	for i, c := range fraction {
		switch {
		case c < '0' || c > '9':
			return 0, false
		case i < 3:
			ms += int64(c-'0') * scale
			scale /= 10
		case i == 3 && c >= '5':
			ms++
		}
	}
	if negative {
		ms = -ms
	}
	return ms, true
}
