package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A attemptError is why a call has to be made again: an answer that says nothing of
// what was asked, or none. A [Retrier] is told of it.
type attemptError struct {
	// code is that of an error which the target answered with, if it did.
	code string
	// status is that of the answer, and 0 if there was none.
	status int
	// err is what kept an answer from coming, or half of it.
	err error

	message string
	kind    troubleKind
}

type troubleKind int

const (
	// tooOften: the target wants to be asked less often, and has done nothing.
	tooOften troubleKind = iota + 1
	// faulty: nobody knows whether it has done something.
	faulty
	// busy: something is being deleted, and nothing was done.
	busy
	// denied: the target does not know us, or not any more.
	denied
)

// Error says what came instead of an answer.
func (t *attemptError) Error() string {
	switch {
	case t.err != nil:
		return t.err.Error()
	case t.code != "":
		return fmt.Sprintf("%d %s", t.status, t.code)
	}
	return fmt.Sprintf("status %d", t.status)
}

// Unwrap returns what kept an answer from coming.
func (t *attemptError) Unwrap() error { return t.err }

// ErrorCode returns the code of the error, as clients for AWS ask for it.
func (t *attemptError) ErrorCode() string { return t.code }

// HTTPStatusCode returns the status of the answer, as clients for AWS ask for
// it.
func (t *attemptError) HTTPStatusCode() int { return t.status }

// throttlingCodes are the errors with which services of AWS say that they are
// asked too often. "Rate exceeded" is the message of most.
var throttlingCodes = []string{
	"ThrottlingException", "Throttling", "ThrottledException", "RequestThrottledException", "RequestThrottled", "TooManyRequestsException",
	"RequestLimitExceeded", "BandwidthLimitExceeded", "ProvisionedThroughputExceededException", "SlowDown", "PriorRequestNotComplete",
	"TransactionInProgressException", "EC2ThrottledException",
}

// deniedCodes are the errors with which services of AWS say that a caller is
// not known, or may not do something.
var deniedCodes = []string{
	"ExpiredTokenException", "ExpiredToken", "RequestExpired", "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId",
	"AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedOperation", "OptInRequired", "MissingAuthenticationToken",
	"MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException", "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed",
}

// trouble tells what an answer is besides one: nil if it is one.
func (s *Conn) trouble(operation string, a *Answer, err error) *attemptError {
	if err != nil {
		return &attemptError{kind: faulty, err: err}
	}
	if a.Declared > int64(len(a.Body)) {
		return &attemptError{kind: faulty, status: a.Status, err: fmt.Errorf("the answer broke off: %w", io.ErrUnexpectedEOF)}
	}
	if a.Status < 400 {
		return nil
	}
	t := &attemptError{status: a.Status}
	var body value.Object
	if json.Unmarshal(a.Body, &body) == nil {
		t.code = ErrorCode(a.Header.Get("X-Amzn-ErrorType"), body)
		t.message = errorMessage(body)
	}
	switch {
	case a.Status == http.StatusTooManyRequests || slices.Contains(throttlingCodes, t.code) || bytes.Contains(a.Body, []byte("Rate exceeded")):
		t.kind = tooOften
	case a.Status == http.StatusNotImplemented:
		return nil
	case a.Status >= 500:
		t.kind = faulty
	case t.code == "ResourceInUseException":
		t.kind = busy
	case slices.Contains(deniedCodes, t.code) && !s.mayDeny(operation, t.code, t.message):
		t.kind = denied
	default:
		return nil
	}
	return t
}

// mayDeny reports whether an operation may refuse what it is asked for with a
// code that would else say that the caller may not ask at all.
func (s *Conn) mayDeny(operation, code, message string) bool {
	op := s.API.Operation(operation)
	if op == nil || strings.Contains(message, "not authorized to perform") {
		return false
	}
	return slices.Contains(op.Errors, code) || slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		return slices.Contains(c.Choices, model.ErrorChoice(code)) || c.Choice == model.ErrorChoice(code)
	})
}

// Withheld returns the reason for which a request was not sent, if that is why
// there is no answer.
func Withheld(err error) (reason string, is bool) {
	var w endpoint.Withheld
	if errors.As(err, &w) {
		return w.Error(), true
	}
	var p *endpoint.Withheld
	if errors.As(err, &p) {
		return p.Error(), true
	}
	return "", false
}
