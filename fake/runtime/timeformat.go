package runtime

import (
	"net/http"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/epoch"
)

// The ways for a timestamp to travel that are not the protocol's own: text, as
// in RFC 3339 and as in the headers of HTTP. dateTime is the form in which such
// a text is written.
const dateTime = "2006-01-02T15:04:05.999Z"

// DateTime reads a timestamp that travels as text such as
// "2026-01-31T12:00:00Z". An offset in place of the Z is an error: a client has
// to take one, and a server must not.
func (d *Decoder) DateTime() (fake.Time, bool) {
	return d.timeText("a timestamp such as \"2026-01-31T12:00:00Z\"", "2006-01-02T15:04:05.999999999Z")
}

// HTTPDate reads a timestamp that travels as text such as
// "Sat, 31 Jan 2026 12:00:00 GMT".
func (d *Decoder) HTTPDate() (fake.Time, bool) {
	return d.timeText("a timestamp such as \"Sat, 31 Jan 2026 12:00:00 GMT\"", http.TimeFormat)
}

func (d *Decoder) timeText(want, layout string) (fake.Time, bool) {
	if d.err != nil || d.null() {
		return fake.Time{}, false
	}
	if d.next() != '"' {
		d.mistyped(want)
		return fake.Time{}, false
	}
	text, ok := d.text()
	if !ok {
		return fake.Time{}, false
	}
	t, err := time.Parse(layout, string(text))
	if err != nil {
		d.fail(mistyped, "expected "+want+", found "+strconv.Quote(string(text)))
		return fake.Time{}, false
	}
	t = t.Round(time.Millisecond).UTC()
	if ms := t.UnixMilli(); ms < epoch.Earliest || ms > epoch.Latest {
		d.fail(mistyped, string(text)+" is beyond the years 1 to 9999")
		return fake.Time{}, false
	}
	return fake.Time{Time: t}, true
}

// DateTime writes a timestamp as text, with a fraction where the milliseconds
// are not zero.
func (e *Encoder) DateTime(t fake.Time) { e.Str(t.UTC().Truncate(time.Millisecond).Format(dateTime)) }

// HTTPDate writes a timestamp as text, without a fraction.
func (e *Encoder) HTTPDate(t fake.Time) { e.Str(t.UTC().Format(http.TimeFormat)) }
