package draft

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// keyOf guesses the members that tell one entity from another, by their names in what
// creates it. If it finds none, why says what there is in their place.
func (d *drafting) keyOf(g *group) (key []string, why string) {
	p := g.puts[0]
	if g.resource != nil {
		if key := d.identified(g, p); len(key) > 0 {
			return key, "the identifiers of the model's resource " + g.resource.Name
		}
	}
	asking := slices.Clone(g.deletes)
	for _, v := range g.views {
		if v.verb == model.Gets {
			asking = append(asking, v.op)
		}
	}
	var made []string
	for _, op := range asking {
		in := d.api.Shape(op.Input)
		var key, other []string
		for k := range in.Members {
			m := &in.Members[k]
			if !m.Required || m.IdempotencyToken || strings.HasSuffix(m.Name, "Token") || !d.isText(m) {
				continue
			}
			if name := d.named(g, p, m); name != "" {
				key = append(key, name)
			} else {
				other = append(other, m.Name)
			}
		}
		if len(key) > 0 && len(other) == 0 {
			return key, "what " + op.Name + " requires"
		}
		if len(other) == 1 && d.makes(g, p, other[0]) {
			g.made = other[0]
			return append(key, g.made), "what " + op.Name + " requires, and the output of " + p.op.Name + " tells " + g.made
		}
		for _, name := range other {
			if !slices.Contains(made, name) {
				made = append(made, name)
			}
		}
	}
	for _, must := range []bool{true, false} {
		for k := range p.within.Members {
			m := &p.within.Members[k]
			if m.Required == must && d.isText(m) && isName(m.Name, g.noun) {
				if must {
					return []string{m.Name}, "the name that " + p.op.Name + " requires"
				}
				return []string{m.Name}, "the name in the input of " + p.op.Name
			}
		}
	}
	if len(made) > 0 {
		return nil, fmt.Sprintf("%s is asked for by %s, which nothing in the input or output of %s is called", an(g.noun), strings.Join(made, ", "), p.op.Name)
	}
	return nil, fmt.Sprintf("%s has no text that could be the key of %s", p.within.Name, an(g.noun))
}

// makes reports whether the output of a put tells a member that the service makes.
func (d *drafting) makes(g *group, p *put, name string) bool {
	out := d.api.Shape(p.op.Output)
	if out == nil {
		return false
	}
	told := func(s *model.Shape) bool {
		m := g.shows(s, name)
		return m != nil && d.api.Shape(m.Shape).Kind == model.String && d.word(g, name, d.api.Shape(m.Shape)).value != ""
	}
	return told(out) || slices.ContainsFunc(out.Members, func(m model.Member) bool {
		s := d.api.Shape(m.Shape)
		return slices.ContainsFunc(g.views, func(v *view) bool { return v.shape == s }) && told(s)
	})
}

// ownForm are patterns of words that services make: letters and a hyphen, and then so many
// of some characters.
var ownForm = regexp.MustCompile(`^\^?([a-z]+-|)\(?(\[[^\]]+\]\{[0-9]+\})\)?\$?$`)

// word guesses the form of a key that the service makes, as its shape permits, and those of
// the inputs that ask for it.
func (d *drafting) word(g *group, name string, s *model.Shape) setMember {
	shapes := d.askedAs(g, name)
	suits := func(f form) bool {
		letters, _ := model.WordForm(f.unique)
		return letters != "" && d.suits(f, s, nil) && !slices.ContainsFunc(shapes, func(asked *model.Shape) bool { return !d.suits(f, asked, nil) })
	}
	if m := ownForm.FindStringSubmatch(s.Pattern); m != nil {
		if f := (form{m[1] + "{unique}", m[2]}); suits(f) {
			return setMember{name: name, value: f.value, unique: f.unique, why: "the service makes it, in the form that its shape has"}
		}
	}
	values := []string{"{unique}"}
	if strings.HasSuffix(strings.ToLower(name), "arn") {
		values = d.arns(g, "unique")
	}
	forms := []string{"[a-z0-9]{12}", "[A-Z0-9]{12}", "[0-9a-f]{32}", "[0-9]{12}"}
	for _, b := range []*model.Bound{s.Min, s.Max} {
		if b != nil && b.Int < 100 {
			forms = append(forms, fmt.Sprintf("[a-z0-9]{%d}", b.Int))
		}
	}
	for _, value := range values {
		for _, unique := range forms {
			if suits(form{value, unique}) {
				return setMember{name: name, value: value, unique: unique, why: "the service makes it; look up its form"}
			}
		}
	}
	for _, shape := range append([]*model.Shape{s}, shapes...) {
		if f := d.formOf(shape); f.value != "" && suits(f) {
			return setMember{name: name, value: f.value, unique: f.unique, why: "the service makes it, and its shape permits this; look up its form"}
		}
	}
	return setMember{}
}

// askedAs returns the shapes of the member of that name in the inputs that ask for an
// entity.
func (d *drafting) askedAs(g *group, name string) []*model.Shape {
	ops := slices.Concat(g.changes, g.deletes)
	for _, v := range g.views {
		ops = append(ops, v.op)
	}
	var all []*model.Shape
	for _, op := range ops {
		if m := d.api.Shape(op.Input).Member(name); m != nil && d.isText(m) && !slices.Contains(all, d.api.Shape(m.Shape)) {
			all = append(all, d.api.Shape(m.Shape))
		}
	}
	return all
}

// arns guesses the ARN of an entity, which ends in what a placeholder stands for.
func (d *drafting) arns(g *group, placeholder string) []string {
	var all []string
	for _, noun := range []string{strings.ToLower(g.noun), kebab(g.noun)} {
		value := fmt.Sprintf("arn:aws:%s:{region}:{account}:%s/{%s}", d.api.SigningName, noun, placeholder)
		if !slices.Contains(all, value) {
			all = append(all, value)
		}
	}
	return all
}

// arnOf guesses the form of an ARN that the service gives an entity, as a shape permits.
func (d *drafting) arnOf(g *group, s *model.Shape) (form, bool) {
	placeholder := "unique"
	if g.made == "" {
		placeholder = g.key[len(g.key)-1]
	}
	for _, value := range d.arns(g, placeholder) {
		if f := (form{value: value}); d.suits(f, s, g) {
			return f, true
		}
	}
	f := d.formOf(s)
	return f, f.value != ""
}

// shows returns the member of a structure that shows one of the key: that of the same name,
// or the one called so without the noun, as a snapshot shows its SnapshotName as Name; nil
// if there is none.
func (g *group) shows(s *model.Shape, key string) *model.Member {
	if m := s.Member(key); m != nil {
		return m
	}
	for i := range s.Members {
		m := &s.Members[i]
		if strings.EqualFold(g.noun+m.Name, key) && g.puts[0].within.Member(m.Name) == nil {
			return m
		}
	}
	return nil
}

// named returns which member of what a put has in it is meant by a member of another
// input: the one of that name, or its name if the entity has no member that is called
// so, as SecretId means the Name of a secret.
func (d *drafting) named(g *group, p *put, m *model.Member) string {
	if own := p.within.Member(m.Name); own != nil && d.isText(own) {
		return m.Name
	}
	if !isName(m.Name, g.noun) || slices.ContainsFunc(g.views, func(v *view) bool { return g.shows(v.shape, m.Name) != nil }) {
		return ""
	}
	for i := range p.within.Members {
		own := &p.within.Members[i]
		if d.isText(own) && isName(own.Name, g.noun) && strings.HasSuffix(strings.ToLower(own.Name), "name") && d.takes(m.Shape, own.Shape) {
			return own.Name
		}
	}
	return ""
}

// keyPath returns where the input of a put has a member of the key, or "".
func (d *drafting) keyPath(g *group, p *put, key string) string {
	if m := p.within.Member(key); m != nil && d.isText(m) {
		return p.path(key)
	}
	return d.asked(g, p.op, key)
}

// asked returns which member of an input has a member of the key, or "".
func (d *drafting) asked(g *group, op *model.Operation, key string) string {
	in := d.api.Shape(op.Input)
	if m := in.Member(key); m != nil && d.isText(m) {
		return key
	}
	creating := g.puts[0]
	for i := range in.Members {
		if m := &in.Members[i]; d.isText(m) && d.named(g, creating, m) == key {
			return m.Name
		}
	}
	return ""
}
