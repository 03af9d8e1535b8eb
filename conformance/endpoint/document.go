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

// A document is a small JSON document that a person wrote. It collects all
// mistakes in it, each with its position.
type document struct {
	problems model.Problems
}

// readDocument reads a document. The root is nil if it is not JSON.
func readDocument(name string, r io.Reader) (*document, *model.Node, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, err
	}
	doc := &document{}
	tree := jsontree.Parse(name, string(data), &doc.problems)
	if tree == nil {
		return doc, nil, nil
	}
	for _, again := range tree.Repeated {
		doc.problems.Add(again.Pos, again.In+again.Element, fmt.Sprintf("key %q is repeated", again.Key), "leave one out")
	}
	return doc, tree.Root, nil
}

// is reports whether a value is of a JSON type, and adds a problem if it is
// not.
func (doc *document) is(n *model.Node, kind model.NodeKind, where string) bool {
	if n.Kind != kind {
		doc.problems.Add(n.Pos, where, "this is "+jsontree.Article(n.Kind), "write "+jsontree.Article(kind))
	}
	return n.Kind == kind
}

// keys adds a problem for each unknown member of an object, and for each that
// is missing.
func (doc *document) keys(n *model.Node, where string, needed []string, optional ...string) {
	all := slices.Concat(needed, optional)
	for _, m := range n.Members {
		if !slices.Contains(all, m.Key) {
			doc.problems.Add(m.KeyPos, where, "unknown key "+strconv.Quote(m.Key), "the keys here are "+strings.Join(all, ", "))
		}
	}
	for _, key := range needed {
		if n.Get(key) == nil {
			doc.problems.Add(n.Pos, where, key+" is missing", fmt.Sprintf("add %q", key))
		}
	}
}

// text returns the string of a member, or "" if it is missing or something
// else.
func (doc *document) text(n *model.Node, key, where string) string {
	v := n.Get(key)
	if v == nil || !doc.is(v, model.NodeString, where+": "+key) {
		return ""
	}
	if strings.TrimSpace(v.Text) == "" {
		doc.problems.Add(v.Pos, where+": "+key, "this is empty", "write some text or leave it out")
	}
	return v.Text
}
