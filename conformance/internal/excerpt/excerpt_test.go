package excerpt

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	if got := Text("all of it", 9); got != "all of it" {
		t.Errorf("Text = %q", got)
	}
	long := strings.Repeat("ä", 5000) + "end"
	got := Text(long, 300)
	digest := fmt.Sprintf("(10003 bytes, SHA-256 %x)", sha256.Sum256([]byte(long)))
	if !utf8.ValidString(got) || len(got) > 450 || !strings.HasPrefix(got, "ää") || !strings.HasSuffix(got, "äend") || !strings.Contains(got, digest) {
		t.Errorf("Text = %q", got)
	}
	if other := Text(strings.Replace(long, "ä", "ö", 2500), 300); !strings.Contains(other, "10003 bytes") || strings.Contains(other, digest) {
		t.Errorf("Text of another = %q", other)
	}
}

func TestBody(t *testing.T) {
	const most = 2 << 10
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, c := range []struct {
		name, body string
		json, cut  bool
	}{
		{"an object", `{"a": [1, "x"]}`, true, false},
		{"nested as deeply as is shown", deep(Deepest), true, false},
		{"nested too deeply", deep(Deepest + 1), false, false},
		{"a text", `"a text"`, false, false},
		{"none", "<html>", false, false},
		{"bytes that are no characters", "{\"a\":\"\xff\xfe\"}", false, false},
		{"far longer with an indentation", strings.Repeat("[", 90) + strings.Repeat("1,", 800) + "1" + strings.Repeat("]", 90), false, false},
		{"large", `{"a":"` + strings.Repeat("x", most) + `"}`, false, true},
	} {
		raw, cut := Body([]byte(c.body), most)
		if (cut != nil) != c.cut || cut != nil && *cut != DigestOf(c.body) || !json.Valid(raw) || !utf8.Valid(raw) {
			t.Errorf("%s: Body = %s, %v", c.name, raw, cut)
		}
		var text string
		isText := json.Unmarshal(raw, &text) == nil
		if isText == c.json || c.json && string(raw) != c.body {
			t.Errorf("%s: Body = %s", c.name, raw)
		}
		var b bytes.Buffer
		if err := json.Indent(&b, raw, "", "  "); err != nil || b.Len() > 20*most {
			t.Errorf("%s: with an indentation it has %d bytes, %v", c.name, b.Len(), err)
		}
	}
	if raw, _ := Body([]byte("\xff\xfe"), most); string(raw) != `"\\xff\\xfe"` {
		t.Errorf("Body = %s", raw)
	}
}

// TestIndented compares what is reckoned with what encoding/json makes.
func TestIndented(t *testing.T) {
	for _, text := range []string{`{"a": [1, 2, {"b": "},{[\"\\"}], "c": null}`, "[[[1,2],[3]]]", `7`, `"a,b"`} {
		for _, levels := range []int{0, 3} {
			var b bytes.Buffer
			if err := json.Indent(&b, []byte(text), strings.Repeat("  ", levels), "  "); err != nil {
				t.Fatal(err)
			}
			if got, _ := Indented([]byte(text), levels); got != b.Len() {
				t.Errorf("Indented(%s, %d) = %d, want %d", text, levels, got, b.Len())
			}
		}
	}
}
