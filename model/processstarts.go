package model

// ProcessStarts says that the service itself starts processes, beside those that are
// asked for: for each key of which a fact has one of some values, as long as a flag is
// set in the entity by which it is done. One is started at the first instant at which
// all of that holds, and no other of the key goes on. One that succeeds is the answer to
// what was decided before it began: the next is started when the fact is decided anew.
//
//	{"kind": "process/starts", "fact": FACT, "values": [VALUE, ...], "flag": MEMBER}
type ProcessStarts struct {
	Fact   string
	Values []string
	Flag   string
}

func (ProcessStarts) rule() {}

func readProcessStarts(r *clauseReader) Rule {
	s := ProcessStarts{Fact: r.fact("fact"), Flag: r.text("flag")}
	s.Values = r.factValues("values", s.Fact)
	r.needFactKey("fact", s.Fact)
	r.memberOfBy("flag", s.Flag, Boolean)
	return s
}

// memberOfBy complains of a member that the entity by which a process is done does not
// have, or that is of another kind.
func (r *clauseReader) memberOfBy(key, member string, kinds ...ShapeKind) {
	if p := r.process(); p != nil {
		if e := r.api.Entity(p.By); e != nil {
			r.checkKind(key, e.Shape, Path(member), kinds...)
		}
	}
}

// ProcessBlocked says that the service itself starts no process of a key of which there is
// an entity. When that is deleted, or expires, it may.
//
//	{"kind": "process/blocked", "by": ENTITY}
//
// The key of the entity is that of the process.
type ProcessBlocked struct {
	By string
}

func (ProcessBlocked) rule() {}

func readProcessBlocked(r *clauseReader) Rule {
	r.starts()
	b := ProcessBlocked{By: r.entity("by")}
	r.needSameKey("by", b.By)
	return b
}

// starts complains of a process that the service does not start itself.
func (r *clauseReader) starts() {
	if r.op.Clause("process/starts") == nil {
		r.complain("kind", "the service itself starts nothing of "+r.op.Name, "write a clause of the kind process/starts before this one")
	}
}

// needSameKey complains of an entity that has another key than the process.
func (r *clauseReader) needSameKey(key, entity string) {
	if e := r.api.Entity(entity); e != nil && !sameTexts(e.Key, r.resourceKey()) {
		r.complain(key, entity+" has the key "+orNone(e.Key)+", and "+r.op.Effect.Of+" "+orNone(r.resourceKey()), "name an entity with that key")
	}
}

// ProcessDuring says what becomes of a process that the service has started when what
// blocks it is put while it goes on. Choices: finishes, stopped (it has failed at once).
//
//	{"kind": "process/during", "choice": CHOICE}
type ProcessDuring struct{}

func (ProcessDuring) rule() {}

func readProcessDuring(r *clauseReader) Rule {
	r.blocked()
	return ProcessDuring{}
}

// blocked complains of a process that nothing blocks.
func (r *clauseReader) blocked() {
	if r.op.Clause("process/blocked") == nil {
		r.complain("kind", "nothing blocks a process of "+r.op.Name, "write a clause of the kind process/blocked before this one")
	}
}

// ProcessManual says what becomes of a request to start a process of a key of which there
// is what blocks those that the service starts. Choices: not-blocked, failed-batch,
// error:CODE.
//
//	{"kind": "process/manual", "reason": TEXT, "choice": CHOICE}
type ProcessManual struct {
	Reason string
}

func (ProcessManual) rule() {}

func readProcessManual(r *clauseReader) Rule {
	r.blocked()
	return ProcessManual{Reason: r.text("reason")}
}

// ProcessRetries says that when a process fails that the service has started, it starts
// the next, for as long as it would start one at all. It does so a number of times within
// a number of seconds at most, which stand in the entity by which it is done.
//
//	{"kind": "process/retries", "most": MEMBER, "default-most": N, "within": MEMBER, "default-within": N}
//
// What is counted are those that have failed since the first of them was started, and the
// seconds are those from the first of them that is counted to the last. The defaults are
// for an entity without the number.
type ProcessRetries struct {
	Most, Within               string
	DefaultMost, DefaultWithin int
}

func (ProcessRetries) rule() {}

func readProcessRetries(r *clauseReader) Rule {
	r.starts()
	p := ProcessRetries{Most: r.text("most"), Within: r.text("within"), DefaultMost: r.number("default-most"), DefaultWithin: r.number("default-within")}
	r.memberOfBy("most", p.Most, Integer, Long)
	r.memberOfBy("within", p.Within, Integer, Long)
	if r.has("default-most") && p.DefaultMost < 1 || r.has("default-within") && p.DefaultWithin < 0 {
		r.complain("default-most", "at least one is started, within some time", "write 1 or more, and 0 or more")
	}
	return p
}

// ProcessExhausted says that the service puts an entity with the key of a process when
// that many of them have failed within that time, unless there is one. It is what blocks
// more of them.
//
//	{"kind": "process/exhausted", "puts": ENTITY}
type ProcessExhausted struct {
	Puts string
}

func (ProcessExhausted) rule() {}

func readProcessExhausted(r *clauseReader) Rule {
	e := ProcessExhausted{Puts: r.entity("puts")}
	r.needSameKey("puts", e.Puts)
	if r.op.Clause("process/retries") == nil {
		r.complain("kind", "nothing says how often a process is started", "write a clause of the kind process/retries before this one")
	}
	if c := r.op.Clause("process/blocked"); c == nil || e.Puts != "" && c.Rule.(ProcessBlocked).By != e.Puts {
		r.complain("puts", e.Puts+" blocks nothing", "name the entity of the clause of kind process/blocked, which stands before this one")
	}
	return e
}

// exhausted returns the structure that the service puts, which is empty after a complaint.
func (r *clauseReader) exhausted() *Shape {
	c := r.op.Clause("process/exhausted")
	if c == nil {
		r.complain("kind", "the service puts nothing", "write a clause of the kind process/exhausted before this one")
		return &Shape{}
	}
	if s := r.api.Resource(c.Rule.(ProcessExhausted).Puts).Shape; s != nil {
		return s
	}
	return &Shape{}
}

// ProcessMessage says what stands in a member of the entity that the service puts.
// Choices: given (some text), absent.
//
//	{"kind": "process/message", "member": MEMBER, "text": TEXT, "choice": CHOICE}
//
// "text" is what the fake gives.
type ProcessMessage struct {
	Member, Text string
}

func (ProcessMessage) rule() {}

func readProcessMessage(r *clauseReader) Rule {
	m := ProcessMessage{Member: r.text("member"), Text: r.text("text")}
	if s := r.exhausted(); s.Name != "" {
		r.checkKind("member", s.Name, Path(m.Member), String)
	}
	return m
}

// ProcessExpires says until when there is the entity that the service puts. Choices:
// never (a member with a time is absent), a-day (it is a day later).
//
//	{"kind": "process/expires", "member": MEMBER, "choice": CHOICE}
type ProcessExpires struct {
	Member string
}

func (ProcessExpires) rule() {}

func readProcessExpires(r *clauseReader) Rule {
	e := ProcessExpires{Member: r.text("member")}
	if s := r.exhausted(); s.Name != "" {
		r.checkKind("member", s.Name, Path(e.Member), Timestamp)
	}
	return e
}

// ProcessSnapshot says that the service starts processes by what it knew of the fact when
// it last looked, and not by what holds now.
//
//	{"kind": "process/snapshot"}
type ProcessSnapshot struct{}

func (ProcessSnapshot) rule() {}

func readProcessSnapshot(r *clauseReader) Rule {
	r.starts()
	return ProcessSnapshot{}
}

// ProcessPeriod says when the service looks. Choices: at-evaluation (whenever the fact is
// decided), hourly (at each full hour; what is decided at that instant is for the next).
//
//	{"kind": "process/period", "choice": CHOICE}
type ProcessPeriod struct{}

func (ProcessPeriod) rule() {}

func readProcessPeriod(r *clauseReader) Rule {
	if r.op.Clause("process/snapshot") == nil {
		r.complain("kind", "what the service starts processes by is not said to be a snapshot", "write a clause of the kind process/snapshot before this one")
	}
	return ProcessPeriod{}
}

// ProcessSuccess says what becomes of a fact about the key of a process that succeeds.
// Choices: unchanged, set (to a value, at once).
//
//	{"kind": "process/success", "fact": FACT, "value": VALUE, "choice": CHOICE}
type ProcessSuccess struct {
	Fact, Value string
}

func (ProcessSuccess) rule() {}

func readProcessSuccess(r *clauseReader) Rule {
	r.process()
	s := ProcessSuccess{Fact: r.fact("fact"), Value: r.text("value")}
	r.needFactKey("fact", s.Fact)
	if f := r.api.Fact(s.Fact); f != nil && s.Value != "" {
		r.checkValues("value", r.api.enumOf(f), []string{s.Value})
	}
	return s
}
