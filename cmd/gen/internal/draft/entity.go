package draft

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A group is operations that seem to be about one entity.
type group struct {
	noun string
	ops  []effect
	// shape is the structure that the entity is, and from says where it was found.
	shape *model.Shape
	from  string
	key   []string
	// why says what the key was guessed from.
	why string
}

// An effect is an operation with what it seems to do.
type effect struct {
	op   *model.Operation
	verb model.Verb
	// one reports that the name of the operation has the noun in the singular.
	one bool
}

// settle guesses the shape and the key of an entity. It reports whether there is
// anything to guess them from.
func (d *drafting) settle(g *group) bool {
	// What is called by the name of one may return the parts of that.
	for _, one := range []bool{false, true} {
		for _, e := range g.ops {
			if e.verb == model.Lists && e.one == one {
				if _, elem := d.listed(e.op); elem != nil && g.shape == nil {
					g.shape, g.from = elem, "the elements of what "+e.op.Name+" returns"
				}
			}
		}
	}
	for _, e := range g.ops {
		if s := d.api.Shape(e.op.Input); e.verb == model.Puts && s != nil && g.shape == nil {
			g.shape, g.from = s, "the input of "+e.op.Name
		}
	}
	if g.shape == nil {
		for _, e := range g.ops {
			d.leave(e.op, "no operation given puts a "+g.noun+", or lists structures of it")
		}
		return false
	}
	if g.key, g.why = d.keyOf(g); len(g.key) == 0 {
		for _, e := range g.ops {
			d.leave(e.op, g.shape.Name+" has no text that could be the key of a "+g.noun)
		}
		return false
	}
	return true
}

// entity is what the contract says of it.
func (g *group) entity() object {
	var o object
	if g.shape.Name != g.noun {
		o.add("shape", g.shape.Name)
	}
	o.add("key", g.key)
	o.add("guess", fmt.Sprintf("the shape is that of %s; the key is %s", g.from, g.why))
	return o
}

// listed returns the list of structures in the output of an operation, and the
// structure.
func (d *drafting) listed(op *model.Operation) (model.Path, *model.Shape) {
	out := d.api.Shape(op.Output)
	if out == nil {
		return "", nil
	}
	var path model.Path
	var found *model.Shape
	for i := range out.Members {
		m := &out.Members[i]
		list := d.api.Shape(m.Shape)
		if list.Kind != model.List {
			continue
		}
		elem := d.api.Shape(list.Elem)
		if elem.Kind != model.Structure || elem.Union {
			continue
		}
		if op.Paginated != nil && op.Paginated.Items == model.Path(m.Name) {
			return model.Path(m.Name), elem
		}
		if found == nil && !strings.Contains(m.Name, "Error") && !strings.Contains(m.Name, "ailure") {
			path, found = model.Path(m.Name), elem
		}
	}
	return path, found
}

// keyOf guesses the members that tell one entity from another.
func (d *drafting) keyOf(g *group) (key []string, why string) {
	texts := func(s *model.Shape, only func(m *model.Member) bool) []string {
		var names []string
		for i := range s.Members {
			m := &s.Members[i]
			in := g.shape.Member(m.Name)
			if in == nil || !only(m) {
				continue
			}
			if k := d.api.Shape(in.Shape).Kind; k == model.String || k == model.Enum {
				names = append(names, m.Name)
			}
		}
		return names
	}
	required := func(m *model.Member) bool { return m.Required }
	for _, e := range g.ops {
		if in := d.api.Shape(e.op.Input); e.verb == model.Deletes && in != nil {
			if key := texts(in, required); len(key) > 0 {
				return key, "what " + e.op.Name + " requires"
			}
		}
	}
	for _, e := range g.ops {
		if in := d.api.Shape(e.op.Input); e.verb == model.Puts && in != nil {
			if key := texts(in, func(m *model.Member) bool { return m.Required && isName(m.Name, g.noun) }); len(key) > 0 {
				return key[:1], "the name that " + e.op.Name + " requires"
			}
		}
	}
	for _, suffix := range []string{"Name", "Id", "Arn", "ARN", "name", "id", "arn"} {
		key := texts(g.shape, func(m *model.Member) bool { return strings.HasSuffix(m.Name, suffix) })
		if i := slices.IndexFunc(key, func(name string) bool { return isName(name, g.noun) }); i >= 0 {
			return key[i : i+1], "the member of " + g.shape.Name + " that reads like one"
		}
	}
	return nil, ""
}

// isName reports whether a member reads like the name of a thing.
func isName(member, noun string) bool {
	m := strings.ToLower(member)
	for _, suffix := range []string{"name", "id", "arn"} {
		if m == suffix || m == strings.ToLower(noun)+suffix {
			return true
		}
	}
	return false
}

// gotten returns the structure in the output of an operation that shows one entity, with
// the path to it, which is "" for the output itself. It returns nil if there is none: what
// shows an entity has its key.
func (d *drafting) gotten(g *group, op *model.Operation) (model.Path, *model.Shape) {
	out := d.api.Shape(op.Output)
	if out == nil {
		return "", nil
	}
	shows := func(s *model.Shape) bool {
		return s.Kind == model.Structure && !s.Union && !slices.ContainsFunc(g.key, func(name string) bool {
			m := s.Member(name)
			return m == nil || d.api.Shape(m.Shape).Kind != model.String
		})
	}
	if shows(out) {
		return "", out
	}
	for _, m := range out.Members {
		if s := d.api.Shape(m.Shape); shows(s) {
			return model.Path(m.Name), s
		}
	}
	return "", nil
}

// made returns the member of the key that the service seems to make: no put has it, and
// the output of the put tells it.
func (d *drafting) made(g *group, e effect) string {
	in, out := d.api.Shape(e.op.Input), d.api.Shape(e.op.Output)
	if e.verb != model.Puts || in == nil || out == nil || len(g.key) != 1 {
		return ""
	}
	name := g.key[0]
	if m := out.Member(name); in.Member(name) == nil && m != nil && d.api.Shape(m.Shape).Kind == model.String {
		return name
	}
	return ""
}
