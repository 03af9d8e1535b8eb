package model

// Absent says what becomes of a request to delete resources of which none is
// there, and of one to get or to update what is not there. Choices: error:CODE, accepted.
//
//	{"kind": "absent", "choice": CHOICE}
type Absent struct{}

func (Absent) rule() {}

func readAbsent(*clauseReader) Rule { return Absent{} }

// AbsentSome says what becomes of a request to delete resources of which some are
// not there. Choices: failed-batch (the others are deleted, the absent ones
// told in a batch), error-none-deleted, error-rest-deleted (with the error of
// the clause of kind absent).
//
//	{"kind": "absent/some", "reason": TEXT, "choice": CHOICE}
type AbsentSome struct {
	// Reason is the message that the fake reports for an absent key.
	Reason string
}

func (AbsentSome) rule() {}

func readAbsentSome(r *clauseReader) Rule {
	r.needEach()
	return AbsentSome{Reason: r.text("reason")}
}
