package value

import (
	"encoding/json"
	"testing"
)

// TestKeyOf shows that the text of a key is its JSON.
func TestKeyOf(t *testing.T) {
	o := Object{"b": `quo"ted`, "a": "plain", "d": "back\\slash", "c": "日本", "f": Integer(7), "e": "<&>", "g": "\x7f", "h": nil}
	for _, names := range [][]string{nil, {"a"}, {"b", "a"}, {"f", "e", "d", "c", "b", "a"}, {"a", "a", "absent"}, {"h", "g"}} {
		if got, want := KeyOf(o, names), string(Encode(Pick(o, names))); got != want {
			t.Errorf("KeyOf(%v) = %s, want %s", names, got, want)
		}
	}
}

func TestHas(t *testing.T) {
	whole := Object{"a": "x", "b": json.Number("1"), "c": []any{"y"}}
	for _, tt := range []struct {
		members Object
		want    bool
	}{
		{Object{}, true},
		{Object{"a": "x", "c": []any{"y"}}, true},
		{Object{"b": 1}, true},
		{Object{"a": "y"}, false},
		{Object{"b": json.Number("2")}, false},
		{Object{"b": "1"}, false},
		{Object{"d": nil}, false},
	} {
		if got := Has(whole, tt.members); got != tt.want {
			t.Errorf("Has(%v, %v) = %v, want %v", whole, tt.members, got, tt.want)
		}
	}
}
