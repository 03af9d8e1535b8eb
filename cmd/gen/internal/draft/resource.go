package draft

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// roleOf returns the resource of the model's own that an operation is about, and what it
// does with one, if the model says so.
func (d *drafting) roleOf(op *model.Operation) (*model.ResourceShape, word) {
	for i := range d.api.ResourceShapes {
		s := &d.api.ResourceShapes[i]
		switch op.Name {
		case s.Put:
			// A put may create only, as its name then says.
			w, _, _ := beginning(op.Name)
			return s, word{text: "Put", verb: model.Puts, create: w.create}
		case s.Create:
			return s, word{text: "Create", verb: model.Puts, create: true}
		case s.Read:
			return s, word{text: "Get", verb: model.Lists}
		case s.Update:
			return s, word{text: "Update", verb: model.Updates}
		case s.Delete:
			return s, word{text: "Delete", verb: model.Deletes}
		case s.List:
			return s, word{text: "List", verb: model.Lists}
		}
	}
	return nil, word{}
}

// toldBy says what tells what an operation does.
func (d *drafting) toldBy(op *model.Operation) string {
	if own, _ := d.roleOf(op); own != nil {
		return "by the model's resource " + own.Name
	}
	return "by the name of the operation"
}

// resourceNoun returns what a resource of the model's own is called.
func resourceNoun(s *model.ResourceShape) string {
	if noun := strings.TrimSuffix(s.Name, "Resource"); noun != "" {
		return strings.ToUpper(noun[:1]) + noun[1:]
	}
	return s.Name
}

// identified returns the identifiers of the model's own resource, if they can be the key of
// an entity: what creates it is given each, or its output tells it.
func (d *drafting) identified(g *group, p *put) []string {
	made := ""
	for _, name := range g.resource.Identifiers {
		m := p.within.Member(name)
		switch {
		case m != nil && d.isText(m):
		case made == "" && d.makes(g, p, name):
			made = name
		default:
			return nil
		}
	}
	g.made = made
	return g.resource.Identifiers
}
