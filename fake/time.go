package fake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/fake/internal/epoch"
	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

// A Time is an instant as an API's timestamps travel: a JSON number of
// seconds since 1970, with milliseconds as a fraction. Reading takes integers,
// fractions and exponents, rounds to the nearest millisecond, and rejects
// what lies beyond the years 1 to 9999. What is finer than a millisecond is
// dropped in writing.
type Time struct {
	time.Time
}

// NewTime returns t as it would travel: in UTC, to the millisecond.
func NewTime(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// MarshalJSON writes the instant as a number of seconds.
func (t Time) MarshalJSON() ([]byte, error) { return epoch.Append(nil, t.Time), nil }

// UnmarshalJSON reads a number of seconds. A null changes nothing, as is the
// custom of encoding/json.
func (t *Time) UnmarshalJSON(data []byte) error {
	text := bytes.TrimSpace(data)
	if string(text) == "null" {
		return nil
	}
	if !json.Valid(text) || text[0] != '-' && (text[0] < '0' || text[0] > '9') {
		return fmt.Errorf("expected a timestamp as a number of seconds, found %s", excerpt.Of(string(text)))
	}
	read, ok := epoch.Parse(text)
	if !ok {
		return fmt.Errorf("%s seconds since 1970 is beyond the years 1 to 9999", excerpt.Of(string(text)))
	}
	*t = Time{read}
	return nil
}
