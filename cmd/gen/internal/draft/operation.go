package draft

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// operation guesses what an operation does to an entity, and its clauses. It reports
// whether the language can say that.
func (d *drafting) operation(g *group, e effect) (o object, ok bool) {
	op := e.op
	guess := fmt.Sprintf("by the name of the operation it %s a %s", e.verb, g.noun)
	var into model.Path
	var elem *model.Shape
	if e.verb == model.Lists && e.one {
		if into, elem = d.gotten(g, op); elem != nil {
			e.verb = model.Gets
			guess = fmt.Sprintf("by the name of the operation it gets a %s, and its output has the key", g.noun)
		}
	}
	if e.verb == model.Lists {
		if into, elem = d.listed(op); elem == nil {
			d.leave(op, "it returns no list of structures; what returns one "+g.noun+", or its parts, can't be guessed")
			return o, false
		}
	}
	o.add(string(e.verb), g.noun)
	if elem != nil {
		if into != "" {
			o.add("in", string(into))
		}
		if elem != g.shape {
			as := d.sharedMembers(g.shape, elem)
			if len(as) == 0 {
				d.leave(op, elem.Name+" and "+g.shape.Name+" have no member in common")
				return object{}, false
			}
			o.add("as", as)
		}
	}
	from, missing := d.from(g, e)
	if len(missing) > 0 {
		d.leave(op, "nothing in its input is called "+strings.Join(missing, " or ")+", which is in the key of a "+g.noun)
		return object{}, false
	}
	if absent := d.unprovided(g, e); len(absent) > 0 {
		d.leave(op, fmt.Sprintf("nothing in its input provides %s, which a %s has to have", strings.Join(absent, ", "), g.noun))
		return object{}, false
	}
	if len(from) > 0 {
		o.add("from", from)
	}
	if u := d.unmodelled(g, e); len(u) > 0 {
		o.add("unmodelled", u)
	}
	o.add("clauses", d.clauses(g, e))
	o.add("guess", guess)
	return o, true
}

// sharedMembers returns the members of an element that the entity has as well.
func (d *drafting) sharedMembers(entity, elem *model.Shape) object {
	var as object
	for i := range elem.Members {
		m := &elem.Members[i]
		if own := entity.Member(m.Name); own != nil && d.api.Shape(own.Shape).Kind == d.api.Shape(m.Shape).Kind {
			as.add(m.Name, m.Name)
		}
	}
	return as
}

// from guesses where the key stands in an input that calls it otherwise, such as
// SecretId for a Name, and returns what of the key it does not find.
func (d *drafting) from(g *group, e effect) (from object, missing []string) {
	in := d.api.Shape(e.op.Input)
	if e.verb == model.Lists || in == nil {
		return nil, nil
	}
	for _, name := range g.key {
		if in.Member(name) != nil || d.made(g, e) == name {
			continue
		}
		i := slices.IndexFunc(in.Members, func(m model.Member) bool {
			return m.Required && isName(m.Name, g.noun) && d.api.Shape(m.Shape).Kind == model.String
		})
		if i < 0 {
			missing = append(missing, name)
			continue
		}
		from.add(name, in.Members[i].Name)
	}
	return from, missing
}

// unmodelled lists the members of an input that no part of the contract is about yet.
func (d *drafting) unmodelled(g *group, e effect) object {
	in := d.api.Shape(e.op.Input)
	if in == nil {
		return nil
	}
	known := slices.Clone(g.key)
	if p := e.op.Paginated; p != nil {
		known = append(known, string(p.InputToken), string(p.PageSize))
	}
	from, _ := d.from(g, e)
	for _, m := range from {
		known = append(known, m.value.(string))
	}
	var u object
	for i := range in.Members {
		m := &in.Members[i]
		own := g.shape.Member(m.Name)
		stored := e.verb == model.Puts && own != nil && d.api.Shape(own.Shape).Kind == d.api.Shape(m.Shape).Kind
		if !stored && !slices.Contains(known, m.Name) {
			u.add(m.Name, "guess: no clause is about it yet")
		}
	}
	return u
}

// clauses guesses the rules of an operation.
func (d *drafting) clauses(g *group, e effect) []any {
	all := []any{}
	add := func(kind, id, description, guess string, more ...member) {
		c := object{{"id", id}, {"kind", kind}}
		c = append(c, more...)
		c = append(c, member{"description", description}, member{"source", "not looked up yet"}, member{"guess", guess})
		all = append(all, c)
	}
	name := kebab(e.op.Name)
	unconfirmed := member{"provenance", "assumed"} // until somebody has looked it up
	choices := func(first string, others ...string) []member {
		return []member{{"provenance", "assumed"}, {"choice", first}, {"choices", append([]string{first}, others...)}}
	}
	switch e.verb {
	case model.Puts:
		if key := d.made(g, e); key != "" {
			value, form := d.keyForm(g, key)
			made := []member{unconfirmed, {"member", key}, {"value", value}}
			if form != "" {
				made = append(made, member{"unique", form})
			}
			add("upsert", name+"-upsert", "A put adds a "+g.noun+".", "the service seems to make "+key, unconfirmed)
			add("assigned", name+"-"+kebab(key), key+" is made by the service.", "no put provides it, and the output tells it; look up its form", made...)
			var as object
			as.add(key, key)
			add("output", name+"-output", "The "+key+" of what was put is returned.", "the output has it", unconfirmed, member{"as", as})
			for _, m := range d.provided(g, e) {
				add("assigned", name+"-"+kebab(m.name), m.name+" is set by the service.", m.why, unconfirmed, member{"member", m.name}, member{"value", m.value})
			}
			break
		}
		add("upsert", name+"-upsert", fmt.Sprintf("A put adds a %s, or replaces the one with the same %s.", g.noun, strings.Join(g.key, ", ")),
			"so do most operations that put; look whether this one rejects a "+g.noun+" that exists", unconfirmed)
		if d.optional(g, e) {
			add("upsert/omitted", name+"-omitted", "What the new put leaves out is gone.", "one of two", choices("cleared", "kept")...)
		}
		for _, m := range d.provided(g, e) {
			add("assigned", name+"-"+kebab(m.name), m.name+" is set by the service.", m.why, unconfirmed, member{"member", m.name}, member{"value", m.value})
		}
	case model.Deletes, model.Gets:
		first, others := "accepted", []string(nil)
		if code := declared(e.op, "NotFound", "NoSuch", "DoesNotExist"); code != "" {
			first, others = model.ErrorChoice(code), []string{"accepted"}
		} else if len(e.op.Errors) > 0 {
			others = []string{model.ErrorChoice(e.op.Errors[0])}
		} else {
			others = []string{model.ErrorChoice("ValidationException")}
		}
		if e.verb == model.Deletes {
			add("removal", name+"-removal", "A "+g.noun+" that was deleted is not listed any more.", "the name of the operation", unconfirmed)
		}
		what := map[model.Verb]string{model.Deletes: "delete", model.Gets: "ask for"}[e.verb]
		add("absent", name+"-absent", "To "+what+" a "+g.noun+" that is not there is answered so.", "the errors that the operation declares", choices(first, others...)...)
	case model.Lists:
		if p := e.op.Paginated; p != nil && isMember(p.InputToken) && isMember(p.OutputToken) {
			page := []member{unconfirmed}
			if isMember(p.PageSize) {
				page = append(page, member{"limit", string(p.PageSize)})
			}
			page = append(page, member{"default", d.pageSize(e.op)}, member{"token", string(p.InputToken)}, member{"next", string(p.OutputToken)}, member{"error", tokenError(e.op)})
			add("pagination", name+"-pages", "The list comes in pages.", "the members are those of the model's trait paginated; the size of a page and the error are not in it", page...)
			add("pagination/order", name+"-order", "The list is in this order.", "one of two", choices("insertion", "by-key")...)
		}
	}
	return all
}

// declared returns the first error of an operation with one of some words in its name.
func declared(op *model.Operation, words ...string) string {
	for _, word := range words {
		for _, code := range op.Errors {
			if strings.Contains(code, word) {
				return code
			}
		}
	}
	return ""
}

// tokenError guesses how a token that came from nowhere is rejected.
func tokenError(op *model.Operation) string {
	if code := declared(op, "Token", "InvalidParameter", "Validation", "InvalidRequest"); code != "" {
		return code
	}
	return "ValidationException"
}

// pageSize guesses the size of a page: the largest that can be asked for.
func (d *drafting) pageSize(op *model.Operation) int64 {
	if m := d.api.Shape(op.Input).Member(string(op.Paginated.PageSize)); m != nil {
		if s := d.api.Shape(m.Shape); s.Max != nil && s.Max.Int > 0 && s.Max.Int <= 1000 {
			return s.Max.Int
		}
	}
	return 100
}

// optional reports whether a put has members that it may leave out and the entity has.
func (d *drafting) optional(g *group, e effect) bool {
	in := d.api.Shape(e.op.Input)
	return in != nil && slices.ContainsFunc(in.Members, func(m model.Member) bool {
		return !m.Required && g.shape.Member(m.Name) != nil && !slices.Contains(g.key, m.Name)
	})
}

// A providedMember is one that the service seems to set.
type providedMember struct{ name, value, why string }

// provided guesses which members of an entity the service sets: those that no put
// provides, as far as the language has a value for them.
func (d *drafting) provided(g *group, e effect) []providedMember {
	in := d.api.Shape(e.op.Input)
	var all []providedMember
	for i := range g.shape.Members {
		m := &g.shape.Members[i]
		if in == nil || in.Member(m.Name) != nil || slices.Contains(g.key, m.Name) {
			continue
		}
		lower := strings.ToLower(m.Name)
		switch kind := d.api.Shape(m.Shape).Kind; {
		case kind == model.Timestamp && (m.Required || strings.Contains(lower, "creat") || strings.Contains(lower, "modif") || strings.Contains(lower, "updat") || strings.Contains(lower, "change")):
			all = append(all, providedMember{m.Name, "{now}", "no put provides it, and it is a time"})
		case kind == model.String && strings.HasSuffix(lower, "arn") && (lower == "arn" || lower == strings.ToLower(g.noun)+"arn"):
			all = append(all, providedMember{m.Name, fmt.Sprintf("arn:aws:%s:{region}:{account}:%s/{%s}", d.api.SigningName, strings.ToLower(g.noun), g.key[len(g.key)-1]), "no put provides it; look up the form of the ARN"})
		case kind == model.String && m.Required:
			all = append(all, providedMember{m.Name, "{unique}", "no put provides it, and it is required"})
		}
	}
	return all
}

// unprovided returns the required members of an entity that a put provides no value of,
// and the service none that the language has, such as a state.
func (d *drafting) unprovided(g *group, e effect) []string {
	in := d.api.Shape(e.op.Input)
	if e.verb != model.Puts {
		return nil
	}
	set := d.provided(g, e)
	var absent []string
	for i := range g.shape.Members {
		m := &g.shape.Members[i]
		given := slices.Contains(g.key, m.Name) || in != nil && in.Member(m.Name) != nil
		if m.Required && !given && !slices.ContainsFunc(set, func(p providedMember) bool { return p.name == m.Name }) {
			absent = append(absent, m.Name)
		}
	}
	return absent
}

func isMember(p model.Path) bool { return p != "" && !strings.ContainsAny(string(p), ".[") }

// kebab returns a name in small letters with hyphens.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		upper := r >= 'A' && r <= 'Z'
		if upper && i > 0 && !(name[i-1] >= 'A' && name[i-1] <= 'Z') {
			b.WriteByte('-')
		}
		if upper {
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Patterns of keys that consist of one word and what stands before it.
var (
	arnPattern  = regexp.MustCompile(`^\^?arn:aws[^:]*:([a-z0-9-]+):[^:]*:\[0-9\]\{12\}:([a-zA-Z0-9\\/_-]+)(\[[0-9A-Za-z_-]+\]\{[0-9]{1,2}\})\$?$`)
	wordPattern = regexp.MustCompile(`^\^?([a-zA-Z0-9\\/_-]*)(\[[0-9A-Za-z_-]+\]\{[0-9]{1,2}\})\$?$`)
)

// keyForm guesses what a key is like that the service makes: from the pattern that it has
// to match, if that says so, or else from its name.
func (d *drafting) keyForm(g *group, key string) (value, form string) {
	pattern := d.api.Shape(g.shape.Member(key).Shape).Pattern
	if m := arnPattern.FindStringSubmatch(pattern); m != nil {
		value, form = "arn:aws:"+m[1]+":{region}:{account}:"+strings.ReplaceAll(m[2], `\`, "")+"{unique}", m[3]
	} else if m := wordPattern.FindStringSubmatch(pattern); m != nil {
		value, form = strings.ReplaceAll(m[1], `\`, "")+"{unique}", m[2]
	}
	if letters, _ := model.WordForm(form); letters != "" {
		return value, form
	}
	if strings.HasSuffix(strings.ToLower(key), "arn") {
		return fmt.Sprintf("arn:aws:%s:{region}:{account}:%s/{unique}", d.api.SigningName, strings.ToLower(g.noun)), ""
	}
	return "{unique}", ""
}
