package runtime

import (
	"bytes"
	"encoding/base64"
	"math"
	"strconv"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/epoch"
)

// String reads a string. It reports false for null and after an error, as all
// methods for scalars do.
func (d *Decoder) String() (string, bool) {
	if d.err != nil {
		return "", false
	}
	switch d.next() {
	case '"':
		b, ok := d.text()
		if !ok {
			return "", false
		}
		return d.intern(b), true
	case 'n':
		d.literal("null")
		return "", false
	}
	d.mistyped("a string")
	return "", false
}

// OptionalString reads a string as an optional field, nil for null.
func (d *Decoder) OptionalString() *string {
	s, ok := d.String()
	if !ok {
		return nil
	}
	if len(s) > maxInterned {
		return Copy(&s)
	}
	// A batch has many of them, so they are made some dozens at a time.
	if len(d.optional) == 0 {
		d.optional = make([]string, 32)
	}
	p := &d.optional[0]
	d.optional = d.optional[1:]
	*p = s
	return p
}

// maxInterned is the length of the longest string that is kept for later.
const maxInterned = 64

// intern returns b as a string, if possible one that was made before.
func (d *Decoder) intern(b []byte) string {
	n := len(b)
	if n == 0 {
		return ""
	}
	if n > maxInterned {
		return string(b)
	}
	slot := &d.interned[(uint(b[n-1])+31*uint(b[n/2])+17*uint(n))%uint(len(d.interned))]
	if *slot != string(b) {
		*slot = d.copied(b)
	}
	return *slot
}

// sharedText is how much memory the strings of lists share. What keeps one of
// them keeps it all, so it is little.
const sharedText = 512

// copied returns a copy of a short text.
func (d *Decoder) copied(b []byte) string {
	if len(d.frames) < 2 {
		return string(b)
	}
	if d.texts.Cap()-d.texts.Len() < len(b) {
		d.texts.Reset()
		d.texts.Grow(sharedText)
	}
	start := d.texts.Len()
	d.texts.Write(b)
	return d.texts.String()[start:]
}

// Bool reads a boolean.
func (d *Decoder) Bool() (bool, bool) {
	if d.err != nil {
		return false, false
	}
	switch d.next() {
	case 't':
		return true, d.literal("true")
	case 'f':
		return false, d.literal("false")
	case 'n':
		d.literal("null")
		return false, false
	}
	d.mistyped("a boolean")
	return false, false
}

// Int8 reads an integer that fits into 8 bits.
func (d *Decoder) Int8() (int32, bool) {
	n, ok := d.integer(8)
	return int32(n), ok
}

// Int16 reads an integer that fits into 16 bits.
func (d *Decoder) Int16() (int32, bool) {
	n, ok := d.integer(16)
	return int32(n), ok
}

// Int32 reads an integer of 32 bits.
func (d *Decoder) Int32() (int32, bool) {
	n, ok := d.integer(32)
	return int32(n), ok
}

// Int64 reads an integer of 64 bits.
func (d *Decoder) Int64() (int64, bool) { return d.integer(64) }

func (d *Decoder) integer(bits int) (int64, bool) {
	text, whole, ok := d.numeral("an integer")
	if !ok {
		return 0, false
	}
	if !whole {
		d.fail(mistyped, "expected an integer, found "+string(text))
		return 0, false
	}
	n, err := strconv.ParseInt(string(text), 10, bits)
	if err != nil {
		d.fail(mistyped, string(text)+" does not fit into an integer of "+strconv.Itoa(bits)+" bits")
		return 0, false
	}
	return n, true
}

// numeral reads the text of a number.
func (d *Decoder) numeral(want string) (text []byte, whole, ok bool) {
	if d.err != nil {
		return nil, false, false
	}
	switch c := d.next(); {
	case c == '-' || c >= '0' && c <= '9':
		return d.number()
	case c == 'n':
		d.literal("null")
		return nil, false, false
	}
	d.mistyped(want)
	return nil, false, false
}

// Float32 reads a number of single precision. The strings "NaN", "Infinity"
// and "-Infinity" are numbers too.
func (d *Decoder) Float32() (float32, bool) {
	f, ok := d.float(32)
	return float32(f), ok
}

// Float64 reads a number of double precision. The strings "NaN", "Infinity"
// and "-Infinity" are numbers too.
func (d *Decoder) Float64() (float64, bool) { return d.float(64) }

func (d *Decoder) float(bits int) (float64, bool) {
	if d.err == nil && d.next() == '"' {
		start := d.pos
		b, ok := d.text()
		switch {
		case !ok:
			return 0, false
		case string(b) == "NaN":
			return math.NaN(), true
		case string(b) == "Infinity":
			return math.Inf(1), true
		case string(b) == "-Infinity":
			return math.Inf(-1), true
		}
		d.pos = start
	}
	text, _, ok := d.numeral("a number")
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(text), bits)
	if err != nil {
		d.fail(mistyped, string(text)+" is beyond the range of a number")
		return 0, false
	}
	return f, true
}

// Time reads a timestamp, which travels as a number of seconds since 1970.
func (d *Decoder) Time() (fake.Time, bool) {
	text, _, ok := d.numeral("a timestamp as a number of seconds")
	if !ok {
		return fake.Time{}, false
	}
	t, ok := epoch.Parse(text)
	if !ok {
		d.fail(mistyped, string(text)+" seconds since 1970 is beyond the years 1 to 9999")
	}
	return fake.Time{Time: t}, ok
}

// Blob reads bytes, which travel as a string in base64. It returns nil for
// null.
func (d *Decoder) Blob() []byte {
	if d.err != nil || d.null() {
		return nil
	}
	if d.next() != '"' {
		d.mistyped("bytes as a string in base64")
		return nil
	}
	text, ok := d.text()
	if !ok {
		return nil
	}
	blob := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Strict().Decode(blob, text)
	// Lines are for mail: the decoder passes over their ends.
	if err != nil || bytes.ContainsAny(text, "\r\n") {
		d.fail(mistyped, "a string is not base64")
		return nil
	}
	return blob[:n]
}
