package script

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// flag returns the operation that tells of each of the resources that it lists whether
// one of the subject was put about it, and where it tells that. It is for a subject that
// no operation lists.
func (t *T) flag() (*model.Operation, model.Path) {
	if t.Operations.List != nil {
		return nil, ""
	}
	for _, op := range t.API.AllOperations(model.Lists) {
		for _, c := range op.Clauses {
			if rule, ok := c.Rule.(model.AggregateAny); ok && rule.Of == t.Subject.Name && slices.Equal(t.API.Resource(op.Effect.Of).Key, t.Subject.Key) {
				return op, rule.At
			}
		}
	}
	return nil, ""
}

// Flagged reports whether reads tell of a resource of the subject no more than that there
// is one. A service may have made that by itself, so what they tell is no evidence that one
// that was put is still there.
func (t *T) Flagged() bool {
	op, _ := t.flag()
	return op != nil
}

// Amounts reports whether an operation that lists other resources returns with each the
// time that a member of one of the subject has.
func (t *T) Amounts(member string) bool {
	op, _ := t.flag()
	return op != nil && timeIn(op, t.Subject.Name, member) != ""
}

// timeIn returns where an operation returns the latest of the times that a member has.
func timeIn(op *model.Operation, of, member string) model.Path {
	for _, c := range op.Clauses {
		if rule, ok := c.Rule.(model.AggregateLatest); ok && rule.Of == of && rule.Member == member {
			return rule.At
		}
	}
	return ""
}

// findFlagged is [T.Find] for what no operation lists, with the times that are reported of it.
// A case has to see to it that they are of nothing else. On a target that is not exact it
// goes no further than to what was found there once: what was put may be reported late, and
// a replica may not know yet what another has reported.
func (t *T) findFlagged(op *model.Operation, at model.Path, keys []value.Object) []value.Object {
	view := t.Of(op)
	by, _ := view.Selector()
	if by == "" {
		t.Skip("no operation lists %s", t.Subject.Name)
	}
	var found []value.Object
	for _, key := range keys {
		in := view.Input(op)
		value.Set(in, by, []any{view.Selection(by, key)})
		r := view.Call(op, in)
		if !r.Ok() && meansAbsent(view, testcase.ErrorChoice(r)) {
			continue
		}
		for _, row := range value.At(view.ExpectSuccess(op, r), op.Effect.Into.Elem()) {
			id := t.ResourceID(key)
			if value.One(row, at) != true {
				if !t.Exact() && (!t.Reported[id] || t.Target.Tolerances.Any()) {
					t.Skip("how long it takes until %s reports a %s is not documented", op.Name, t.Subject.Name)
				}
				continue
			}
			t.Reported[id] = true
			one := value.Pick(key, t.Subject.Key)
			for _, m := range t.Subject.Shape.Members {
				if path := timeIn(op, t.Subject.Name, m.Name); path != "" {
					one[m.Name] = value.One(row, path)
				}
			}
			found = append(found, one)
		}
	}
	return found
}
