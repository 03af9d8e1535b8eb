package openapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model"
)

// A tree is the source of a document, and the values in it with their places.
type tree struct {
	name  string
	src   string
	lines []int // offset of the first byte of each line
	root  *model.Node

	dec      *json.Decoder
	problems *model.Problems
}

// parse reads JSON into a tree. It returns nil if src is no JSON at all; what
// is wrong with it is added to problems in either case.
func parse(name, src string, problems *model.Problems) *tree {
	t := &tree{name: name, src: src, lines: []int{0}, problems: problems}
	for i := range len(src) {
		if src[i] == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	if !t.wellFormed() {
		return nil
	}
	t.dec = json.NewDecoder(strings.NewReader(src))
	t.dec.UseNumber()
	t.root = t.value("the document")
	return t
}

// wellFormed reports whether the source is JSON in UTF-8, and the first fault
// if it is not: after a fault in its grammar nothing else in it can be trusted.
func (t *tree) wellFormed() bool {
	if strings.HasPrefix(t.src, "\ufeff") {
		t.problems.Add(t.pos(0), "", "the document begins with a byte order mark", "JSON begins with its value")
		return false
	}
	for i := 0; i < len(t.src); {
		r, size := utf8.DecodeRuneInString(t.src[i:])
		if r == utf8.RuneError && size == 1 {
			t.problems.Add(t.pos(i), "", fmt.Sprintf("byte 0x%02x is not UTF-8", t.src[i]), "JSON is written in UTF-8")
			return false
		}
		i += size
	}
	var raw json.RawMessage
	err := json.Unmarshal([]byte(t.src), &raw)
	if err == nil {
		return true
	}
	at := len(t.src)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && !strings.HasPrefix(syntax.Error(), "unexpected end") {
		at = max(int(syntax.Offset)-1, 0)
	}
	t.problems.Add(t.pos(at), "", "the document is not JSON: "+err.Error(), "")
	return false
}

// value reads the next value of the decoder. The source is known to be
// well-formed, so that no token can fail.
func (t *tree) value(where string) *model.Node {
	start, token := t.token()
	n := &model.Node{Pos: t.pos(start)}
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			n.Kind = model.NodeObject
			t.members(n, where)
		} else {
			n.Kind = model.NodeArray
			for t.dec.More() {
				n.Elems = append(n.Elems, t.value(where))
			}
		}
		t.token() // the closing bracket
	case string:
		n.Kind, n.Text = model.NodeString, v
	case json.Number:
		n.Kind, n.Text = model.NodeNumber, v.String()
	case bool:
		n.Kind, n.Bool = model.NodeBool, v
	default:
		n.Kind = model.NodeNull
	}
	n.Raw = t.src[start:t.dec.InputOffset()]
	return n
}

// members reads the members of an object. A key that is repeated is a
// problem; its first value counts.
func (t *tree) members(n *model.Node, where string) {
	first := map[string]model.Pos{}
	for t.dec.More() {
		start, token := t.token()
		key, _ := token.(string)
		pos := t.pos(start)
		value := t.value(key)
		if before, ok := first[key]; ok {
			t.problems.Add(pos, where, fmt.Sprintf("key %q is repeated", key),
				fmt.Sprintf("it stands in line %d already", before.Line))
			continue
		}
		first[key] = pos
		n.Members = append(n.Members, model.NodeMember{Key: key, KeyPos: pos, Value: value})
	}
}

// token returns the next token and the offset of its first byte.
func (t *tree) token() (int, json.Token) {
	start := int(t.dec.InputOffset())
	for start < len(t.src) && strings.IndexByte(" \t\r\n,:", t.src[start]) >= 0 {
		start++
	}
	token, _ := t.dec.Token()
	return start, token
}

// pos returns the place of the byte at an offset.
func (t *tree) pos(offset int) model.Pos {
	line := sort.SearchInts(t.lines, offset+1)
	return model.Pos{File: t.name, Line: line, Column: offset - t.lines[line-1] + 1}
}

// offset returns the offset of the byte at a place.
func (t *tree) offset(pos model.Pos) int {
	if pos.Line == 0 {
		return -1
	}
	return t.lines[pos.Line-1] + pos.Column - 1
}
