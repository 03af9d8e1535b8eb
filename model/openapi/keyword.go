package openapi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/doctext"
)

// A keyword is one member of a schema.
type keyword struct {
	key   string
	pos   model.Pos
	value *model.Node
	// owner names the shape in whose schema the keyword stands, which shapes
	// that are written in place are named after.
	owner string
}

// A schema is what its keywords say once references and allOf are followed.
type schema struct {
	// ref names the schema that the whole is, or whose constraints are
	// tightened. It is empty for one that is written in place.
	ref string
	// own are the keywords that constrain, without those of ref.
	own []keyword
	doc string
	// goName is the node of x-go-name, or nil.
	goName *model.Node
	// goNames is the node of x-go-names, or nil.
	goNames *model.Node
	// broken reports that something is reported without which it can't be told
	// what kind of shape it is.
	broken bool
}

// annotations are the keywords that say nothing of a value. "default" is one
// too in a document that has no contract to say the same.
var annotations = []string{"title", "description", "example", "externalDocs", "deprecated", "xml"}

// unsupported are the keywords that a shape has nothing to do with, and what
// to write in their place.
var unsupported = map[string]string{
	"oneOf":            "a value has one shape; write what differs as optional members of a structure",
	"anyOf":            "a value has one shape; write what differs as optional members of a structure",
	"not":              "say what a value is, with enum or pattern",
	"discriminator":    "a value has one shape, known from where it stands",
	"readOnly":         "an input and an output are schemas of their own; leave the member out of one",
	"writeOnly":        "an input and an output are schemas of their own; leave the member out of one",
	"multipleOf":       "the bounds of a number are minimum and maximum",
	"exclusiveMinimum": "a bound is inclusive; write the next number as minimum",
	"exclusiveMaximum": "a bound is inclusive; write the next number as maximum",
	"nullable":         "a member that may be missing is one that required does not list",
	"default":          "what a missing member means is a clause of the operation",
}

// flatten takes a schema apart.
func (r *reader) flatten(n *model.Node, owner, where string) schema {
	var s schema
	r.flattenInto(&s, n, owner, where)
	return s
}

func (r *reader) flattenInto(s *schema, n *model.Node, owner, where string) {
	if n.Kind != model.NodeObject {
		s.broken = true // grammar has said so
		return
	}
	if ref := n.Get("$ref"); ref != nil {
		r.reference(s, n, ref, where)
		return
	}
	for _, m := range n.Members {
		switch {
		case m.Key == "allOf":
			for _, e := range elems(m.Value) {
				r.flattenInto(s, e, owner, where)
			}
		case m.Key == "description":
			s.doc = doctext.Plain(text(m.Value))
		case m.Key == "x-go-name":
			s.goName = m.Value
		case m.Key == "x-go-names":
			s.goNames = m.Value
		case strings.HasPrefix(m.Key, "x-"), slices.Contains(annotations, m.Key):
		case m.Key == "nullable" && m.Value.Kind == model.NodeBool && !m.Value.Bool,
			m.Key == "default" && !r.hasContract():
		case unsupported[m.Key] != "":
			r.problems.Add(m.KeyPos, where, m.Key+" is not supported", unsupported[m.Key])
			s.broken = true
		default:
			s.own = append(s.own, keyword{m.Key, m.KeyPos, m.Value, owner})
		}
	}
}

// reference notes that a schema is another one, or begins with it.
func (r *reader) reference(s *schema, n, ref *model.Node, where string) {
	for _, m := range n.Members {
		switch {
		case m.Key == "x-go-name":
			s.goName = m.Value
		case m.Key == "description":
			s.doc = doctext.Plain(text(m.Value))
		case m.Key == "$ref", strings.HasPrefix(m.Key, "x-"), slices.Contains(annotations, m.Key):
		default:
			r.problems.Add(m.KeyPos, where, m.Key+" has no effect beside $ref",
				`put the two in an allOf: [{"$ref": ...}, {...}]`)
		}
	}
	name, ok := r.schemaName(text(ref))
	switch {
	case r.lookup(text(ref)) == nil: // references has said so
		s.broken = true
	case !ok || name == "":
		r.problems.Add(ref.Pos, where, fmt.Sprintf("reference %q is not to a schema with a name", text(ref)),
			"a shape is referred to as "+schemaRef+"NAME")
		s.broken = true
	case s.ref != "" && s.ref != name:
		r.problems.Add(ref.Pos, where, fmt.Sprintf("allOf joins %s and %s", s.ref, name),
			"allOf is for one reference and what is said about it in this place")
	default:
		s.ref = name
	}
}

// inherit puts the keywords of the schema that a schema begins with before
// its own. seen are the names on the way.
func (r *reader) inherit(s *schema, pos model.Pos, seen ...string) {
	if slices.Contains(seen, s.ref) {
		r.circle(pos, append(seen, s.ref))
		s.broken = true
		return
	}
	if len(seen) > maxNesting {
		r.tooDeep(pos, seen[0])
		s.broken = true
		return
	}
	n := r.schemaNode(s.ref)
	base := r.flatten(n, s.ref, s.ref)
	if base.ref != "" {
		r.inherit(&base, n.Pos, append(seen, s.ref)...)
	}
	s.own = append(base.own, s.own...)
	s.doc = cmp.Or(s.doc, base.doc)
	s.broken = s.broken || base.broken
}

// circle reports a schema whose allOf leads back to it. names are those on the
// way round.
func (r *reader) circle(pos model.Pos, names []string) {
	last := names[len(names)-1]
	r.problems.Add(pos, last, "allOf leads in a circle: "+strings.Join(names[slices.Index(names, last):], ", "),
		"allOf leads to a schema that stands for itself")
}

// schemaNode returns the source of the schema with that name, or nil.
func (r *reader) schemaNode(name string) *model.Node {
	return r.get(r.tree.Root.Get("components").Get("schemas"), name)
}
