package draft

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// standard reports whether a member has a value by the model where it is left out, and
// whether a clause can say so: of a member of a structure within another none can, as a
// put need not have the outer one.
func (d *drafting) standard(m *model.Member) (value string, ok bool) {
	kind := d.api.Shape(m.Shape).Kind
	if m.Default != "" && m.Default != "null" && !m.Required {
		value = m.Default
		ok = slices.Contains([]model.ShapeKind{model.Boolean, model.String, model.Enum, model.Integer}, kind)
		return value, ok
	}
	return "", !d.standardWithin(m.Shape, nil)
}

// always reports whether nobody puts a member, and it is shown all the same, with the value
// that it has by the model.
func (d *drafting) always(g *group, m *model.Member) bool {
	value, ok := d.standard(m)
	return ok && value != "" && !slices.ContainsFunc(g.puts, func(p *put) bool { return p.within.Member(m.Name) != nil })
}

// standardWithin reports whether a member within a shape has a value where it is left out.
func (d *drafting) standardWithin(shape string, seen []string) bool {
	s := d.api.Shape(shape)
	if slices.Contains(seen, shape) {
		return false
	}
	seen = append(slices.Clone(seen), shape)
	switch s.Kind {
	case model.List, model.Map:
		return d.standardWithin(s.Elem, seen)
	case model.Structure:
		return slices.ContainsFunc(s.Members, func(m model.Member) bool {
			return m.Default != "" && m.Default != "null" || d.standardWithin(m.Shape, seen)
		})
	}
	return false
}
