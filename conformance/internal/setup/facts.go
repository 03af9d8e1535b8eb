package setup

import (
	"fmt"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// SetFacts gives a fact the same value for some keys. If there is no strategy
// for that, the case goes on, with a note that it is not set up.
func (t *Stage) SetFacts(fact, val string, of ...value.Object) {
	t.SetFactsWith(fact, val, nil, of...)
}

// SetFactsWith is [Stage.SetFacts] with members that are told beside the value, which
// takes the target's power to set facts.
func (t *Stage) SetFactsWith(fact, val string, with map[string]int64, of ...value.Object) {
	f := t.API.Fact(fact)
	if with != nil && !t.SetsDirectly(fact) {
		t.Skip("it takes a target whose facts can be set, with what is told beside them")
	}
	of = slices.DeleteFunc(slices.Clone(of), func(key value.Object) bool {
		current, known := t.Facts[t.FactID(fact, key)]
		return with == nil && len(f.With) == 0 && (known && current == val || !known && val == f.Initially && t.Fixtures == nil) || len(value.Pick(key, f.Key)) < len(f.Key)
	})
	if len(of) == 0 {
		return
	}
	switch st := strategyFor(t, fact); {
	case st.fixed:
		requireFixtureValue(t, f, val, of)
	case st.impossible != "":
		t.NotSetUp = fmt.Sprintf("%s can't be set: %s", fact, st.impossible)
		return
	case st.op == nil:
		var values []endpoint.FactValue
		var keys []any
		for _, key := range of {
			key = value.Pick(key, f.Key)
			keys = append(keys, key)
			values = append(values, endpoint.FactValue{Of: value.Texts(key), Value: val, With: with})
		}
		if err := t.Target.Facts.SetFacts(t.Ctx, t.As, fact, values); err != nil {
			t.Skip("%s can't be set: %v", fact, err)
		}
		t.Exchanger().FactsSet(t.Case, t.As, fact, values)
		t.Calls++
		t.NoteFact(fact, keys, val, with)
	case !st.sets(of):
		t.NotSetUp = fmt.Sprintf("%s can't be set for such a key by %s", fact, st.op.Name)
		return
	default:
		setByOperation(t, st.op, f, val, of)
		if st.unconfirmed {
			t.NotSetUp = "nothing shows whether " + fact + " was set"
		}
	}
	for _, key := range of {
		id := t.FactID(fact, key)
		if t.Facts[id] = val; t.Outdated[id] != "" {
			t.Outdated[id] = val
		}
	}
}

// setByOperation gives a fact a value by an operation of the API.
func setByOperation(t *Stage, op *model.Operation, f *model.Fact, val string, of []value.Object) {
	if !slices.Contains(t.SettableValues(op), val) {
		t.Skip("%s can't be set to %s by %s", f.Name, val, op.Name)
	}
	resources := make([]value.Object, len(of))
	for i, key := range of {
		resources[i] = value.With(value.Pick(key, f.Key), value.Object{f.Value: val})
		for _, m := range t.API.Shape(f.Shape).Members {
			if shape := t.API.Shape(m.Shape); shape.Kind == model.Timestamp {
				resources[i][m.Name] = shapes.Time(shape, t.Now().Truncate(time.Second))
			}
		}
	}
	for _, some := range batches(t.On(f.Name), op, resources) {
		in := t.Input(op, some...)
		t.SetUpReferences(op, in)
		r := t.Ask(op, value.Encode(in), nil)
		if r == nil {
			t.NotSetUp = f.Name + " can't be set: " + t.NotImplemented(op.Name)
			return
		}
		if !r.Ok() || len(t.FailedKeys(op, r.Out)) > 0 {
			noteUnmodelledName(t, op, r)
			t.Skip("%s can't be set: %v", f.Name, r)
		}
		awaitFacts(t, f, some[0])
	}
}

// awaitFacts waits until facts are read as they were set, where that may take
// time and some operation reads them. Whether they are is not checked here.
func awaitFacts(t *Stage, f *model.Fact, like value.Object) {
	view := t.On(f.Name)
	if !t.EventuallyConsistent() || view.Operations.List == nil || t.Probing || t.Missing[view.Operations.List.Name] != "" {
		return
	}
	before := len(t.Steps)
	view.Ask(view.Operations.List, value.Encode(view.Input(view.Operations.List, value.Pick(like, view.Subject.Partition))), nil)
	t.Steps = t.Steps[:before]
}

// Lasting returns the values of the case's fact, of some, with which reads have to
// return what was set: all of them on a target that is meant to be exact.
func (t *Stage) Lasting(values []string) []string {
	if t.Target.Exact {
		return values
	}
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return slices.Contains(t.Subject.Fact.Vanishing, v) })
}

// CanChange reports whether a fact can be given one value after another.
func (t *Stage) CanChange(fact string) bool {
	st := strategyFor(t, fact)
	return st.impossible == "" && !st.fixed
}

// NeedChange skips the case if a fact can't be given another value.
func (t *Stage) NeedChange(fact string) {
	t.NeedFact(fact)
	if !t.CanChange(fact) {
		t.Skip("it takes that %s changes, and the fixtures file has one value of it", fact)
	}
}

// NeedFact skips the case if a fact can't be set.
func (t *Stage) NeedFact(fact string) {
	if st := strategyFor(t, fact); st.impossible != "" {
		t.Skip("%s can't be set: %s", fact, st.impossible)
	}
}

// GuardingFact returns the fact that guards the case's subject, or is the
// subject. It returns "" if there is none.
func (t *Stage) GuardingFact() string {
	if t.Subject.Fact != nil {
		return t.Subject.Name
	}
	if t.Operations.Put != nil {
		for _, want := range t.Wants(t.Operations.Put) {
			return want.Fact
		}
	}
	return ""
}

// acceptedValues returns the values of the fact with which the case's subject
// can be put.
func acceptedValues(t *Stage) []string {
	if t.Subject.Fact == nil && t.Operations.Put != nil {
		for _, want := range t.Wants(t.Operations.Put) {
			return want.Values
		}
	}
	if f := t.API.Fact(t.GuardingFact()); f != nil {
		return t.ValuesOf(f)
	}
	return nil
}
