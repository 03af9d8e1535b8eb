package endpoint

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// A located reads a small JSON document that a person wrote, so that all that
// is wrong with it can be told at once, each mistake with its place.
type located struct {
	problems model.Problems
}

// locate reads a document. The root is nil if it is no JSON at all.
func locate(name string, r io.Reader) (*located, *model.Node, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, err
	}
	l := &located{}
	tree := jsontree.Parse(name, string(data), &l.problems)
	if tree == nil {
		return l, nil, nil
	}
	for _, again := range tree.Repeated {
		l.problems.Add(again.Pos, again.In+again.Element, fmt.Sprintf("key %q is repeated", again.Key), "leave one out")
	}
	return l, tree.Root, nil
}

// is reports whether a value is of a JSON type, and complains if it is not.
func (l *located) is(n *model.Node, kind model.NodeKind, where string) bool {
	if n.Kind != kind {
		l.problems.Add(n.Pos, where, "this is "+jsontree.Article(n.Kind), "write "+jsontree.Article(kind))
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
