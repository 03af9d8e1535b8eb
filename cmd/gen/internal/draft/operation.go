package draft

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// put is what the contract says of an operation that puts.
func (d *drafting) put(g *group, p *put) object {
	var o, from object
	o.add("puts", g.noun)
	direct := p.item != "" && p.within == g.shape
	if direct {
		o.add("item", p.item)
	} else {
		for i := range g.shape.Members {
			name := g.shape.Members[i].Name
			path := p.path(name)
			if name == g.made {
				continue
			}
			if slices.Contains(g.key, name) {
				path = d.keyPath(g, p, name)
			} else if p.within.Member(name) == nil {
				continue
			}
			if path != name {
				from.add(name, path)
			}
		}
	}
	if len(from) > 0 {
		o.add("from", from)
	}
	if u := d.unprovided(g, p, direct); len(u) > 0 {
		o.add("unmodelled", u)
	}
	o.add("clauses", d.putClauses(g, p))
	verb := "puts"
	if p.word.create {
		verb = "creates"
	}
	o.add("guess", fmt.Sprintf("%s it %s %s", d.toldBy(p.op), verb, an(g.noun)))
	return o
}

// unprovided lists the members of an input that no part of the contract is about yet.
func (d *drafting) unprovided(g *group, p *put, direct bool) object {
	var u object
	in := d.api.Shape(p.op.Input)
	tagged, _, _ := d.attachedTags(g, p)
	known := []string{d.token(p.op), tagged}
	for _, key := range g.key {
		known = append(known, d.keyPath(g, p, key))
	}
	add := func(s *model.Shape, prefix string) {
		for i := range s.Members {
			name := s.Members[i].Name
			path := prefix + name
			stored := s == p.within && g.shape.Member(name) != nil
			if !stored && path != p.item && !slices.Contains(known, path) {
				u.add(path, "guess: nothing given shows it as it is put")
			}
		}
	}
	add(in, "")
	if p.item != "" && !direct {
		add(p.within, p.item+".")
	}
	return u
}

// view is what the contract says of an operation that shows entities. It reports whether
// the language can say that.
func (d *drafting) view(g *group, v *view) (object, bool) {
	var o, from object
	o.add(string(v.verb), g.noun)
	if v.into != "" {
		o.add("in", string(v.into))
	}
	if v.texts {
		o.add("as", object{{"", v.shape.Members[0].Name}})
	} else if v.shape != g.shape {
		var as object
		for _, b := range d.shared(g, v.shape) {
			as.add(b.path, b.member)
		}
		o.add("as", as)
	}
	var known []string
	if v.verb == model.Gets {
		var missing []string
		for _, key := range g.key {
			path := d.asked(g, v.op, key)
			if path == "" {
				missing = append(missing, key)
			}
			if path != key {
				from.add(key, path)
			}
			known = append(known, path)
		}
		if len(missing) > 0 {
			d.leave(v.op, d.unasked(g, v.op, missing))
			return nil, false
		}
	} else if known = slices.Clone(g.listedBy); v.op.Paginated != nil {
		known = append(known, string(v.op.Paginated.InputToken), string(v.op.Paginated.PageSize))
	}
	if len(from) > 0 {
		o.add("from", from)
	}
	if u := d.unknown(v.op, known); len(u) > 0 {
		o.add("unmodelled", u)
	}
	o.add("clauses", d.viewClauses(g, v))
	o.add("guess", fmt.Sprintf("by their names, %s %s %s", v.from(), v.is(), an(g.noun)))
	return o, true
}

// unasked says why an operation can't be one on an entity by its key.
func (d *drafting) unasked(g *group, op *model.Operation, missing []string) string {
	var others []string
	in := d.api.Shape(op.Input)
	for i := range in.Members {
		if m := &in.Members[i]; m.Required && d.isText(m) {
			others = append(others, m.Name)
		}
	}
	why := fmt.Sprintf("nothing in its input is called %s, which is the key of %s", strings.Join(missing, " or "), an(g.noun))
	if len(others) > 0 {
		why += fmt.Sprintf(": it asks by %s", strings.Join(others, ", "))
	}
	return why
}

// askedByKey returns where an operation is given the members of the key, and adds to from
// those that are called otherwise there. An operation that is not given each is left out.
func (d *drafting) askedByKey(g *group, op *model.Operation, from *object) (paths []string, ok bool) {
	var missing []string
	for _, key := range g.key {
		path := d.asked(g, op, key)
		if path == "" {
			missing = append(missing, key)
		} else if path != key {
			from.add(key, path)
		}
		paths = append(paths, path)
	}
	if len(missing) > 0 {
		d.leave(op, d.unasked(g, op, missing))
	}
	return paths, len(missing) == 0
}

// deletion is what the contract says of an operation that deletes. It reports whether the
// language can say that.
func (d *drafting) deletion(g *group, op *model.Operation) (object, bool) {
	var o, from object
	o.add(string(model.Deletes), g.noun)
	asked, ok := d.askedByKey(g, op, &from)
	if !ok {
		return nil, false
	}
	known := append(asked, d.token(op))
	if len(from) > 0 {
		o.add("from", from)
	}
	if u := d.unknown(op, known); len(u) > 0 {
		o.add("unmodelled", u)
	}
	o.add("clauses", d.deletionClauses(g, op))
	o.add("guess", fmt.Sprintf("%s it deletes %s", d.toldBy(op), an(g.noun)))
	return o, true
}

// unknown lists the members of an input that are none of those.
func (d *drafting) unknown(op *model.Operation, known []string) object {
	var u object
	for _, m := range d.api.Shape(op.Input).Members {
		if !slices.Contains(known, m.Name) {
			u.add(m.Name, "guess: no clause is about it yet")
		}
	}
	return u
}

// A binding says where a structure shows a member of an entity.
type binding struct{ path, member string }

// shared returns the members of a structure that the entity has as well.
func (d *drafting) shared(g *group, shown *model.Shape) []binding {
	var as []binding
	for i := range shown.Members {
		m := &shown.Members[i]
		if own := g.shape.Member(g.kept(shown, m.Name)); own != nil && d.alike(own.Shape, m.Shape) {
			as = append(as, binding{m.Name, own.Name})
		}
	}
	return as
}

// token returns the member of an input that tells a repeated request from a new one, or "".
func (d *drafting) token(op *model.Operation) string {
	var tokens []string
	for _, m := range d.api.Shape(op.Input).Members {
		if m.IdempotencyToken && d.api.Shape(m.Shape).Kind == model.String {
			tokens = append(tokens, m.Name)
		}
	}
	if len(tokens) != 1 {
		return ""
	}
	return tokens[0]
}
