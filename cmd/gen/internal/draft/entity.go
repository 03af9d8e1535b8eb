package draft

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A group is the operations that are about one kind of entity.
type group struct {
	noun string
	puts []*put
	// changes are the operations that update the entity.
	changes []*model.Operation
	// views are what shows the entity, lists before what gets one.
	views   []*view
	deletes []*model.Operation

	// shape is the structure that the entity is, and from says where it was found. If it
	// is stored, it is one that the model lacks.
	shape  *model.Shape
	from   string
	stored bool
	key    []string
	// why says what the key was guessed from.
	why string
	// made is the member of the key that the service makes, or empty.
	made string
	// listedBy are the members of the key that every list requires.
	listedBy []string
	// life are the states of the entity, or nil.
	life *life
	// resource is what the model's own resource of that name says, or nil.
	resource *model.ResourceShape
	// shapes are the structures that show the entity, those of operations that are left out
	// as well.
	shapes []*model.Shape
	// settled reports that all of this was found.
	settled bool
}

// A put is an operation that puts an entity.
type put struct {
	op   *model.Operation
	word word
	// within is the structure that has the members of the entity: the input, or the
	// member of it that item names.
	within *model.Shape
	item   string
	// set are the members that the service itself sets.
	set []setMember
}

// path returns where in the input a member of the structure stands.
func (p *put) path(member string) string {
	if p.item != "" {
		return p.item + "." + member
	}
	return member
}

// memberShape returns the shape of a member of the entity, as it is put, or else shown; nil
// if neither has it.
func (g *group) memberShape(api *model.API, name string) *model.Shape {
	shapes := []*model.Shape{g.puts[0].within}
	for _, v := range g.views {
		shapes = append(shapes, v.shape)
	}
	for _, s := range shapes {
		if m := s.Member(name); m != nil {
			return api.Shape(m.Shape)
		}
	}
	return nil
}

// kept returns what the entity calls a member of a structure that shows it.
func (g *group) kept(s *model.Shape, name string) string {
	for _, key := range g.key {
		if m := g.shows(s, key); m != nil && m.Name == name {
			return key
		}
	}
	return name
}

// A view is an operation that shows an entity.
type view struct {
	op    *model.Operation
	verb  model.Verb // Lists or Gets
	into  model.Path // empty for an output that is the entity itself
	shape *model.Shape
	// texts reports that the list has plain texts. The shape is then a structure of its
	// own, with the member of the key that they are.
	texts bool
}

// from says where a view shows the entity.
func (v *view) from() string {
	switch {
	case v.verb == model.Lists:
		return "the elements of what " + v.op.Name + " returns"
	case v.into == "":
		return "the output of " + v.op.Name
	}
	return string(v.into) + " in the output of " + v.op.Name
}

// is returns the verb of from.
func (v *view) is() string {
	if v.verb == model.Lists {
		return "are each"
	}
	return "is"
}

// settle guesses the shape and the key of an entity, and leaves the operations out of
// which there is nothing to guess.
func (d *drafting) settle(g *group) {
	if len(g.puts) == 0 {
		d.leaveAll(g, "no operation given puts "+an(g.noun))
		return
	}
	if len(g.views) == 0 {
		d.leaveAll(g, "no operation given returns a structure that "+an(g.noun)+" could be")
		return
	}
	for _, v := range g.views {
		g.shapes = append(g.shapes, v.shape)
	}
	if g.key, g.why = d.keyOf(g); len(g.key) == 0 {
		d.leaveAll(g, g.why)
		return
	}
	if !slices.ContainsFunc(g.key, func(key string) bool { return key == g.made || freeText(g.memberShape(d.api, key)) }) {
		d.leaveAll(g, fmt.Sprintf("%s has few values, and nothing else could be the key of %s", strings.Join(g.key, " and "), an(g.noun)))
		return
	}
	g.views = slices.DeleteFunc(g.views, func(v *view) bool { return v.texts && !d.listsKey(g, v) })
	g.listedBy = d.listedBy(g)
	g.views = slices.DeleteFunc(g.views, func(v *view) bool {
		if v.texts {
			return false
		}
		return d.without(v.op, fmt.Sprintf("%s does not show %%s, which is in the key of %s", v.shape.Name, an(g.noun)), func(key string) bool {
			if m := g.shows(v.shape, key); m != nil {
				return d.isText(m)
			}
			// What is asked for need not be shown.
			return key != g.made && (v.verb == model.Gets || slices.Contains(g.listedBy, key))
		}, g.key)
	})
	if len(g.views) == 0 {
		d.leaveAll(g, "no operation given shows "+strings.Join(g.key, " and ")+" of "+an(g.noun))
		return
	}
	g.puts = slices.DeleteFunc(g.puts, func(p *put) bool {
		return d.without(p.op, fmt.Sprintf("nothing in its input is called %%s, which is in the key of %s", an(g.noun)), func(key string) bool {
			return key == g.made || d.keyPath(g, p, key) != ""
		}, g.key)
	})
	if len(g.puts) == 0 {
		d.leaveAll(g, "no operation given puts "+an(g.noun))
		return
	}
	g.listedBy = d.listedBy(g)
	d.lifeOf(g)
	d.shapeOf(g)
	for _, p := range g.puts {
		p.set = d.setBy(g, p)
	}
	// What a view has to show and may be missing, it can't show. What nothing provides at all
	// is not the contract's.
	g.views = slices.DeleteFunc(g.views, func(v *view) bool {
		return d.without(v.op, fmt.Sprintf("it has to show %%s of %s, of which nothing given provides a value", an(g.noun)), func(name string) bool {
			name = g.kept(v.shape, name)
			return g.shape.Member(name) == nil || d.provides(g, name)
		}, required(v.shape))
	})
	g.views = slices.DeleteFunc(g.views, func(v *view) bool {
		if v.texts || len(d.shared(g, v.shape)) > 0 {
			return false
		}
		d.leave(v.op, fmt.Sprintf("nothing in %s is called like what is known of %s", v.shape.Name, an(g.noun)))
		return true
	})
	if len(g.views) == 0 {
		d.leaveAll(g, "no operation given can show "+an(g.noun))
		return
	}
	for _, v := range g.views {
		for _, name := range required(v.shape) {
			if g.shape.Member(g.kept(v.shape, name)) == nil {
				d.leave(v.op, fmt.Sprintf("what %s of %s is: it has to be shown, and nothing given provides a value", name, an(g.noun)))
			}
		}
	}
	g.settled = true
}

// without leaves an operation out, and reports that, if a member is lacking.
func (d *drafting) without(op *model.Operation, why string, has func(string) bool, members []string) bool {
	var missing []string
	for _, name := range members {
		if !has(name) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return false
	}
	d.leave(op, fmt.Sprintf(why, strings.Join(missing, ", ")))
	return true
}

// leaveAll leaves all operations of a group out.
func (d *drafting) leaveAll(g *group, why string) {
	for _, p := range g.puts {
		d.leave(p.op, why)
	}
	for _, v := range g.views {
		d.leave(v.op, why)
	}
	for _, op := range slices.Concat(g.changes, g.deletes) {
		d.leave(op, why)
	}
}

// required returns the names of the members that a structure always has.
func required(s *model.Shape) []string {
	var names []string
	for _, m := range s.Members {
		if m.Required {
			names = append(names, m.Name)
		}
	}
	return names
}

// isText reports whether a member can be in a key.
func (d *drafting) isText(m *model.Member) bool {
	kind := d.api.Shape(m.Shape).Kind
	return kind == model.String || kind == model.Enum
}

// freeText reports whether a shape is a text that can have any number of values.
func freeText(s *model.Shape) bool { return s == nil || s.Kind == model.String }

// listedBy returns the members of the key that every list requires.
func (d *drafting) listedBy(g *group) []string {
	lists := slices.DeleteFunc(slices.Clone(g.views), func(v *view) bool { return v.verb != model.Lists })
	if len(lists) == 0 {
		return nil
	}
	var names []string
	for _, name := range g.key {
		if !slices.ContainsFunc(lists, func(v *view) bool {
			m := d.api.Shape(v.op.Input).Member(name)
			return m == nil || !m.Required || !d.isText(m)
		}) {
			names = append(names, name)
		}
	}
	if !slices.ContainsFunc(names, func(name string) bool { return freeText(g.memberShape(d.api, name)) }) {
		return nil // so few lists are rather the same one, of which some kind is asked for
	}
	return names
}

// entity is what the contract says of it.
func (g *group) entity() object {
	var o object
	if g.shape.Name != g.noun {
		o.add("shape", g.shape.Name)
	}
	o.add("key", g.key)
	if len(g.listedBy) > 0 {
		o.add("listed-by", g.listedBy)
	}
	o.add("guess", fmt.Sprintf("the shape is %s; the key is %s", g.from, g.why))
	return o
}
