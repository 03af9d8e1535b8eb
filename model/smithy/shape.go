package smithy

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/doctext"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// kinds are the kinds of shape that Smithy's types are.
var kinds = map[string]model.ShapeKind{
	"blob": model.Blob, "boolean": model.Boolean, "string": model.String, "enum": model.Enum,
	"byte": model.Integer, "short": model.Integer, "integer": model.Integer, "intEnum": model.Integer, "long": model.Long,
	"float": model.Float, "double": model.Double, "bigInteger": model.Long, "bigDecimal": model.Double,
	"timestamp": model.Timestamp, "document": model.Document, "list": model.List, "set": model.List, "map": model.Map,
	"structure": model.Structure, "union": model.Structure,
}

// bits are the widths of the integers of less than 32 bits.
var bits = map[string]int{"byte": 8, "short": 16}

// maxDepth is how many shapes may be within each other. It is far beyond what
// any API needs, and far below what a stack can bear.
const maxDepth = 5_000

// shape takes the shape with that id into the API, with those that it reaches,
// unless it is there. It returns the shape's name. There is a shape of that
// name even if the reference leads nowhere, but then it has no kind.
func (r *reader) shape(ref reference) string {
	if name, ok := r.shapeNames[ref.id]; ok {
		return name
	}
	d := r.definitions[ref.id]
	if d == nil {
		d = &definition{id: ref.id, name: localName(ref.id), typ: prelude[ref.id], pos: ref.pos}
	}
	name := r.nameOf(d)
	r.shapeNames[ref.id] = name
	if r.depth > maxDepth {
		r.problems.Add(ref.pos, d.name, fmt.Sprintf("more than %d shapes are within each other", maxDepth), "a model of moderate size has fewer")
		d = &definition{name: d.name, pos: d.pos}
	}
	r.depth++
	r.build(d, name)
	r.depth--
	return name
}

// nameOf returns what a shape is called in the API: its name without its
// namespace, unless the service has another one for it or that one is taken.
func (r *reader) nameOf(d *definition) string {
	if name := r.renames[d.id]; name != "" {
		return name
	}
	_, fromDocument := r.definitions[d.id]
	namespace, _, _ := strings.Cut(d.id, "#")
	service, _, _ := strings.Cut(r.service.id, "#")
	others := r.locals[d.name]
	if fromDocument {
		others--
	}
	if others > 0 && namespace != service {
		return d.id
	}
	return d.name
}

// local takes the shape with a name in the service's namespace into the API, if
// there is one.
func (r *reader) local(name string) {
	namespace, _, _ := strings.Cut(r.service.id, "#")
	if d := r.definitions[namespace+"#"+name]; d != nil && kinds[d.typ] != "" {
		r.shape(reference{d.id, d.pos})
	}
}

// build adds a shape to the API. It takes its place before the shapes within it
// are built, so that a reader meets them in the order of the document, and a
// shape may be within itself.
func (r *reader) build(d *definition, name string) {
	place := len(r.api.Shapes)
	r.index[name] = place
	r.api.Shapes = append(r.api.Shapes, model.Shape{Name: name})
	s := model.Shape{Name: name, Doc: describe(d.traits), Kind: kinds[d.typ], Bits: bits[d.typ], Pos: d.pos}
	switch d.typ {
	case "structure", "union":
		s.Union = d.typ == "union"
		r.structure(&s, d)
	case "list", "set":
		s.Sparse = d.trait(api+"sparse") != nil
		s.Unique = d.trait(api+"uniqueItems") != nil || d.typ == "set"
		if m := d.member("member"); m != nil {
			s.Elem = r.memberShape(*m, name+"[]")
		}
	case "map":
		s.Sparse = d.trait(api+"sparse") != nil
		if m := d.member("key"); m != nil {
			s.Key = r.keyShape(*m, name+"{key}")
		}
		if m := d.member("value"); m != nil {
			s.Elem = r.memberShape(*m, name+"{}")
		}
	case "enum":
		r.enum(&s, d)
	case "intEnum":
		r.unchecked(d.pos, name, "that a number is one of the values of the intEnum")
	case "string":
		r.enumTrait(&s, d)
	case "bigInteger", "bigDecimal":
		r.unchecked(d.pos, name, fmt.Sprintf("digits of a %s beyond those of a %s", d.typ, s.Kind))
	case "timestamp":
		s.TimestampFormat = model.TimestampFormat(jsontree.Text(d.trait(api + "timestampFormat")))
	}
	r.bounds(&s, d.traits)
	r.pattern(&s, d.traits)
	r.api.Shapes[place] = s
}

// structure makes the members, the required ones first, in alphabetical order,
// and then the shapes of the members in the same order.
func (r *reader) structure(s *model.Shape, d *definition) {
	var all []member
	for _, m := range d.members {
		if !r.streams(m) {
			all = append(all, m)
		}
	}
	required := func(m member) bool { return m.traits.trait(api+"required") != nil && !s.Union }
	slices.SortFunc(all, func(a, b member) int {
		if required(a) != required(b) {
			if required(a) {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.name, b.name)
	})
	for _, m := range all {
		into := model.Member{
			Name:             m.name,
			Doc:              describe(m.traits),
			Shape:            r.memberShape(m, s.Name+"."+m.name),
			Required:         required(m),
			IdempotencyToken: m.traits.trait(api+"idempotencyToken") != nil,
			Pos:              m.pos,
		}
		if v := m.traits.trait(api + "default"); v != nil && v.Kind != model.NodeNull {
			into.Default = r.wireDefault(into.Shape, v)
		}
		if target := r.definitions[m.target.id]; into.Doc == "" && target != nil && s.Kind != "" && target.typ != "structure" && target.typ != "union" && target.typ != "enum" {
			into.Doc = describe(target.traits)
		}
		s.Members = append(s.Members, into)
	}
	if s.Union && len(s.Members) == 0 {
		r.problems.Add(d.pos, d.name, "the union has no member", "a value of a union is one of its members")
	}
}

// wireDefault returns a default as it travels. A timestamp's may be text or a
// number in the document, whichever of them the protocol has.
func (r *reader) wireDefault(shape string, v *model.Node) string {
	s := &r.api.Shapes[r.index[shape]]
	if s.Kind != model.Timestamp {
		return compact(v.Raw)
	}
	at, err := time.Parse(time.RFC3339Nano, v.Text)
	if v.Kind == model.NodeNumber {
		var seconds float64
		if seconds, err = strconv.ParseFloat(v.Text, 64); err == nil {
			at = time.UnixMilli(int64(math.Round(seconds * 1000))).UTC()
		}
	}
	if err != nil {
		return compact(v.Raw)
	}
	switch s.TimestampFormat {
	case model.DateTime:
		return strconv.Quote(at.UTC().Format("2006-01-02T15:04:05.999Z"))
	case model.HTTPDate:
		return strconv.Quote(at.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT"))
	}
	return strconv.FormatFloat(float64(at.UnixMilli())/1000, 'f', -1, 64)
}

// streams reports whether a member is an event stream, which is not part of
// the structure that travels as JSON.
func (r *reader) streams(m member) bool {
	d := r.definitions[m.target.id]
	return d != nil && d.typ == "union" && d.trait(api+"streaming") != nil
}

// tightening are the traits that bound the values of a member more or otherwise
// than its target does.
var tightening = []string{api + "length", api + "pattern", api + "range", api + "timestampFormat"}

// memberShape returns the shape of a member: that of its target, or one with
// the name given if the member has bounds of its own.
func (r *reader) memberShape(m member, name string) string {
	target := r.shape(m.target)
	own := slices.ContainsFunc(m.traits, func(t model.NodeMember) bool { return slices.Contains(tightening, t.Key) })
	typ := r.typeOf(m.target.id)
	if !own || typ == "enum" || typ == "structure" || typ == "union" || typ == "" {
		return target
	}
	d := definition{id: m.target.id, name: localName(m.target.id), typ: typ, pos: m.pos}
	if base := r.definitions[m.target.id]; base != nil {
		d = *base
		d.pos = m.pos
	}
	d.traits = d.traits.over(slices.DeleteFunc(slices.Clone(m.traits), func(t model.NodeMember) bool { return !slices.Contains(tightening, t.Key) }))
	r.build(&d, name)
	return name
}

// keyShape returns the shape of a map's keys, or "" if they are any strings.
func (r *reader) keyShape(m member, name string) string {
	bounded := func(t model.NodeMember) bool { return slices.Contains(tightening, t.Key) || t.Key == api+"enum" }
	d := r.definitions[m.target.id]
	if !slices.ContainsFunc(m.traits, bounded) && (d == nil || d.typ != "enum" && !slices.ContainsFunc(d.traits, bounded)) {
		return ""
	}
	return r.memberShape(m, name)
}

// describe returns the description of a shape or member as plain text.
func describe(ts traits) string {
	text := doctext.Plain(jsontree.Text(ts.trait(api + "documentation")))
	d := ts.trait(api + "deprecated")
	if d == nil {
		return text
	}
	reason := doctext.Plain(jsontree.Text(d.Get("message")))
	if reason == "" {
		reason = "The owner of the API advises against it."
	}
	return strings.TrimPrefix(text+"\n\nDeprecated: "+reason, "\n\n")
}

// enum lists the values of an enum.
func (r *reader) enum(s *model.Shape, d *definition) {
	seen := map[string]bool{}
	for _, m := range d.members {
		value := m.name
		if v := m.traits.trait(api + "enumValue"); v != nil {
			value = jsontree.Text(v)
		}
		r.enumValue(s, seen, value, m.name, m.traits.trait(api+"internal") != nil, m.pos)
	}
	if len(d.members) == 0 {
		r.problems.Add(d.pos, d.name, "the enum has no value", "list them in members")
	}
}

// enumTrait makes an enum of a string that has the trait for it.
func (r *reader) enumTrait(s *model.Shape, d *definition) {
	trait := d.trait(api + "enum")
	if trait == nil {
		return
	}
	s.Kind = model.Enum
	seen := map[string]bool{}
	for _, e := range jsontree.Elems(trait) {
		internal := slices.ContainsFunc(jsontree.Elems(e.Get("tags")), func(tag *model.Node) bool { return tag.Text == "internal" })
		r.enumValue(s, seen, jsontree.Text(e.Get("value")), jsontree.Text(e.Get("name")), internal, e.Pos)
	}
}

// enumValue adds a value to an enum. Its name in Go is that of the member for
// now: names looks at both.
func (r *reader) enumValue(s *model.Shape, seen map[string]bool, value, name string, internal bool, pos model.Pos) {
	if seen[value] {
		r.problems.Add(pos, s.Name, fmt.Sprintf("the enum has %q twice", value), "once is enough")
		return
	}
	seen[value] = true
	s.Enum = append(s.Enum, model.EnumValue{Value: value, GoName: name, Internal: internal})
}
