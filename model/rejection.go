package model

// Rejection says how the caller learns of a resource that a guard rejected.
// Choices: failed-batch, silent, error:CODE.
//
//	{"kind": "rejection", "choice": CHOICE}
type Rejection struct{}

func (Rejection) rule() {}

func readRejection(*clauseReader) Rule { return Rejection{} }

// Partial says what becomes of the other resources in a request of which a guard
// rejected some. Choices: rest-stored, none-stored.
//
//	{"kind": "rejection/partial", "choice": CHOICE}
type Partial struct{}

func (Partial) rule() {}

func readPartial(*clauseReader) Rule { return Partial{} }
