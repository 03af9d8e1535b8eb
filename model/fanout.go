package model

// FanOut says that an operation acts once for each element of a list, and
// that the members outside the list hold for all of them. The list is the
// operation's "each".
//
//	{"kind": "fan-out"}
type FanOut struct{}

func (FanOut) rule() {}

func readFanOut(r *clauseReader) Rule {
	r.needEach()
	return FanOut{}
}

// Duplicates says what becomes of a key that stands in the list twice.
// Choices: once, error:CODE.
//
//	{"kind": "fan-out/duplicates", "choice": CHOICE}
type Duplicates struct{}

func (Duplicates) rule() {}

func readDuplicates(r *clauseReader) Rule {
	r.needEach()
	return Duplicates{}
}
