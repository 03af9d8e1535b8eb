package runtime

import (
	"fmt"

	"github.com/fakesmith/fakesmith/fake"
)

// The codes that the protocol itself answers with, before an operation is
// reached.
const (
	// SerializationException reports that a body is not what the shapes say.
	SerializationException fake.Code = "SerializationException"
	// ValidationException reports that an input breaks its constraints.
	ValidationException fake.Code = "ValidationException"
	// UnknownOperationException reports that a request names no operation.
	UnknownOperationException fake.Code = "UnknownOperationException"
	// RequestEntityTooLarge reports that a body is longer than is taken.
	RequestEntityTooLarge fake.Code = "RequestEntityTooLargeException"
	// NotModelled reports that the model of the API does not say what the
	// operation means.
	NotModelled fake.Code = "NotImplementedException"
)

// Errorf returns the error with which an operation rejects a request.
func Errorf(operation string, code fake.Code, format string, args ...any) *fake.Error {
	return &fake.Error{Operation: operation, Code: code, Message: fmt.Sprintf(format, args...)}
}
