package runtime

import (
	"bytes"
	"cmp"
	"net/http"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/query"
	"github.com/fakesmith/fakesmith/fake/internal/record"
)

// ServiceOf returns what a handler is over the wire, as its method Service says,
// which fakes have, or nil.
func ServiceOf(h http.Handler) *Service {
	if fake, ok := h.(interface{ Service() *Service }); ok {
		return fake.Service()
	}
	return nil
}

// A Neighbour is what is answered of another API in the same account, such as of
// AWS STS, with the faults and the log of the fake that it stands
// beside.
type Neighbour struct {
	// Name returns the operation that a body asks for.
	Name func(body []byte) string
	// Answer does it.
	Answer func(operation string, body []byte) *Response
	// Reject returns the answer that an error is, in the protocol of that API.
	Reject func(*fake.Error) *Response
}

// ServeBeside answers a request to a neighbour in a scope. A nil service has neither
// faults nor a log.
func (s *Service) ServeBeside(w http.ResponseWriter, r *http.Request, scope fake.Scope, n *Neighbour) {
	var body bytes.Buffer
	if err := record.ReadBody(&body, r); err != nil {
		http.Error(w, "reading the body: "+err.Error(), http.StatusBadRequest)
		return
	}
	x := &Exchange{Operation: n.Name(body.Bytes()), Scope: scope, body: body.Bytes()}
	replace := func(resp *Response) {
		resp.fault = x.resp.fault
		x.resp = *resp
	}
	do := func(x *Exchange) {
		if len(x.body) > MaxBody {
			replace(n.Reject(tooLong()))
			return
		}
		replace(n.Answer(x.Operation, x.body))
	}
	switch {
	case s == nil:
		do(x)
	default:
		if x.resp.fault = s.Faults.Next(x.Operation); x.resp.fault != nil {
			s.strike(r.Context(), x, do, func(_ *Exchange, err *fake.Error) { replace(n.Reject(err)) })
			break
		}
		do(x)
		s.calls.Add(x.logged(s.Clock.Now()))
	}
	x.resp.send(w, r)
}

// QueryErrorResponse returns the answer that an error is in the query protocol, in
// the XML namespace of an API.
func QueryErrorResponse(namespace string, err *fake.Error) *Response {
	code := err.Code
	if code == fake.ThrottlingException {
		code = "Throttling" // as the services of that protocol have it
	}
	resp := &Response{Status: cmp.Or(err.Status, http.StatusBadRequest), ContentType: query.ContentType, RequestID: newRequestID()}
	resp.Body = query.Error{
		Namespace: namespace, Code: string(code), Message: cmp.Or(err.Message, string(code)),
		Status: resp.Status, RequestID: resp.RequestID,
	}.XML()
	return resp
}
