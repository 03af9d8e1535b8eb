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
//	{"kind": "upsert/omitted", "choice": CHOICE}
type Omitted struct{}

func (Omitted) rule() {}

func readOmitted(*clauseReader) Rule { return Omitted{} }
