package runtime

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// anything reads a document whose every member is unknown.
type anything struct{}

func (*anything) DecodeJSON(d *Decoder) bool {
	if !d.Object() {
		return false
	}
	for d.Member() {
		d.Unknown()
	}
	return true
}

// TestSkipAgreesWithEncodingJSON skips documents, and compares the outcome
// to encoding/json's where it is not stricter on purpose.
func TestSkipAgreesWithEncodingJSON(t *testing.T) {
	for _, text := range corpus {
		checkSkip(t, text)
	}
}

func FuzzSkip(f *testing.F) {
	for _, text := range corpus {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkSkip(t, text) })
}

func checkSkip(t *testing.T, text string) {
	t.Helper()
	var v anything
	err := Unmarshal([]byte(text), &v)
	valid := json.Valid([]byte(text)) && strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{")
	if err == nil && !valid {
		t.Errorf("%q is read, and is no JSON object", text)
	}
	if err != nil && valid && utf8.ValidString(text) && !strings.Contains(text, `\u`) && strings.Count(text, "[")+strings.Count(text, "{") < maxDepth {
		t.Errorf("%q: %v, though it is a JSON object", text, err)
	}
	if err != nil && !errors.Is(err, SerializationException) {
		t.Errorf("%q: %v is no SerializationException", text, err)
	}
}

var corpus = []string{
	``, ` `, `{}`, "\t{\r\n} ", `{`, `}`, `[]`, `null`, `nul`, `1`, `"x"`, `{}{}`, `{} x`, `{},`, "{}\x00", "\x00{}",
	`{"a":1}`, `{"a":1,}`, `{,"a":1}`, `{"a"1}`, `{"a":}`, `{"a"}`, `{a:1}`, `{'a':1}`, `{"a":1 "b":2}`, `{"a":1;"b":2}`,
	`{"a":[]}`, `{"a":[1,2]}`, `{"a":[1,]}`, `{"a":[,1]}`, `{"a":[1 2]}`, `{"a":[`, `{"a":[1}`, `{"a":{"b":[{}]}}`, `{"a":{"b":[{]}}`,
	`{"a":true}`, `{"a":tru}`, `{"a":truE}`, `{"a":false}`, `{"a":null}`, `{"a":nul}`, `{"a":nullx}`, `{"a":NaN}`, `{"a":Infinity}`,
	`{"a":0}`, `{"a":-0}`, `{"a":01}`, `{"a":-01}`, `{"a":+1}`, `{"a":1.}`, `{"a":.5}`, `{"a":1.5e}`, `{"a":1e5}`, `{"a":1E+05}`, `{"a":1e-}`,
	`{"a":-}`, `{"a":--1}`, `{"a":0x1}`, `{"a":1_0}`, `{"a":1a}`, `{"a":1e400}`, `{"a":123456789012345678901234567890}`, `{"a":1.2.3}`,
	`{"a":"` + "\x01" + `"}`, `{"a":"` + "\n" + `"}`, `{"a":"` + "\x7f" + `"}`, `{"a":"\n\t\"\\\/\b\f\r"}`, `{"a":"\q"}`, `{"a":"\`, `{"a":"\"}`, `{"a":"x`,
	`{"a":"é世界😀"}`, "{\"a\":\"\xff\"}", "{\"a\":\"12345678\xc3\"}", "{\"\xff\":1}", `{"a":"12345678901234567890"}`, `{"a":"1234567é12345678"}`,
	`{"a":"\u0041"}`, `{"a":"\u00"}`, `{"a":"\u00zz"}`, `{"a":"\ud83d\ude00"}`, `{"a":"\ud83d"}`, `{"a":"\ude00"}`, `{"a":"\ud83dx"}`, `{"a":"\ud83d\u0041"}`, `{"a":"\ud83d\n"}`,
	`{"a":1 /* c */}`, "{\"a\":1} // c", "{\"a\":\f1}", "{\v}", "\ufeff{}",
	`{"a":` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + `}`,
	`{"a":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`,
	`{"a":` + strings.Repeat(`{"b":`, 2000) + `1` + strings.Repeat("}", 2000) + `}`,
	`{"a":` + strings.Repeat("[", 900000),
}

// TestHalfSurrogatesAreRejected covers what encoding/json lets pass.
func TestHalfSurrogatesAreRejected(t *testing.T) {
	for text, want := range map[string]string{
		`"\ud83d\ude00"`:    "😀",
		`"a\u0041\u00e9"`:   "aAé",
		`"\uFFFD"`:          "\ufffd",
		`"\ud83d"`:          "",
		`"\ude00\ud83d"`:    "",
		`"\ud83d\ud83d"`:    "",
		`"\ud83dA"`:         "",
		`"\ud83d\u0041"`:    "",
		"\"\\n\xff\"":       "",
		"\"\xed\xa0\x80\"":  "",
		`"\u12"`:            "",
		`"\u123"`:           "",
		`"abcdefghijkl\"m"`: `abcdefghijkl"m`,
	} {
		d := newDecoder([]byte(text))
		got, ok := d.String()
		err := d.end()
		if want == "" && (err == nil || ok) {
			t.Errorf("%s is read as %q", text, got)
		}
		if want != "" && (err != nil || got != want) {
			t.Errorf("%s is read as %q, %v, want %q", text, got, err, want)
		}
		d.release()
	}
}

// TestSpecialFindsTheFirst compares the search that looks at eight bytes at a
// time with one that looks at each.
func TestSpecialFindsTheFirst(t *testing.T) {
	for c := range 256 {
		for at := range 20 {
			b := []byte(strings.Repeat("!", 20))
			b[at] = byte(c)
			want := len(b)
			if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
				want = at
			}
			if got := special(b, 0); got != want {
				t.Fatalf("special(%q) = %d, want %d", b, got, want)
			}
			// A second special byte behind the first changes nothing.
			if at+1 < len(b) && want == at {
				b[at+1] = 0x01
				if got := special(b, 0); got != want {
					t.Fatalf("special(%q) = %d, want %d", b, got, want)
				}
			}
		}
	}
}
