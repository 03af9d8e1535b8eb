package value

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDeepNestingEnds(t *testing.T) {
	body := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	if _, _, err := ReadJSON([]byte(body)); err == nil || !strings.Contains(err.Error(), "deep") {
		t.Errorf("ReadJSON of 1000 lists = %v, want an error about depth", err)
	}
}

// FuzzReadJSON compares the reader with encoding/json: what is accepted, and the
// values that are read.
func FuzzReadJSON(f *testing.F) {
	for _, text := range []string{
		`{"a": [1, -2.5e+3, 0.10], "b" : {"c":null}, "d":[ ], "e":{ } }`, `[true,false , null]`, ` "x" `, `12`,
		`"\ud83d\ude00 \ud83d x \" \\ \/ \b\u0000é"`, `{"a":1,"a":{"b":2,"b":3},"c":[{"d":1,"d":2}]}`, `{"\u0061":1,"a":2}`,
		"", " ", "{", `{"a"}`, `[1,]`, `1 2`, `"a`, "\"\xff\"", `"\x"`, `nul`, `01`, `-`, "\ufeff1",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, repeated, err := ReadJSON(text)
		if strings.Contains(fmt.Sprint(err), "deep") {
			return
		}
		var want any
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		valid := utf8.Valid(text) && json.Valid(text) && d.Decode(&want) == nil
		if valid != (err == nil) {
			t.Fatalf("ReadJSON(%q) = %v; encoding/json accepts it: %v", text, err, valid)
		}
		// encoding/json merges nothing into an interface, so that the last of repeated
		// members counts there too.
		if valid && !reflect.DeepEqual(got, want) {
			t.Errorf("ReadJSON(%q) = %#v, want %#v", text, got, want)
		}
		if len(repeated) > 0 && !bytes.Contains(text, []byte("{")) {
			t.Errorf("ReadJSON(%q) repeats %q", text, repeated)
		}
	})
}

func TestRepeatedMembersHavePaths(t *testing.T) {
	_, got, err := ReadJSON([]byte(`{"a":1,"a":{"b":2,"b":3},"c":[{},{"d":1,"d":2}]}`))
	if want := []string{"a", "a.b", "c[1].d"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("ReadJSON repeats %q, %v, want %q", got, err, want)
	}
}

// FuzzEncode compares Encode with encoding/json.
func FuzzEncode(f *testing.F) {
	for _, text := range []string{`{"b":[1,-2,0,-0,01.5,1e3,""],"a":{"<&>":null,"é\u2028":true}}`, `[]`, `{}`, `"\u0000\u007f\""`, `[false,[[]],{"":{}}]`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, _, err := ReadJSON([]byte(text))
		if err != nil {
			v = []any{text, Object{text: nil}, json.Number("12"), []any(nil), Object(nil)}
		}
		if got, want := Encode(v), encoded(v); !bytes.Equal(got, want) {
			t.Errorf("Encode(%#v) = %s, want %s", v, got, want)
		}
	})
}
