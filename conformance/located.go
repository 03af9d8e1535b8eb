package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model"
)

// A located reads a small JSON document that a person wrote, so that all that
// is wrong with it can be told at once, each mistake with its place.
type located struct {
	name     string
	src      string
	lines    []int // offset of the first byte of each line
	dec      *json.Decoder
	problems model.Problems
}

// locate reads a document. The root is nil if it is no JSON at all.
func locate(name string, r io.Reader) (*located, *model.Node, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, err
	}
	l := &located{name: name, src: string(data), lines: []int{0}}
	for i := range data {
		if data[i] == '\n' {
			l.lines = append(l.lines, i+1)
		}
	}
	if !utf8.Valid(data) {
		l.problems.Add(l.pos(0), "", "the document is not UTF-8", "JSON is written in UTF-8")
		return l, nil, nil
	}
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		at := len(data)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) && !strings.HasPrefix(syntax.Error(), "unexpected end") {
			at = max(int(syntax.Offset)-1, 0)
		}
		l.problems.Add(l.pos(at), "", "the document is not JSON: "+err.Error(), "")
		return l, nil, nil
	}
	l.dec = json.NewDecoder(strings.NewReader(l.src))
	l.dec.UseNumber()
	return l, l.value("the document"), nil
}

// value reads the next value. The source is known to be well-formed, so that no
// token can fail.
func (l *located) value(where string) *model.Node {
	start, token := l.token()
	n := &model.Node{Pos: l.pos(start)}
	switch v := token.(type) {
	case json.Delim:
		if n.Kind = model.NodeArray; v == '{' {
			n.Kind = model.NodeObject
			l.members(n, where)
		}
		for i := 0; l.dec.More(); i++ {
			n.Elems = append(n.Elems, l.value(fmt.Sprintf("%s[%d]", where, i)))
		}
		l.token() // the closing bracket
	case string:
		n.Kind, n.Text = model.NodeString, v
	case json.Number:
		n.Kind, n.Text = model.NodeNumber, v.String()
	case bool:
		n.Kind, n.Bool = model.NodeBool, v
	default:
		n.Kind = model.NodeNull
	}
	return n
}

// members reads the members of an object. Of a key that is repeated the first
// value counts.
func (l *located) members(n *model.Node, where string) {
	for l.dec.More() {
		start, token := l.token()
		key, _ := token.(string)
		value := l.value(key)
		if n.Get(key) != nil {
			l.problems.Add(l.pos(start), where, fmt.Sprintf("key %q is repeated", key), "leave one out")
			continue
		}
		n.Members = append(n.Members, model.NodeMember{Key: key, KeyPos: l.pos(start), Value: value})
	}
}

// token returns the next token and the offset of its first byte.
func (l *located) token() (int, json.Token) {
	start := int(l.dec.InputOffset())
	for start < len(l.src) && strings.IndexByte(" \t\r\n,:", l.src[start]) >= 0 {
		start++
	}
	token, _ := l.dec.Token()
	return start, token
}

// pos returns the place of the byte at an offset.
func (l *located) pos(offset int) model.Pos {
	line := sort.SearchInts(l.lines, offset+1)
	return model.Pos{File: l.name, Line: line, Column: offset - l.lines[line-1] + 1}
}

// is reports whether a value is of a JSON type, and complains if it is not.
func (l *located) is(n *model.Node, kind model.NodeKind, where string) bool {
	if n.Kind != kind {
		l.problems.Add(n.Pos, where, "this is "+article(n.Kind), "write "+article(kind))
	}
	return n.Kind == kind
}

// keys complains of the members of an object that have no meaning there, and of
// those that are missing.
func (l *located) keys(n *model.Node, where string, needed []string, optional ...string) {
	all := slices.Concat(needed, optional)
	for _, m := range n.Members {
		if !slices.Contains(all, m.Key) {
			l.problems.Add(m.KeyPos, where, "unknown key "+strconv.Quote(m.Key), "the keys here are "+strings.Join(all, ", "))
		}
	}
	for _, key := range needed {
		if n.Get(key) == nil {
			l.problems.Add(n.Pos, where, key+" is missing", fmt.Sprintf("add %q", key))
		}
	}
}

// text returns the text of a member, and "" if there is none or it is something
// else.
func (l *located) text(n *model.Node, key, where string) string {
	v := n.Get(key)
	if v == nil || !l.is(v, model.NodeString, where+": "+key) {
		return ""
	}
	if strings.TrimSpace(v.Text) == "" {
		l.problems.Add(v.Pos, where+": "+key, "this is empty", "write some text or leave it out")
	}
	return v.Text
}

// article returns the name of a JSON type as it stands in a sentence.
func article(kind model.NodeKind) string {
	switch kind {
	case model.NodeObject, model.NodeArray:
		return "an " + string(kind)
	case model.NodeNull:
		return "null"
	}
	return "a " + string(kind)
}
