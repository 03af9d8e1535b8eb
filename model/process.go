package model

// Process says that what an operation puts is carried out by the service: it begins
// with the put, takes a while, and succeeds or fails. Nobody calls again for that. A
// put of a key of which one has ended replaces it.
//
//	{"kind": "process", "by": ENTITY, "outcome": FACT, "seconds": MEMBER, "state": MEMBER,
//	 "queued": VALUE, "running": VALUE, "succeeded": VALUE, "failed": VALUE,
//	 "began": MEMBER, "updated": MEMBER}
//
// "by" is the entity that says how it is done; its key is in that of the process. How it
// ends is for another party to decide: "outcome" is a fact about the key of the process,
// whose value is the state in which it ends, and "seconds" a member told with that fact,
// how long it takes. Both are read as it begins. Until a moment after that its state may
// be "queued", then "running". "began" and "updated" are where the times stand at which
// it began and at which its state last changed.
type Process struct {
	By string
	// Outcome names the fact, Seconds a member of it.
	Outcome, Seconds string
	// State, Began and Updated are members of the process.
	State, Began, Updated              string
	Queued, Running, Succeeded, Failed string
}

func (Process) rule() {}

// Final reports whether a process in that state has ended.
func (p Process) Final(state string) bool { return state == p.Succeeded || state == p.Failed }

// Sets reports whether the service sets that member as the process goes on.
func (p Process) Sets(member string) bool {
	return member == p.State || member == p.Began || member == p.Updated
}

func readProcess(r *clauseReader) Rule {
	p := Process{By: r.entity("by"), Outcome: r.fact("outcome"), Seconds: r.text("seconds"),
		State: r.resourceMember("state"), Began: r.timestampMember("began"), Updated: r.timestampMember("updated")}
	states := r.enumAt("state", r.resourceShape(), p.State)
	r.readStates(states, map[string]*string{"queued": &p.Queued, "running": &p.Running, "succeeded": &p.Succeeded, "failed": &p.Failed})
	if e := r.api.Entity(p.By); e != nil {
		for _, member := range e.Key {
			if !contains(r.resourceKey(), member) {
				r.complain("by", p.By+" has "+member+" in its key, and "+r.op.Effect.Of+" has not", "name an entity whose key is in that of the process")
			}
		}
	}
	if f := r.api.Fact(p.Outcome); f != nil {
		r.needFactKey("outcome", p.Outcome)
		for _, state := range []string{p.Succeeded, p.Failed} {
			if enum := r.api.enumOf(f); !enum.hasValue(state) && state != "" {
				r.complain("outcome", p.Outcome+" can't be "+state, "name a fact whose values are the states in which a process ends")
			}
		}
		if !contains(f.With, p.Seconds) && p.Seconds != "" {
			r.complain("seconds", p.Seconds+" is not told with "+p.Outcome, `name a member that the fact has in "with"`)
		}
		r.checkKind("seconds", f.Shape, Path(p.Seconds), Integer, Long)
	}
	for _, op := range r.api.AllOperations(Puts) {
		if op.Clause("process") != nil {
			r.complain("kind", op.Name+" has a clause of that kind already", "an API has one")
		}
	}
	return p
}

// enumAt returns the enum that a member of a structure is, or nil after a complaint.
func (r *clauseReader) enumAt(key string, s *Shape, member string) *Shape {
	m := s.Member(member)
	if m == nil {
		return nil
	}
	enum := r.api.Shape(m.Shape)
	if enum.Kind != Enum {
		if enum.Kind != Unknown {
			r.complain(key, member+" is a "+string(enum.Kind), "name a member that is an enum")
		}
		return nil
	}
	return enum
}

// readStates reads the names of states, which are values of an enum.
func (r *clauseReader) readStates(enum *Shape, states map[string]*string) {
	for _, key := range sortedKeys(states) {
		*states[key] = r.text(key)
		if enum != nil && *states[key] != "" {
			r.checkValues(key, enum, []string{*states[key]})
		}
	}
}

// ProcessSteps says that a process lists the steps of which it consists, each with a
// name, a state, and the times at which it began and stopped. A step that failed says
// why.
//
//	{"kind": "process/steps", "list": MEMBER, "name": MEMBER, "state": MEMBER,
//	 "pending": VALUE, "succeeded": VALUE, "failed": VALUE, "message": MEMBER,
//	 "began": MEMBER, "ended": MEMBER, "named": MEMBER}
//
// "list" is a member of the process, "named" one of the entity by which it is done. The
// others are members of the elements. What steps there are is for that entity to say: the
// fake shows one that has its name.
type ProcessSteps struct {
	List, Name, State          string
	Pending, Succeeded, Failed string
	Message, Began, Ended      string
	Named                      string
}

func (ProcessSteps) rule() {}

func readProcessSteps(r *clauseReader) Rule {
	s := ProcessSteps{List: r.resourceMember("list"), Name: r.text("name"), State: r.text("state"), Message: r.text("message"),
		Began: r.text("began"), Ended: r.text("ended"), Named: r.text("named")}
	if p := r.process(); p != nil {
		if e := r.api.Entity(p.By); e != nil {
			r.checkKind("named", e.Shape, Path(s.Named), String)
		}
	}
	elem := Path(s.List).Elem()
	r.checkKind("name", r.resourceShape().Name, elem.Join(s.Name), String)
	r.checkKind("message", r.resourceShape().Name, elem.Join(s.Message), String)
	r.checkKind("began", r.resourceShape().Name, elem.Join(s.Began), Timestamp)
	r.checkKind("ended", r.resourceShape().Name, elem.Join(s.Ended), Timestamp)
	r.checkPath("state", r.resourceShape().Name, elem.Join(s.State))
	var states *Shape
	if _, step, err := r.api.Steps(r.resourceShape().Name, elem); err == nil {
		states = r.enumAt("state", step, s.State)
	}
	r.readStates(states, map[string]*string{"pending": &s.Pending, "succeeded": &s.Succeeded, "failed": &s.Failed})
	return s
}

// process returns how the operation's process goes on, or nil after a complaint.
func (r *clauseReader) process() *Process {
	c := r.op.Clause("process")
	if c == nil {
		r.complain("kind", r.op.Name+" starts no process", "write a clause of the kind process before this one")
		return nil
	}
	p := c.Rule.(Process)
	return &p
}

// ProcessBusy says what becomes of a request to start a process of a key of which one
// has not ended. Choices: failed-batch, error:CODE.
//
//	{"kind": "process/busy", "reason": TEXT, "choice": CHOICE}
//
// "reason" is the message that the fake reports for the key.
type ProcessBusy struct {
	Reason string
}

func (ProcessBusy) rule() {}

func readProcessBusy(r *clauseReader) Rule {
	r.process()
	return ProcessBusy{Reason: r.text("reason")}
}

// ProcessNeedless says what becomes of a request to start a process of a key while a
// fact about it has one of some values. Choices: started, failed-batch, error:CODE.
//
//	{"kind": "process/needless", "fact": FACT, "values": [VALUE, ...], "reason": TEXT,
//	 "choice": CHOICE}
type ProcessNeedless struct {
	Fact   string
	Values []string
	Reason string
}

func (ProcessNeedless) rule() {}

func readProcessNeedless(r *clauseReader) Rule {
	r.process()
	n := ProcessNeedless{Fact: r.fact("fact"), Reason: r.text("reason")}
	n.Values = r.factValues("values", n.Fact)
	r.needFactKey("fact", n.Fact)
	return n
}

// ProcessUnended says what becomes of a request to delete an entity while a process
// that has its key in its own has not ended. Choices: error:CODE, accepted.
//
//	{"kind": "process/unended", "of": ENTITY, "choice": CHOICE}
//
// "of" is what the process is, as an operation puts it.
type ProcessUnended struct {
	Of string
}

func (ProcessUnended) rule() {}

func readProcessUnended(r *clauseReader) Rule {
	u := ProcessUnended{Of: r.entity("of")}
	e := r.api.Entity(u.Of)
	if e == nil {
		return u
	}
	for _, member := range r.resourceKey() {
		if !contains(e.Key, member) {
			r.complain("of", u.Of+" has no "+member+" in its key", "name a process whose key holds that of the deleted entity")
		}
	}
	return u
}

// ProcessOf returns the operation that starts the process that an entity is, with the
// rule that says how it goes on, or nil.
func (a *API) ProcessOf(entity string) (*Operation, *Process) {
	for _, op := range a.AllOperations(Puts) {
		if c := op.Clause("process"); c != nil && op.Effect.Of == entity {
			p := c.Rule.(Process)
			return op, &p
		}
	}
	return nil, nil
}

// ProcessOutcome returns the fact that says how the process of an API ends, or nil if it
// has none.
func (a *API) ProcessOutcome() *Fact {
	for _, op := range a.AllOperations(Puts) {
		if c := op.Clause("process"); c != nil {
			return a.Fact(c.Rule.(Process).Outcome)
		}
	}
	return nil
}
