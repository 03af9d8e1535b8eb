package printable

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/internal/sample"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain, für alle 日本 ✓ 👍":     "plain, für alle 日本 ✓ 👍",
		"\x1b]0;title\a":             `\x1b]0;title\x07`,
		"a\nb\r\tc\x00\x7f":          `a\nb\r\tc\x00\x7f`,
		"\u009b31m\u0085":            `\u009b31m\u0085`,
		"abc\u202edcb\u2066\u200e":   `abc\u202edcb\u2066\u200e`,
		"\ufeffbom\u200bspace\u2028": `\ufeffbom\u200bspace\u2028`,
		"\xff\xfe\xc3":               `\xff\xfe\xc3`,
		"\U000e0041tag":              `\U000e0041tag`,
		"\ufffd":                     "\ufffd",
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %s, want %s", in, got, want)
		}
	}
	if got, want := Lines("a\n\tb\r\x1b"), "a\n\tb"+`\r\x1b`; got != want {
		t.Errorf("Lines = %q, want %q", got, want)
	}
	if got, want := UTF8("a\x1b\xff\u202e"), "a\x1b\\xff\u202e"; got != want {
		t.Errorf("UTF8 = %q, want %q", got, want)
	}
}

// TestEveryCharacter shows of all characters that what is returned is graphic.
func TestEveryCharacter(t *testing.T) {
	sample.SkipRace(t)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		got := Text("x" + string(r))
		if !utf8.ValidString(got) {
			t.Fatalf("Text(%U) = %q", r, got)
		}
		for _, g := range got {
			if !unicode.IsGraphic(g) {
				t.Fatalf("Text(%U) = %q", r, got)
			}
		}
	}
}

func TestJSONKeepsTheValue(t *testing.T) {
	in := "{\n \"a\": \"\u202e\x7f\u0085 日本 \U000e0041 ok\"\n}"
	got := JSON([]byte(in))
	if want := "{\n \"a\": \"" + `\u202e\u007f\u0085 日本 \udb40\udc41 ok` + "\"\n}"; string(got) != want {
		t.Errorf("JSON = %s, want %s", got, want)
	}
	var before, after any
	if json.Unmarshal([]byte(in), &before) != nil || json.Unmarshal(got, &after) != nil || fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("the value was %q and is %q", before, after)
	}
	if got := JSON([]byte("\"\xff\"")); string(got) != `"\ufffd"` {
		t.Errorf("JSON of a byte that is no character = %s", got)
	}
}

func TestOf(t *testing.T) {
	type inner struct {
		Names  map[string]string
		Script map[string]string `printable:"lines"`
		Raw    json.RawMessage
		At     time.Time
	}
	type outer struct {
		Text  string
		List  []*inner
		Any   any
		Array [1]string
		kept  string
	}
	now := time.Now()
	in := outer{
		Text: "\x1b", Any: []any{"\n"}, Array: [1]string{"\a"}, kept: "\x1b",
		List: []*inner{{Names: map[string]string{"\r": "\x00"}, Script: map[string]string{"go": "a\nb\x1b"}, Raw: json.RawMessage("{\n\"a\":\"\u202e\"}"), At: now}, nil},
	}
	got := Of(in)
	switch {
	case got.Text != `\x1b`, got.Any.([]any)[0] != `\n`, got.Array[0] != `\x07`, got.kept != "\x1b":
		t.Errorf("Of = %+v", got)
	case got.List[0].Names[`\r`] != `\x00`, got.List[0].Script["go"] != "a\nb"+`\x1b`, string(got.List[0].Raw) != `{"a":"\u202e"}`, !got.List[0].At.Equal(now):
		t.Errorf("Of = %q", got.List[0])
	case in.Text != "\x1b" || in.List[0].Names["\r"] != "\x00":
		t.Errorf("what was given has changed: %+v", in)
	}
}

func TestWriter(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b)
	if n, err := fmt.Fprintf(w, "a\n\x1b[31mb\xff"); n != 9 || err != nil {
		t.Errorf("Write = %d, %v", n, err)
	}
	if want := "a\n" + `\x1b[31mb\xff`; b.String() != want {
		t.Errorf("written: %q, want %q", &b, want)
	}
	if Unwrap(w) != &b || Unwrap(&b) != &b {
		t.Error("Unwrap returns another writer")
	}
}
