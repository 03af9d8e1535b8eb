package smithy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// maxMixed is how many members all mixins together may bring. A document with
// mixins of mixins makes more of them than it has words.
const maxMixed = 200_000

// A mixing is how far the mixins of a shape are worked in.
type mixing int

const (
	unmixed mixing = iota
	onTheWay
	mixed
)

// mix works the mixins of a shape into it: their members before its own, and
// their traits where it has none of the same id.
func (r *reader) mix(d *definition) {
	if d.mixed != unmixed {
		return
	}
	d.mixed = onTheWay
	defer func() { d.mixed = mixed }()
	var inherited traits
	var members []member
	places := map[string]int{}
	for _, ref := range r.references(d.node, "mixins", d.name) {
		from := r.definitions[ref.id]
		switch {
		case from == nil:
			r.missing(ref, d.name)
			continue
		case from.trait(api+"mixin") == nil:
			r.problems.Add(ref.pos, d.name, from.name+" is no mixin", `give it the trait "smithy.api#mixin"`)
			continue
		case from.typ != d.typ:
			r.problems.Add(ref.pos, d.name, fmt.Sprintf("%s is %s, and %s %s", from.name, article(from.typ), d.name, article(d.typ)),
				"a mixin is of the type of the shape that it goes into")
			continue
		case from.mixed == onTheWay:
			r.problems.Add(ref.pos, d.name, "the mixins of "+from.name+" lead in a circle", "take this one out")
			continue
		}
		r.mix(from)
		inherited = inherited.over(from.handedOn())
		if r.mixed += len(from.members); r.mixed > maxMixed {
			r.problems.Add(ref.pos, d.name, fmt.Sprintf("the mixins up to here bring more than %d members", maxMixed),
				"a model of moderate size has fewer")
			return
		}
		for _, m := range from.members {
			if i, ok := places[m.name]; ok {
				members[i].traits = members[i].traits.over(m.traits)
				continue
			}
			m.traits = slices.Clone(m.traits)
			places[m.name] = len(members)
			members = append(members, m)
		}
	}
	if inherited == nil && members == nil {
		return
	}
	d.traits = inherited.over(d.traits)
	for _, own := range d.members {
		if i, ok := places[own.name]; ok {
			own.traits = members[i].traits.over(own.traits)
			members[i] = own
			continue
		}
		members = append(members, own)
	}
	d.members = members
}

// handedOn returns the traits of a mixin that a shape gets from it.
func (d *definition) handedOn() traits {
	locals := d.trait(api + "mixin").Get("localTraits")
	var all traits
	for _, t := range d.traits {
		local := t.Key == api+"mixin" || slices.ContainsFunc(jsontree.Elems(locals), func(n *model.Node) bool { return n.Text == t.Key })
		if !local {
			all = append(all, t)
		}
	}
	return all
}

// over returns the traits with those of another list over them.
func (ts traits) over(others traits) traits {
	all := slices.Clone(ts)
	for _, t := range others {
		if i := slices.IndexFunc(all, func(m model.NodeMember) bool { return m.Key == t.Key }); i >= 0 {
			all[i] = t
			continue
		}
		all = append(all, t)
	}
	return all
}

// apply adds the traits of an apply statement to the shape or member that it
// names. It reports false for a member that is none of the shape's own and
// may yet come from a mixin.
func (r *reader) apply(m model.NodeMember, mixed bool) bool {
	where := "apply " + localName(m.Key)
	id, name, isMember := strings.Cut(m.Key, "$")
	if !shapeID.MatchString(m.Key) && !memberID.MatchString(m.Key) {
		r.problems.Add(m.KeyPos, "shapes", fmt.Sprintf("%q is no id of a shape or member", m.Key), "write it as namespace#Name or namespace#Name$member")
		return true
	}
	d := r.definitions[id]
	if d == nil {
		r.missing(reference{id, m.KeyPos}, where)
		return true
	}
	ts := &d.traits
	if isMember {
		into := d.member(name)
		if into == nil && !mixed {
			return false
		}
		if into == nil {
			var names []string
			for _, m := range d.members {
				names = append(names, m.name)
			}
			r.problems.Add(m.KeyPos, where, d.name+" has no member "+name, nearest(name, names))
			return true
		}
		ts = &into.traits
	}
	r.keys(m.Value, where, "type", "traits")
	given := r.readTraits(m.Value, where)
	if given == nil {
		r.problems.Add(m.Value.Pos, where, "nothing is applied", `say what: "traits": {...}`)
	}
	for _, t := range given {
		// What a member has from a mixin, an apply statement may replace.
		if had := ts.trait(t.Key); had != nil && had.Raw != t.Value.Raw && !mixed {
			r.problems.Add(t.KeyPos, where, fmt.Sprintf("trait %s is given in line %d already, with another value", t.Key, had.Pos.Line),
				"a trait has one value")
		}
	}
	*ts = ts.over(given)
	return true
}
