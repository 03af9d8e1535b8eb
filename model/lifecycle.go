package model

import "slices"

// Lifecycle says that a resource has a state, in a member that the service sets: "first"
// from its put on, and "last" from some time on, which it keeps. A service may have it end
// in "failed" instead, where there is such a state; a fake never does. Each put has to
// create a resource: its key is made by the service, or a clause of kind existing says
// that none is replaced.
//
//	{"kind": "lifecycle", "member": MEMBER, "since": MEMBER, "first": VALUE, "last": VALUE, "failed": VALUE}
//
// "since" is a timestamp of the resource in which a fake keeps when the state began. No
// read needs to return it: a contract can add it in a shape of its own. An operation with
// such a clause needs one of kind lifecycle/period, and nothing is selected by the state.
type Lifecycle struct {
	Member, Since string
	First, Last   string
	Failed        string `json:",omitempty"`
}

func (Lifecycle) rule() {}

func readLifecycle(r *clauseReader) Rule {
	l := Lifecycle{Since: r.timestampMember("since")}
	states := map[string]*string{"first": &l.First, "last": &l.Last}
	if r.has("failed") {
		states["failed"] = &l.Failed
	}
	l.Member = r.resourceMember("member")
	r.readStates(r.enumAt("member", r.resourceShape(), l.Member), states)
	if l.First != "" && l.First == l.Last {
		r.complain("last", "the first state is "+l.First+" too", "name another state, or write a clause of kind assigned")
	}
	r.checkUnsent("member", l.Member)
	r.checkUnsent("since", l.Since)
	if r.op.Effect.Each != "" {
		r.complain("kind", r.op.Name+" puts several of "+r.op.Effect.Of+" at once", "leave the clause out: only what is put one at a time has states")
	}
	return l
}

// checkUnsent complains of a member that the service is to set and that a client sends.
func (r *clauseReader) checkUnsent(key, member string) {
	if path := r.op.Effect.Bound(member); path != "" {
		r.complain(key, "the client sends "+member+", as "+string(path)+" of the input", "leave the clause out, or say under unmodelled what becomes of the member")
	}
}

// LifecyclePeriod says how long a resource is in its first state, of which documents mostly
// say nothing. Choices: at-once (reads return the last state only), a-minute.
//
//	{"kind": "lifecycle/period", "choice": CHOICE}
type LifecyclePeriod struct{}

func (LifecyclePeriod) rule() {}

func readLifecyclePeriod(*clauseReader) Rule { return LifecyclePeriod{} }

// LifecycleDeleting says in which state a resource is while it is being deleted. Reads may
// return it in that state for a while; for all other operations it is gone at once. Choices:
// at-once (reads do not return it any more), a-minute.
//
//	{"kind": "lifecycle/deleting", "state": VALUE, "choice": CHOICE}
//
// The states are those of a clause of kind lifecycle in the operation that puts, which has
// to make the key: nothing says what becomes of a name that is given again meanwhile.
type LifecycleDeleting struct {
	State string
}

func (LifecycleDeleting) rule() {}

func readLifecycleDeleting(r *clauseReader) Rule {
	r.needOne()
	return LifecycleDeleting{State: r.text("state")}
}

// Lifecycle returns what a clause says of the states of what the operation puts, or nil.
func (o *Operation) Lifecycle() *Lifecycle { return ruleOf[Lifecycle](o, "lifecycle") }

// LifecycleOf returns the operation that puts a resource which has states, or nil.
func (a *API) LifecycleOf(resource string) *Operation {
	for _, put := range a.AllOperations(Puts) {
		if put.Effect.Of == resource && put.Lifecycle() != nil {
			return put
		}
	}
	return nil
}

// Deleting returns the clause that says in which state a resource is while it is being
// deleted, and that state, or nil.
func (a *API) Deleting(resource string) (*Clause, string) {
	for _, op := range a.AllOperations(Deletes) {
		if c := op.Clause("lifecycle/deleting"); c != nil && op.Effect.Of == resource {
			return c, c.Rule.(LifecycleDeleting).State
		}
	}
	return nil, ""
}

// checkLifecycles complains of resources that have states by the clauses of one operation and
// that another one puts.
func (c *contract) checkLifecycles() {
	for _, op := range c.api.AllOperations(Puts) {
		put := c.api.LifecycleOf(op.Effect.Of)
		if put == nil || put == op {
			continue
		}
		if clause := put.Clause("lifecycle"); clause != nil {
			c.problems.Add(clause.Pos, put.Name+": clause "+clause.ID, op.Name+" puts "+op.Effect.Of+" too", "leave the clause out: only what one operation puts has states")
		}
	}
	for _, list := range c.api.AllOperations(Lists) {
		put := c.api.LifecycleOf(list.Effect.Of)
		if put == nil {
			continue
		}
		for _, clause := range list.Clauses {
			selects, fix := false, "leave the clause out, and say under unmodelled what selects by it"
			switch rule := clause.Rule.(type) {
			case Filter:
				selects = slices.Contains(rule.On, Path(put.Lifecycle().Member))
			case Criteria:
				selects = slices.ContainsFunc(rule.On, func(on Criterion) bool { return on.Member == put.Lifecycle().Member })
				fix = `leave the key out that is about it`
			}
			if selects {
				c.problems.Add(clause.Pos, list.Name+": clause "+clause.ID, put.Lifecycle().Member+" is a state that changes after a time, by which nothing is selected", fix)
			}
		}
	}
	c.checkDeleting()
}

// checkDeleting complains of states of deletion that resources can't have, and of clauses
// that are about such resources in other ways.
func (c *contract) checkDeleting() {
	for _, op := range c.api.AllOperations(Deletes) {
		clause := op.Clause("lifecycle/deleting")
		if clause == nil {
			continue
		}
		of := op.Effect.Of
		where := op.Name + ": clause " + clause.ID
		put := c.api.LifecycleOf(of)
		switch {
		case put == nil:
			c.problems.Add(clause.Pos, where, "no operation that puts "+of+" has a clause of kind lifecycle", "add one, or leave this out")
			continue
		case c.api.MadeKey(put) == "":
			c.problems.Add(clause.Pos, where, "clients choose the key of "+of+", and nothing says what becomes of one that is given again meanwhile", "leave the clause out: the service has to make the key")
		}
		life, state := put.Lifecycle(), clause.Rule.(LifecycleDeleting).State
		enum := c.api.Shape(c.api.Resource(of).Shape.Member(life.Member).Shape)
		switch {
		case state == "":
		case !enum.hasValue(state):
			c.problems.Add(clause.Pos, where, state+" is no value of "+enum.Name, "its values are "+enum.values())
		case state == life.First || state == life.Last || state == life.Failed:
			c.problems.Add(clause.Pos, where, state+" is a state that "+of+" has without being deleted", "name another one")
		}
		for _, placed := range c.api.AllClauses() {
			about := ""
			switch rule := placed.Clause.Rule.(type) {
			case Reference:
				about = rule.Entity
			case InUse:
				if rule.Of == of || placed.Operation.Effect.Of == of {
					about = of
				}
			case Quota, Expiry, EntryExpiry:
				about = placed.Operation.Effect.Of
			}
			if about == of {
				c.problems.Add(placed.Clause.Pos, placed.Operation.Name+": clause "+placed.Clause.ID, "nothing says what it means for "+of+" that is being deleted", "leave this out, or the clause "+clause.ID)
			}
		}
	}
}

// checkLifecycle complains of states of which it is not said how long they last, of a put
// that may replace what has states, and of members that the states are put in otherwise.
func (c *contract) checkLifecycle(op *Operation) {
	clause := op.Clause("lifecycle")
	if clause == nil {
		return
	}
	where := op.Name + ": clause " + clause.ID
	complain := func(what, fix string) { c.problems.Add(clause.Pos, where, what, fix) }
	if op.Clause("lifecycle/period") == nil {
		complain("a clause of kind lifecycle needs one of kind lifecycle/period, and "+op.Name+" has none", "add one; where nothing is documented, it is assumed and has choices")
	}
	if !c.neverReplaces(op) {
		complain("nothing is known of the state of a "+op.Effect.Of+" that is replaced", "add a clause of kind existing by which none ever is")
	}
	rule := op.Lifecycle()
	for _, other := range op.Clauses {
		if a, ok := other.Rule.(Assigned); ok && (a.Member == rule.Member || a.Member == rule.Since) {
			complain("the clause "+other.ID+" assigns "+a.Member+" as well", "leave one of the two out")
		}
	}
}
