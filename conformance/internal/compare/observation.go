package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// differ reports whether the answers to an action differ in what matters.
func differ(s *testcase.Session, a *action) bool {
	for _, other := range a.answers[1:] {
		if observe(s, a, other) != observe(s, a, a.answers[0]) {
			return true
		}
	}
	return false
}

// observe returns what matters of an answer as text: two answers with the same
// text are equal. It ignores what no client can expect to be the same twice:
// request ids, messages, page tokens, ids and times that the service generates,
// and the order of rows unless a clause defines it. A member that is null, and
// an empty list, are equal to none.
func observe(s *testcase.Session, a *action, h *result) string {
	op := s.API.Operation(a.operation)
	if h.err != nil {
		return "no answer"
	}
	r := s.Read(op, &h.Answer)
	switch {
	case r.Missing != "":
		return "not there"
	case !r.Ok() && r.Code == "":
		return fmt.Sprintf("status %d without a code", r.Status)
	case !r.Ok():
		return fmt.Sprintf("%d %s", r.Status, r.Code)
	case r.Out == nil && len(r.Body) > 0:
		return fmt.Sprintf("%d, no JSON object", r.Status)
	case op == nil || op.Output == "":
		return fmt.Sprintf("%d %s", r.Status, value.Show(present(r.Out)))
	}
	o := observer{Session: s, op: op, about: s.ResourceOf(op), unpaged: unpaged(op, a.body)}
	// Members that are newer than the model are a difference as well.
	whole, _, _ := value.ReadJSON(r.Body)
	out, _ := o.value(whole, s.API.Shape(op.Output), "").(value.Object)
	return fmt.Sprintf("%d %s", r.Status, value.Show(out))
}

// An observer removes from an output what may differ.
type observer struct {
	*testcase.Session
	op    *model.Operation
	about model.Resource
	// unpaged is set where keys are asked for, with which pages have nothing to do.
	unpaged bool
}

// unpaged reports whether a request asks for given keys, with which pages, and the order
// of the rows on them, have nothing to do.
func unpaged(op *model.Operation, body []byte) bool {
	clause := op.Clause("pagination/with-keys")
	if clause == nil {
		return false
	}
	v, _, _ := value.ReadJSON(body)
	in, _ := v.(value.Object)
	return !empty(in[clause.Rule.(model.WithKeys).Keys])
}

func (o *observer) value(v any, shape *model.Shape, at model.Path) any {
	switch v := v.(type) {
	case value.Object:
		if shape.Kind != model.Structure {
			return v
		}
		out := value.Object{}
		for name, e := range v {
			m := shape.Member(name)
			if m == nil {
				out[name] = e
				continue
			}
			if e = o.member(e, m, at.Join(name)); !empty(e) {
				out[name] = e
			}
		}
		return out
	case []any:
		if shape.Kind != model.List {
			return v
		}
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = o.value(e, o.API.Shape(shape.Elem), at.Elem())
		}
		if !o.ordered(at) {
			slices.SortFunc(out, func(a, b any) int { return cmp.Compare(value.Show(a), value.Show(b)) })
		}
		return out
	}
	if shape.Kind == model.Timestamp {
		if t, ok := value.TimeOf(v); ok {
			return t.Format(time.RFC3339Nano)
		}
	}
	return v
}

// member returns what matters of a member of a structure: if its value may
// differ, only whether it is present.
func (o *observer) member(v any, m *model.Member, at model.Path) any {
	if text, isText := v.(string); isText && o.free(at) {
		if strings.TrimSpace(text) == "" {
			return ""
		}
		return "(any)"
	}
	if _, isNumber := value.TimeOf(v); isNumber && o.free(at) {
		if (o.about.Fact != nil || o.latest(at)) && o.Target.Facts != nil {
			return nil // what is decided in some other way may come without a time
		}
		return "(any time)"
	}
	return o.value(v, o.API.Shape(m.Shape), at)
}

// free reports whether the service chooses the value at a path of the output: a
// page token, the reason of a failure, an id or a time that it generates, or
// the time at which a fact was set by a power of the target, or the latest was.
func (o *observer) free(at model.Path) bool {
	if o.latest(at) {
		return true
	}
	for i := range o.op.Clauses {
		switch rule := o.op.Clauses[i].Rule.(type) {
		case model.Pagination:
			if string(at) == rule.Next {
				return true
			}
		case model.Batch:
			if at == rule.Group().Join(rule.Message) {
				return true
			}
		}
	}
	member, shown := o.memberAt(at)
	if !shown {
		return o.stepped(at)
	}
	m := o.about.Shape.Member(member)
	if m == nil {
		return false
	}
	if o.about.Fact != nil && o.API.Shape(m.Shape).Kind == model.Timestamp {
		return true
	}
	return o.generated(member, nil)
}

// stepped reports whether something stands at a path of the output that is told of a step
// of a process: its name, when it began and ended, and why it failed.
func (o *observer) stepped(at model.Path) bool {
	rest, within := at.Within(o.op.Effect.Into)
	start, _ := o.API.ProcessOf(o.about.Name)
	if !within || start == nil {
		return false
	}
	for _, c := range start.Clauses {
		rule, ok := c.Rule.(model.ProcessSteps)
		for _, b := range o.op.Effect.As {
			if ok && b.Member == rule.List && slices.ContainsFunc([]string{rule.Name, rule.Message, rule.Began, rule.Ended}, func(name string) bool {
				return rest == b.Path.Elem().Join(name)
			}) {
				return true
			}
		}
	}
	return false
}

// latest reports whether the latest of the times of facts stands at a path of the
// output.
func (o *observer) latest(at model.Path) bool {
	rest, within := at.Within(o.op.Effect.Into)
	return within && slices.ContainsFunc(o.op.Clauses, func(c model.Clause) bool {
		rule, ok := c.Rule.(model.AggregateLatest)
		return ok && rule.At == rest
	})
}

// memberAt returns the member of a listed resource, or of one that was put, that has a
// path in the output.
func (o *observer) memberAt(at model.Path) (string, bool) {
	if c := o.op.Clause("output"); c != nil {
		for _, b := range c.Rule.(model.Output).As {
			if b.Path == at {
				return b.Member, true
			}
		}
	}
	rest, within := at.Within(o.op.Effect.Into)
	if o.op.Effect.Verb == model.Gets {
		rest, within = at, true
		if into := string(o.op.Effect.Into); into != "" {
			var inner string
			inner, within = strings.CutPrefix(string(at), into+".")
			rest = model.Path(inner)
		}
	}
	if within && rest == "" && o.op.Effect.ShowsTexts() {
		return o.op.Effect.As[0].Member, true
	}
	if !within || rest == "" || o.op.Effect.Into == "" && o.op.Effect.Verb != model.Gets {
		return "", false
	}
	for _, b := range o.op.Effect.As {
		if b.Path == rest {
			return b.Member, true
		}
	}
	return string(rest), len(o.op.Effect.As) == 0
}

// generated reports whether the service generates a member of a resource, with
// a value that is not the same twice.
func (o *observer) generated(member string, open []string) bool {
	if slices.Contains(open, member) {
		return false
	}
	for i := range o.API.Operations {
		op := &o.API.Operations[i]
		if op.Effect.Of != o.about.Name {
			continue
		}
		for _, c := range op.Clauses {
			if p, ok := c.Rule.(model.Process); ok && p.Sets(member) && member != p.State {
				return true
			}
			rule, ok := c.Rule.(model.Assigned)
			if !ok || rule.Member != member {
				continue
			}
			for _, part := range rule.Parts() {
				if part.Name == "unique" || part.Name == "now" || part.Name != "" && o.generated(part.Name, append(open, member)) {
					return true
				}
			}
		}
	}
	return false
}

// ordered reports whether the order of a list matters. That of a listing's rows
// does only if a clause defines it, which says nothing of rows that are asked for by
// their keys, and that of failed items never does.
func (o *observer) ordered(at model.Path) bool {
	if at == o.op.Effect.Into {
		return o.op.Clause("pagination/order") != nil && !o.unpaged
	}
	if c := o.op.Clause("batch"); c != nil {
		rule := c.Rule.(model.Batch)
		return at != model.Path(rule.List) && at != rule.Group().Join(rule.Items)
	}
	return true
}

// present returns an output of unknown shape without its empty members.
func present(out value.Object) value.Object {
	all := value.Object{}
	for name, v := range out {
		if !empty(v) {
			all[name] = v
		}
	}
	return all
}

// empty reports whether a value is equal to none.
func empty(v any) bool {
	list, isList := v.([]any)
	return v == nil || isList && len(list) == 0
}
