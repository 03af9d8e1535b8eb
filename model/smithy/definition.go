package smithy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// api is the namespace of Smithy's own shapes and traits.
const api = "smithy.api#"

// A definition is a shape of the document, with what mixins and apply
// statements add to it.
type definition struct {
	id, name string
	typ      string
	// pos is the place of the shape's id.
	pos     model.Pos
	node    *model.Node
	traits  traits
	members []member
	// mixed is how far the mixins are worked in.
	mixed mixing
	// followed and circular are what is known of a list or map that may hold
	// nothing but itself.
	followed, circular bool
}

// A member is a member of a structure, union or enum, or the element of a list
// or the key or value of a map.
type member struct {
	name   string
	pos    model.Pos
	target reference
	traits traits
}

// A reference is the id of a shape, where it stands.
type reference struct {
	id  string
	pos model.Pos
}

// traits are traits with their ids, values and places.
type traits []model.NodeMember

// trait returns the value of the trait with that id, or nil.
func (ts traits) trait(id string) *model.Node {
	for i := range ts {
		if ts[i].Key == id {
			return ts[i].Value
		}
	}
	return nil
}

func (d *definition) trait(id string) *model.Node { return d.traits.trait(id) }

// member returns the member with that name, or nil.
func (d *definition) member(name string) *member {
	for i := range d.members {
		if d.members[i].name == name {
			return &d.members[i]
		}
	}
	return nil
}

var (
	shapeID  = regexp.MustCompile(`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*#[A-Za-z_]\w*$`)
	memberID = regexp.MustCompile(`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*#[A-Za-z_]\w*\$[A-Za-z_]\w*$`)
	version2 = regexp.MustCompile(`^2(\.\d+)*$`)
)

// define reads the shapes of the document, used or not, and reports what
// Smithy's grammar has against them.
func (r *reader) define() {
	r.locals = map[string]int{}
	version := r.root.Get("smithy")
	switch {
	case version == nil:
		r.problems.Add(r.root.Pos, "", "the document does not say which Smithy it is", `write "smithy": "2.0"`)
	case !version2.MatchString(jsontree.Text(version)):
		r.problems.Add(version.Pos, "smithy", "version "+version.Raw+" is not supported", `the one that is: "2.0"`)
	}
	r.keys(r.root, "", "smithy", "metadata", "shapes")
	shapes := r.root.Get("shapes")
	if shapes == nil || shapes.Kind != model.NodeObject {
		r.wrongType(r.root, "shapes", model.NodeObject, "")
		return
	}
	var applied []model.NodeMember
	for _, m := range shapes.Members {
		if m.Value.Kind != model.NodeObject {
			r.problems.Add(m.Value.Pos, localName(m.Key), "the shape is "+jsontree.Article(m.Value.Kind), "a shape is an object")
			continue
		}
		if jsontree.Text(m.Value.Get("type")) == "apply" {
			applied = append(applied, m)
			continue
		}
		if !shapeID.MatchString(m.Key) {
			r.problems.Add(m.KeyPos, "shapes", fmt.Sprintf("%q is no id of a shape", m.Key), "write it as namespace#Name")
			continue
		}
		d := r.definition(m)
		r.definitions[d.id] = d
		r.ids = append(r.ids, d.id)
		r.locals[d.name]++
	}
	applied = slices.DeleteFunc(applied, func(m model.NodeMember) bool { return r.apply(m, false) })
	for _, id := range r.ids {
		r.mix(r.definitions[id])
	}
	for _, m := range applied {
		r.apply(m, true)
	}
	for _, id := range r.ids {
		d := r.definitions[id]
		r.targets(d)
		r.checkTraits(d)
	}
}

// localName returns the part of an id that is the name.
func localName(id string) string {
	_, name, ok := strings.Cut(id, "#")
	if !ok {
		return id
	}
	return name
}

// definition reads one shape as it stands.
func (r *reader) definition(m model.NodeMember) *definition {
	d := &definition{id: m.Key, name: localName(m.Key), pos: m.KeyPos, node: m.Value}
	typ := m.Value.Get("type")
	d.typ = jsontree.Text(typ)
	keys, known := shapeKeys[d.typ]
	switch {
	case typ == nil || typ.Kind != model.NodeString:
		r.wrongType(m.Value, "type", model.NodeString, d.name)
		d.typ = ""
		return d
	case !known:
		r.problems.Add(typ.Pos, d.name, "type "+typ.Raw+" is not known", nearest(d.typ, shapeTypes()))
		d.typ = ""
		return d
	}
	r.keys(m.Value, d.name, append([]string{"type", "traits", "mixins"}, keys...)...)
	d.traits = r.readTraits(m.Value, d.name)
	for _, key := range keys {
		switch key {
		case "members":
			for _, m := range r.object(m.Value, "members", d.name) {
				d.members = append(d.members, r.member(m, d.name+"."+m.Key))
			}
		case "member", "key", "value":
			n := m.Value.Get(key)
			if n == nil {
				r.problems.Add(d.pos, d.name, fmt.Sprintf("a %s without %q", d.typ, key), fmt.Sprintf(`say what it is: %q: {"target": ...}`, key))
				continue
			}
			d.members = append(d.members, r.member(model.NodeMember{Key: key, KeyPos: keyPos(m.Value, key), Value: n}, d.name+"."+key))
		}
	}
	return d
}

// member reads a member.
func (r *reader) member(m model.NodeMember, where string) member {
	into := member{name: m.Key, pos: m.KeyPos}
	if m.Value.Kind != model.NodeObject {
		r.problems.Add(m.Value.Pos, where, "the member is "+jsontree.Article(m.Value.Kind), `a member is an object: {"target": ...}`)
		return into
	}
	r.keys(m.Value, where, "target", "traits")
	into.target = r.reference(m.Value, where)
	into.traits = r.readTraits(m.Value, where)
	return into
}

// reference reads {"target": ID}.
func (r *reader) reference(n *model.Node, where string) reference {
	target := n.Get("target")
	if target == nil || target.Kind != model.NodeString {
		r.wrongType(n, "target", model.NodeString, where)
		return reference{}
	}
	return reference{id: target.Text, pos: target.Pos}
}

// references reads a list of {"target": ID}, which may be missing.
func (r *reader) references(n *model.Node, key, where string) []reference {
	list := n.Get(key)
	if list == nil {
		return nil
	}
	if list.Kind != model.NodeArray {
		r.wrongType(n, key, model.NodeArray, where)
		return nil
	}
	var all []reference
	for _, e := range list.Elems {
		if e.Kind != model.NodeObject {
			r.problems.Add(e.Pos, where, key+" holds "+jsontree.Article(e.Kind), `a reference is an object: {"target": ...}`)
			continue
		}
		if ref := r.reference(e, where); ref.id != "" {
			all = append(all, ref)
		}
	}
	return all
}

// readTraits reads the traits of a shape or member.
func (r *reader) readTraits(n *model.Node, where string) traits {
	return r.object(n, "traits", where)
}

// object returns the members of an object, which may be missing.
func (r *reader) object(n *model.Node, key, where string) []model.NodeMember {
	v := n.Get(key)
	if v == nil {
		return nil
	}
	if v.Kind != model.NodeObject {
		r.wrongType(n, key, model.NodeObject, where)
	}
	return jsontree.Members(v)
}

// wrongType reports a value that is missing or of the wrong type.
func (r *reader) wrongType(n *model.Node, key string, want model.NodeKind, where string) {
	v := n.Get(key)
	if v == nil {
		r.problems.Add(n.Pos, where, key+" is missing", fmt.Sprintf("%s is %s", key, jsontree.Article(want)))
		return
	}
	r.problems.Add(v.Pos, where, key+" is "+jsontree.Article(v.Kind), "write "+jsontree.Article(want))
}

// keys reports the keys of an object that are not known there.
func (r *reader) keys(n *model.Node, where string, known ...string) {
	for _, m := range n.Members {
		if !slices.Contains(known, m.Key) {
			r.problems.Add(m.KeyPos, where, fmt.Sprintf("unknown key %q", m.Key), nearest(m.Key, known))
		}
	}
}

// nearest says which of the names a wrong one may have meant.
func nearest(name string, names []string) string {
	if best := closest.Name(name, names); best != "" {
		return "the nearest is " + best
	}
	if len(names) == 0 {
		return "there is none"
	}
	return "there are " + strings.Join(names, ", ")
}

// keyPos returns the place of the member with that key.
func keyPos(n *model.Node, key string) model.Pos {
	for _, m := range jsontree.Members(n) {
		if m.Key == key {
			return m.KeyPos
		}
	}
	return n.Pos
}
