package model

// Incomplete says what becomes of a request whose key lacks a member that the
// schema does not require. Choices: error:CODE, failed-batch, omitted (for an
// operation that lists: the key selects nothing).
//
//	{"kind": "key/incomplete", "choice": CHOICE}
type Incomplete struct{}

func (Incomplete) rule() {}

func readIncomplete(*clauseReader) Rule { return Incomplete{} }

// Identity says whether two keys that differ in case or in surrounding space
// only are one. Choices: exact, folded.
//
//	{"kind": "key/identity", "choice": CHOICE}
type Identity struct{}

func (Identity) rule() {}

func readIdentity(*clauseReader) Rule { return Identity{} }
