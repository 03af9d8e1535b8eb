package runtime

import (
	"encoding/base64"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/epoch"
)

// An Encoder writes JSON: a document value by value, in the order in which they
// stand. It sets the commas. An object is ObjStart, for each member FieldStart
// and the value, and ObjEnd.
type Encoder struct {
	buf []byte
}

var encoders = sync.Pool{New: func() any { return new(Encoder) }}

// Marshal returns v as a JSON document. It is what the MarshalJSON methods of
// generated types call.
func Marshal(v interface{ EncodeJSON(*Encoder) }) []byte {
	e := encoders.Get().(*Encoder)
	defer encoders.Put(e)
	e.Reset()
	v.EncodeJSON(e)
	return append([]byte(nil), e.Bytes()...)
}

// Reset begins another document.
func (e *Encoder) Reset() { e.buf = e.buf[:0] }

// Bytes returns what was written. It is good until the next change.
func (e *Encoder) Bytes() []byte { return e.buf }

// String returns what was written.
func (e *Encoder) String() string { return string(e.buf) }

// begin sets the comma before a value or a member, if another precedes it: no
// value ends as what begins an object, a list, or a member's value does.
func (e *Encoder) begin() {
	if n := len(e.buf); n > 0 {
		switch e.buf[n-1] {
		case '{', '[', ':':
		default:
			e.buf = append(e.buf, ',')
		}
	}
}

// ObjStart begins an object.
func (e *Encoder) ObjStart() {
	e.begin()
	e.buf = append(e.buf, '{')
}

// FieldStart begins a member of an object. Its value comes next.
func (e *Encoder) FieldStart(name string) {
	e.begin()
	e.quoted(name)
	e.buf = append(e.buf, ':')
}

// ObjEnd ends an object.
func (e *Encoder) ObjEnd() { e.buf = append(e.buf, '}') }

// ArrStart begins a list.
func (e *Encoder) ArrStart() {
	e.begin()
	e.buf = append(e.buf, '[')
}

// ArrEnd ends a list.
func (e *Encoder) ArrEnd() { e.buf = append(e.buf, ']') }

// Raw writes a value that is JSON already.
func (e *Encoder) Raw(value []byte) {
	e.begin()
	e.buf = append(e.buf, value...)
}

// RawStr is [Encoder.Raw] for a string.
func (e *Encoder) RawStr(value string) {
	e.begin()
	e.buf = append(e.buf, value...)
}

// Null writes null.
func (e *Encoder) Null() { e.RawStr("null") }

// Bool writes a boolean.
func (e *Encoder) Bool(b bool) {
	e.begin()
	e.buf = strconv.AppendBool(e.buf, b)
}

// Int32 writes an integer of 32 bits.
func (e *Encoder) Int32(n int32) { e.Int64(int64(n)) }

// Int64 writes an integer of 64 bits.
func (e *Encoder) Int64(n int64) {
	e.begin()
	e.buf = strconv.AppendInt(e.buf, n, 10)
}

// Base64 writes bytes as a string in base64, and null for nil.
func (e *Encoder) Base64(b []byte) {
	if b == nil {
		e.Null()
		return
	}
	e.begin()
	e.buf = append(e.buf, '"')
	e.buf = base64.StdEncoding.AppendEncode(e.buf, b)
	e.buf = append(e.buf, '"')
}

// Str writes a string. Bytes that are not UTF-8 become U+FFFD, because no
// reader of JSON could be handed them.
func (e *Encoder) Str(s string) {
	e.begin()
	e.quoted(s)
}

// quoted writes a string or a name.
func (e *Encoder) quoted(s string) {
	e.buf = append(e.buf, '"')
	start := len(e.buf)
	e.buf = append(e.buf, s...)
	end := len(e.buf)
	// The quote ends the search for anything else, which goes by eight bytes.
	e.buf = append(e.buf, `"       `...)
	if special(e.buf, start) < end {
		e.buf = append(appendEscaped(e.buf[:start], s), '"')
		return
	}
	e.buf = e.buf[:end+1]
}

// appendEscaped appends a text in which something may have to be escaped, or is
// not UTF-8.
func appendEscaped(to []byte, s string) []byte {
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			to = append(to, '\\', byte(r))
		case r == '\n':
			to = append(to, '\\', 'n')
		case r == '\r':
			to = append(to, '\\', 'r')
		case r == '\t':
			to = append(to, '\\', 't')
		case r < ' ':
			to = append(to, '\\', 'u', '0', '0', '0'+byte(r>>4), "0123456789abcdef"[r&15])
		default:
			to = utf8.AppendRune(to, r)
		}
	}
	return to
}

// Time writes a timestamp as a number of seconds since 1970, with a fraction
// where the milliseconds are not zero.
func (e *Encoder) Time(t fake.Time) {
	e.begin()
	e.buf = epoch.Append(e.buf, t.Time)
}

// Float32 writes a number of single precision, in the fewest digits that read
// back as it. Those that JSON has no numbers for are the strings "NaN",
// "Infinity" and "-Infinity".
func (e *Encoder) Float32(f float32) { e.float(float64(f), 32) }

// Float64 writes a number of double precision as Float32 does.
func (e *Encoder) Float64(f float64) { e.float(f, 64) }

func (e *Encoder) float(f float64, bits int) {
	switch {
	case math.IsNaN(f):
		e.Str("NaN")
		return
	case math.IsInf(f, 1):
		e.Str("Infinity")
		return
	case math.IsInf(f, -1):
		e.Str("-Infinity")
		return
	}
	e.begin()
	// The form of JavaScript, which most writers of JSON have: an exponent only far
	// from 1, without leading zeros.
	format := byte('f')
	least, most := 1e-6, 1e21
	if bits == 32 {
		least, most = float64(float32(least)), float64(float32(most))
	}
	if abs := math.Abs(f); abs != 0 && (abs < least || abs >= most) {
		format = 'e'
	}
	e.buf = strconv.AppendFloat(e.buf, f, format, -1, bits)
	if n := len(e.buf); format == 'e' && string(e.buf[n-4:n-1]) == "e-0" {
		e.buf = append(e.buf[:n-2], e.buf[n-1])
	}
}

// EncodeList writes a list, each element with write.
//
//	runtime.EncodeList(e, v.Names, (*runtime.Encoder).Str)
func EncodeList[T any](e *Encoder, list []T, write func(*Encoder, T)) {
	e.ArrStart()
	for _, v := range list {
		write(e, v)
	}
	e.ArrEnd()
}

// EncodeStructs writes a list of structures.
func EncodeStructs[T any, P interface {
	*T
	EncodeJSON(*Encoder)
}](e *Encoder, list []T) {
	e.ArrStart()
	for i := range list {
		P(&list[i]).EncodeJSON(e)
	}
	e.ArrEnd()
}

// EncodeEnums writes a list of an enum's values.
func EncodeEnums[T ~string](e *Encoder, list []T) {
	e.ArrStart()
	for _, v := range list {
		e.Str(string(v))
	}
	e.ArrEnd()
}

// EncodeMap writes a map, in the order of its keys, each value with write.
func EncodeMap[T any](e *Encoder, m map[string]T, write func(*Encoder, T)) {
	e.ObjStart()
	for _, key := range slices.Sorted(maps.Keys(m)) {
		e.FieldStart(key)
		write(e, m[key])
	}
	e.ObjEnd()
}
