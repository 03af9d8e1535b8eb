package model

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Embedded says that a text of a resource that is put is a JSON array of objects, its
// entries, each of which has a type that says what else it has: policies, rules or
// schedules that travel as one text. A put whose text breaks this stores nothing.
//
//	{"kind": "embedded", "member": MEMBER, "type": PLACE,
//	 "types": [{"value": TEXT, "needs": {PLACE: [TEXT, ...]}, "example": ENTRY}, ...],
//	 "none": TEXT, "unknown": CODE, "invalid": CODE}
//
// A place is a path from an entry to a text in it. "type" is that of the entry's type,
// "needs" are those at which an entry of a type has to have a text, one of some if any are
// listed, and "example" is such an entry. "unknown" is the error for an entry of another
// type, "invalid" that for one without what it needs. "none" may be left out: a text that
// stands for no entries, beside an empty array. What else an entry may have is not said.
type Embedded struct {
	Member           string
	Type             Path
	Types            []EntryType
	None             string
	Unknown, Invalid string
}

func (Embedded) rule() {}

// An EntryType is a type that entries may have.
type EntryType struct {
	Value string
	Needs []EntryNeed
	// Example is an entry of the type, as JSON.
	Example string
}

// An EntryNeed is a place in an entry that must have a text, and the texts that may be
// there; none are listed if any may.
type EntryNeed struct {
	At     Path
	Values []string
}

func readEmbedded(r *clauseReader) Rule {
	e := Embedded{Member: r.boundMember("member"), Type: r.place("type"), None: r.optionalText("none"), Unknown: r.errorCode("unknown"), Invalid: r.errorCode("invalid")}
	r.needOne()
	if r.op.Clause("embedded") != nil {
		r.complain("kind", r.op.Name+" has a clause of that kind already", "one says all of the entries of what it puts")
	}
	r.checkKind("member", r.resourceShape().Name, Path(e.Member), String)
	if contains(r.resourceKey(), e.Member) {
		r.complain("member", e.Member+" is in the key of "+r.op.Effect.Of, "name a member that is not")
	}
	if _, array := entriesOf(e.None); e.None != "" && !array {
		r.complain("none", strconv.Quote(e.None)+" is no JSON array of objects", `write one that stands for no entries, e.g. "[{}]"`)
	}
	for _, n := range r.elems("types") {
		e.Types = append(e.Types, r.entryType(n, e))
	}
	if len(e.Types) == 0 {
		r.complain("types", "no type is named", `write "types": [{"value": TEXT, "needs": {PLACE: [TEXT, ...]}, "example": ENTRY}]`)
	}
	return e
}

// entryType reads what an entry of one type has.
func (r *clauseReader) entryType(n *Node, of Embedded) EntryType {
	o := newObject(n, r.where+": types", r.problems)
	t := EntryType{Value: o.text("value")}
	if of.EntryType(t.Value) != nil {
		o.complain("value", t.Value+" is there already", "name each type once")
	}
	for _, m := range o.members("needs") {
		need := EntryNeed{At: Path(m.Key)}
		if m.Value.Kind != NodeArray {
			o.complain("needs", "the texts at "+m.Key+" are "+article(m.Value.Kind), "list those that may be there, or write [] if any may")
		}
		for _, v := range m.Value.Elems {
			if v.Kind != NodeString {
				o.complain("needs", "a text at "+m.Key+" is "+article(v.Kind), "write texts")
			}
			need.Values = append(need.Values, v.Text)
		}
		if !isPlace(need.At) {
			o.complain("needs", strconv.Quote(m.Key)+" is no place in an entry", "write names with dots between them")
		}
		t.Needs = append(t.Needs, need)
	}
	if !o.has("example") {
		o.problems.Add(n.Pos, o.where, "example is missing", `write "example": an entry of the type`)
	} else if example := o.get("example", NodeObject); example != nil {
		t.Example = example.Raw
		r.checkExample(o, of, t)
	}
	o.end()
	return t
}

// checkExample complains of an example that lacks what its type asks for.
func (r *clauseReader) checkExample(o *object, of Embedded, t EntryType) {
	entries, _ := entriesOf("[" + t.Example + "]")
	for _, entry := range entries {
		if TextIn(entry, of.Type) != t.Value && t.Value != "" && of.Type != "" {
			o.complain("example", string(of.Type)+" is not "+t.Value, "write an entry of the type")
		}
		for _, need := range t.Needs {
			if !need.Met(entry) {
				o.complain("example", "there is no such text at "+string(need.At), "write an entry that has all that its type needs")
			}
		}
	}
}

// place returns a path from an entry to a text in it.
func (r *clauseReader) place(key string) Path {
	path := Path(r.text(key))
	if path != "" && !isPlace(path) {
		r.complain(key, strconv.Quote(string(path))+" is no place in an entry", "write names with dots between them")
	}
	return path
}

func isPlace(path Path) bool {
	return !strings.Contains(string(path), "[]") && !slices.Contains(strings.Split(string(path), "."), "")
}

// EntryType returns the type of that name, or nil.
func (e Embedded) EntryType(value string) *EntryType {
	for i := range e.Types {
		if e.Types[i].Value == value {
			return &e.Types[i]
		}
	}
	return nil
}

// Met reports whether an entry has what it needs.
func (n EntryNeed) Met(entry map[string]any) bool {
	text := TextIn(entry, n.At)
	return text != "" && (len(n.Values) == 0 || slices.Contains(n.Values, text))
}

// TextIn returns the text at a place in an entry, or "" if none is there.
func TextIn(entry map[string]any, at Path) string {
	var v any = entry
	for name := range strings.SplitSeq(string(at), ".") {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	text, _ := v.(string)
	return text
}

// entriesOf returns the entries of a text, and whether it is an array of objects.
func entriesOf(text string) (entries []map[string]any, array bool) {
	err := json.Unmarshal([]byte(text), &entries)
	return entries, err == nil && entries != nil && !slices.ContainsFunc(entries, func(e map[string]any) bool { return e == nil })
}

// Malformed says what becomes of a put whose text is no JSON array of objects. Choices:
// error:CODE.
//
//	{"kind": "embedded/malformed", "choice": CHOICE}
type Malformed struct{}

func (Malformed) rule() {}

func readMalformed(*clauseReader) Rule { return Malformed{} }

// EntryQuota says how many entries a text may have. Choices, for a put whose text has
// more: error:CODE, accepted.
//
//	{"kind": "embedded/quota", "most": N, "of": TYPE, "vary": PLACE, "choice": CHOICE}
//
// "of" is a type of which a text may have several entries, which differ in a number at
// "vary": so does a text come to have as many.
type EntryQuota struct {
	Most int
	Of   string
	Vary Path
}

func (EntryQuota) rule() {}

func readEntryQuota(r *clauseReader) Rule {
	return EntryQuota{Most: r.atLeastOne("most", "a text that may have entries may have one"), Of: r.text("of"), Vary: r.place("vary")}
}

// EntryOnce says what becomes of a put whose text has two entries of a type of which
// there is to be one at most. Choices: error:CODE, accepted.
//
//	{"kind": "embedded/once", "type": TYPE, "choice": CHOICE}
type EntryOnce struct {
	Type string
}

func (EntryOnce) rule() {}

func readEntryOnce(r *clauseReader) Rule { return EntryOnce{Type: r.text("type")} }

// EntryExpiry says that a resource whose text has an entry of some type is gone from the
// time on that stands in that entry, as if it had been deleted then. The time is a date
// and a time of day with its offset, such as 2030-12-01T10:00:00Z; an entry without one
// is rejected like one without what it needs.
//
//	{"kind": "embedded/expiry", "type": TYPE, "at": PLACE}
type EntryExpiry struct {
	Type string
	At   Path
}

func (EntryExpiry) rule() {}

func readEntryExpiry(r *clauseReader) Rule {
	return EntryExpiry{Type: r.text("type"), At: r.place("at")}
}

// EntryPast says what becomes of a put whose text has a time of expiry that is not in the
// future. Choices: error:CODE, accepted (the resource is gone at once).
//
//	{"kind": "embedded/past", "choice": CHOICE}
type EntryPast struct{}

func (EntryPast) rule() {}

func readEntryPast(*clauseReader) Rule { return EntryPast{} }

// EntryTier says that a resource with entries has some tier at least: who leaves the tier
// to the service gets that, or a higher one. Choices, for a put with entries that asks for
// a lower one, or of a new resource for none: error:CODE, accepted.
//
//	{"kind": "embedded/tier", "least": TIER, "choice": CHOICE}
type EntryTier struct {
	Least string
}

func (EntryTier) rule() {}

func readEntryTier(r *clauseReader) Rule { return EntryTier{Least: r.text("least")} }

// EntryShown says that an operation which lists resources, or versions of them, returns
// with each the entries of its text: the text of each, as JSON that may be written
// otherwise, and its type. An entry that is to make the resource expire has the status
// "pending" until then; of other entries, and of versions that are not the newest, nothing
// is said. Without entries there is no list, or an empty one.
//
//	{"kind": "embedded/shown", "in": PATH, "text": MEMBER, "type": MEMBER, "status": MEMBER, "pending": TEXT}
//
// "in" leads from what shows a resource to a list of structures, of which "text", "type"
// and "status" are members. "status" and "pending" may be left out.
type EntryShown struct {
	In                          Path
	Text, Type, Status, Pending string
}

func (EntryShown) rule() {}

func readEntryShown(r *clauseReader) Rule {
	s := EntryShown{In: Path(r.text("in")), Text: r.text("text"), Type: r.text("type"), Status: r.optionalText("status"), Pending: r.optionalText("pending")}
	if s.In == "" {
		return s
	}
	r.checkKind("in", r.itemShape(), s.In, List)
	if _, elem, err := r.api.Steps(r.itemShape(), s.In.Elem()); err == nil && r.itemShape() != "" {
		r.checkKind("text", elem.Name, Path(s.Text), String)
		r.checkKind("type", elem.Name, Path(s.Type), String)
		if s.Status != "" {
			r.checkKind("status", elem.Name, Path(s.Status), String)
		}
	}
	if (s.Status == "") != (s.Pending == "") {
		r.complain("status", "status and pending go together", "write both or none")
	}
	return s
}

// Embedded returns what the operation says of the entries of what it puts, or nil.
func (o *Operation) Embedded() *Embedded { return ruleOf[Embedded](o, "embedded") }

// EmbeddedIn returns the operation that puts a resource whose text has entries, or of
// whose versions an entity is made, or nil.
func (a *API) EmbeddedIn(resource string) *Operation {
	if put, _ := a.HistoryOf(resource); put != nil {
		resource = put.Effect.Of
	}
	for _, op := range a.AllOperations(Puts) {
		if op.Effect.Of == resource && op.Embedded() != nil {
			return op
		}
	}
	return nil
}

// EntryExpiry returns what the operation says of the expiry of what it puts, if that
// stands in an entry, or nil.
func (o *Operation) EntryExpiry() *EntryExpiry { return ruleOf[EntryExpiry](o, "embedded/expiry") }

// Deletion returns the operation of which clauses say what goes with a resource that is
// deleted, and with one that has expired: that which deletes one alone, if there is one.
func (a *API) Deletion(resource string) *Operation {
	var first *Operation
	for _, op := range a.AllOperations(Deletes) {
		if op.Effect.Of == resource && (first == nil || first.Effect.Each != "" && op.Effect.Each == "") {
			first = op
		}
	}
	return first
}

// EmbeddedBy reports whether a member of what the operation puts is a text with entries.
func (o *Operation) EmbeddedBy(member string) bool {
	e := o.Embedded()
	return e != nil && e.Member == member
}

// checkEmbedded complains of clauses about entries that name what the operation's text has
// not, or that stand where no resource has such a text.
func (c *contract) checkEmbedded() {
	for i := range c.api.Operations {
		op := &c.api.Operations[i]
		e := op.Embedded()
		for j := range op.Clauses {
			clause := &op.Clauses[j]
			complain := func(what, fix string) {
				c.problems.Add(clause.Pos, op.Name+": clause "+clause.ID, what, fix)
			}
			if shown, is := clause.Rule.(EntryShown); is {
				c.checkShown(op, shown, complain)
			}
			if e == nil {
				continue
			}
			switch rule := clause.Rule.(type) {
			case EntryQuota:
				c.checkEntryPlace(e, rule.Of, rule.Vary, complain)
			case EntryOnce:
				c.checkEntryPlace(e, rule.Type, "", complain)
			case EntryExpiry:
				c.checkEntryPlace(e, rule.Type, rule.At, complain)
				if other := op.Clause("expiry"); other != nil {
					complain("the clause "+other.ID+" says otherwise when a "+op.Effect.Of+" is gone", "leave one of the two out")
				}
			case EntryPast:
				if op.EntryExpiry() == nil {
					complain("nothing says when a "+op.Effect.Of+" expires", "add a clause of kind embedded/expiry")
				}
			case EntryTier:
				if t := op.Tier(); t == nil {
					complain("a "+op.Effect.Of+" has no tier", "add a clause of kind tier")
				} else if !slices.ContainsFunc(t.Tiers, func(one TierLimit) bool { return one.Value == rule.Least }) && rule.Least != "" {
					complain(rule.Least+" is no tier", "name one of the clause of kind tier")
				}
			}
		}
	}
}

// checkEntryPlace complains of a type that entries don't have, or that needs no text at a
// place.
func (c *contract) checkEntryPlace(e *Embedded, value string, at Path, complain func(what, fix string)) {
	t := e.EntryType(value)
	switch {
	case value == "":
	case t == nil:
		complain(value+" is no type of an entry", `name one of "types"`)
	case at != "" && !slices.ContainsFunc(t.Needs, func(n EntryNeed) bool { return n.At == at && len(n.Values) == 0 }):
		complain("an entry of the type "+value+" need not have any text at "+string(at), `name a place under its "needs" where any text may be`)
	}
}

// checkShown complains of entries that are shown of what has none.
func (c *contract) checkShown(op *Operation, s EntryShown, complain func(what, fix string)) {
	put := c.api.EmbeddedIn(op.Effect.Of)
	if put == nil {
		complain("a "+op.Effect.Of+" has no text with entries", "add a clause of kind embedded to the operation that puts it")
		return
	}
	shape := c.api.Resource(op.Effect.Of).Shape
	if e := put.Embedded(); shape != nil && shape.Member(e.Member) == nil && e.Member != "" {
		complain(shape.Name+" has no member "+e.Member, "versions have the text as well whose entries are shown")
	}
	if put.EntryExpiry() == nil && s.Status != "" {
		complain("no entry makes a "+op.Effect.Of+" expire", `leave "status" and "pending" out`)
	}
}
