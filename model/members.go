package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// A Treated is a member that reads do not return as it was put. Members that no
// such clause names are returned as they were put, and not at all if nobody put
// them.
//
//	{"kind": "members/supplied", "member": PATH, "values": [JSON, ...], "when": {MEMBER: TEXT}, "choice": CHOICE}
//	{"kind": "members/supplied", "member": PATH, "like": MEMBER, "when": {MEMBER: TEXT}, "choice": CHOICE}
//	{"kind": "members/supplied", "member": MEMBER, "now": true, "choice": CHOICE}
//	{"kind": "members/defaulted", "member": PATH, "values": [JSON], "when": {MEMBER: TEXT}, "choice": CHOICE}
//	{"kind": "members/defaulted", "member": PATH, "like": MEMBER, "when": {MEMBER: TEXT}, "choice": CHOICE}
//	{"kind": "members/withheld", "member": PATH, "choice": CHOICE}
//	{"kind": "members/moved", "member": PATH, "to": PATH, "when": {MEMBER: TEXT}, "choice": CHOICE}
//
// The paths lead from the resource. A member is treated where the structure that
// has it exists; with "when", where that structure has those texts as well. The choices
// say what a service does:
//
//   - supplied: returns the member though nobody put it, with one of the values,
//     what stands beside it in the member "like", or the time at which the resource
//     was put. Choices: supplied, absent.
//   - defaulted: who puts no such member puts one with that value, or with what
//     stands in the member "like". Choices: defaulted, absent.
//   - withheld: keeps the member to itself: it is missing, or empty where the schema
//     requires it. Choices: withheld, returned.
//   - moved: returns the member at another place, in each structure there that has
//     none of its own. Choices: moved, stays.
type Treated struct {
	Treatment Treatment
	Member    Path
	// Values are the values, as JSON, that a service may supply: a fake supplies
	// the first.
	Values []string
	// Like is the member of the same structure whose value is supplied, or "".
	Like string
	// Now reports that the time is supplied at which the resource was put.
	Now bool
	// To leads to where the member is moved.
	To Path
	// When are texts that the structure has in which the member stands, or to
	// which it is moved.
	When []Condition
}

func (Treated) rule() {}

// A Treatment is what a service does with a member.
type Treatment string

// The treatments. The kind of a clause ends in one.
const (
	Supplied  Treatment = "supplied"
	Defaulted Treatment = "defaulted"
	Withheld  Treatment = "withheld"
	Moved     Treatment = "moved"
)

// Place returns the path to where the member is returned.
func (t Treated) Place() Path {
	if t.To != "" {
		return t.To
	}
	return t.Member
}

// TreatedMembers returns the clauses about members of an entity or fact that reads do
// not return as they were put, what is moved first: nothing is supplied for a place
// that has something then. They hold by whichever operation the resource was put.
func (a *API) TreatedMembers(resource string) []*Clause {
	var moved, others []*Clause
	for _, op := range a.AllOperations(Puts, Sets) {
		if op.Effect.Of != resource {
			continue
		}
		for i := range op.Clauses {
			switch t, ok := op.Clauses[i].Rule.(Treated); {
			case !ok:
			case t.Treatment == Moved:
				moved = append(moved, &op.Clauses[i])
			default:
				others = append(others, &op.Clauses[i])
			}
		}
	}
	return append(moved, others...)
}

// Withholds reports whether a clause says that a member of a structure is not
// returned.
func (a *API) Withholds(shape, member string) bool {
	for _, op := range a.AllOperations(Puts, Sets) {
		for _, c := range a.TreatedMembers(op.Effect.Of) {
			t := c.Rule.(Treated)
			if t.Treatment != Withheld || t.Member.Last() != member {
				continue
			}
			steps, _, err := a.Steps(a.Resource(op.Effect.Of).Shape.Name, t.Member)
			if err == nil && len(steps) > 0 && steps[len(steps)-1].Owner.Name == shape {
				return true
			}
		}
	}
	return false
}

func readSupplied(r *clauseReader) Rule {
	t := Treated{Treatment: Supplied, Now: r.flag("now")}
	r.treated(&t)
	switch {
	case t.Now && (!t.Member.isMember() || r.kindAt(t.Member) != Timestamp):
		r.complain("now", string(t.Member)+" is no timestamp of the resource itself", "name a member that is one, or write values")
	case ways(t.Now, r.has("values"), t.Like != "") != 1:
		r.complain("values", "a member is supplied with values, with what another member has, or with the time, one of the three", `write "values": [...], "like": MEMBER or "now": true`)
	}
	return t
}

func readDefaulted(r *clauseReader) Rule {
	t := Treated{Treatment: Defaulted}
	r.treated(&t)
	if len(t.Values) != 1 && (t.Like == "" || r.has("values")) {
		r.complain("values", fmt.Sprintf("there are %d values", len(t.Values)), `a default is one value, or what another member has: "values": [VALUE] or "like": MEMBER`)
	}
	return t
}

// ways counts the ways in which a value is said.
func ways(said ...bool) int {
	n := 0
	for _, one := range said {
		if one {
			n++
		}
	}
	return n
}

func readWithheld(r *clauseReader) Rule {
	t := Treated{Treatment: Withheld, Member: Path(r.text("member"))}
	r.treatedPath("member", t.Member)
	if kind := r.kindAt(t.Member); kind != "" && kind != String && kind != Unknown {
		r.complain("member", fmt.Sprintf("%s is a %s", t.Member, kind), "a member is withheld if it is a string, which may be empty")
	}
	return t
}

func readMoved(r *clauseReader) Rule {
	t := Treated{Treatment: Moved, Member: Path(r.text("member")), To: Path(r.text("to"))}
	r.treatedPath("member", t.Member)
	r.treatedPath("to", t.To)
	if t.Member != "" && !t.Member.isMember() {
		r.complain("member", string(t.Member)+" is no member of the resource itself", "name one that is")
	}
	_, from, err1 := r.api.Steps(r.resourceShape().Name, t.Member)
	_, to, err2 := r.api.Steps(r.resourceShape().Name, t.To)
	if err1 == nil && err2 == nil && differ(from.Kind, to.Kind) {
		r.complain("to", fmt.Sprintf("%s is a %s, and %s a %s", t.Member, from.Kind, t.To, to.Kind), "move a value to where one of its kind may stand")
	}
	if from, to := r.timeForm(t.Member), r.timeForm(t.To); from != to && from != "" && to != "" {
		r.complain("to", fmt.Sprintf("%s travels in the form %s, and %s in the form %s", t.Member, from, t.To, to), "move a time to where one of its form may stand")
	}
	t.When = r.when(t.To)
	return t
}

// timeForm returns how the timestamp travels that stands at a path in the resource, or ""
// if there is none.
func (r *clauseReader) timeForm(path Path) TimestampFormat {
	_, s, err := r.api.Steps(r.resourceShape().Name, path)
	switch {
	case err != nil || path == "" || s.Kind != Timestamp:
		return ""
	case s.TimestampFormat == "":
		return EpochSeconds
	}
	return s.TimestampFormat
}

// treated reads the keys of a member that is supplied or defaulted.
func (r *clauseReader) treated(t *Treated) {
	t.Member = Path(r.text("member"))
	r.treatedPath("member", t.Member)
	t.When, t.Like = r.when(t.Member), r.optionalText("like")
	kind := r.kindAt(t.Member)
	if steps, _, err := r.api.Steps(r.resourceShape().Name, t.Member); err == nil && len(steps) > 0 {
		last := steps[len(steps)-1]
		if last.Member.Required {
			r.complain("member", string(t.Member)+" is required", "name a member that a put may leave out")
		}
		switch like := last.Owner.Member(t.Like); {
		case t.Like == "":
		case like == nil:
			r.complain("like", last.Owner.Name+" has no member "+t.Like, nearestMember(last.Owner, t.Like))
		case like == last.Member:
			r.complain("like", t.Like+" is the member itself", "name another one")
		case kind != String || r.api.Shape(like.Shape).Kind != String:
			r.complain("like", fmt.Sprintf("%s is a %s, and %s a %s", t.Member, kind, t.Like, r.api.Shape(like.Shape).Kind), "a text is supplied from another text")
		}
	}
	for _, v := range r.elems("values") {
		var got ShapeKind
		switch v.Kind {
		case NodeString:
			got = String
		case NodeBool:
			got = Boolean
		case NodeArray:
			got = List
		case NodeNumber:
			got = Integer
		default:
			got = Structure
		}
		if kind == Enum {
			kind = String
		}
		if kind != "" && kind != Unknown && kind != got {
			r.problems.Add(v.Pos, r.where+": values", fmt.Sprintf("this is %s, and %s is a %s", article(v.Kind), t.Member, kind), "write a value of its kind")
			continue
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(v.Raw)); err == nil {
			t.Values = append(t.Values, compact.String())
		}
	}
}

// when reads the texts that the structure has to have in which a member stands.
func (r *clauseReader) when(member Path) []Condition {
	texts := r.textMap("when")
	steps, _, err := r.api.Steps(r.resourceShape().Name, member)
	var all []Condition
	for _, name := range sortedKeys(texts) {
		if err == nil && len(steps) > 0 {
			if owner := steps[len(steps)-1].Owner; owner.Member(name) == nil {
				r.complain("when", owner.Name+" has no member "+name, nearestMember(owner, name))
			}
		}
		all = append(all, Condition{Path: Path(name), Value: texts[name]})
	}
	return all
}

// treatedPath complains of a path that does not lead to a member, or to one of the
// key, which says what resource it is.
func (r *clauseReader) treatedPath(key string, path Path) {
	if path == "" {
		return
	}
	r.checkPath(key, r.resourceShape().Name, path)
	if contains(r.resourceKey(), string(path)) {
		r.complain(key, string(path)+" is in the key of "+r.op.Effect.Of, "name a member that is not: a key is returned as it was put")
	}
	if strings.HasSuffix(string(path), "[]") {
		r.complain(key, string(path)+" ends in the elements of a list", "name a member")
	}
}

// kindAt returns the kind of what stands at a path in the resource, or "" if the
// path leads nowhere.
func (r *clauseReader) kindAt(path Path) ShapeKind {
	if _, s, err := r.api.Steps(r.resourceShape().Name, path); err == nil && path != "" {
		return s.Kind
	}
	return ""
}
