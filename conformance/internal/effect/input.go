package effect

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Input returns the input of an operation on some resources. One that lists what is
// below a level lists all that is put, and one that returns texts sealed returns them as
// they are. It has all of
// their members that the operation takes: one element for each resource where
// the operation takes a list, and outside of the list the members of the first
// resource.
func (c *Contract) Input(op *model.Operation, resources ...value.Object) value.Object {
	in := value.Object{}
	e := &op.Effect
	elems := make([]any, len(resources))
	for i := range elems {
		elems[i] = value.Object{}
	}
	for _, b := range c.takenFrom(op) {
		if within, ok := b.Path.Within(e.Each); ok {
			for i, r := range resources {
				if v, there := r[b.Member]; there {
					if within == "" {
						elems[i] = value.Clone(v)
					} else {
						value.Set(elems[i].(value.Object), within, value.Clone(v))
					}
				}
			}
		} else if len(resources) > 0 {
			if v, there := resources[0][b.Member]; there {
				value.Set(in, b.Path, value.Clone(v))
			}
		}
	}
	if e.Each != "" {
		value.Set(in, e.Each, elems)
	}
	if flag := Replaces(op); flag != "" {
		value.Set(in, flag, true)
	}
	for _, clause := range op.Clauses {
		switch rule := clause.Rule.(type) {
		case model.Hierarchy:
			value.Set(in, rule.By, c.LevelOf(rule))
			if rule.Recursive != "" {
				value.Set(in, rule.Recursive, true)
			}
		case model.Sealed:
			value.Set(in, rule.Unless, true)
		}
	}
	c.gather(op, in, resources)
	for _, clause := range op.Clauses {
		if a, ok := clause.Rule.(model.Allowed); ok && !a.Account && c.fills(op, a.Path) && value.One(in, a.Path) == nil {
			value.Set(in, a.Path, a.Values[0])
		}
	}
	c.giveToken(op, in)
	c.complete(in, c.API.Shape(op.Input))
	return in
}

// gather adds what a listing is asked for by: that of the first resource, or if there
// is none, of any.
func (c *Contract) gather(op *model.Operation, in value.Object, resources []value.Object) {
	for _, clause := range op.Clauses {
		rule, ok := clause.Rule.(model.FilterEither)
		if !ok {
			continue
		}
		for _, path := range rule.Of[0] {
			_, shape, err := c.API.Steps(op.Input, path)
			if err != nil {
				continue
			}
			value.Set(in, path, c.Least(shape))
			for _, f := range c.Gathering(op) {
				if f.By == path && len(resources) > 0 && resources[0][string(f.On[0])] != nil {
					value.Set(in, path, resources[0][string(f.On[0])])
				}
			}
		}
	}
}

// fills reports whether a member of the input is required, and no resource gives it: it
// gets a value that the operation allows.
func (c *Contract) fills(op *model.Operation, path model.Path) bool {
	m := c.API.Shape(op.Input).Member(string(path))
	return m != nil && m.Required && !slices.ContainsFunc(op.Effect.From, func(b model.Binding) bool { return path.PartOf(b.Path) })
}

// Replaces returns the flag in the input of an operation with which it replaces a
// resource that is there, or "". Inputs have it set: whether a put without it is
// rejected is for a clause of its own.
func Replaces(op *model.Operation) model.Path {
	for _, c := range op.Clauses {
		if rule, ok := c.Rule.(model.Existing); ok {
			return rule.Unless
		}
	}
	return ""
}

// Unflag takes a flag from an input that is to have a value at a path, where the two
// can't be given together.
func Unflag(op *model.Operation, in value.Object, path model.Path) {
	for _, c := range op.Clauses {
		if rule, ok := c.Rule.(model.AttachedFlagged); ok && path.PartOf(op.Attached().Each) {
			value.Set(in, rule.Flag, nil)
		}
	}
}

// takenFrom returns the members of a resource that an operation takes from its input,
// without those that only select from what it lists.
func (c *Contract) takenFrom(op *model.Operation) []model.Binding {
	taken, known := c.taken[op]
	if !known {
		taken = slices.DeleteFunc(slices.Clone(op.Effect.From), func(b model.Binding) bool { return Filters(op, b.Path) })
		c.taken[op] = taken
	}
	return taken
}

// complete adds the required members that are missing.
func (c *Contract) complete(v any, shape *model.Shape) {
	switch v := v.(type) {
	case value.Object:
		if shape.Kind != model.Structure {
			return
		}
		for _, m := range shape.Members {
			if _, there := v[m.Name]; !there && m.Required {
				v[m.Name] = c.Least(c.API.Shape(m.Shape))
			}
			c.complete(v[m.Name], c.API.Shape(m.Shape))
		}
	case []any:
		for _, e := range v {
			c.complete(e, c.API.Shape(shape.Elem))
		}
	}
}

// KeysOf returns the keys of the resources that a request names.
func (c *Contract) KeysOf(op *model.Operation, body []byte) []value.Object {
	in, _, err := value.ReadJSON(body)
	if err != nil {
		return nil
	}
	keys := described(op, in, c.ResourceOf(op).Key)
	return slices.DeleteFunc(keys, func(key value.Object) bool { return len(key) < len(c.ResourceOf(op).Key) })
}

// Described returns the resources that an input describes.
func (c *Contract) Described(op *model.Operation, in value.Object) []value.Object {
	var names []string
	for _, m := range c.ResourceOf(op).Shape.Members {
		if op.Effect.Bound(m.Name) != "" {
			names = append(names, m.Name)
		}
	}
	return described(op, in, names)
}

// described returns some members of the resources that an input is about.
func described(op *model.Operation, in any, names []string) []value.Object {
	resources := make([]value.Object, 1)
	if op.Effect.Each != "" {
		resources = make([]value.Object, len(value.At(in, op.Effect.Each.Elem())))
	}
	for i := range resources {
		resources[i] = value.Object{}
	}
	for _, name := range names {
		path := op.Effect.Bound(name)
		if path == "" {
			continue // the service makes it
		}
		_, each := path.Within(op.Effect.Each)
		values := value.At(in, path)
		for i := range resources {
			switch {
			case each && len(values) == len(resources):
				resources[i][name] = values[i]
			case !each && len(values) == 1:
				resources[i][name] = values[0]
			}
		}
	}
	return resources
}

// Referenced returns the keys of the entities that an input refers to.
func Referenced(ref model.Reference, in value.Object) []value.Object {
	var keys []value.Object
	for i, b := range ref.From {
		for j, v := range value.At(in, b.Path) {
			if i == 0 {
				keys = append(keys, value.Object{})
			}
			if j < len(keys) {
				keys[j][b.Member] = v
			}
		}
	}
	return slices.DeleteFunc(keys, func(k value.Object) bool { return len(k) < len(ref.From) })
}

// Varying returns the members of the key in which the resources of one request
// may differ.
func (c *Contract) Varying(op *model.Operation) []string {
	var names []string
	for _, name := range c.ResourceOf(op).Key {
		if _, ok := op.Effect.Bound(name).Within(op.Effect.Each); ok {
			names = append(names, name)
		}
	}
	return names
}

// Settable returns the members of a resource that an operation takes from its
// input, without those of the key, those that the service assigns or that a put may
// not give, and those that the model leaves out.
func (c *Contract) Settable(op *model.Operation) []string {
	if known, ok := c.settable[op]; ok {
		return known
	}
	resource := c.ResourceOf(op)
	var names []string
	for _, b := range op.Effect.From {
		if slices.Contains(resource.Key, b.Member) || Assigned(op, b.Member) || unmodelled(op, b.Path) || op.Forbids(b.Path) || op.MatchedBy(b.Member) || op.TieredBy(b.Member) || op.EmbeddedBy(b.Member) {
			continue
		}
		names = append(names, b.Member)
	}
	c.settable[op] = slices.Clip(names) // who appends gets a copy
	return c.settable[op]
}

// PlainTexts returns the settable members that any text may stand in: strings of no
// form, which no combination is about.
func (c *Contract) PlainTexts(op *model.Operation) []string {
	if known, ok := c.plainTexts[op]; ok {
		return known
	}
	resource := c.ResourceOf(op).Shape
	var names []string
	for _, name := range c.Settable(op) {
		shape := c.API.Shape(resource.Member(name).Shape)
		if shape.Kind == model.String && shape.Pattern == "" && !Combined(op, op.Effect.Bound(name)) {
			names = append(names, name)
		}
	}
	c.plainTexts[op] = slices.Clip(names)
	return c.plainTexts[op]
}

// Assigned reports whether the service sets a member itself.
func Assigned(op *model.Operation, member string) bool {
	return op.Assigns(member)
}

// unmodelled reports whether the model leaves out what the service makes of a
// member of the input.
func unmodelled(op *model.Operation, path model.Path) bool {
	return slices.ContainsFunc(op.Unmodelled, func(u model.Unmodelled) bool { return u.Path == path })
}

// Demands reports whether an operation's input requires what a member of its resource is
// taken from, or a put needs it that creates the resource, though the resource may be
// without it.
func (c *Contract) Demands(op *model.Operation, member string) bool {
	if NeededAtFirst(op, member) {
		return true
	}
	return c.Required(op, op.Effect.Bound(member))
}

// Required reports whether the schema of an operation's input requires the member at a
// path.
func (c *Contract) Required(op *model.Operation, path model.Path) bool {
	steps, _, err := c.API.Steps(op.Input, path)
	return err == nil && len(steps) > 0 && steps[len(steps)-1].Member.Required
}

// NeededAtFirst reports whether a clause says that a put which creates a resource has to
// give a member.
func NeededAtFirst(op *model.Operation, member string) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		rule, ok := c.Rule.(model.NeededAtFirst)
		return ok && rule.Member == member
	})
}

// InputPath returns where in the input of an operation that puts a resource a place
// in the resource stands, or "".
func InputPath(op *model.Operation, within model.Path) model.Path {
	first, rest, deeper := strings.Cut(string(within), ".")
	name, each := strings.CutSuffix(first, "[]")
	path := op.Effect.Bound(name)
	if path == "" {
		return ""
	}
	if each {
		path = path.Elem()
	}
	if deeper {
		path += "." + model.Path(rest)
	}
	return path
}
