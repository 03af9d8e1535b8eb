package model

// Expiry says that an entity is gone from the time on that stands in one of
// its members, or never if the member is absent.
//
//	{"kind": "expiry", "at": MEMBER}
type Expiry struct {
	At string
}

func (Expiry) rule() {}

func readExpiry(r *clauseReader) Rule {
	return Expiry{At: r.timestampMember("at")}
}

// Past says what becomes of a request whose expiry is not in the future.
// Choices: error:CODE, accepted (the entity is gone at once).
//
//	{"kind": "expiry/past", "at": MEMBER, "choice": CHOICE}
type Past struct {
	At string
}

func (Past) rule() {}

func readPast(r *clauseReader) Rule { return Past{At: r.timestampMember("at")} }

// Precision says how much of an expiry is kept. Choices: milliseconds,
// seconds (the fraction is cut off).
//
//	{"kind": "expiry/precision", "at": MEMBER, "choice": CHOICE}
type Precision struct {
	At string
}

func (Precision) rule() {}

func readPrecision(r *clauseReader) Rule {
	p := Precision{At: r.timestampMember("at")}
	if r.timeForm(Path(p.At)) == HTTPDate {
		r.complain("at", p.At+" travels in the form "+string(HTTPDate)+", which has no fractions of a second", "leave the clause out")
	}
	return p
}
