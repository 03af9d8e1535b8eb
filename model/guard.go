package model

import "regexp"

// Guard says that an entity may be put only while a fact about its key has one
// of the accepted values, and is rejected while it has one of the rejected.
//
//	{"kind": "guard", "fact": FACT, "accepts": [VALUE, ...],
//	 "rejects": [VALUE, ...], "reason": TEXT}
//
// Values that are in neither list need a clause of the kind guard/silent.
type Guard struct {
	Fact    string
	Accepts []string
	Rejects []string
	// Reason is the message that the fake reports for a rejected key.
	Reason string
}

func (Guard) rule() {}

func readGuard(r *clauseReader) Rule {
	g := Guard{Fact: r.fact("fact"), Reason: r.text("reason")}
	g.Accepts = r.factValues("accepts", g.Fact)
	g.Rejects = r.factValues("rejects", g.Fact)
	r.needFactKey("fact", g.Fact)
	return g
}

// GuardSilent says what becomes of an entity while the fact has a value of
// which the documentation of the guard does not speak. Choices: rejected,
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

// GuardForm says what becomes of an entity in whose key a member does not have
// the form that it must have for a fact about it to be known at all, e.g. a
// type that does not exist. It is about entities of which the fact has its
// initial value. Choices: overlooked (what becomes of any such entity becomes
// of it), error:CODE.
//
//	{"kind": "guard/form", "fact": FACT, "member": MEMBER, "pattern": REGEXP, "choice": CHOICE}
type GuardForm struct {
	Fact   string
	Member string
	// Pattern is a regular expression in RE2 syntax that matches a member of
	// the right form.
	Pattern string
}

func (GuardForm) rule() {}

func readGuardForm(r *clauseReader) Rule {
	g := GuardForm{Fact: r.fact("fact"), Member: r.resourceMember("member"), Pattern: r.text("pattern")}
	if g.Member != "" && !contains(r.resourceKey(), g.Member) {
		r.complain("member", g.Member+" is not in the key of "+r.op.Effect.Of, "name a member of its key")
	}
	if _, err := regexp.Compile(g.Pattern); err != nil {
		r.complain("pattern", "this is no regular expression: "+err.Error(), "write one in RE2 syntax")
	}
	return g
}

// GuardLater says what becomes of an entity when the fact changes, after the
// entity was put, to a value that the guard would reject. Choices: stays,
// removed.
//
//	{"kind": "guard/later", "fact": FACT, "choice": CHOICE}
type GuardLater struct {
	Fact string
}

func (GuardLater) rule() {}

func readGuardLater(r *clauseReader) Rule { return GuardLater{Fact: r.fact("fact")} }
