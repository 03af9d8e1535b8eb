package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// viewOf guesses what of an output shows entities of a kind.
func (d *drafting) viewOf(op *model.Operation, noun string, plural bool) *view {
	out := d.api.Shape(op.Output)
	if out == nil {
		return nil
	}
	var lists, ones, texts []*view
	for i := range out.Members {
		m := &out.Members[i]
		s := d.api.Shape(m.Shape)
		v := &view{op: op, verb: model.Gets, into: model.Path(m.Name), shape: s}
		if s.Kind == model.List {
			v.verb, v.shape = model.Lists, d.api.Shape(s.Elem)
		}
		if v.verb == model.Lists && plural && v.shape.Kind == model.String {
			v.texts = true
			if op.Paginated != nil && string(op.Paginated.Items) == m.Name || describes(m.Name, noun) || isNames(m.Name, noun) {
				texts = append(texts, v)
			}
			continue
		}
		if v.shape.Kind != model.Structure || v.shape.Union || v.shape.Member("message") != nil && !describes(v.shape.Name, noun) || strings.Contains(m.Name, "ailure") {
			continue
		}
		fits := describes(v.shape.Name, noun) || describes(m.Name, noun)
		switch {
		case v.verb == model.Gets && fits && !plural:
			ones = append(ones, v)
		case v.verb == model.Lists && op.Paginated != nil && string(op.Paginated.Items) == m.Name && plural:
			return v
		case v.verb == model.Lists && fits:
			lists = append(lists, v)
		}
	}
	switch {
	case len(lists) > 0:
		return lists[0]
	case len(ones) > 0:
		return ones[0]
	case len(texts) > 0:
		return texts[0]
	case !plural:
		return &view{op: op, verb: model.Gets, shape: out}
	}
	return nil
}

// isNames reports whether a member reads like the names of several things.
func isNames(member, noun string) bool {
	one := singular(member)
	return one != member && isName(one, noun)
}

// listsKey finds the member of the key that the texts of a list are: the one that is called
// like them, beside those by which they are listed. It leaves the operation out if none is.
func (d *drafting) listsKey(g *group, v *view) bool {
	in := d.api.Shape(v.op.Input)
	var rest []string
	for _, key := range g.key {
		if m := in.Member(key); m == nil || !m.Required {
			rest = append(rest, key)
		}
	}
	if len(rest) != 1 {
		d.leave(v.op, fmt.Sprintf("%s are texts, and the key of %s is %s", v.into, an(g.noun), strings.Join(g.key, ", ")))
		return false
	}
	one := singular(string(v.into))
	if !strings.EqualFold(one, rest[0]) && !(isName(one, g.noun) && isName(rest[0], g.noun)) {
		d.leave(v.op, fmt.Sprintf("%s are texts that are not called like %s, which is the key of %s", v.into, rest[0], an(g.noun)))
		return false
	}
	v.shape = &model.Shape{Name: string(v.into), Kind: model.Structure, Members: []model.Member{{Name: rest[0], Shape: v.shape.Name}}}
	return true
}

// itemOf guesses which structure in an input has the members of an entity: one that is
// called like it, or the input itself.
func (d *drafting) itemOf(p *put, noun string) {
	in := d.api.Shape(p.op.Input)
	p.within = in
	for i := range in.Members {
		m := &in.Members[i]
		s := d.api.Shape(m.Shape)
		if m.Required && s.Kind == model.Structure && !s.Union && (describes(s.Name, noun) || s.Name == noun+"Input") {
			p.within, p.item = s, m.Name
			return
		}
	}
}

// shapeOf guesses the structure that an entity is: that which all operations show, if it
// has all that there is to say, and else one of what is put and shown again.
func (d *drafting) shapeOf(g *group) {
	first := g.views[0]
	if g.life == nil && !first.texts && d.suffices(g, first.shape) {
		g.shape, g.from = first.shape, "that of "+first.from()
		return
	}
	stored := &model.Shape{Name: d.freeName("Stored" + g.noun), Kind: model.Structure}
	g.stored, g.shape = true, stored
	var shown []string
	for _, v := range g.views {
		shown = append(shown, v.op.Name)
		for i := range v.shape.Members {
			m := &v.shape.Members[i]
			name := g.kept(v.shape, m.Name)
			if stored.Member(name) != nil || d.isToken(g, name) {
				continue
			}
			if slices.Contains(g.key, name) {
				stored.Members = append(stored.Members, model.Member{Name: name, Shape: d.stricter(g, &model.Member{Name: name, Shape: m.Shape}), Required: true})
				continue
			}
			if g.life != nil && m.Name == g.life.member || d.putAlike(g, m) || d.valueOf(g, g.puts[0], m).value != "" || d.always(g, m) {
				stored.Members = append(stored.Members, model.Member{Name: m.Name, Shape: d.stricter(g, m), Default: m.Default})
			}
		}
	}
	for _, key := range g.key {
		if stored.Member(key) == nil { // what is asked for and not shown
			stored.Members = append(stored.Members, model.Member{Name: key, Shape: d.keyShape(g, key), Required: true})
		}
	}
	if g.life != nil {
		stored.Members = append(stored.Members, model.Member{Name: g.life.since, Shape: d.timestamp()})
	}
	g.from = "made of what is put and shown again by " + strings.Join(shown, ", ")
}

// isToken reports whether a member is one of what is put that tells repeated requests from
// new ones, and so is none of the entity, though it may be shown.
func (d *drafting) isToken(g *group, name string) bool {
	return slices.ContainsFunc(g.puts, func(p *put) bool { return d.token(p.op) == name && name != "" })
}

// keyShape returns the name of the shape of a member of the key where it is put.
func (d *drafting) keyShape(g *group, key string) string {
	p := g.puts[0]
	if m := p.within.Member(key); m != nil {
		return m.Shape
	}
	return d.api.Shape(p.op.Input).Member(d.asked(g, p.op, key)).Shape
}

// suffices reports whether a structure can be the entity as it is.
func (d *drafting) suffices(g *group, s *model.Shape) bool {
	for _, v := range g.views {
		if v.shape != s {
			return false
		}
	}
	if slices.ContainsFunc(g.key, func(key string) bool { return s.Member(key) == nil }) ||
		slices.ContainsFunc(s.Members, func(m model.Member) bool { return d.isToken(g, m.Name) }) {
		return false
	}
	for _, p := range g.puts {
		if p.item != "" && p.within != s {
			return false
		}
		for i := range p.within.Members {
			m := &p.within.Members[i]
			if own := s.Member(m.Name); own != nil && own.Shape != m.Shape {
				return false
			}
		}
	}
	for i := range s.Members {
		m := &s.Members[i]
		if _, ok := d.standards(m); !ok {
			return false
		}
		if m.Required && !slices.Contains(g.key, m.Name) && !d.putAlike(g, m) && d.valueOf(g, g.puts[0], m).value == "" {
			return false
		}
	}
	return true
}

// putAlike reports whether all that puts the entity provides a member as it is shown.
func (d *drafting) putAlike(g *group, m *model.Member) bool {
	for _, p := range g.puts {
		if own := p.within.Member(m.Name); own == nil || !d.alike(own.Shape, m.Shape) {
			return false
		}
	}
	_, ok := d.standards(m)
	return ok
}

// alike reports whether what is put as one shape can be shown as another.
func (d *drafting) alike(a, b string) bool {
	if a == b {
		return true
	}
	s, t := d.api.Shape(a), d.api.Shape(b)
	if s.Kind != t.Kind {
		return false
	}
	switch s.Kind {
	case model.List:
		return d.alike(s.Elem, t.Elem)
	case model.Structure, model.Map, model.Enum, model.Document:
		return false
	}
	return true
}

// stricter returns the name of the shape of a member, where it is shown or where it is
// put, whichever permits less; of texts that where they are put, as no others can be stored.
// What the service makes is what each input takes that asks for it.
func (d *drafting) stricter(g *group, m *model.Member) string {
	best := m.Shape
	if m.Name == g.made {
		for _, asked := range d.askedAs(g, m.Name) {
			if strictness(asked) > strictness(d.api.Shape(best)) {
				best = asked.Name
			}
		}
		return best
	}
	for _, p := range g.puts {
		own := p.within.Member(m.Name)
		if own == nil || own.Shape == best || !d.alike(own.Shape, best) {
			continue
		}
		if d.isText(own) || strictness(d.api.Shape(own.Shape)) > strictness(d.api.Shape(best)) {
			best = own.Shape
		}
	}
	return best
}

// strictness is more of what permits less.
func strictness(s *model.Shape) int {
	n := 0
	if s.Pattern != "" {
		n += 2
	}
	if s.Min != nil && s.Min.Int > 1 {
		n++
	}
	if s.Max != nil {
		n++
		if s.Max.Int <= 1024 {
			n++
		}
	}
	return n
}

// provides reports whether a member of the entity has a value.
func (d *drafting) provides(g *group, name string) bool {
	if slices.Contains(g.key, name) || g.life != nil && name == g.life.member {
		return true
	}
	m := g.shape.Member(name)
	if d.valueOf(g, g.puts[0], m).value != "" {
		return true
	}
	// What may be left out may be missing.
	own := g.puts[0].within.Member(name)
	return own != nil && own.Required
}

// freeName returns a name that no shape of the model has.
func (d *drafting) freeName(name string) string {
	for free := name; ; free += "Entity" {
		if d.api.Shape(free) == nil {
			return free
		}
	}
}

// storedShape is what the contract says of a structure that the model lacks.
func storedShape(g *group) object {
	var o, members object
	o.add("doc", "What is kept of "+an(g.noun)+".")
	o.add("required", required(g.shape))
	for _, m := range g.shape.Members {
		members.add(m.Name, m.Shape)
	}
	o.add("members", members)
	return o
}

// A setMember is one that the service seems to set.
type setMember struct{ name, value, why, unique string }

// setBy guesses which members of an entity the service sets when it is put: those that
// what creates it does not provide, as far as the language has a value for them.
func (d *drafting) setBy(g *group, p *put) []setMember {
	var all []setMember
	for i := range g.shape.Members {
		if s := d.valueOf(g, p, &g.shape.Members[i]); s.value != "" {
			all = append(all, s)
		}
	}
	// A key that the service makes comes first, as other values may have it in them.
	slices.SortStableFunc(all, func(a, b setMember) int { return order(a.name != g.made) - order(b.name != g.made) })
	return all
}

// valueOf guesses the value of a member that the service sets; without one, value is
// empty.
func (d *drafting) valueOf(g *group, p *put, m *model.Member) setMember {
	if g.life != nil && (m.Name == g.life.member || m.Name == g.life.since) {
		return setMember{} // other clauses say what it is
	}
	if m.Name == g.made {
		return d.word(g, m.Name, d.api.Shape(m.Shape))
	}
	lower := strings.ToLower(m.Name)
	if p.within.Member(m.Name) != nil && p.item == "" || slices.Contains(g.key, m.Name) {
		return setMember{}
	}
	if p.item != "" && p.within.Member(m.Name) != nil && !strings.HasSuffix(lower, "arn") {
		return setMember{}
	}
	s := d.api.Shape(m.Shape)
	must := m.Required || slices.ContainsFunc(g.views, func(v *view) bool {
		shown := v.shape.Member(m.Name)
		return shown != nil && shown.Required
	})
	switch {
	case s.Kind == model.Timestamp && (must || containsAny(lower, "creat", "modif", "updat", "change")):
		return setMember{name: m.Name, value: "{now}", why: "no put provides it, and it is a time"}
	case s.Kind == model.String && (lower == "arn" || lower == strings.ToLower(g.noun)+"arn" || must && strings.HasSuffix(lower, "arn")):
		why := "no put provides it; look up the form of the ARN"
		if g.made != "" {
			why += ", which may end in the " + g.made
		}
		if f, ok := d.arnOf(g, s); ok {
			return setMember{name: m.Name, value: f.value, unique: f.unique, why: why}
		}
	case s.Kind == model.String && must:
		f := form{value: "{unique}"}
		if !d.suits(f, s, nil) {
			f = d.formOf(s)
		}
		if f.value != "" {
			return setMember{name: m.Name, value: f.value, unique: f.unique, why: "no put provides it, and it is required"}
		}
	case s.Kind == model.Enum && must && len(s.Enum) > 0:
		value := cmp.Or(beginningState(s), s.Enum[0].Value)
		return setMember{name: m.Name, value: value, why: "no put provides it, and it is required; look up what it is at first"}
	}
	return setMember{}
}

// beginningState returns the value of an enum that reads most like the state of what is
// there and of use, or "" if each reads like that of what is not.
func beginningState(s *model.Shape) string {
	first := ""
	for _, v := range s.Enum {
		lower := strings.ToLower(v.Value)
		if lower == "active" || lower == "available" || lower == "ready" {
			return v.Value
		}
		if first == "" && !containsAny(lower, "delet", "terminat", "fail", "error") {
			first = v.Value
		}
	}
	return first
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
