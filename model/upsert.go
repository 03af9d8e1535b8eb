package model

// Upsert says that an operation adds the resource with a given key, or replaces
// the one that there is: never two with one key, and what was put is what is
// shown.
//
//	{"kind": "upsert"}
type Upsert struct{}

func (Upsert) rule() {}

func readUpsert(*clauseReader) Rule { return Upsert{} }

// Omitted says what becomes of an optional member that a replacement leaves
// out. Choices: cleared, kept.
//
//	{"kind": "upsert/omitted", "members": [MEMBER, ...], "choice": CHOICE}
//
// Without "members", the clause is about all members that no other one names.
type Omitted struct {
	Members []string `json:",omitempty"`
}

func (Omitted) rule() {}

func readOmitted(r *clauseReader) Rule {
	var o Omitted
	if !r.has("members") {
		return o
	}
	o.Members = r.texts("members")
	for _, name := range o.Members {
		switch m := r.resourceShape().Member(name); {
		case m == nil:
			r.complain("members", r.resourceShape().Name+" has no member "+name, nearestMember(r.resourceShape(), name))
		case m.Required || contains(r.resourceKey(), name):
			r.complain("members", "every "+r.resourceShape().Name+" has "+name, "name members that are not required")
		}
	}
	return o
}

// Omitted returns the clause that says what becomes of a member which a put or an
// update leaves out, or nil.
func (o *Operation) Omitted(member string) *Clause {
	var rest *Clause
	for i := range o.Clauses {
		var rule Omitted
		switch r := o.Clauses[i].Rule.(type) {
		case Omitted:
			rule = r
		case OmittedByUpdate:
			rule = Omitted(r)
		default:
			continue
		}
		switch {
		case contains(rule.Members, member):
			return &o.Clauses[i]
		case rule.Members == nil:
			rest = &o.Clauses[i]
		}
	}
	return rest
}
