package openapi

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/internal/closest"
	"github.com/fakesmith/fakesmith/model"
)

// shape builds the shape that a schema describes, and the shapes within it,
// unless they are built. It returns the shape's name: that of the schema if
// it is referred to, and else the one that is given. There is a shape of that
// name even if the schema is broken, but then it may have no kind.
func (r *reader) shape(n *model.Node, name string) string {
	s := r.flatten(n, name, name)
	if s.ref != "" && len(s.own) == 0 {
		return r.named(s.ref)
	}
	r.build(name, n, s)
	return name
}

// named builds the shape of the schema with that name. A schema that is only
// a reference is the one that it leads to.
func (r *reader) named(name string) string {
	var seen []string
	plain := true // each schema on the way is a $ref and nothing else
	for !slices.Contains(seen, name) && len(seen) <= maxNesting {
		if r.built[name] {
			return name
		}
		n := r.schemaNode(name)
		s := r.flatten(n, name, name)
		if s.ref == "" || len(s.own) > 0 {
			r.build(name, n, s)
			return name
		}
		plain = plain && n.Get("$ref") != nil
		seen = append(seen, name)
		name = s.ref
	}
	n := r.schemaNode(name)
	switch {
	case len(seen) > maxNesting:
		r.tooDeep(n.Pos, name)
	case !plain: // else references has said so
		r.circle(n.Pos, append(seen, name))
	}
	r.build(name, n, schema{broken: true})
	return name
}

// build adds a shape to the API. It takes its place before the shapes within
// it are built, so that a reader meets them in the order of the document, and
// a shape may be within itself.
func (r *reader) build(name string, n *model.Node, s schema) {
	if r.built[name] {
		return
	}
	r.built[name] = true
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > maxNesting {
		r.tooDeep(n.Pos, name)
		s = schema{broken: true}
	}
	if s.ref != "" {
		r.inherit(&s, n.Pos, name)
	}
	place := len(r.api.Shapes)
	r.api.Shapes = append(r.api.Shapes, model.Shape{Name: name})
	b := builder{
		reader: r,
		node:   n,
		words:  s.own,
		broken: s.broken,
		shape:  model.Shape{Name: name, Doc: s.doc, Pos: n.Pos},
	}
	b.build()
	r.enumNames[name] = s.goNames
	if n == r.schemaNode(name) { // in a member, x-go-name is the member's
		r.goNames[name] = s.goName
	}
	r.api.Shapes[place] = b.shape
}

// maxNesting is how deep schemas may be within each other, a schema within
// itself not counted. The deepest of the models that AWS publishes has 14 levels;
// Go's compiler gives up on types of some hundreds.
const maxNesting = 64

// tooDeep reports nesting beyond the limit. A document in which it is too deep
// is so in many places as a rule, and the first is enough.
func (r *reader) tooDeep(pos model.Pos, where string) {
	if !r.deep {
		r.problems.Add(pos, where, fmt.Sprintf("schemas are nested more than %d deep here", maxNesting),
			"no API has such depths; a structure may have itself as a member, which counts once")
	}
	r.deep = true
}

// A builder makes one shape of its keywords.
type builder struct {
	*reader
	node  *model.Node
	words []keyword
	// broken reports that a complaint about the schema was made that explains
	// a missing type.
	broken bool
	shape  model.Shape
}

// build makes the shape.
func (b *builder) build() {
	kind, ok := b.kind()
	if !ok {
		return
	}
	b.shape.Kind = kind
	b.misplaced()
	b.bounds()
	switch kind {
	case model.Structure:
		b.structure()
	case model.List:
		if items, ok := b.last("items"); ok {
			b.shape.Elem = b.reader.shape(items.value, items.owner+"[]")
		} else {
			b.problem(b.node.Pos, "a list without items", `say what its elements are: "items": {"$ref": ...}`)
			b.shape.Elem = b.shape.Name + "[]"
			b.reader.build(b.shape.Elem, b.node, schema{broken: true})
		}
		unique, ok := b.last("uniqueItems")
		b.shape.Unique = ok && unique.value.Bool
	case model.Map:
		values, _ := b.last("additionalProperties")
		b.shape.Elem = b.reader.shape(values.value, values.owner+"{}")
	case model.Enum:
		b.enum()
	case model.String:
		b.pattern()
	}
}

// structure makes the members, the required ones first, in alphabetical
// order, and then the shapes of the members in the same order.
func (b *builder) structure() {
	properties, _ := b.last("properties")
	required := b.required(properties)
	for _, m := range members(properties.value) {
		b.shape.Members = append(b.shape.Members, model.Member{
			Name:     m.Key,
			Required: required[m.Key],
			Pos:      m.KeyPos,
		})
	}
	slices.SortFunc(b.shape.Members, func(x, y model.Member) int {
		if x.Required != y.Required {
			if x.Required {
				return -1
			}
			return 1
		}
		return cmp.Compare(x.Name, y.Name)
	})
	for i := range b.shape.Members {
		m := &b.shape.Members[i]
		n := b.get(properties.value, m.Name)
		where := properties.owner + "." + m.Name
		s := b.flatten(n, where, where)
		m.Doc = s.doc
		m.GoName = b.goName(s.goName, where, model.GoName(m.Name))
		m.Shape = b.reader.shape(n, where)
	}
}

// required returns the names of the required members.
func (b *builder) required(properties keyword) map[string]bool {
	names := map[string]bool{}
	for _, w := range b.words {
		if w.key != "required" {
			continue
		}
		seen := map[string]bool{}
		for _, e := range elems(w.value) {
			name := text(e)
			if seen[name] {
				b.problem(e.Pos, fmt.Sprintf("required lists %s twice", name), "once is enough")
			}
			seen[name], names[name] = true, true
			if b.get(properties.value, name) != nil || e.Kind != model.NodeString {
				continue
			}
			var have []string
			for _, m := range members(properties.value) {
				have = append(have, m.Key)
			}
			fix := "list it in properties"
			if best := closest.Name(name, have); best != "" {
				fix = "the nearest member is " + best
			}
			b.problem(e.Pos, fmt.Sprintf("required lists %s, which is no member", name), fix)
		}
	}
	return names
}

// last returns the last keyword with that key: the one that stands nearest.
func (b *builder) last(key string) (keyword, bool) {
	for i := len(b.words) - 1; i >= 0; i-- {
		if b.words[i].key == key {
			return b.words[i], true
		}
	}
	return keyword{}, false
}

// problem notes a mistake in the shape.
func (b *builder) problem(pos model.Pos, what, fix string) {
	b.problems.Add(pos, b.shape.Name, what, fix)
}
