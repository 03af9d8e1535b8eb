// Package jsontree reads JSON that people write into nodes that know their
// places, so that what is wrong with a document can be told with its line and
// column, and all at once.
package jsontree

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model"
)

// A Tree is the source of a document, and the values in it with their places.
type Tree struct {
	Root *model.Node
	// Repeated are the keys that stand in one object more than once. The
	// first value of each is the one in the tree.
	Repeated []Repetition

	name  string
	src   string
	lines []int // offset of the first byte of each line
	at    int   // what is read next
	// elements are the indexes of the elements around the value that is read,
	// since the nearest key.
	elements []int
}

// A Repetition is a key that an object has already.
type Repetition struct {
	Key        string
	Pos, First model.Pos
	// In is the nearest key above the object, "the document" if there is none;
	// Element is which element of its arrays the object is, such as "[2]".
	In, Element string
}

// Parse reads JSON into a tree. It returns nil if src is no JSON at all; what
// is wrong with it is then added to problems.
func Parse(name, src string, problems *model.Problems) *Tree {
	t := &Tree{name: name, src: src, lines: []int{0}}
	for i := range len(src) {
		if src[i] == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	if !t.wellFormed(problems) {
		return nil
	}
	t.Root = t.value("the document")
	return t
}

// wellFormed reports whether the source is JSON in UTF-8, and the first fault
// if it is not: after a fault in its grammar nothing else in it can be trusted.
func (t *Tree) wellFormed(problems *model.Problems) bool {
	if strings.HasPrefix(t.src, "\ufeff") {
		problems.Add(t.Pos(0), "", "the document begins with a byte order mark", "JSON begins with its value")
		return false
	}
	for i := 0; i < len(t.src); {
		r, size := utf8.DecodeRuneInString(t.src[i:])
		if r == utf8.RuneError && size == 1 {
			problems.Add(t.Pos(i), "", fmt.Sprintf("byte 0x%02x is not UTF-8", t.src[i]), "JSON is written in UTF-8")
			return false
		}
		i += size
	}
	if json.Valid([]byte(t.src)) {
		return true
	}
	var raw json.RawMessage
	err := json.Unmarshal([]byte(t.src), &raw)
	at := len(t.src)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && !strings.HasPrefix(syntax.Error(), "unexpected end") {
		at = max(int(syntax.Offset)-1, 0)
	}
	problems.Add(t.Pos(at), "", "the document is not JSON: "+err.Error(), "")
	return false
}

// value reads the next value. The source is known to be well-formed, so that where a
// value ends is easily told.
func (t *Tree) value(in string) *model.Node {
	t.more()
	start := t.at
	n := &model.Node{Pos: t.Pos(start)}
	switch t.src[start] {
	case '{':
		n.Kind = model.NodeObject
		t.at++
		t.members(n, in)
		t.at++
	case '[':
		n.Kind = model.NodeArray
		last := len(t.elements)
		t.elements = append(t.elements, 0)
		for t.at++; t.more(); t.elements[last]++ {
			n.Elems = append(n.Elems, t.value(in))
		}
		t.elements = t.elements[:last]
		t.at++
	case '"':
		n.Kind, n.Text = model.NodeString, t.text()
	case 't', 'f':
		word := t.word()
		n.Kind, n.Bool = model.NodeBool, word == "true"
	case 'n':
		t.word()
		n.Kind = model.NodeNull
	default:
		n.Kind, n.Text = model.NodeNumber, t.word()
	}
	n.Raw = t.src[start:t.at]
	return n
}

// more goes on to the next value, key or closing bracket, and reports whether it is
// something else than a bracket.
func (t *Tree) more() bool {
	for strings.IndexByte(" \t\r\n,:", t.src[t.at]) >= 0 {
		t.at++
	}
	return t.src[t.at] != ']' && t.src[t.at] != '}'
}

// text reads a string.
func (t *Tree) text() string {
	start, escaped := t.at, false
	for t.at++; t.src[t.at] != '"'; t.at++ {
		if t.src[t.at] == '\\' {
			escaped = true
			t.at++
		}
	}
	t.at++
	if !escaped {
		return t.src[start+1 : t.at-1]
	}
	var text string
	_ = json.Unmarshal([]byte(t.src[start:t.at]), &text) // it is well-formed
	return text
}

// word reads a number, true, false or null.
func (t *Tree) word() string {
	start := t.at
	for t.at < len(t.src) && strings.IndexByte(" \t\r\n,]}", t.src[t.at]) < 0 {
		t.at++
	}
	return t.src[start:t.at]
}

// members reads the members of an object.
func (t *Tree) members(n *model.Node, in string) {
	first := map[string]model.Pos{}
	around := t.elements
	defer func() { t.elements = around }()
	for t.more() {
		pos := t.Pos(t.at)
		key := t.text()
		t.elements = nil
		value := t.value(key)
		if before, ok := first[key]; ok {
			t.Repeated = append(t.Repeated, Repetition{Key: key, Pos: pos, First: before, In: in, Element: element(around)})
			continue
		}
		first[key] = pos
		n.Members = append(n.Members, model.NodeMember{Key: key, KeyPos: pos, Value: value})
	}
}

// element says which element of its arrays a value is: "[2]", "[0][1]".
func element(indexes []int) string {
	var b strings.Builder
	for _, i := range indexes {
		fmt.Fprintf(&b, "[%d]", i)
	}
	return b.String()
}

// Pos returns the place of the byte at an offset.
func (t *Tree) Pos(offset int) model.Pos {
	line := sort.SearchInts(t.lines, offset+1)
	return model.Pos{File: t.name, Line: line, Column: offset - t.lines[line-1] + 1}
}

// Offset returns the offset of the byte at a place, and -1 if that is unknown.
func (t *Tree) Offset(pos model.Pos) int {
	if pos.Line == 0 {
		return -1
	}
	return t.lines[pos.Line-1] + pos.Column - 1
}

// Article returns a JSON type as a sentence has it: "an array", "a string".
func Article(kind model.NodeKind) string {
	switch kind {
	case model.NodeObject, model.NodeArray:
		return "an " + string(kind)
	case model.NodeNull:
		return "null"
	}
	return "a " + string(kind)
}

// Text returns the value of a string, or "" for anything else.
func Text(n *model.Node) string {
	if n == nil || n.Kind != model.NodeString {
		return ""
	}
	return n.Text
}

// Members returns the members of an object, and none of anything else.
func Members(n *model.Node) []model.NodeMember {
	if n == nil || n.Kind != model.NodeObject {
		return nil
	}
	return n.Members
}

// Elems returns the elements of an array, and none of anything else.
func Elems(n *model.Node) []*model.Node {
	if n == nil || n.Kind != model.NodeArray {
		return nil
	}
	return n.Elems
}

// ReportRepeated adds a problem for each repeated key.
func (t *Tree) ReportRepeated(problems *model.Problems) {
	for _, again := range t.Repeated {
		problems.Add(again.Pos, again.In, fmt.Sprintf("key %q is repeated", again.Key),
			fmt.Sprintf("it stands in line %d already", again.First.Line))
	}
}
