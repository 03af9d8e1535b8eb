package draft

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// clauses are the rules of an operation, as they are guessed.
type clauses struct {
	name string // of the operation, with hyphens
	all  []any
}

// add adds a rule. The id is the name of the operation and what the rule is about.
func (c *clauses) add(kind, about, description, guess string, more ...member) {
	clause := object{{"id", c.name + "-" + about}, {"kind", kind}}
	clause = append(clause, more...)
	clause = append(clause, member{"description", description}, member{"source", "not looked up yet"}, member{"guess", guess})
	c.all = append(c.all, clause)
}

// unconfirmed is what a clause has until somebody has looked it up.
var unconfirmed = member{"provenance", "assumed"}

// choices are what an assumed clause chooses, and what it may.
func choices(first string, others ...string) []member {
	all := []string{first}
	for _, other := range others {
		if !slices.Contains(all, other) {
			all = append(all, other)
		}
	}
	if len(all) == 1 {
		// An assumed clause has another choice, and any service has this error.
		all = append(all, model.ErrorChoice("AccessDeniedException"))
	}
	return []member{unconfirmed, {"choice", first}, {"choices", all}}
}

// putClauses guesses the rules of an operation that puts.
func (d *drafting) putClauses(g *group, p *put) []any {
	c := &clauses{name: kebab(p.op.Name), all: []any{}}
	key := strings.Join(g.key, ", ")
	exists, why := allDeclared(p.op, alreadyThere...), "the operation declares the error"
	if len(exists) == 0 && g.life != nil {
		// Of the states of what is replaced nothing is known.
		exists, why = []string{invalid(p.op)}, "the operation declares no error of a name that says so, and what has states is hardly replaced"
	}
	switch {
	case g.made != "":
		c.add("upsert", "upsert", "What was created is there from then on.", "each put makes another one, as the service makes "+g.made, unconfirmed)
	case p.word.create && len(exists) > 0:
		c.add("upsert", "upsert", "What was created is there from then on.", "so do operations that create", unconfirmed)
		var answers []string
		for _, code := range exists {
			answers = append(answers, model.ErrorChoice(code))
		}
		if g.life == nil {
			answers = append(answers, "replaced")
		}
		c.add("existing", "existing", fmt.Sprintf("To create %s of the same %s as another is answered so.", an(g.noun), key),
			why, choices(answers[0], answers[1:]...)...)
	default:
		why := "so do most operations that put; look whether this one rejects " + an(g.noun) + " that exists"
		if p.word.create {
			why = "the operation declares no error of a name that says that the " + g.noun + " exists; look what becomes of one that does"
		}
		c.add("upsert", "upsert", fmt.Sprintf("A put adds %s, or replaces the one with the same %s.", an(g.noun), key), why, unconfirmed)
		if d.optional(g, p) {
			c.add("upsert/omitted", "omitted", "What the new put leaves out is gone.", "one of two", choices("cleared", "kept")...)
		}
	}
	if d.keyOptional(g, p) {
		c.add("key/incomplete", "incomplete", "A put without "+key+" is answered so.", "the shape does not require it, and nobody says what it is then",
			choices(model.ErrorChoice(invalid(p.op)), model.ErrorChoice("ValidationException"))...)
	}
	g.lifeClauses(c)
	for _, m := range p.set {
		set := []member{unconfirmed, {"member", m.name}, {"value", m.value}}
		if m.unique != "" {
			set = append(set, member{"unique", m.unique})
		}
		c.add("assigned", kebab(m.name), m.name+" is set by the service.", m.why, set...)
	}
	for i := range g.shape.Members {
		m := &g.shape.Members[i]
		own := p.within.Member(m.Name)
		neverOmitted := own != nil && own.Required && hasStandard(m)
		if slices.Contains(g.key, m.Name) || neverOmitted {
			continue
		}
		all, _ := d.standards(m)
		for _, s := range all {
			c.add("members/defaulted", kebab(strings.NewReplacer(".", "", "[]", "").Replace(s.path))+"-default", s.path+" has this value if a put leaves it out.", "the model says so",
				append([]member{{"member", s.path}, {"values", []json.RawMessage{json.RawMessage(s.value)}}}, choices("defaulted", "absent")...)...)
		}
	}
	if as := d.output(g, p); len(as) > 0 {
		c.add("output", "output", "The output has these members of the "+g.noun+".", "they have the same names", unconfirmed, member{"as", as})
	}
	d.attachTags(c, g, p)
	d.tokenClauses(c, p.op, true)
	for _, code := range allDeclared(p.op, "LimitExceeded", "QuotaExceeded", "MaxNumberOf") {
		if !strings.Contains(code, "Tag") {
			d.leave(p.op, "when "+code+" is the answer: how many there may be is not in the model, and a clause of kind quota needs the number")
		}
	}
	d.references(c, g, p.op, p.within, p.path)
	return c.all
}

// tokenClauses guesses the rules about a token that tells a repeated request from a new
// one.
func (d *drafting) tokenClauses(c *clauses, op *model.Operation, puts bool) {
	token := d.token(op)
	if token == "" {
		return
	}
	c.add("idempotency", "token", "A request that is repeated with its "+token+" does nothing more, and is answered as before.",
		"the model marks the member as a token", unconfirmed)
	rejection := declared(op, "Idempoten", "ParameterMismatch", "Conflict", "Duplicate", "AlreadyExists", "Exists", "InvalidRequest", "InvalidParameter", "Validation")
	if rejection == "" {
		rejection = "ValidationException"
	}
	c.add("idempotency/other", "token-other", "Another request with the same token is answered so.", "one of some",
		choices(model.ErrorChoice(rejection), "answered", "executed")...)
	if puts {
		c.add("idempotency/gone", "token-gone", "The same request once more, when what it put is deleted, is answered so.", "one of two", choices("executed", "answered")...)
	}
}

// output returns where the output of a put has members of the entity.
func (d *drafting) output(g *group, p *put) object {
	var as object
	out := d.api.Shape(p.op.Output)
	if out == nil {
		return nil
	}
	for i := range out.Members {
		m := &out.Members[i]
		s := d.api.Shape(m.Shape)
		if own := g.shape.Member(g.kept(out, m.Name)); own != nil && d.alike(own.Shape, m.Shape) && d.fitsAll(g, p, m, own.Name) {
			as.add(m.Name, own.Name)
		} else if s.Kind == model.Structure && !s.Union && slices.Contains(g.shapes, s) {
			for _, b := range d.shared(g, s) {
				if d.fitsAll(g, p, s.Member(b.path), b.member) {
					as.add(m.Name+"."+b.path, b.member)
				}
			}
		}
	}
	return as
}

// fitsAll reports whether a member of the output of a put, or an update, permits all that
// it or any put can have given for what it shows.
func (d *drafting) fitsAll(g *group, p *put, m *model.Member, of string) bool {
	return d.fits(p, m, of) && !slices.ContainsFunc(g.puts, func(p *put) bool { return !d.fits(p, m, of) })
}

// fits reports whether a member of an output permits all that the input does for what it
// shows.
func (d *drafting) fits(p *put, m *model.Member, of string) bool {
	own := p.within.Member(of)
	if own == nil || own.Shape == m.Shape {
		return true
	}
	if d.isText(m) && d.isText(own) {
		one, other := d.api.Shape(m.Shape), d.api.Shape(own.Shape)
		// Of what two patterns have in common examples say little.
		return d.takes(m.Shape, own.Shape) && (one.Pattern == "" || one.Pattern == other.Pattern) && (one == other || one.Max == nil || other.Max != nil && other.Max.Int <= one.Max.Int)
	}
	return strictness(d.api.Shape(m.Shape)) <= strictness(d.api.Shape(own.Shape)) && !d.shorter(m.Shape, own.Shape)
}

// shorter reports whether a shape has a smaller limit than another.
func (d *drafting) shorter(name, than string) bool {
	s, t := d.api.Shape(name), d.api.Shape(than)
	return s.Max != nil && (t.Max == nil || s.Max.Int < t.Max.Int) || s.Min != nil && (t.Min == nil && s.Min.Int > 0 || t.Min != nil && s.Min.Int > t.Min.Int)
}

// deletionClauses guesses the rules of an operation that deletes.
func (d *drafting) deletionClauses(g *group, op *model.Operation) []any {
	c := &clauses{name: kebab(op.Name), all: []any{}}
	c.add("removal", "removal", "What was deleted is not there any more.", "the name of the operation", unconfirmed)
	d.absent(c, op, "To delete "+an(g.noun)+" that is not there is answered so.", true)
	d.keyLeftOut(c, g, op)
	d.tokenClauses(c, op, false)
	if g.life != nil && g.life.deleting != "" {
		c.add("lifecycle/deleting", "state", "It is "+g.life.deleting+" for this long before it is gone.", "the state has the name of what goes on", append([]member{{"state", g.life.deleting}}, choices("at-once", "a-minute")...)...)
	}
	d.dropTags(c, g)
	return c.all
}

// absent guesses how an operation is answered that asks for what is not there. A deletion
// may be accepted. No get is answered with the error of a broken constraint, from which
// nobody could tell it.
func (d *drafting) absent(c *clauses, op *model.Operation, description string, deletes bool) {
	guess := "the errors that the operation declares"
	code := declared(op, notFound...)
	if code == "" && !deletes {
		if code = invalid(op); code == "ValidationException" {
			code, guess = "AccessDeniedException", "the operation declares no error of which the name says so"
		}
	}
	answers := choices(model.ErrorChoice(code), "accepted")
	if code == "" {
		answers = choices("accepted", model.ErrorChoice(invalid(op)))
	}
	c.add("absent", "absent", description, guess, answers...)
}

// alreadyThere are words in the names of errors about what exists.
var alreadyThere = []string{"AlreadyExists", "Exists", "Duplicate", "InUse", "Conflict"}

// notFound are words in the names of errors about what is not there.
var notFound = []string{"NotFound", "NoSuch", "DoesNotExist", "NonExist", "NotExist"}

// keyLeftOut guesses how an operation is answered whose input may leave the key out, and
// does.
func (d *drafting) keyLeftOut(c *clauses, g *group, op *model.Operation) {
	in := d.api.Shape(op.Input)
	for _, key := range g.key {
		if m := in.Member(d.asked(g, op, key)); m != nil && !m.Required {
			c.add("key/incomplete", "incomplete", "A request without "+strings.Join(g.key, ", ")+" is answered so.", "the shape does not require it",
				choices(model.ErrorChoice(invalid(op)), model.ErrorChoice("ValidationException"))...)
			return
		}
	}
}

// keyOptional reports whether a put may leave out a member of the key.
func (d *drafting) keyOptional(g *group, p *put) bool {
	return slices.ContainsFunc(g.key, func(key string) bool {
		if key == g.made {
			return false
		}
		m := p.within.Member(key)
		if m == nil {
			m = d.api.Shape(p.op.Input).Member(d.asked(g, p.op, key))
		}
		return m != nil && !m.Required
	})
}

// viewClauses guesses the rules of an operation that shows entities.
func (d *drafting) viewClauses(g *group, v *view) []any {
	c := &clauses{name: kebab(v.op.Name), all: []any{}}
	if v.verb == model.Gets {
		d.absent(c, v.op, "To ask for "+an(g.noun)+" that is not there is answered so.", false)
		return c.all
	}
	d.pages(c, v.op)
	return c.all
}

// pages guesses the rules about the pages of a list.
func (d *drafting) pages(c *clauses, op *model.Operation) {
	p := op.Paginated
	if p == nil || !isMember(p.InputToken) || !isMember(p.OutputToken) {
		return
	}
	page := []member{unconfirmed}
	if isMember(p.PageSize) {
		page = append(page, member{"limit", string(p.PageSize)})
	}
	page = append(page, member{"default", d.pageSize(op)}, member{"token", string(p.InputToken)}, member{"next", string(p.OutputToken)}, member{"error", tokenError(op)})
	c.add("pagination", "pages", "The list comes in pages.", "the members are those of the model's trait paginated; the size of a page and the error are not in it", page...)
	c.add("pagination/order", "order", "The list is in this order.", "one of two", choices("insertion", "by-key")...)
}

// references guesses which members of what is put name entities of another kind.
func (d *drafting) references(c *clauses, g *group, op *model.Operation, within *model.Shape, path func(string) string) {
	codes := allDeclared(op, notFound...)
	if len(codes) == 0 {
		return
	}
	for _, other := range d.groups {
		if other == g || !other.settled || len(other.key) != 1 {
			continue
		}
		code := codes[0]
		if own := slices.IndexFunc(codes, func(code string) bool { return strings.Contains(code, other.noun) }); own >= 0 {
			code = codes[own]
		}
		for _, name := range []string{other.noun + "Name", other.noun + "Id", other.key[0]} {
			i := slices.IndexFunc(within.Members, func(m model.Member) bool { return strings.EqualFold(m.Name, name) && d.isText(&m) })
			if i < 0 || !strings.Contains(strings.ToLower(within.Members[i].Name), strings.ToLower(other.noun)) {
				continue
			}
			m := within.Members[i].Name
			if !within.Members[i].Required && g.shape.Member(m) == nil {
				d.leave(op, fmt.Sprintf("that %s names %s: nothing given shows it, and a request may leave it out", m, an(other.noun)))
				break
			}
			c.add("reference", kebab(m)+"-exists", fmt.Sprintf("%s names %s that has to exist.", m, an(other.noun)), "its name, and the error that the operation declares",
				append([]member{{"entity", other.noun}, {"from", object{{other.key[0], path(m)}}}}, choices(model.ErrorChoice(code), model.ErrorChoice("ValidationException"))...)...)
			break
		}
	}
}

// declared returns the first error of an operation with one of some words in its name.
func declared(op *model.Operation, words ...string) string {
	if all := allDeclared(op, words...); len(all) > 0 {
		return all[0]
	}
	return ""
}

// allDeclared returns the errors of an operation with one of some words in their names,
// in the order of the words.
func allDeclared(op *model.Operation, words ...string) []string {
	var all []string
	for _, word := range words {
		for _, code := range op.Errors {
			if strings.Contains(code, word) && !slices.Contains(all, code) {
				all = append(all, code)
			}
		}
	}
	return all
}

// invalid guesses the error of a request that is wrong.
func invalid(op *model.Operation) string {
	if code := declared(op, "InvalidParameter", "InvalidArgument", "InvalidRequest", "InvalidInput", "Validation", "Invalid"); code != "" {
		return code
	}
	return "ValidationException"
}

// tokenError guesses how a token that came from nowhere is rejected.
func tokenError(op *model.Operation) string {
	if code := declared(op, "Token", "InvalidMarker", "InvalidParameter", "InvalidArgument", "Validation", "InvalidRequest"); code != "" {
		return code
	}
	return "ValidationException"
}

// pageSize guesses the size of a page: the largest that can be asked for, if
// it is not large, and else one that does not make long replies of large entities.
func (d *drafting) pageSize(op *model.Operation) int64 {
	if m := d.api.Shape(op.Input).Member(string(op.Paginated.PageSize)); m != nil {
		s := d.api.Shape(m.Shape)
		if s.Max != nil && s.Max.Int > 0 && s.Max.Int <= 100 {
			return s.Max.Int
		}
		if s.Min != nil {
			return max(s.Min.Int, 25)
		}
	}
	return 25
}

// optional reports whether a put has members that it may leave out and the entity has.
func (d *drafting) optional(g *group, p *put) bool {
	return slices.ContainsFunc(p.within.Members, func(m model.Member) bool {
		return !m.Required && g.shape.Member(m.Name) != nil && !slices.Contains(g.key, m.Name)
	})
}

func isMember(p model.Path) bool { return p != "" && !strings.ContainsAny(string(p), ".[") }
