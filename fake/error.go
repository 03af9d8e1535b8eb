package fake

import "encoding/json"

// A Code names a kind of error, as it travels: "ThrottlingException". It is an
// error itself, so that errors.Is tells errors apart by their codes:
//
//	if errors.Is(err, remediation.InvalidParameterValue) { ... }
type Code string

// Error returns the code.
func (c Code) Error() string { return string(c) }

// Codes of errors that any operation of AWS may answer with, for a [Fault].
const (
	InternalFailure     Code = "InternalFailure"
	ServiceUnavailable  Code = "ServiceUnavailable"
	ThrottlingException Code = "ThrottlingException"
)

// An Error is what an operation answers in place of an output.
type Error struct {
	// Operation is the operation's name. It may be empty.
	Operation string
	// Code says which error it is.
	Code Code
	// Message says why, in words for people. It is never worth comparing.
	Message string
	// Status is the status code of the answer over HTTP; 0 stands for 400.
	Status int
	// Members are the other members of the error, as they travel. It may be nil.
	Members json.Marshaler
}

// Error returns the operation, the code and the message, leaving out what is
// empty.
func (e *Error) Error() string {
	s := string(e.Code)
	if e.Operation != "" {
		s = e.Operation + ": " + s
	}
	if e.Message != "" {
		s += ": " + e.Message
	}
	return s
}

// Unwrap returns the code, so that errors.Is finds it.
func (e *Error) Unwrap() error { return e.Code }

// WithStatus returns a copy of the error that is answered with a status code
// other than 400.
func (e *Error) WithStatus(status int) *Error {
	with := *e
	with.Status = status
	return &with
}
