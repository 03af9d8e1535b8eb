package model

// Validation says how a request that breaks a constraint is rejected.
//
//	{"kind": "validation", "error": CODE, "ranges": [CODE, ...]}
type Validation struct {
	// Error is the code of the rejection.
	Error string
	// Ranges are codes that are as good where a number is out of its range.
	Ranges []string
}

func (Validation) rule() {}

func readValidation(r *clauseReader) Rule {
	return Validation{Error: r.errorCode("error"), Ranges: r.errorCodes("ranges")}
}

// ValidationText says that the message of such a rejection names the path of
// the offending value and the constraint.
//
//	{"kind": "validation/text"}
type ValidationText struct{}

func (ValidationText) rule() {}

func readValidationText(*clauseReader) Rule { return ValidationText{} }
