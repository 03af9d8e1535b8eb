package model

// Existing says what becomes of a put if there is a resource with its key
// already. Choices: error:CODE, replaced.
//
//	{"kind": "existing", "unless": PATH, "choice": CHOICE}
//
// "unless" is a flag of the input: a put in which it is set replaces the
// resource whatever the choice, and creates it where there is none. Without
// "unless", no put replaces anything.
type Existing struct {
	Unless Path
}

func (Existing) rule() {}

func readExisting(r *clauseReader) Rule {
	e := Existing{Unless: Path(r.optionalText("unless"))}
	r.needOne()
	r.checkKind("unless", r.op.Input, e.Unless, Boolean)
	return e
}

// CreatesOnly returns the clause by which no put of the operation replaces a resource, or
// nil. What the clause chooses may be that it does.
func (o *Operation) CreatesOnly() *Clause {
	if c := o.Clause("existing"); c != nil && c.Rule.(Existing).Unless == "" {
		return c
	}
	return nil
}

// NeededAtFirst says that a put which creates a resource has to give a member
// that one which replaces it may leave out. Choices, for a put that creates and
// does not: error:CODE, accepted.
//
//	{"kind": "existing/needed", "member": MEMBER, "choice": CHOICE}
type NeededAtFirst struct {
	Member string
}

func (NeededAtFirst) rule() {}

func readNeededAtFirst(r *clauseReader) Rule {
	n := NeededAtFirst{Member: r.boundMember("member")}
	r.needOne()
	return n
}

// Fixed says that a put which replaces a resource may not give another value
// for a member. Choices, for a put that does: error:CODE, changed.
//
//	{"kind": "existing/fixed", "member": MEMBER, "from": [TEXT, ...], "choice": CHOICE}
//
// With "from", only the values that are named there stay.
type Fixed struct {
	Member string
	From   []string
}

func (Fixed) rule() {}

func readFixed(r *clauseReader) Rule {
	f := Fixed{Member: r.boundMember("member")}
	r.needOne()
	if r.has("from") {
		f.From = r.texts("from")
	}
	r.checkKind("member", r.resourceShape().Name, Path(f.Member), String, Enum)
	if m := r.resourceShape().Member(f.Member); m != nil {
		if enum := r.api.Shape(m.Shape); enum.Kind == Enum {
			r.checkValues("from", enum, f.From)
		}
	}
	return f
}

// Stays reports whether a value that the member has may not be replaced by
// another.
func (f Fixed) Stays(value string) bool { return len(f.From) == 0 || contains(f.From, value) }

// boundMember returns the name of a member of the resource that the input
// gives and that is not in its key.
func (r *clauseReader) boundMember(key string) string {
	name := r.resourceMember(key)
	switch {
	case name == "":
	case contains(r.resourceKey(), name):
		r.complain(key, name+" is in the key of "+r.op.Effect.Of, "name a member that is not: with another key it is another resource")
	case r.op.Effect.Bound(name) == "":
		r.complain(key, "nothing in the input provides "+name, `say under "from" where it stands`)
	}
	return name
}

// needOne complains if the operation acts on the elements of a list.
func (r *clauseReader) needOne() {
	if r.op.Effect.Each != "" {
		r.complain("kind", r.op.Name+" acts on each element of a list", "such a clause belongs to an operation that puts one resource")
	}
}
