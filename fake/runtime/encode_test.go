package runtime

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// written returns what a function writes.
func written(write func(*Encoder)) string {
	var e Encoder
	write(&e)
	return string(e.Bytes())
}

// TestEncodesAsEncodingJSON compares what is written with what encoding/json
// writes, which escapes more, and what it writes reads as.
func TestEncodesAsEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("\"\\\n\r\t\x00\x1f\x7f aé\u2028😀"))),
			rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) })).Draw(t, "text")
		got := written(func(e *Encoder) { e.Str(text) })
		var read string
		if err := json.Unmarshal([]byte(got), &read); err != nil || read != strings.ToValidUTF8(text, "\uFFFD") {
			t.Fatalf("Str(%q) = %s, which reads as %q, %v", text, got, read, err)
		}

		double := math.Float64frombits(rapid.Uint64().Draw(t, "double"))
		single := math.Float32frombits(rapid.Uint32().Draw(t, "single"))
		for _, f := range []float64{double, rapid.Float64().Draw(t, "near 1"), 0, math.Copysign(0, -1), 1e21, 1e-6, 9.99e-7, 1e-10} {
			if want, err := json.Marshal(f); err == nil {
				if got := written(func(e *Encoder) { e.Float64(f) }); got != string(want) {
					t.Fatalf("Float64(%v) = %s, want %s", f, got, want)
				}
			}
		}
		for _, f := range []float32{single, 1e21, 1e-6, 9.99e-7, 0} {
			if want, err := json.Marshal(f); err == nil {
				if got := written(func(e *Encoder) { e.Float32(f) }); got != string(want) {
					t.Fatalf("Float32(%v) = %s, want %s", f, got, want)
				}
			}
		}
		blob := rapid.SliceOf(rapid.Byte()).Draw(t, "blob")
		want, err := json.Marshal(blob)
		if got := written(func(e *Encoder) { e.Base64(blob) }); err != nil || got != string(want) {
			t.Fatalf("Base64(%v) = %s, want %s", blob, got, want)
		}
	})
}

// TestEscapes shows each form that a character may take.
func TestEscapes(t *testing.T) {
	const text, want = "a\"\\\n\r\t\x00\x1f\x7f<é\u2028\xff\xfe😀", `"a\"\\\n\r\t\u0000\u001f` + "\x7f<é\u2028\uFFFD😀" + `"`
	if got := written(func(e *Encoder) { e.Str(text) }); got != want {
		t.Errorf("Str(%q) = %s, want %s", text, got, want)
	}
	if got := written(func(e *Encoder) { e.FieldStart(text) }); got != want+":" {
		t.Errorf("FieldStart(%q) = %s, want %s:", text, got, want)
	}
}

// TestCommas writes values of all kinds beside each other.
func TestCommas(t *testing.T) {
	values := func(e *Encoder) {
		e.Null()
		e.Bool(true)
		e.Int32(-1)
		e.Int64(math.MinInt64)
		e.Float64(math.Inf(-1))
		e.Float32(float32(math.NaN()))
		e.Base64(nil)
		e.Base64([]byte{})
		e.Str("[")
		e.Str("{:")
		e.Raw([]byte("[]"))
		e.RawStr("{}")
		e.ArrStart()
		e.ArrStart()
		e.ArrEnd()
		e.ObjStart()
		e.ObjEnd()
		e.ArrEnd()
	}
	got := written(func(e *Encoder) {
		e.ObjStart()
		e.FieldStart("a")
		e.ObjStart()
		e.FieldStart("b:")
		e.ArrStart()
		values(e)
		e.ArrEnd()
		e.FieldStart("c{")
		e.Int32(2)
		e.ObjEnd()
		e.ObjEnd()
	})
	const want = `{"a":{"b:":[null,true,-1,-9223372036854775808,"-Infinity","NaN",null,"","[","{:",[],{},[[],{}]],"c{":2}}`
	if got != want {
		t.Errorf("written:\n%s\nwant:\n%s", got, want)
	}
}
