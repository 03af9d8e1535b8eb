package smithy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// typeOf returns the type of the shape with that id, or "".
func (r *reader) typeOf(id string) string {
	if d := r.definitions[id]; d != nil {
		return d.typ
	}
	return prelude[id]
}

// missing reports a reference that leads nowhere.
func (r *reader) missing(ref reference, where string) {
	fix := "define it in shapes"
	if strings.HasPrefix(ref.id, api) {
		fix = "Smithy has no shape of that name"
	}
	// Looking for the nearest name takes a while. Who has so many wrong ones has
	// another mistake than spelling.
	if r.misses++; r.misses > 20 {
		r.problems.Add(ref.pos, where, fmt.Sprintf("there is no shape %s", ref.id), fix)
		return
	}
	if best := closest.Name(ref.id, r.ids); best != "" {
		fix = "the nearest there is: " + best
	}
	r.problems.Add(ref.pos, where, fmt.Sprintf("there is no shape %s", ref.id), fix)
}

// notData are the types of shapes that no member can have.
var notData = []string{"operation", "resource", "service"}

// targets reports the references of a shape that lead nowhere, or to a shape
// of the wrong type.
func (r *reader) targets(d *definition) {
	for _, m := range d.members {
		where := d.name + "." + m.name
		typ := r.typeOf(m.target.id)
		switch {
		case m.target.id == "":
		case typ == "" && r.definitions[m.target.id] == nil:
			r.missing(m.target, where)
		case slices.Contains(notData, typ):
			r.problems.Add(m.target.pos, where, localName(m.target.id)+" is "+article(typ), "a member is of a shape with values")
		case d.typ == "map" && m.name == "key" && typ != "" && typ != "string" && typ != "enum":
			r.problems.Add(m.target.pos, where, "the keys are of "+article(typ), "the key of a map is a string")
		}
	}
	switch d.typ {
	case "structure", "union", "list", "set", "map":
	case "operation":
		for _, key := range []string{"input", "output"} {
			if n := d.node.Get(key); n != nil {
				if n.Kind != model.NodeObject {
					r.wrongType(d.node, key, model.NodeObject, d.name)
					continue
				}
				r.needs(r.reference(n, d.name), d.name, key, "structure")
			}
		}
		r.needErrors(d)
	case "service", "resource":
		for _, key := range []string{"create", "put", "read", "update", "delete", "list"} {
			if n := d.node.Get(key); n != nil {
				r.needs(r.reference(n, d.name), d.name, key, "operation")
			}
		}
		for _, ref := range append(r.references(d.node, "operations", d.name), r.references(d.node, "collectionOperations", d.name)...) {
			r.needs(ref, d.name, "operations", "operation")
		}
		for _, ref := range r.references(d.node, "resources", d.name) {
			r.needs(ref, d.name, "resources", "resource")
		}
		r.needErrors(d)
	}
	if (d.typ == "list" || d.typ == "map") && r.holdsItself(d) {
		r.problems.Add(d.pos, d.name, fmt.Sprintf("the %s holds nothing but itself", d.typ), "put a structure or union on the way round")
	}
}

// needErrors reports what is listed as an error and is none.
func (r *reader) needErrors(d *definition) {
	for _, ref := range r.references(d.node, "errors", d.name) {
		if r.needs(ref, d.name, "errors", "structure") && r.definitions[ref.id].trait(api+"error") == nil {
			r.problems.Add(ref.pos, d.name, localName(ref.id)+" is no error", `give it the trait "smithy.api#error": "client" or "server"`)
		}
	}
}

// needs reports a reference that does not lead to a shape of that type.
func (r *reader) needs(ref reference, where, key, typ string) bool {
	switch got := r.typeOf(ref.id); {
	case ref.id == "":
		return false
	case got == "" && r.definitions[ref.id] == nil:
		r.missing(ref, where)
		return false
	case got == "":
		return false // its type is not known, which is reported
	case got != typ:
		r.problems.Add(ref.pos, where, fmt.Sprintf("%s: %s is %s", key, localName(ref.id), article(got)), "name "+article(typ))
		return false
	}
	return ref.id != unit || key != "errors"
}

// holdsItself reports whether following the elements of a list or map leads
// back to it with nothing but lists and maps between. Each chain is followed
// once.
func (r *reader) holdsItself(d *definition) bool {
	var chain []*definition
	at := d
	for at != nil && !at.followed && (at.typ == "list" || at.typ == "set" || at.typ == "map") && len(at.members) > 0 {
		at.followed = true
		chain = append(chain, at)
		at = r.definitions[at.members[len(at.members)-1].target.id]
	}
	if i := slices.Index(chain, at); i >= 0 {
		for _, c := range chain[i:] {
			c.circular = true
		}
	}
	return d.circular
}

// article returns a type as a sentence has it.
func article(typ string) string {
	if typ != "" && strings.IndexByte("aeio", typ[0]) >= 0 {
		return "an " + typ
	}
	return "a " + typ
}

// findService finds the one service of the document.
func (r *reader) findService() bool {
	var services []*definition
	for _, id := range r.ids {
		if d := r.definitions[id]; d.typ == "service" {
			services = append(services, d)
		}
	}
	switch {
	case len(services) == 1:
		r.service = services[0]
		r.renames = map[string]string{}
		for _, m := range r.object(r.service.node, "rename", r.service.name) {
			if r.definitions[m.Key] == nil {
				r.missing(reference{m.Key, m.KeyPos}, r.service.name)
			}
			r.renames[m.Key] = jsontree.Text(m.Value)
		}
		return true
	case len(services) > 1:
		for _, s := range services[1:] {
			r.problems.Add(s.pos, s.name, "a second service, beside "+services[0].name, "a model is of one service")
		}
	case len(*r.problems) == 0:
		r.problems.Add(r.root.Pos, "", "the document has no service", `a service is a shape of "type": "service" with a version and operations`)
	}
	return false
}
