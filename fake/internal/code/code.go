// Package code knows the codes of errors that any operation of AWS may answer with,
// and the status that each comes with.
package code

import (
	"maps"
	"slices"
)

// Default is the status of an error for which no other is known: that of the
// caller's fault.
const Default = 400

// statuses has the common codes. AWS lists some of them, with their statuses,
// as Common Errors in the reference of each API; the others are those that its SDKs
// know how to retry, and names that models of AWS's services have for the same
// errors. A service's own fault is 500 or 503: what comes with 400 is the caller's,
// and no client tries it again unless its code says that it may.
var statuses = map[string]int{
	// The service failed.
	"InternalError":                 500,
	"InternalErrorException":        500,
	"InternalException":             500,
	"InternalFailure":               500,
	"InternalFailureException":      500,
	"InternalServerError":           500,
	"InternalServerErrorException":  500,
	"InternalServerException":       500,
	"InternalServiceError":          500,
	"InternalServiceErrorException": 500,
	"InternalServiceException":      500,
	"InternalServiceFault":          500,
	"ServerException":               500,
	"ServiceException":              500,
	// The service can't be asked just now.
	"ServiceUnavailable":          503,
	"ServiceUnavailableError":     503,
	"ServiceUnavailableException": 503,
	"SlowDown":                    503,
	"Unavailable":                 503,
	// What HTTP has a status for.
	"NotImplemented":                 501,
	"NotImplementedException":        501,
	"RequestEntityTooLarge":          413,
	"RequestEntityTooLargeException": 413,
	"RequestTimeoutException":        408,
	// The caller asks too often. In the protocols of JSON that is 400, under every
	// name; 429 has to be asked for.
	"BandwidthLimitExceeded":                 400,
	"EC2ThrottledException":                  400,
	"LimitExceededException":                 400,
	"PriorRequestNotComplete":                400,
	"ProvisionedThroughputExceededException": 400,
	"RequestLimitExceeded":                   400,
	"RequestThrottled":                       400,
	"RequestThrottledException":              400,
	"ThrottledException":                     400,
	"Throttling":                             400,
	"ThrottlingException":                    400,
	"TooManyRequestsException":               400,
	"TransactionInProgressException":         400,
	// The caller is not let in.
	"AccessDenied":                 400,
	"AccessDeniedException":        400,
	"ExpiredToken":                 400,
	"ExpiredTokenException":        400,
	"IncompleteSignature":          400,
	"IncompleteSignatureException": 400,
	"InvalidClientTokenId":         400,
	"InvalidSignatureException":    400,
	"MissingAuthenticationToken":   400,
	"NotAuthorized":                400,
	"OptInRequired":                400,
	"RequestExpired":               400,
	"RequestInTheFuture":           400,
	"RequestTimeTooSkewed":         400,
	"SignatureDoesNotMatch":        400,
	"UnauthorizedOperation":        400,
	"UnrecognizedClientException":  400,
	// The request is wrong.
	"InvalidAction":                 400,
	"MalformedHttpRequestException": 400,
	"MissingAction":                 400,
	"RequestAbortedException":       400,
	"RequestTimeout":                400,
	"SerializationException":        400,
	"UnknownOperationException":     400,
	"ValidationError":               400,
	"ValidationException":           400,
}

// Is reports whether any operation may answer with a code.
func Is(code string) bool { return statuses[code] != 0 }

// Status returns the status of an answer with an error.
func Status(code string) int {
	if status, ok := statuses[code]; ok {
		return status
	}
	return Default
}

// Common returns the codes that any operation may answer with, in their order.
func Common() []string { return slices.Sorted(maps.Keys(statuses)) }
