package model

import (
	"fmt"
)

// effect reads which resources an operation touches, and where they stand.
func (c *contract) effect(o *object, op *Operation) {
	e := &op.Effect
	isFact := e.Verb == Sets || e.Verb == Reads
	resource := c.api.Resource(e.Of)
	if resource.Shape == nil || isFact != (resource.Fact != nil) {
		kind := "entity"
		if isFact {
			kind = "fact"
		}
		o.complain(string(e.Verb), "there is no "+kind+" "+e.Of, "name one of those of the document's contract")
		e.Of = ""
		return
	}
	e.Each, e.Item, e.Into = Path(o.optionalText("each")), Path(o.optionalText("item")), Path(o.optionalText("in"))
	var elem, item *Shape
	if e.Each != "" {
		elem = c.follow(o, "each", op.Input, e.Each.Elem())
	}
	if e.Item != "" {
		item = c.follow(o, "item", op.Input, e.Item)
		if item != nil && item.Kind != Unknown && item.Name != resource.Shape.Name {
			o.complain("item", string(e.Item)+" is a "+item.Name, "name a member that is a "+resource.Shape.Name)
		}
	}
	c.bind(o, op, resource, elem, item)

	showing := e.Shows()
	// What gets one resource may show it in the output itself.
	if e.Verb == Gets && op.Output == "" {
		o.complain(string(e.Verb), op.Name+" has no output that could show a "+e.Of, "leave its contract out")
		return
	}
	if showing != (e.Into != "") && e.Verb != Gets {
		o.problems.Add(o.node.Pos, op.Name, `"in" is for an operation that gets, lists or reads, and needed there`,
			"name the list in the output that shows the resources, or the structure that shows the one")
		return
	}
	as := o.textMap("as")
	if !showing {
		if len(as) > 0 {
			o.complain("as", "the operation shows nothing", "leave it out")
		}
		return
	}
	shown := c.follow(o, "in", op.Output, e.Shown())
	if shown == nil {
		return
	}
	if e.Verb == Gets && shown.Kind != Structure && shown.Kind != Unknown {
		o.complain("in", string(e.Into)+" is a "+string(shown.Kind), "name the structure in the output that shows the "+e.Of)
		return
	}
	_, itself := as[""]
	if texts := shown.Kind == String || shown.Kind == Enum; e.Verb == Lists && texts {
		c.texts(o, e, resource, as)
		return
	}
	if itself {
		o.complain("as", "what "+string(e.Shown())+" shows is a "+string(shown.Kind), `name its members; "" is for a list of texts`)
		return
	}
	for _, path := range sortedKeys(as) {
		c.follow(o, "as", shown.Name, Path(path))
		if resource.Shape.Member(as[path]) == nil {
			o.complain("as", resource.Shape.Name+" has no member "+as[path], nearestMember(resource.Shape, as[path]))
		}
		e.As = append(e.As, Binding{Member: as[path], Path: Path(path)})
	}
	if len(as) == 0 && shown.Kind != Unknown && shown.Name != resource.Shape.Name {
		if e.Into == "" {
			o.problems.Add(o.node.Pos, op.Name, "the output is a "+shown.Name+", not a "+resource.Shape.Name,
				`say under "as" which member is shown where, or under "in" which structure in the output shows the `+e.Of)
			return
		}
		o.complain("in", "what "+string(e.Shown())+" shows is a "+shown.Name+", not a "+resource.Shape.Name,
			`say under "as" which member is shown where`)
	}
}

// texts reads which member of the key the texts are that an operation lists.
func (c *contract) texts(o *object, e *Effect, resource Resource, as map[string]string) {
	member, ok := as[""]
	if !ok || len(as) > 1 {
		o.complain("in", string(e.Shown())+" is a text", `say under "as" which member of the key it is: {"": MEMBER}`)
		return
	}
	e.As = []Binding{{Member: member}}
	for _, key := range resource.Key {
		if key != member && !contains(resource.Partition, key) {
			o.complain("as", "the texts do not show "+key+", which is in the key of "+e.Of, "list by it, or leave the contract of the operation out")
		}
	}
	if !contains(resource.Key, member) {
		o.complain("as", member+" is not in the key of "+e.Of, "name a member of its key: by other texts no "+e.Of+" is found")
	}
}

// bind finds where in the input the members of the resource stand: where "from"
// says, else in the member of that name of the list's elements, of the item,
// or of the input.
func (c *contract) bind(o *object, op *Operation, resource Resource, elem, item *Shape) {
	e := &op.Effect
	from := o.textMap("from")
	for _, m := range resource.Shape.Members {
		wanted := e.Verb == Puts || e.Verb == Updates || e.Verb == Sets ||
			(e.Verb == Deletes || e.Verb == Gets) && contains(resource.Key, m.Name) ||
			(e.Verb == Lists || e.Verb == Reads) && contains(resource.Partition, m.Name)
		path, given := from[m.Name]
		delete(from, m.Name)
		input := c.api.Shape(op.Input)
		switch {
		case given:
			if end := c.follow(o, "from", op.Input, Path(path)); end != nil && differ(end.Kind, c.api.Shape(m.Shape).Kind) {
				o.complain("from", fmt.Sprintf("%s is a %s, %s a %s", path, end.Kind, m.Name, c.api.Shape(m.Shape).Kind),
					"tie a member to a value of its own kind")
			}
		case !wanted || input == nil:
			continue
		case elem != nil && (elem.Kind == Unknown || elem.Member(m.Name) != nil):
			path = string(e.Each.Elem().Join(m.Name))
		case item != nil && (item.Kind == Unknown || item.Member(m.Name) != nil):
			path = string(e.Item.Join(m.Name))
		case input.Member(m.Name) != nil:
			path = m.Name
		default:
			continue
		}
		e.From = append(e.From, Binding{Member: m.Name, Path: Path(path)})
	}
	for _, extra := range sortedKeys(from) {
		o.complain("from", resource.Shape.Name+" has no member "+extra, nearestMember(resource.Shape, extra))
	}
}

// checkBound complains of members that the resource needs and nothing provides.
func (c *contract) checkBound(o *object, op *Operation) {
	resource := c.api.Resource(op.Effect.Of)
	for _, m := range resource.Shape.Members {
		var needed bool
		switch op.Effect.Verb {
		case Puts, Sets:
			needed = m.Required || contains(resource.Key, m.Name)
		case Updates, Deletes, Gets:
			needed = contains(resource.Key, m.Name)
		}
		if needed && !op.Assigns(m.Name) && op.Effect.Bound(m.Name) == "" {
			c.problems.Add(o.node.Pos, op.Name, "nothing in the input provides "+m.Name+" of "+resource.Shape.Name,
				`say under "from" where it stands`)
		}
	}
}

// differ reports whether two kinds are known and not the same.
func differ(a, b ShapeKind) bool { return a != b && a != Unknown && b != Unknown }

// follow returns the shape at the end of a path, or nil after a complaint.
func (c *contract) follow(o *object, key, shape string, path Path) *Shape {
	_, end, err := c.api.Steps(shape, path)
	if err != nil {
		o.complain(key, "the path "+string(path)+" leads nowhere: "+err.Error(), "name members as the schemas do, with [] after a list")
		return nil
	}
	return end
}
