package wire

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A Reply is an answer that was parsed and checked against the protocol.
type Reply struct {
	*Answer
	// Out is the body, nil if it is not a JSON object.
	Out value.Object
	// Code and Message are those of an error.
	Code, Message string
	// Missing says why the answer does not come from the operation, or is "".
	Missing string
	// Newer are the members that the model does not know, as paths with the names
	// of their structures: a service may have added them since.
	Newer []string
	// Faults are the ways in which the answer breaks the rules of the protocol.
	Faults []Fault
}

// A Fault says which rule of the protocol an answer breaks, and how.
type Fault struct {
	Rule          string
	Expected, Got string
}

// fault notes that the answer breaks a rule.
func (r *Reply) fault(rule, expected, got string, args ...any) {
	// A few show that a rule is broken, and a response may break it in every one
	// of a hundred thousand rows.
	const most = 5
	same := 0
	for _, f := range r.Faults {
		if f.Rule == rule {
			same++
		}
	}
	if same == most {
		return
	}
	r.Faults = append(r.Faults, Fault{rule, excerpt.Text(expected, excerpt.MostShown), excerpt.Text(fmt.Sprintf(got, args...), excerpt.MostShown)})
}

// newer notes a member that the model does not know, each once.
func (r *Reply) newer(member string) {
	const most = 5 // a response may have one in each of a hundred thousand rows
	member = excerpt.Text(member, excerpt.MostWords)
	if len(r.Newer) < most && !slices.Contains(r.Newer, member) {
		r.Newer = append(r.Newer, member)
	}
}

// RequestID returns the id by which the service knows the request.
func (r *Reply) RequestID() string {
	return r.Header.Get("X-Amzn-RequestId") + r.Header.Get("X-Amz-Request-Id")
}

// Ok reports whether the operation succeeded.
func (r *Reply) Ok() bool { return r.Status >= 200 && r.Status < 300 }

// String formats the answer in a few words.
func (r *Reply) String() string {
	switch {
	case r.Code != "":
		return fmt.Sprintf("%d %s: %s", r.Status, excerpt.Text(r.Code, excerpt.MostWords), excerpt.Text(r.Message, excerpt.MostShown))
	case len(r.Body) == 0:
		return fmt.Sprintf("%d and no body", r.Status)
	}
	return fmt.Sprintf("%d %s", r.Status, excerpt.Text(bytes.TrimSpace(r.Body), excerpt.MostShown))
}

// Read reads an answer of an operation. op is nil for a request that named no
// operation of the API.
func (c *Conn) Read(op *model.Operation, a *Answer) *Reply {
	r := &Reply{Answer: a}
	c.readEnvelope(op, r)
	if r.Missing != "" {
		return r
	}
	if r.RequestID() == "" {
		r.fault(model.ReplyRequestID, "a header X-Amzn-RequestId", "none")
	}
	if !r.Ok() {
		c.readError(op, r)
	} else if op != nil && op.Output != "" && r.Out != nil {
		check := &checker{shapes: c.shapes, reply: r, uncapped: uncapped(op), named: named(op), put: put(c.shapes.API, op)}
		check.value(r.Out, c.API.Shape(op.Output), "")
	}
	return r
}

// readEnvelope reads the body, and decides whether the operation is
// implemented.
func (c *Conn) readEnvelope(op *model.Operation, r *Reply) {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	text := bytes.TrimSpace(r.Body)
	val, repeated, err := value.ReadJSON(r.Body)
	r.Out, _ = val.(value.Object)
	if !r.Ok() {
		r.Code, r.Message = ErrorCode(r.Header, r.Out), errorMessage(r.Out)
	}
	if r.Missing = absence(op, r, media, err == nil); r.Missing != "" {
		return
	}
	if len(r.Body) > 0 {
		switch {
		case err != nil:
			r.fault(model.ReplyEnvelope, "a JSON object", "%s, and %v", value.Brief(text, 200), err)
		case r.Out == nil:
			r.fault(model.ReplyEnvelope, "a JSON object", "%s", value.Brief(text, 200))
		}
		for _, name := range repeated {
			r.fault(model.ReplyMembers, "each member once", "%s twice", name)
		}
	}
	if want := ContentType(c.API); media != want {
		r.fault(model.ReplyEnvelope, "Content-Type "+want, "Content-Type %q", r.Header.Get("Content-Type"))
	}
	if r.Ok() && op != nil {
		switch {
		case op.Output == "" && len(r.Body) > 0:
			r.fault(model.ReplyEnvelope, "no body, since the operation has no output", "%s", value.Brief(text, 200))
		case len(r.Body) == 0 && c.API.HasOutput(op):
			r.fault(model.ReplyEnvelope, "a JSON object", "no body")
		}
	}
	if r.Status != 200 && r.Status < 400 {
		r.fault(model.ReplyEnvelope, "status 200, or that of an error", "status %d", r.Status)
	}
}

// readError checks an answer that is not a success.
func (c *Conn) readError(op *model.Operation, r *Reply) {
	switch {
	case r.Out == nil:
		r.fault(model.ReplyErrorBody, "a JSON object", "status %d and %s", r.Status, value.Brief(r.Body, 200))
		return
	case r.Code == "":
		r.fault(model.ReplyErrorBody, "a code, in __type or in "+errorTypeHeader, "%s", value.Show(r.Out))
	}
	for _, name := range []string{"message", "Message"} {
		if v, there := r.Out[name]; there {
			if _, isText := v.(string); !isText {
				r.fault(model.ReplyErrorBody, name+", a text", "%s", value.Show(v))
			}
		}
	}
	e := c.API.Error(r.Code)
	c.compareHeaders(r, e)
	// Services route a request to no operation with 400 or with 404.
	unrouted := op == nil && r.Status == http.StatusNotFound
	if e != nil && r.Status != e.Status && !unrouted {
		r.fault(model.ReplyErrorBody, fmt.Sprintf("status %d with %s", e.Status, e.Code), "status %d", r.Status)
	}
	if e != nil && e.Members != "" {
		shape := c.API.Shape(e.Members)
		check := &checker{shapes: c.shapes, reply: r}
		for _, m := range shape.Members {
			if v, there := r.Out[m.Name]; there && v != nil {
				check.value(v, c.API.Shape(m.Shape), m.Name)
			}
		}
	}
	if op != nil && r.Code != "" && !slices.Contains(c.API.MayAnswer(op), r.Code) {
		r.fault(model.ReplyErrors, "an error that "+op.Name+" may answer with: "+strings.Join(c.API.MayAnswer(op), ", "), "%s", r.Code)
	}
}

// compareHeaders checks that the headers name the same error as the body. Where
// they differ, each client has an error of its own.
func (c *Conn) compareHeaders(r *Reply, e *model.ErrorShape) {
	wants := map[string]string{errorTypeHeader: r.Code, queryErrorHeader: r.Code}
	if c.API.QueryCompatible && e != nil && e.QueryCode != "" {
		wants[queryErrorHeader] = e.QueryCode
	}
	for _, header := range []string{errorTypeHeader, queryErrorHeader} {
		named, want := sanitized(r.Header.Get(header)), wants[header]
		if named != "" && want != "" && named != want {
			r.fault(model.ReplyErrorBody, fmt.Sprintf("%s with a header %s that names %s", r.Code, header, want), "%s: %s", header, named)
		}
	}
}

// Headers in which clients look for the code of an error. aws-sdk-go-v2
// believes the first before the body, and botocore the second.
const (
	errorTypeHeader  = "X-Amzn-ErrorType"
	queryErrorHeader = "X-Amzn-Query-Error"
)

// ErrorCode returns the code of an error. Clients find it in __type, in code or
// in the header, in this order where only one of them is there.
func ErrorCode(header http.Header, body value.Object) string {
	for _, name := range []string{"__type", "code"} {
		if text, _ := body[name].(string); text != "" {
			return sanitized(text)
		}
	}
	return sanitized(header.Get(errorTypeHeader))
}

// sanitized returns the code in a text that may have a namespace before it, and
// an address or, in the header for the query protocol, the side at fault after
// it.
func sanitized(text string) string {
	if i := strings.IndexAny(text, ":;"); i >= 0 {
		text = text[:i]
	}
	if i := strings.LastIndexByte(text, '#'); i >= 0 {
		text = text[i+1:]
	}
	return excerpt.Text(strings.TrimSpace(text), excerpt.MostWords) // no service has longer ones
}

// errorMessage returns the message of an error, or "".
func errorMessage(body value.Object) string {
	for _, name := range []string{"message", "Message"} {
		if s, ok := body[name].(string); ok && s != "" {
			return s
		}
	}
	return ""
}

// named returns the lists in the output that may be empty whatever their shape says,
// because the contract says what is in them, which may be nothing. AWS Config sends an
// empty one of what was not started.
func named(op *model.Operation) []string {
	var all []string
	if op.Effect.Verb == model.Lists {
		all = append(all, string(op.Effect.Into))
	}
	for _, c := range op.Clauses {
		switch rule := c.Rule.(type) {
		case model.Named:
			all = append(all, string(rule.Done), string(rule.Absent))
		case model.Batch:
			all = append(all, string(rule.Group().Join(rule.Items)))
		case model.LabelForm:
			all = append(all, string(rule.Invalid))
		}
	}
	return all
}

// put returns the shapes by which callers put what is shown at a path of the output, where
// that has another. A model may contradict itself: the names of AWS Config's rules may have
// 128 characters, and 64 where it is shown whether all resources comply with a rule.
func put(api *model.API, op *model.Operation) map[string]*model.Shape {
	all := map[string]*model.Shape{}
	for _, b := range op.Effect.As {
		path := op.Effect.Shown().Join(string(b.Path))
		_, shown, err := api.Steps(op.Output, path)
		if m := api.Resource(op.Effect.Of).Shape.Member(b.Member); err == nil && m != nil {
			if put := api.Shape(m.Shape); put != shown && put.Kind == shown.Kind {
				all[string(path)] = put
			}
		}
	}
	return all
}

// uncapped returns the list in the output whose length a clause of its own
// checks, or "".
func uncapped(op *model.Operation) string {
	if op.Clause("pagination/cap") != nil {
		return string(op.Effect.Into)
	}
	return ""
}
