package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// tagWords are the names of operations on the tags of what they name by its ARN, and what
// each does.
var tagWords = map[string]model.Verb{
	"TagResource": model.Puts, "AddTags": model.Puts,
	"UntagResource": model.Deletes, "DeleteTags": model.Deletes, "RemoveTags": model.Deletes,
	"ListTagsForResource": model.Lists, "ListTags": model.Lists,
}

// A tagging is an operation on tags.
type tagging struct {
	op   *model.Operation
	verb model.Verb
	// arn is the member of the input that has the ARN, and list that of the input or output
	// with the tags, or with their keys.
	arn, list string
	// key and value are the members of a tag.
	key, value *model.Member
}

// tags are what has tags, and the operations on these.
type tags struct {
	owner *group
	// address is the member of the owner that has its ARN.
	address string
	ops     []tagging
	// shape is the name of the structure that a tag is.
	shape string
}

// noun is what a tag is called.
func (t *tags) noun() string { return t.owner.noun + "Tag" }

// taggings takes the operations on tags from others.
func (d *drafting) taggings(ops []*model.Operation) (others []*model.Operation, found []tagging) {
	for _, op := range ops {
		verb, is := tagWords[op.Name]
		if !is {
			others = append(others, op)
			continue
		}
		t, why := d.tagging(op, verb)
		if why != "" {
			d.leave(op, why)
			continue
		}
		found = append(found, t)
	}
	return others, found
}

// tagging guesses where an operation has an ARN and tags, or says why it can't.
func (d *drafting) tagging(op *model.Operation, verb model.Verb) (t tagging, why string) {
	t = tagging{op: op, verb: verb}
	in := d.api.Shape(op.Input)
	for i := range in.Members {
		if m := &in.Members[i]; m.Required && d.isText(m) && strings.HasSuffix(strings.ToLower(m.Name), "arn") {
			t.arn = m.Name
		}
	}
	if t.arn == "" {
		return t, "no member of its input names what has the tags by an ARN"
	}
	within := in
	if verb == model.Lists {
		within = d.api.Shape(op.Output)
	}
	for i := range within.Members {
		m := &within.Members[i]
		s := d.api.Shape(m.Shape)
		if s.Kind != model.List || !strings.Contains(strings.ToLower(m.Name), "tag") {
			continue
		}
		elem := d.api.Shape(s.Elem)
		switch {
		case verb == model.Deletes && elem.Kind == model.String:
			t.list = m.Name
		case verb != model.Deletes && elem.Kind == model.Structure:
			if t.key, t.value = d.tagMembers(elem); t.key != nil {
				t.list = m.Name
			}
		}
	}
	if t.list == "" {
		return t, "its tags are no list of keys and values, which a contract could say"
	}
	return t, ""
}

// tagMembers returns the members of a tag that have its key and value.
func (d *drafting) tagMembers(tag *model.Shape) (key, value *model.Member) {
	for i := range tag.Members {
		m := &tag.Members[i]
		switch strings.TrimPrefix(strings.ToLower(m.Name), "tag") {
		case "key":
			key = m
		case "value":
			value = m
		}
	}
	return key, value
}

// tagged finds what has the tags that operations are on: the first entity with an ARN.
func (d *drafting) tagged(ops []tagging) {
	if len(ops) == 0 {
		return
	}
	for _, g := range d.groups {
		if address := d.addressOf(g); address != "" && slices.ContainsFunc(ops, func(t tagging) bool { return t.verb == model.Puts }) {
			d.tags = &tags{owner: g, address: address, ops: ops, shape: "Stored" + g.noun + "Tag"}
			return
		}
	}
	for _, t := range ops {
		d.leave(t.op, "no operation given puts something that has an ARN, which the service assigns and a reply tells, and tags")
	}
}

// addressOf returns the member of an entity that has its ARN, or "".
func (d *drafting) addressOf(g *group) string {
	if !g.settled || g.made != "" || len(g.puts) != 1 {
		return ""
	}
	for _, m := range g.puts[0].set {
		names := !slices.ContainsFunc(g.key, func(key string) bool { return !strings.Contains(m.value, "{"+key+"}") })
		told := slices.ContainsFunc(g.views, func(v *view) bool { return v.shape.Member(m.name) != nil })
		if strings.HasPrefix(m.value, "arn:") && names && told {
			return m.name
		}
	}
	return ""
}

// tagsOf returns what is said of tags where an entity is put or deleted, if it has some.
func (d *drafting) tagsOf(g *group) *tags {
	if d.tags == nil || d.tags.owner != g {
		return nil
	}
	return d.tags
}

// attachedTags returns the list of tags in the input of a put, and a tag in it, if there
// is one.
func (d *drafting) attachedTags(g *group, p *put) (list string, key, value *model.Member) {
	if d.tagsOf(g) == nil {
		return "", nil, nil
	}
	for _, m := range d.api.Shape(p.op.Input).Members {
		if s := d.api.Shape(m.Shape); strings.EqualFold(m.Name, "tags") && s.Kind == model.List && d.api.Shape(s.Elem).Kind == model.Structure {
			if key, value := d.tagMembers(d.api.Shape(s.Elem)); key != nil {
				return m.Name, key, value
			}
		}
	}
	return "", nil, nil
}

// attachTags guesses that a put may have tags.
func (d *drafting) attachTags(c *clauses, g *group, p *put) {
	list, key, value := d.attachedTags(g, p)
	if list == "" {
		return
	}
	c.add("attached", "tags", fmt.Sprintf("%s has the tags that it is put with.", title(an(g.noun))), "the names of the list and of its members", unconfirmed,
		member{"entity", d.tags.noun()}, member{"each", list}, member{"by", object{{d.tags.address, d.tags.ops[0].arn}}}, member{"from", tagFrom(list, key, value)})
}

// dropTags guesses that tags go with what has them.
func (d *drafting) dropTags(c *clauses, g *group) {
	if t := d.tagsOf(g); t != nil {
		c.add("cascade", "tags", fmt.Sprintf("The tags of %s go with it.", an(g.noun)), "one of two",
			append([]member{{"of", t.noun()}, {"by", object{{t.address, t.ops[0].arn}}}}, choices("deleted", "kept")...)...)
	}
}

// title returns a text with a capital letter.
func title(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// tagFrom returns where in a list the members of a tag stand.
func tagFrom(list string, key, value *model.Member) object {
	from := object{{"Key", list + "[]." + key.Name}}
	if value != nil {
		from = append(from, member{"Value", list + "[]." + value.Name})
	}
	return from
}

// puts returns the operation that puts tags.
func (t *tags) puts() tagging {
	return t.ops[slices.IndexFunc(t.ops, func(one tagging) bool { return one.verb == model.Puts })]
}

// tagContract adds what the contract says of tags.
func (d *drafting) tagContract(shapes, entities, operations *object) {
	t := d.tags
	if t == nil {
		return
	}
	put := t.puts()
	arn := t.ops[0].arn
	members := object{{arn, d.api.Shape(put.op.Input).Member(put.arn).Shape}, {"Key", put.key.Shape}}
	needed := []string{arn, "Key"}
	if put.value != nil {
		members.add("Value", put.value.Shape)
		if put.value.Required {
			needed = append(needed, "Value")
		}
	}
	shapes.add(t.shape, object{{"doc", fmt.Sprintf("A tag of %s.", an(t.owner.noun))}, {"required", needed}, {"members", members}})
	entities.add(t.noun(), object{{"shape", t.shape}, {"key", []string{arn, "Key"}}, {"listed-by", []string{arn}},
		{"guess", fmt.Sprintf("the operations on tags name what has them by an ARN, and %s has one; that others have tags as well can't be said", an(t.owner.noun))}})
	for _, one := range t.ops {
		operations.add(one.op.Name, d.onTags(t, arn, one))
	}
}

// mostTags returns how many tags are returned at most, or 0 if any number may be.
func (d *drafting) mostTags(t *tags) int64 {
	for _, one := range t.ops {
		if one.verb != model.Lists || one.op.Paginated != nil && one.op.Paginated.PageSize == "" {
			continue
		}
		list := d.api.Shape(d.api.Shape(one.op.Output).Member(one.list).Shape)
		if list.Max != nil {
			return list.Max.Int
		}
	}
	return 0
}

// onTags is what the contract says of an operation on tags.
func (d *drafting) onTags(t *tags, arn string, one tagging) object {
	c := &clauses{name: kebab(one.op.Name), all: []any{}}
	o := object{{string(one.verb), t.noun()}}
	from := object{}
	if one.arn != arn {
		from.add(arn, one.arn)
	}
	known := []string{one.arn}
	rejected := cmp.Or(declared(one.op, notFound...), invalid(one.op))
	switch one.verb {
	case model.Puts:
		o.add("each", one.list)
		from = append(from, tagFrom(one.list, one.key, one.value)...)
		known = append(known, one.list)
		c.add("upsert", "upsert", "A tag is added, or replaces the one with its key.", "so do most operations that tag", unconfirmed)
		if one.value != nil && !one.value.Required {
			c.add("upsert/omitted", "omitted", "A tag that is put without a value has none.", "one of two", choices("cleared", "kept")...)
		}
		c.add("fan-out", "each", "All tags are added.", "they are a list", unconfirmed)
		if !one.key.Required {
			c.add("key/incomplete", "incomplete", "A tag without a key is answered so.", "the shape does not require it, and nobody says what it is then",
				choices(model.ErrorChoice(invalid(one.op)), model.ErrorChoice("ValidationException"))...)
		}
		if most := d.mostTags(t); most > 0 {
			code := cmp.Or(declared(one.op, "TooMany", "LimitExceeded", "QuotaExceeded"), invalid(one.op))
			c.add("quota", "most", fmt.Sprintf("%s has at most %d tags.", title(an(t.owner.noun)), most), "no list of them is longer",
				append([]member{{"most", most}}, choices(model.ErrorChoice(code), model.ErrorChoice("ValidationException"))...)...)
		}
	case model.Deletes:
		o.add("each", one.list)
		from.add("Key", one.list+"[]")
		known = append(known, one.list)
		c.add("removal", "removal", "The tags are not there any more.", "the name of the operation", unconfirmed)
		c.add("fan-out", "each", "All tags are removed.", "their keys are a list", unconfirmed)
		c.add("absent", "absent", "A key of no tag is answered so.", "most operations that untag leave out what is not there", choices("accepted", model.ErrorChoice(rejected))...)
	case model.Lists:
		o.add("in", one.list)
		as := object{{one.key.Name, "Key"}}
		if one.value != nil {
			as.add(one.value.Name, "Value")
		}
		o.add("as", as)
		if p := one.op.Paginated; p != nil {
			known = append(known, string(p.InputToken), string(p.PageSize))
			d.pages(c, one.op)
		}
	}
	c.add("reference", "resource", fmt.Sprintf("An ARN of nothing is answered so; that of %s names it.", an(t.owner.noun)), "the name of "+one.arn,
		append([]member{{"entity", t.owner.noun}, {"from", object{{t.address, one.arn}}}}, choices(model.ErrorChoice(rejected), model.ErrorChoice("ValidationException"))...)...)
	if len(from) > 0 {
		o.add("from", from)
	}
	if u := d.unknown(one.op, known); len(u) > 0 {
		o.add("unmodelled", u)
	}
	o.add("clauses", c.all)
	o.add("guess", "by the name of the operation")
	return o
}
