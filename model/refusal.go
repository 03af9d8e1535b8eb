package model

// Refusal says how the caller learns of a thing that a guard refused.
// Choices: failed-batch, silent, error:CODE.
//
//	{"kind": "refusal", "choice": CHOICE}
type Refusal struct{}

func (Refusal) rule() {}

func readRefusal(*clauseReader) Rule { return Refusal{} }

// Partial says what becomes of the other things in a request of which a guard
// refused some. Choices: rest-stored, none-stored.
//
//	{"kind": "refusal/partial", "choice": CHOICE}
type Partial struct{}

func (Partial) rule() {}

func readPartial(*clauseReader) Rule { return Partial{} }
