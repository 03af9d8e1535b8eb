package openapi

import (
	"fmt"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// schemaRef begins each reference to a schema with a name of its own.
const schemaRef = "#/components/schemas/"

// references reports every reference of the document that leads nowhere, out
// of the document, or back to itself.
func (r *reader) references() {
	r.walk(r.tree.Root, "", func(n *model.Node, where string) {
		ref := n.Get("$ref")
		if ref == nil {
			return
		}
		if ref.Kind != model.NodeString {
			r.problems.Add(ref.Pos, where, "$ref is "+jsontree.Article(ref.Kind), "a reference is a string such as "+schemaRef+"Widget")
			return
		}
		if !strings.HasPrefix(ref.Text, "#") {
			r.problems.Add(ref.Pos, where, fmt.Sprintf("reference %q leads out of the document", ref.Text),
				"a model is one document, and its references begin with #/components/")
			return
		}
		if _, err := pointer(ref.Text); err != nil {
			r.problems.Add(ref.Pos, where, fmt.Sprintf("reference %q can't be read: %v", ref.Text, err), "a reference is written like "+schemaRef+"Widget")
			return
		}
		target := r.lookup(ref.Text)
		if target == nil {
			r.problems.Add(ref.Pos, where, fmt.Sprintf("reference %q leads nowhere", ref.Text), r.nearby(ref.Text))
			return
		}
		// A chain longer than this turns in a circle, or might as well.
		for range 100 {
			next := target.Get("$ref")
			if next == nil {
				return
			}
			if target = r.lookup(text(next)); target == nil {
				return
			}
		}
		r.problems.Add(ref.Pos, where, fmt.Sprintf("reference %q leads in a circle", ref.Text), "a reference ends at a definition")
	})
}

// nearby says what a broken reference may have meant.
func (r *reader) nearby(ref string) string {
	i := strings.LastIndex(ref, "/")
	if i < 0 {
		return "a reference begins with " + schemaRef
	}
	var names []string
	for _, m := range members(r.lookup(ref[:i])) {
		names = append(names, m.Key)
	}
	if best := closest.Name(ref[i+1:], names); best != "" {
		return "the nearest there is: " + ref[:i+1] + escape.Replace(best)
	}
	return "define it in components"
}

// target follows the references that stand in the place of a value, and
// returns the value, or nil.
func (r *reader) target(n *model.Node) *model.Node {
	for range 100 {
		ref := n.Get("$ref")
		if ref == nil {
			return n
		}
		n = r.lookup(text(ref))
	}
	return nil
}

// walk calls visit for each object of the document that OpenAPI gives a
// meaning: not for what stands in an extension, an example or an enum. Where
// names the object by the operation, schema or section it stands in.
func (r *reader) walk(n *model.Node, where string, visit func(n *model.Node, where string)) {
	r.walkIn(n, where, "", visit)
}

func (r *reader) walkIn(n *model.Node, where, key string, visit func(n *model.Node, where string)) {
	for _, e := range elems(n) {
		r.walkIn(e, where, "", visit)
	}
	if n.Kind != model.NodeObject {
		return
	}
	// In a map of names no key has a meaning of its own.
	names := isNames(key)
	if !names {
		visit(n, where)
	}
	for _, m := range n.Members {
		at := where
		switch {
		case names && key == "properties":
			at = where + "." + m.Key
		case names && key == "schemas":
			at = m.Key
		case names && key == "paths":
			at = pathName(m.Key)
		case strings.HasPrefix(m.Key, "x-"), m.Key == "example", m.Key == "examples", m.Key == "enum", m.Key == "default":
			continue
		}
		below := m.Key
		if names {
			below = ""
		}
		r.walkIn(m.Value, at, below, visit)
	}
}
