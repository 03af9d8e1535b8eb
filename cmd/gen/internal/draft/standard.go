package draft

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// A standard is the value that a member has by the model where it is left out.
type standard struct{ path, value string }

// standards returns those of a member and of all that is within it. It reports whether
// clauses can say all of them: none can of a number that is not whole or not short, nor of
// what is within the values of a map or in a union.
func (d *drafting) standards(m *model.Member) (all []standard, ok bool) {
	return d.standardsAt(m, m.Name, nil)
}

func (d *drafting) standardsAt(m *model.Member, path string, above []string) (all []standard, ok bool) {
	s := d.api.Shape(m.Shape)
	if hasStandard(m) {
		if !slices.Contains([]model.ShapeKind{model.Boolean, model.String, model.Enum, model.Integer}, s.Kind) {
			return nil, false
		}
		all = append(all, standard{path, m.Default})
	}
	mapped := false
	for s.Kind == model.List || s.Kind == model.Map {
		mapped = mapped || s.Kind == model.Map
		path += "[]"
		s = d.api.Shape(s.Elem)
	}
	if s.Kind != model.Structure || slices.Contains(above, s.Name) {
		return all, true
	}
	above = append(slices.Clone(above), s.Name)
	for i := range s.Members {
		below, ok := d.standardsAt(&s.Members[i], path+"."+s.Members[i].Name, above)
		if !ok || len(below) > 0 && (mapped || s.Union) {
			return nil, false
		}
		all = append(all, below...)
	}
	return all, true
}

// hasStandard reports whether a member has a value where it is left out.
func hasStandard(m *model.Member) bool {
	return m.Default != "" && m.Default != "null" && !m.Required
}

// always reports whether nobody puts a member, and it is shown all the same, with the value
// that it has by the model.
func (d *drafting) always(g *group, m *model.Member) bool {
	_, ok := d.standards(m)
	return ok && hasStandard(m) && !slices.ContainsFunc(g.puts, func(p *put) bool { return p.within.Member(m.Name) != nil })
}
