package defect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var protocolDefects = []row{
	{"protocol", "accepted", breakRequests},
	{"protocol", "rejected", breakRequests},

	{"protocol/reply", "broken", func(r *rewrite) { r.breakReplies("") }},
	{"protocol/reply", "broken-errors", func(r *rewrite) { r.breakReplies("OfErrors") }},
}

// The files of a fake.
const (
	fakeFile       = "fake.go"
	operationsFile = "operations.go"
	stateFile      = "state.go"
	validateFile   = "validate.go"
)

// fakePath is the package that people use of a fake. Not every file imports it.
const fakePath = "github.com/fakesmith/fakesmith/fake"

// wirePath is the package with the defects of the wire. A fake keeps the rules
// of the wire in package runtime, where no defect can be written.
const wirePath = "github.com/fakesmith/fakesmith/cmd/gen/mutants/wire"

// serveWith has calls served through a defect of package wire: a variable of
// that name, or a function with the given arguments.
func (r *rewrite) serveWith(name string, args ...string) {
	defect := "wire." + name
	if len(args) > 0 {
		defect += "(" + strings.Join(args, ", ") + ")"
	}
	serve := r.function("ServeHTTP").Body
	r.imports(fakeFile, wirePath)
	r.replace(serve, "{ "+defect+"(w, r, func(w http.ResponseWriter, r *http.Request) "+r.text(serve)+") }")
}

// breakRequests breaks a rule about requests.
func breakRequests(r *rewrite) {
	rule := r.clause.Rule.(model.Protocol)
	malformed := quoted(r.ruleError(model.MalformedBody))
	switch rule.Name {
	case model.UnknownOperation:
		r.serveWith("UnknownOperation", quoted(rule.Error))
	case model.MalformedBody:
		r.serveWith("MalformedBody", quoted(rule.Error))
	case model.TrailingBytes:
		r.serveWith("TrailingBytes")
	case model.WrongType:
		r.serveWith("WrongType", quoted(rule.Error))
	case model.EmptyBody:
		r.serveWith("EmptyBody", malformed)
	case model.NullMember:
		r.serveWith("NullMember", malformed)
	case model.UnknownMember:
		r.serveWith("UnknownMember", append([]string{malformed}, r.memberNames(func(*model.Member) bool { return true })...)...)
	case model.ContentTypeParameters:
		r.serveWith("ContentTypeParameters", quoted(r.ruleError(model.UnknownOperation)))
	default:
		r.serveWith("TimestampForms", malformed)
	}
}

// breakReplies breaks a rule about answers, or about those that are errors.
func (r *rewrite) breakReplies(suffix string) {
	rule := r.clause.Rule.(model.Reply)
	switch rule.Name {
	case model.ReplyRequired:
		r.serveWith("Required", r.memberNames(func(m *model.Member) bool { return m.Required })...)
	case model.ReplyBounds:
		member, length := r.boundedMember()
		r.serveWith("Bounds", quoted(member), strconv.Itoa(length))
	default:
		r.serveWith(map[string]string{
			model.ReplyEnvelope: "Envelope", model.ReplyMembers: "Members", model.ReplyTypes: "Types",
			model.ReplyErrors: "Errors", model.ReplyErrorBody: "ErrorBody", model.ReplyRequestID: "RequestID",
		}[rule.Name] + suffix)
	}
}

// ruleError returns the code of the rejection by a rule of the wire. That by a
// broken constraint has the empty name.
func (r *rewrite) ruleError(rule string) string {
	for i := range r.api.Clauses {
		switch c := r.api.Clauses[i].Rule.(type) {
		case model.Protocol:
			if c.Name == rule {
				return c.Error
			}
		case model.Validation:
			if rule == "" {
				return c.Error
			}
		}
	}
	return ""
}

// memberNames returns the names of the members of all structures for which a
// condition holds, as literals.
func (r *rewrite) memberNames(wanted func(*model.Member) bool) []string {
	var names []string
	for i := range r.api.Shapes {
		s := &r.api.Shapes[i]
		for j := range s.Members {
			if m := &s.Members[j]; wanted(m) && !slices.Contains(names, quoted(m.Name)) {
				names = append(names, quoted(m.Name))
			}
		}
	}
	return names
}

// boundedMember returns a text that resources are put with, that reads show and that has
// a greatest length, and one more than that length. A text that is no key is best, for
// whoever looks for the key still finds it.
func (r *rewrite) boundedMember() (string, int) {
	name, length := "", 0
	for i := range r.api.Operations {
		e := &r.api.Operations[i].Effect
		shape := r.api.Resource(e.Of).Shape
		if shape == nil {
			continue
		}
		for _, from := range e.From {
			m := shape.Member(from.Member)
			s := r.api.Shape(m.Shape)
			if s.Kind == model.String && s.Max != nil && r.isShown(e.Of, m.Name) && (name == "" || !m.Required) {
				name, length = m.Name, int(s.Max.Int)+1
			}
		}
	}
	return name, length
}

// isShown reports whether some operation shows a member of a resource.
func (r *rewrite) isShown(resource, member string) bool {
	return slices.ContainsFunc(r.api.Operations, func(op model.Operation) bool {
		e := op.Effect
		reads := e.Of == resource && slices.Contains([]model.Verb{model.Lists, model.Gets, model.Reads}, e.Verb)
		return reads && (len(e.As) == 0 || slices.ContainsFunc(e.As, func(b model.Binding) bool { return b.Member == member }))
	})
}

func quoted(text string) string { return strconv.Quote(text) }
