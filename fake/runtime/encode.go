package runtime

import (
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-faster/jx"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/epoch"
)

// An Encoder writes JSON. It is a [jx.Encoder] that also writes what an API's
// values need: timestamps, and strings that are always valid UTF-8.
type Encoder struct {
	jx.Encoder
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

// Str writes a string. Bytes that are not UTF-8 become U+FFFD, because no
// reader of JSON could be handed them.
func (e *Encoder) Str(s string) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	e.Encoder.Str(s)
}

// Time writes a timestamp as a number of seconds since 1970, with a fraction
// where the milliseconds are not zero.
func (e *Encoder) Time(t fake.Time) {
	var b [32]byte
	e.Raw(epoch.Append(b[:0], t.Time))
}

// Float32 writes a number of single precision, in the fewest digits that read
// back as it. Those that JSON has no numbers for are the strings "NaN",
// "Infinity" and "-Infinity".
func (e *Encoder) Float32(f float32) {
	if !e.special(float64(f)) {
		e.Encoder.Float32(f)
	}
}

// Float64 writes a number of double precision as Float32 does.
func (e *Encoder) Float64(f float64) {
	if !e.special(f) {
		e.Encoder.Float64(f)
	}
}

// special writes a number that JSON has none for, and reports whether f is
// one.
func (e *Encoder) special(f float64) bool {
	switch {
	case math.IsNaN(f):
		e.Encoder.Str("NaN")
	case math.IsInf(f, 1):
		e.Encoder.Str("Infinity")
	case math.IsInf(f, -1):
		e.Encoder.Str("-Infinity")
	default:
		return false
	}
	return true
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
		e.FieldStart(strings.ToValidUTF8(key, "\uFFFD"))
		write(e, m[key])
	}
	e.ObjEnd()
}
