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

// TestCopyAlong changes a copy where its path leads, and shows that the original stays as
// it is and that the rest is not copied.
func TestCopyAlong(t *testing.T) {
	const text = `{"a":{"b":[{"c":"1","d":{}},{"c":"2"}]},"beside":{"e":"3"}}`
	v, _, err := ReadJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	c := CopyAlong(v, "a.b[].c").(Object)
	for _, elem := range At(c, "a.b[]") {
		elem.(Object)["c"] = "new"
	}
	ListAt(c, "a.b")[1] = nil
	c["f"] = "new"
	if got := string(Encode(v)); got != text {
		t.Errorf("a change of the copy has made the original %s, want %s", got, text)
	}
	c["beside"].(Object)["e"] = "shared"
	if got := TextAt(v, "beside.e"); got != "shared" {
		t.Errorf("what is beside the path was copied: %q in the original, want that of the copy", got)
	}
}
