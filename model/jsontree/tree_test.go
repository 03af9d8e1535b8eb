package jsontree

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestParsePlaces(t *testing.T) {
	src := "{\n  \"a\" : [1, \"é\", {\"b\": true}],\r\n\t\"c\\u0064\": null\n}"
	var problems model.Problems
	tree := Parse("doc", src, &problems)
	if problems != nil {
		t.Fatal(problems)
	}
	list := tree.Root.Get("a")
	for _, tt := range []struct {
		what string
		pos  model.Pos
		want string
	}{
		{"the document", tree.Root.Pos, "doc:1:1"},
		{"a key", keyPos(tree.Root, "a"), "doc:2:3"},
		{"an array", list.Pos, "doc:2:9"},
		{"a number", list.Elems[0].Pos, "doc:2:10"},
		{"a string", list.Elems[1].Pos, "doc:2:13"},
		// A column counts bytes.
		{"an object after a letter of two bytes", list.Elems[2].Pos, "doc:2:19"},
		{"a boolean", list.Elems[2].Get("b").Pos, "doc:2:25"},
		{"an escaped key after a tab", keyPos(tree.Root, "cd"), "doc:3:2"},
		{"null", tree.Root.Get("cd").Pos, "doc:3:13"},
	} {
		if got := tt.pos.String(); got != tt.want {
			t.Errorf("%s is at %s, want %s", tt.what, got, tt.want)
		}
		if got := tree.Pos(tree.Offset(tt.pos)); got != tt.pos {
			t.Errorf("%s: Pos(Offset(%v)) = %v", tt.what, tt.pos, got)
		}
	}
	if got := list.Elems[2].Raw; got != `{"b": true}` {
		t.Errorf("Raw = %q", got)
	}
}

func TestParseFaults(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"", "doc:1:1: the document is not JSON: unexpected end of JSON input"},
		{"\ufeff{}", "doc:1:1: the document begins with a byte order mark; JSON begins with its value"},
		{"{\n\"a\": \"\xff\"}", "doc:2:7: byte 0xff is not UTF-8; JSON is written in UTF-8"},
		{"{} x", "doc:1:4: the document is not JSON: invalid character 'x' after top-level value"},
		{"{\"a\": 01}", "doc:1:8: the document is not JSON: invalid character '1' after object key:value pair"},
		{strings.Repeat("[", 20000), "doc:1:10001: the document is not JSON: invalid character '[' exceeded max depth"},
	} {
		var problems model.Problems
		if tree := Parse("doc", tt.src, &problems); tree != nil {
			t.Errorf("Parse(%.20q) is a tree", tt.src)
		}
		if got := problems.Error(); got != tt.want {
			t.Errorf("Parse(%.20q):\n got %s\nwant %s", tt.src, got, tt.want)
		}
	}
}

// keyPos returns the place of the member with that key.
func keyPos(n *model.Node, key string) model.Pos {
	for _, m := range n.Members {
		if m.Key == key {
			return m.KeyPos
		}
	}
	return model.Pos{}
}

// TestParseRepetitions shows that a key which an object has twice is told with
// both its places, and where the object is.
func TestParseRepetitions(t *testing.T) {
	var problems model.Problems
	tree := Parse("doc", `{"a": 1, "facts": [0, {"b": 1,`+"\n"+` "b": [[{}, {"c": 1, "c": 2}]]}], "a": 2}`, &problems)
	var got []string
	for _, r := range tree.Repeated {
		got = append(got, fmt.Sprintf("%s%s: %s at %v after %v", r.In, r.Element, r.Key, r.Pos, r.First))
	}
	slices.Sort(got)
	want := []string{
		"b[0][1]: c at doc:2:22 after doc:2:14",
		"facts[1]: b at doc:2:2 after doc:1:24",
		"the document: a at doc:2:35 after doc:1:2",
	}
	if !slices.Equal(got, want) || problems != nil {
		t.Errorf("repeated are\n%s\nwant\n%s\nproblems %v", strings.Join(got, "\n"), strings.Join(want, "\n"), problems)
	}
	if n := tree.Root.Get("a"); n.Text != "1" {
		t.Errorf("of a key that is repeated %s counts, want the first value", n.Text)
	}
}
