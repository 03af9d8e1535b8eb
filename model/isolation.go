package model

// Isolation says that accounts do not see each other's resources, and neither do
// the regions of an account.
//
//	{"kind": "isolation"}
type Isolation struct{}

func (Isolation) rule() {}

func readIsolation(*clauseReader) Rule { return Isolation{} }
