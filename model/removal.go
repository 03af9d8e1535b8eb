package model

// Removal says that an operation deletes the resources whose keys it is given,
// and no others.
//
//	{"kind": "removal"}
type Removal struct{}

func (Removal) rule() {}

func readRemoval(*clauseReader) Rule { return Removal{} }
