package wire

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// missingCodes are words in the codes of errors by which emulators say that
// they do not implement an operation.
var missingCodes = []string{"UnknownOperation", "NotImplemented", "UnsupportedOperation", "InvalidAction", "MethodNotAllowed"}

// routingStatuses are the statuses of a server, or of one before it, that
// routes a request to nothing.
var routingStatuses = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}

// absence says why an answer comes from no operation of the API but from
// something before it, or from a server that lacks the operation. It returns ""
// if it comes from one. The body was parsed before, if it is JSON.
func absence(op *model.Operation, r *Reply, media string, isJSON bool) string {
	text := bytes.TrimSpace(r.Body)
	switch {
	case r.Status >= 300 && r.Status < 400 && r.Header.Get("Location") != "":
		return fmt.Sprintf("the answer is %d to %s", r.Status, value.Brief([]byte(r.Header.Get("Location")), 200))
	case !isJSON && len(r.Body) > 0 && (strings.Contains(media, "html") || bytes.HasPrefix(text, []byte("<"))):
	case !isJSON && slices.Contains(append([]int{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, routingStatuses...), r.Status):
	case op == nil:
		return ""
	case r.Out != nil && !r.Ok() && (r.Status == http.StatusNotImplemented || r.Code == "" && slices.Contains(routingStatuses, r.Status)):
		return fmt.Sprintf("the answer is %v", r)
	case r.Out != nil && !r.Ok() && slices.ContainsFunc(missingCodes, func(word string) bool { return strings.Contains(r.Code, word) }):
		return fmt.Sprintf("the answer is %v", r)
	case r.Ok() && len(r.Body) == 0 && op.Output != "" && media == "" && r.RequestID() == "":
		return fmt.Sprintf("the answer is %d and nothing else: no body, no content type, no request id", r.Status)
	default:
		return ""
	}
	if len(text) == 0 {
		return fmt.Sprintf("the answer is %d without a body", r.Status)
	}
	return fmt.Sprintf("the answer is %d %s", r.Status, value.Brief(bytes.Join(bytes.Fields(text), []byte(" ")), 80))
}
