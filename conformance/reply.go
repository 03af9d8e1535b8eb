package conformance

import (
	"bytes"
	"fmt"
	"mime"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/model"
)

// A reply is an answer that was read.
type reply struct {
	*answer
	// out is the body of a success, nil if it could not be read.
	out object
	// code and message are those of an error.
	code, message string
	// missing says why the answer does not come from the operation at all.
	missing string
	// faults are the ways in which the answer breaks the rules of the wire.
	faults []fault
}

// A fault is what is wrong with an answer, by the rule it breaks.
type fault struct {
	rule          string
	expected, got string
}

func (r *reply) fault(rule, expected, got string, args ...any) {
	// A few show that a rule is broken, and a response may break it in every one
	// of a hundred thousand rows.
	const most = 5
	same := 0
	for _, f := range r.faults {
		if f.rule == rule {
			same++
		}
	}
	if same == most {
		return
	}
	r.faults = append(r.faults, fault{rule, excerpt.Text(expected, excerpt.MostShown), excerpt.Text(fmt.Sprintf(got, args...), excerpt.MostShown)})
}

// requestID returns the id by which the service knows the request.
func (r *reply) requestID() string {
	return r.header.Get("X-Amzn-RequestId") + r.header.Get("X-Amz-Request-Id")
}

// ok reports whether the operation succeeded.
func (r *reply) ok() bool { return r.status >= 200 && r.status < 300 }

// String returns the answer in a few words.
func (r *reply) String() string {
	switch {
	case r.code != "":
		return fmt.Sprintf("%d %s: %s", r.status, excerpt.Text(r.code, excerpt.MostWords), excerpt.Text(r.message, excerpt.MostShown))
	case len(r.body) == 0:
		return fmt.Sprintf("%d and no body", r.status)
	}
	return fmt.Sprintf("%d %s", r.status, excerpt.Text(bytes.TrimSpace(r.body), excerpt.MostShown))
}

// read reads an answer to an operation. op is nil for a request that named no
// operation of the API.
func (s *conn) read(op *model.Operation, a *answer) *reply {
	r := &reply{answer: a}
	s.readEnvelope(op, r)
	if r.missing != "" {
		return r
	}
	if r.requestID() == "" {
		r.fault(model.ReplyRequestID, "a header X-Amzn-RequestId", "none")
	}
	if !r.ok() {
		s.readError(op, r)
	} else if op != nil && op.Output != "" && r.out != nil {
		c := &checker{s: s, r: r, uncapped: uncapped(op)}
		c.value(r.out, s.api.Shape(op.Output), "")
	}
	return r
}

// readEnvelope reads the body, and decides whether the operation is there.
func (s *conn) readEnvelope(op *model.Operation, r *reply) {
	media, _, _ := mime.ParseMediaType(r.header.Get("Content-Type"))
	text := bytes.TrimSpace(r.body)
	value, twice, err := readJSON(r.body)
	r.out, _ = value.(object)
	if !r.ok() && r.out != nil {
		r.code, r.message = errorCode(r.header.Get("X-Amzn-ErrorType"), r.out), errorMessage(r.out)
	}
	if r.missing = absence(op, r, media, err == nil); r.missing != "" {
		return
	}
	if len(r.body) > 0 {
		switch {
		case err != nil:
			r.fault(model.ReplyEnvelope, "a JSON object", "%s, and %v", brief(text, 200), err)
		case r.out == nil:
			r.fault(model.ReplyEnvelope, "a JSON object", "%s", brief(text, 200))
		}
		for _, name := range twice {
			r.fault(model.ReplyMembers, "each member once", "%s twice", name)
		}
	}
	if want := contentType(s.api); media != want {
		r.fault(model.ReplyEnvelope, "Content-Type "+want, "Content-Type %q", r.header.Get("Content-Type"))
	}
	if r.ok() && op != nil {
		switch {
		case op.Output == "" && len(r.body) > 0:
			r.fault(model.ReplyEnvelope, "no body, since the operation has no output", "%s", brief(text, 200))
		case op.Output != "" && len(r.body) == 0:
			r.fault(model.ReplyEnvelope, "a JSON object", "no body")
		}
	}
	if r.status != 200 && r.status < 400 {
		r.fault(model.ReplyEnvelope, "status 200, or that of an error", "status %d", r.status)
	}
}

// readError judges an answer that is not a success.
func (s *conn) readError(op *model.Operation, r *reply) {
	typed, _ := r.out["__type"].(string)
	switch {
	case r.out == nil:
		r.fault(model.ReplyErrorBody, "a JSON object with __type", "status %d and %s", r.status, brief(r.body, 200))
		return
	case typed == "":
		r.fault(model.ReplyErrorBody, "__type, a text", "%s", show(r.out))
	}
	for _, name := range []string{"message", "Message"} {
		if v, there := r.out[name]; there {
			if _, isText := v.(string); !isText {
				r.fault(model.ReplyErrorBody, name+", a text", "%s", show(v))
			}
		}
	}
	e := s.api.Error(r.code)
	if e != nil && r.status != e.Status {
		r.fault(model.ReplyErrorBody, fmt.Sprintf("status %d with %s", e.Status, e.Code), "status %d", r.status)
	}
	// The front end's own errors come without a message from some services.
	if r.message == "" && typed != "" && (e == nil || !e.Common) {
		r.fault(model.ReplyErrorBody, "a message with "+r.code, "%s", show(r.out))
	}
	if op != nil && r.code != "" && !slices.Contains(s.api.MayAnswer(op), r.code) {
		r.fault(model.ReplyErrors, "an error that "+op.Name+" may answer with: "+strings.Join(s.api.MayAnswer(op), ", "), "%s", r.code)
	}
}

// errorCode returns the code of an error without its namespace.
func errorCode(header string, body object) string {
	code, _ := body["__type"].(string)
	if code == "" {
		code, _, _ = strings.Cut(header, ":")
	}
	if _, after, found := strings.Cut(code, "#"); found {
		code = after
	}
	return excerpt.Text(code, excerpt.MostWords) // no service has longer ones
}

func errorMessage(body object) string {
	for _, name := range []string{"message", "Message"} {
		if s, ok := body[name].(string); ok && s != "" {
			return s
		}
	}
	return ""
}

// uncapped returns the list in the output whose length is not judged by its
// schema: one that a clause of its own is about.
func uncapped(op *model.Operation) string {
	if op.Clause("pagination/cap") != nil {
		return string(op.Effect.Into)
	}
	return ""
}
