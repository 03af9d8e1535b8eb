package openapi

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestParsePlaces(t *testing.T) {
	src := "{\n  \"a\" : [1, \"é\", {\"b\": true}],\r\n\t\"c\\u0064\": null\n}"
	var problems model.Problems
	tree := parse("doc", src, &problems)
	if problems != nil {
		t.Fatal(problems)
	}
	list := tree.root.Get("a")
	for _, tt := range []struct {
		what string
		pos  model.Pos
		want string
	}{
		{"the document", tree.root.Pos, "doc:1:1"},
		{"a key", keyPos(tree.root, "a"), "doc:2:3"},
		{"an array", list.Pos, "doc:2:9"},
		{"a number", list.Elems[0].Pos, "doc:2:10"},
		{"a string", list.Elems[1].Pos, "doc:2:13"},
		// A column counts bytes.
		{"an object after a letter of two bytes", list.Elems[2].Pos, "doc:2:19"},
		{"a boolean", list.Elems[2].Get("b").Pos, "doc:2:25"},
		{"an escaped key after a tab", keyPos(tree.root, "cd"), "doc:3:2"},
		{"null", tree.root.Get("cd").Pos, "doc:3:13"},
	} {
		if got := tt.pos.String(); got != tt.want {
			t.Errorf("%s is at %s, want %s", tt.what, got, tt.want)
		}
		if got := tree.pos(tree.offset(tt.pos)); got != tt.pos {
			t.Errorf("%s: pos(offset(%v)) = %v", tt.what, tt.pos, got)
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
		if tree := parse("doc", tt.src, &problems); tree != nil {
			t.Errorf("parse(%.20q) is a tree", tt.src)
		}
		if got := problems.Error(); got != tt.want {
			t.Errorf("parse(%.20q):\n got %s\nwant %s", tt.src, got, tt.want)
		}
	}
}
