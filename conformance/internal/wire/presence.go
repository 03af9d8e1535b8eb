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

// notThere are words in the codes of errors that say that an operation is not
// there, or not yet, in the words of several emulators.
var notThere = []string{"UnknownOperation", "NotImplemented", "UnsupportedOperation", "InvalidAction", "MethodNotAllowed"}

// routing are the statuses by which a server, or one before it, says that
// nobody is there to answer.
var routing = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}

// absence says why an answer does not come from an operation of the API at all
// but from something before it, or from a server that lacks the operation; or
// "". What is in the body of the answer has been read, if it is JSON.
func absence(op *model.Operation, r *Reply, media string, isJSON bool) string {
	text := bytes.TrimSpace(r.Body)
	switch {
	case r.Status >= 300 && r.Status < 400 && r.Header.Get("Location") != "":
		return fmt.Sprintf("the answer is %d to %s", r.Status, value.Brief([]byte(r.Header.Get("Location")), 200))
	case !isJSON && len(r.Body) > 0 && (strings.Contains(media, "html") || bytes.HasPrefix(text, []byte("<"))):
	case !isJSON && slices.Contains(append([]int{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, routing...), r.Status):
	case op == nil:
		return ""
	case r.Out != nil && !r.Ok() && (r.Status == http.StatusNotImplemented || r.Code == "" && slices.Contains(routing, r.Status)):
		return fmt.Sprintf("the answer is %v", r)
	case r.Out != nil && !r.Ok() && slices.ContainsFunc(notThere, func(word string) bool { return strings.Contains(r.Code, word) }):
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
