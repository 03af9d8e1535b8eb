package model

// Guard says that an entity may be put only while a fact about its key has one
// of the accepted values, and is refused while it has one of the refused.
//
//	{"kind": "guard", "fact": FACT, "accepts": [VALUE, ...],
//	 "refuses": [VALUE, ...], "reason": TEXT}
//
// Values that are in neither list need a clause of the kind guard/silent.
type Guard struct {
	Fact    string
	Accepts []string
	Refuses []string
	// Reason is what the fake tells of a refused key.
	Reason string
}

func (Guard) rule() {}

func readGuard(r *clauseReader) Rule {
	g := Guard{Fact: r.fact("fact"), Reason: r.text("reason")}
	g.Accepts = r.factValues("accepts", g.Fact)
	g.Refuses = r.factValues("refuses", g.Fact)
	r.needFactKey("fact", g.Fact)
	return g
}

// GuardSilent says what becomes of an entity while the fact has a value of
// which the documentation of the guard does not speak. Choices: refused,
// accepted.
//
//	{"kind": "guard/silent", "fact": FACT, "values": [VALUE, ...], "choice": CHOICE}
type GuardSilent struct {
	Fact   string
	Values []string
}

func (GuardSilent) rule() {}

func readGuardSilent(r *clauseReader) Rule {
	g := GuardSilent{Fact: r.fact("fact")}
	g.Values = r.factValues("values", g.Fact)
	r.needFactKey("fact", g.Fact)
	return g
}

// GuardLater says what becomes of an entity when the fact changes, after the
// entity was put, to a value that the guard would refuse. Choices: stays,
// removed.
//
//	{"kind": "guard/later", "fact": FACT, "choice": CHOICE}
type GuardLater struct {
	Fact string
}

func (GuardLater) rule() {}

func readGuardLater(r *clauseReader) Rule { return GuardLater{Fact: r.fact("fact")} }
