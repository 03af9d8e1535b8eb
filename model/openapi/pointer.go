package openapi

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// pointer returns the steps of a reference into the same document: a JSON
// pointer in a URI fragment, so that %2F is a slash that parts two steps, ~1 is
// a slash within one and ~0 a tilde.
func pointer(ref string) ([]string, error) {
	fragment, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return nil, errors.New("it does not begin with #")
	}
	text, err := url.PathUnescape(fragment)
	if err != nil {
		return nil, errors.New("a % is followed by two hexadecimal digits")
	}
	if text == "" {
		return nil, nil
	}
	if text[0] != '/' {
		return nil, errors.New("a / follows the #")
	}
	steps := strings.Split(text[1:], "/")
	for i, step := range steps {
		if strings.Count(step, "~") != strings.Count(step, "~0")+strings.Count(step, "~1") {
			return nil, errors.New("a ~ is followed by 0 or 1")
		}
		steps[i] = unescape.Replace(step)
	}
	return steps, nil
}

var (
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
	escape   = strings.NewReplacer("~", "~0", "/", "~1", "%", "%25")
)

// schemaName returns the name of the schema that a reference leads to, and
// false if it leads to something else, or nowhere.
func (r *reader) schemaName(ref string) (string, bool) {
	steps, err := pointer(ref)
	if err != nil || len(steps) != 3 || steps[0] != "components" || steps[1] != "schemas" {
		return "", false
	}
	return steps[2], r.schemaNode(steps[2]) != nil
}

// lookup returns the value that a reference leads to, or nil.
func (r *reader) lookup(ref string) *model.Node {
	steps, err := pointer(ref)
	if err != nil {
		return nil
	}
	return r.at(steps)
}

// at returns the value at the end of some steps, or nil.
func (r *reader) at(steps []string) *model.Node {
	n := r.tree.Root
	for _, step := range steps {
		if n.Kind == model.NodeArray {
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(n.Elems) {
				return nil
			}
			n = n.Elems[i]
		} else if n = r.get(n, step); n == nil {
			return nil
		}
	}
	return n
}

// get is [model.Node.Get] for objects with many members, of which many are
// asked for: it looks at all of them once.
func (r *reader) get(n *model.Node, key string) *model.Node {
	if n == nil || len(n.Members) < 16 {
		return n.Get(key)
	}
	index := r.indexes[n]
	if index == nil {
		index = make(map[string]*model.Node, len(n.Members))
		for _, m := range n.Members {
			index[m.Key] = m.Value
		}
		r.indexes[n] = index
	}
	return index[key]
}
