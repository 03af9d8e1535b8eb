package value

import "testing"

// TestKeyOf shows that the text of a key is its JSON.
func TestKeyOf(t *testing.T) {
	o := Object{"b": `quo"ted`, "a": "plain", "d": "back\\slash", "c": "日本", "f": Integer(7), "e": "<&>", "g": "\x7f", "h": nil}
	for _, names := range [][]string{nil, {"a"}, {"b", "a"}, {"f", "e", "d", "c", "b", "a"}, {"a", "a", "absent"}, {"h", "g"}} {
		if got, want := KeyOf(o, names), string(Encode(Pick(o, names))); got != want {
			t.Errorf("KeyOf(%v) = %s, want %s", names, got, want)
		}
	}
}
