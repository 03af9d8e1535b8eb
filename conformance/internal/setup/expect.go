package setup

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// ExpectSuccess expects success, and returns the output.
func (t *Stage) ExpectSuccess(op *model.Operation, r *wire.Reply) value.Object {
	if !r.Ok() {
		skipUnneeded(t, op, r)
		skipRejectedExample(t, op, r)
		t.Fail("success", "%v%s", r, t.ByQuota(op, r))
	}
	if n := len(t.Steps); n > 0 && t.Steps[n-1].Call == op.Name {
		t.Steps[n-1].Required = true
	}
	return t.OutputOf(op, r)
}

// OutputOf returns the output of a success, for a case that goes on without one as well.
func (t *Stage) OutputOf(op *model.Operation, r *wire.Reply) value.Object {
	// A success without a body breaks the rule of the protocol for it, and no other.
	if op.Output != "" && r.Out == nil && len(r.Body) > 0 {
		t.Fail("a JSON object", "%v", r)
	}
	if r.Out == nil {
		return value.Object{}
	}
	return r.Out
}

// ExpectAccepted expects the case's operation to succeed, unless that may
// depend on something that could not be set up.
func (t *Stage) ExpectAccepted(r *wire.Reply) value.Object {
	if t.NotSetUp != "" && !r.Ok() {
		t.Skip("%s", t.NotSetUp)
	}
	return t.ExpectSuccess(t.Op, r)
}

// skipUnneeded skips the case if an error says that something is missing which
// can't be set up, because the model or the target does not have it. On such a target
// nothing is known of what needs it, and nothing is wrong.
func skipUnneeded(t *Stage, op *model.Operation, r *wire.Reply) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		rule, ok := c.Rule.(model.Unneeded)
		if ok && slices.Contains(c.Choices, testcase.ErrorChoice(r)) && (t.RequiredChoice(c) == "" || t.RequiredChoice(c) == testcase.ErrorChoice(r)) {
			t.Skip("it takes %s, which can't be set up", rule.What)
		}
		if ref, ok := c.Rule.(model.Reference); ok && c.Choice == testcase.ErrorChoice(r) {
			skipUnmodelledName(t, op, ref)
		}
	}
}

// skipUnmodelledName skips the case if the entity that an error calls missing
// is named by what no caller has, by what the model says of it. A fake, for
// which nothing is tolerated, takes the model's name instead, unless it was
// found not to while strategies were tried.
func skipUnmodelledName(t *Stage, op *model.Operation, ref model.Reference) {
	if !t.Target.Tolerances.Any() && !t.Setup.unmodelledNames[op.Name] {
		return
	}
	if u := unmodelledName(op, ref); u != nil {
		t.Skip("%s is not available: %s", u.Path, u.Why)
	}
}

// skipRejectedExample skips the case if an error is the one with which the
// target rejected the model's example of an entity, while strategies were
// tried. It may have a good reason that the model does not know, and the
// operation declares the error.
func skipRejectedExample(t *Stage, op *model.Operation, r *wire.Reply) {
	if op.Effect.Verb == model.Puts && t.Setup.rejectedExamples[op.Effect.Of] == r.Code && r.Code != "" {
		t.Skip("the target rejects the model's example of a %s: %v", op.Effect.Of, r)
	}
}

// unmodelledName returns what the model says of the place in a request that
// names a reference's entity, if the service expects something there that the
// model does not have, or nil.
func unmodelledName(op *model.Operation, ref model.Reference) *model.Unmodelled {
	for _, b := range ref.From {
		for i := range op.Unmodelled {
			if op.Unmodelled[i].Path == b.Path {
				return &op.Unmodelled[i]
			}
		}
	}
	return nil
}

// NeedsUnmodelledName reports whether an operation may want an entity to be
// named by what no caller has, so that its reply can't be predicted.
func (s *Setup) NeedsUnmodelledName(op *model.Operation) bool {
	if s.unmodelledNames[op.Name] {
		return true
	}
	return s.Target.Tolerances.Any() && slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		ref, ok := c.Rule.(model.Reference)
		return ok && unmodelledName(op, ref) != nil
	})
}

// probeNames asks, once, whether the operations that want a name which no caller
// has accept the model's name in its place, as a fake does. One that rejects it
// is not called again.
func (s *Setup) probeNames(t *Stage) {
	if t.Comparison != nil {
		return // one target may accept what the other rejects: that is a difference
	}
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		wants := slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
			ref, ok := c.Rule.(model.Reference)
			return ok && unmodelledName(op, ref) != nil
		})
		if !wants || t.Fixtures != nil || op.Effect.Verb != model.Sets || t.Answered[op.Name] || t.Missing[op.Name] != "" {
			continue
		}
		// It draws nothing and leaves nothing, whatever comes of it.
		_, _ = trySetting(t, op.Effect.Of, t.SettableValues(op), func(view *Stage, of value.Object, v string) string {
			setByOperation(view, op, view.Subject.Fact, v, []value.Object{of})
			return ""
		})
		if t.Target.Reset != nil {
			// What was set must not be in the way of the first property.
			_ = t.Reset()
		}
	}
}

// noteUnmodelledName notes that an operation that sets facts wants a name that
// no caller has, if it does not find an entity that exists. Nothing can be
// called then that needs an effect of the operation.
func noteUnmodelledName(t *Stage, op *model.Operation, r *wire.Reply) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		ref, ok := c.Rule.(model.Reference)
		if !ok || c.Choice != testcase.ErrorChoice(r) {
			continue
		}
		if u := unmodelledName(op, ref); u != nil {
			t.Setup.unmodelledNames[op.Name] = true
			if t.Comparison != nil {
				continue
			}
			t.Missing[op.Name] = fmt.Sprintf("%s is not available: %s. To the name of a %s, the answer is %v", u.Path, u.Why, ref.Entity, r)
			t.Uncallable[op.Name] = true
		}
	}
}
