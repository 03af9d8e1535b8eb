package model

// Update says that an operation changes the resource with a given key: members that
// the input gives take the place of those that it has, and all others stay, as does
// every other resource. What is not there is not created: of that, a clause of kind
// absent says what becomes.
//
//	{"kind": "update"}
type Update struct{}

func (Update) rule() {}

func readUpdate(r *clauseReader) Rule {
	if len(r.api.Updated(r.op)) == 0 {
		r.complain("kind", "nothing in the input of "+r.op.Name+" can change a "+r.op.Effect.Of, `say under "from" where its members stand`)
	}
	return Update{}
}

// OmittedByUpdate says what becomes of an optional member that an update leaves out.
// Choices: kept, cleared. Without such a clause it is kept, as is what every such
// resource has. A member with a default is not left out: it has its default then.
//
//	{"kind": "update/omitted", "members": [MEMBER, ...], "choice": CHOICE}
//
// Without "members", the clause is about all members that no other one names.
type OmittedByUpdate struct {
	Members []string `json:",omitempty"`
}

func (OmittedByUpdate) rule() {}

func readOmittedByUpdate(r *clauseReader) Rule {
	o := OmittedByUpdate(readOmitted(r).(Omitted))
	for _, name := range o.Members {
		if m := r.resourceShape().Member(name); m != nil && !m.Required && !contains(r.api.Updated(r.op), name) {
			r.complain("members", "nothing in the input provides "+name, "name members that the operation can change")
		}
	}
	return o
}

// Updated returns the members of its resource that an operation which updates can give
// another value.
func (a *API) Updated(o *Operation) []string {
	if o.Effect.Verb != Updates {
		return nil
	}
	var names []string
	for _, b := range o.Effect.From {
		if !contains(a.Resource(o.Effect.Of).Key, b.Member) {
			names = append(names, b.Member)
		}
	}
	return names
}

// Omittable returns those of them that an update can leave out. The others are required,
// or have a default, which is given where nothing else is.
func (a *API) Omittable(o *Operation) []string {
	var names []string
	for _, name := range a.Updated(o) {
		steps, _, err := a.Steps(o.Input, o.Effect.Bound(name))
		if err != nil || len(steps) == 0 {
			continue
		}
		if m := steps[len(steps)-1].Member; !m.Required && m.Default == "" {
			names = append(names, name)
		}
	}
	return names
}

// Clearable returns those of them that are gone where an update leaves them out, if its
// clauses choose that.
func (a *API) Clearable(o *Operation) []string {
	var names []string
	for _, name := range a.Omittable(o) {
		if o.Omitted(name) != nil && !a.Resource(o.Effect.Of).Shape.Member(name).Required {
			names = append(names, name)
		}
	}
	return names
}

// unchanging are the kinds of clause by which what is put is more than its members, so
// that it is not plain what an update does to it.
var unchanging = map[string]bool{
	"counted": true, "lifecycle": true, "process": true, "history": true, "label": true, "tier": true, "embedded": true, "matched": true,
}

// checkUpdates complains of operations that update several resources, or what has more
// than members.
func (c *contract) checkUpdates() {
	for _, op := range c.api.AllOperations(Updates) {
		if op.Effect.Each != "" {
			c.problems.Add(op.Pos, op.Name, "it updates each element of "+string(op.Effect.Each), "an operation updates one resource: leave its contract out")
		}
		for _, put := range c.api.AllOperations(Puts) {
			for i := range put.Clauses {
				if one := &put.Clauses[i]; put.Effect.Of == op.Effect.Of && unchanging[one.Kind] {
					c.problems.Add(one.Pos, put.Name+": clause "+one.ID, "nothing says what it means for a "+op.Effect.Of+" that "+op.Name+" updates",
						"leave this out, or the contract of "+op.Name)
				}
			}
		}
	}
}
