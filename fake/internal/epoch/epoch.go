// Package epoch knows how instants travel: as JSON numbers of seconds since 1970,
// to the millisecond, from the year 1 to the year 9999.
package epoch

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

// The bounds of what is read, in milliseconds since 1970.
const (
	Earliest = -62135596800_000
	Latest   = 253402300799_999
)

// Named reports whether a timestamp can name t, to the millisecond.
func Named(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 1 && year <= 9999
}

// InRange returns t, or the instant that is closest to it of those that a
// timestamp can name.
func InRange(t time.Time) time.Time {
	switch {
	case Named(t):
		return t
	case t.Before(time.UnixMilli(Earliest)):
		return time.UnixMilli(Earliest).UTC()
	}
	return time.UnixMilli(Latest).UTC()
}

// Append writes an instant as a number of seconds since 1970, with milliseconds
// as a fraction.
func Append(b []byte, t time.Time) []byte {
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

// Parse reads seconds since 1970. The text must be a JSON number.
func Parse(text []byte) (time.Time, bool) {
	ms, ok := parseMillis(text)
	if !ok {
		// An exponent, or more digits than a date needs.
		seconds, err := strconv.ParseFloat(string(text), 64)
		if err != nil || math.Abs(seconds) > 2*Latest/1000 {
			return time.Time{}, false
		}
		ms = int64(math.Round(seconds * 1000))
	}
	if ms < Earliest || ms > Latest {
		return time.Time{}, false
	}
	return time.UnixMilli(ms).UTC(), true
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
