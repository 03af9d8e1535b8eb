package draft

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// change is what the contract says of an operation that updates. It reports whether the
// language can say that.
func (d *drafting) change(g *group, op *model.Operation) (object, bool) {
	if g.life != nil {
		d.leave(op, "it changes "+an(g.noun)+" whose state changes by itself, and what the one means for the other can't be said")
		return nil, false
	}
	p := &put{op: op}
	d.itemOf(p, g.noun)
	var o, from object
	o.add(string(model.Updates), g.noun)
	known, ok := d.askedByKey(g, op, &from)
	if !ok {
		return nil, false
	}
	var given []string
	for i := range g.shape.Members {
		m := &g.shape.Members[i]
		own := p.within.Member(m.Name)
		if own == nil || slices.Contains(g.key, m.Name) || slices.Contains(known, m.Name) || !d.alike(m.Shape, own.Shape) {
			continue
		}
		path := p.path(m.Name)
		if path != m.Name {
			from.add(m.Name, path)
		}
		given, known = append(given, m.Name), append(known, path)
	}
	if len(given) == 0 {
		d.leave(op, "nothing in its input is called like what is shown of "+an(g.noun))
		return nil, false
	}
	if len(from) > 0 {
		o.add("from", from)
	}
	if u := d.untouched(p, known); len(u) > 0 {
		o.add("unmodelled", u)
	}
	o.add("clauses", d.changeClauses(g, p, given))
	o.add("guess", fmt.Sprintf("%s it changes %s", d.toldBy(op), an(g.noun)))
	return o, true
}

// untouched lists the members of an input, and of what in it has those of the entity, that
// are none of those.
func (d *drafting) untouched(p *put, known []string) object {
	u := d.unknown(p.op, append([]string{p.item}, known...))
	if p.item == "" {
		return u
	}
	for _, m := range p.within.Members {
		if path := p.path(m.Name); !slices.Contains(known, path) {
			u.add(path, "guess: no clause is about it yet")
		}
	}
	return u
}

// changeClauses guesses the rules of an operation that updates some members.
func (d *drafting) changeClauses(g *group, p *put, given []string) []any {
	c := &clauses{name: kebab(p.op.Name), all: []any{}}
	d.absent(c, p.op, "To change "+an(g.noun)+" that is not there is answered so.", false)
	c.add("update", "given", "What is given takes the place of what the "+g.noun+" has.", "so do operations that update", unconfirmed)
	if slices.ContainsFunc(given, func(name string) bool { return !g.shape.Member(name).Required }) {
		c.add("update/omitted", "omitted", "What an update leaves out is as it was.", "one of two", choices("kept", "cleared")...)
	}
	for _, m := range g.puts[0].set {
		if lower := strings.ToLower(m.name); m.value == "{now}" && !slices.Contains(given, m.name) && containsAny(lower, "modif", "updat", "change") {
			c.add("assigned", kebab(m.name), m.name+" is set by the service.", "no update provides it, and it is called like the time of one", unconfirmed, member{"member", m.name}, member{"value", m.value})
		}
	}
	if as := d.output(g, p); len(as) > 0 {
		c.add("output", "output", "The output has these members of the "+g.noun+".", "they have the same names", unconfirmed, member{"as", as})
	}
	return c.all
}
