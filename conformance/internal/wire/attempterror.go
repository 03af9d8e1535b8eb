package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// An attemptError is why a call has to be made again: no answer, or one that
// says nothing of what was asked. It is what an [endpoint.Retrier] gets.
type attemptError struct {
	kind errorKind
	// status is the answer's, 0 if there was none.
	status int
	// code and message are those of the error in the answer, if there is one.
	code, message string
	// err is what kept the answer from arriving, or part of it.
	err error
}

// An errorKind says what to do about an [attemptError].
type errorKind int

const (
	// throttled: the target wants fewer requests, and has done nothing.
	throttled errorKind = iota + 1
	// faulty: nobody knows whether the target has done something.
	faulty
	// busy: something is being deleted, and the target has done nothing.
	busy
	// denied: the target does not know the caller, or does not any more.
	denied
)

// Error says what came instead of an answer.
func (e *attemptError) Error() string {
	switch {
	case e.err != nil:
		return e.err.Error()
	case e.code != "":
		return fmt.Sprintf("%d %s", e.status, e.code)
	}
	return fmt.Sprintf("status %d", e.status)
}

// Unwrap returns what kept an answer from arriving.
func (e *attemptError) Unwrap() error { return e.err }

// ErrorCode returns the code of the error, as clients for AWS ask for it.
func (e *attemptError) ErrorCode() string { return e.code }

// HTTPStatusCode returns the status of the answer, as clients for AWS ask for
// it.
func (e *attemptError) HTTPStatusCode() int { return e.status }

// throttlingCodes are the errors by which services of AWS throttle. Most of
// them have the message "Rate exceeded".
var throttlingCodes = []string{
	"ThrottlingException", "Throttling", "ThrottledException", "RequestThrottledException", "RequestThrottled", "TooManyRequestsException",
	"RequestLimitExceeded", "BandwidthLimitExceeded", "ProvisionedThroughputExceededException", "SlowDown", "PriorRequestNotComplete",
	"TransactionInProgressException", "EC2ThrottledException",
}

// deniedCodes are the errors by which services of AWS reject a caller that they
// do not know, or that lacks a permission.
var deniedCodes = []string{
	"ExpiredTokenException", "ExpiredToken", "RequestExpired", "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId",
	"AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedOperation", "OptInRequired", "MissingAuthenticationToken",
	"MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException", "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed",
}

// attemptError returns why an answer does not count, or nil if it does.
func (c *Conn) attemptError(operation string, a *Answer, err error) *attemptError {
	if err != nil {
		return &attemptError{kind: faulty, err: err}
	}
	if a.Declared > int64(len(a.Body)) {
		return &attemptError{kind: faulty, status: a.Status, err: fmt.Errorf("the answer broke off: %w", io.ErrUnexpectedEOF)}
	}
	if a.Status < 400 {
		return nil
	}
	e := &attemptError{status: a.Status}
	var body value.Object
	if json.Unmarshal(a.Body, &body) == nil {
		e.code = ErrorCode(a.Header, body)
		e.message = errorMessage(body)
	}
	switch {
	case a.Status == http.StatusTooManyRequests || slices.Contains(throttlingCodes, e.code) || bytes.Contains(a.Body, []byte("Rate exceeded")):
		e.kind = throttled
	case a.Status == http.StatusNotImplemented:
		return nil
	case a.Status >= 500:
		e.kind = faulty
	case e.code == "ResourceInUseException":
		e.kind = busy
	case slices.Contains(deniedCodes, e.code) && !c.mayDeny(operation, e.code, e.message):
		e.kind = denied
	default:
		return nil
	}
	return e
}

// mayDeny reports whether an operation may answer with a code that says of
// others that the caller is denied.
func (c *Conn) mayDeny(operation, code, message string) bool {
	op := c.API.Operation(operation)
	if op == nil || strings.Contains(message, "not authorized to perform") {
		return false
	}
	return slices.Contains(op.Errors, code) || slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		return c.Permits(model.ErrorChoice(code))
	})
}
