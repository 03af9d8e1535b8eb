package conformance

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

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
func absence(op *model.Operation, r *reply, media string, isJSON bool) string {
	text := bytes.TrimSpace(r.body)
	switch {
	case r.status >= 300 && r.status < 400 && r.header.Get("Location") != "":
		return fmt.Sprintf("the answer is %d to %s", r.status, brief([]byte(r.header.Get("Location")), 200))
	case !isJSON && len(r.body) > 0 && (strings.Contains(media, "html") || bytes.HasPrefix(text, []byte("<"))):
	case !isJSON && slices.Contains(append([]int{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, routing...), r.status):
	case op == nil:
		return ""
	case r.out != nil && !r.ok() && (r.status == http.StatusNotImplemented || r.code == "" && slices.Contains(routing, r.status)):
		return fmt.Sprintf("the answer is %v", r)
	case r.out != nil && !r.ok() && slices.ContainsFunc(notThere, func(word string) bool { return strings.Contains(r.code, word) }):
		return fmt.Sprintf("the answer is %v", r)
	case r.ok() && len(r.body) == 0 && op.Output != "" && media == "" && r.requestID() == "":
		return fmt.Sprintf("the answer is %d and nothing else: no body, no content type, no request id", r.status)
	default:
		return ""
	}
	if len(text) == 0 {
		return fmt.Sprintf("the answer is %d without a body", r.status)
	}
	return fmt.Sprintf("the answer is %d %s", r.status, brief(bytes.Join(bytes.Fields(text), []byte(" ")), 80))
}
