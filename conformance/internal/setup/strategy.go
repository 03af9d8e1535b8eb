package setup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A strategy is how a fact is set on a target.
type strategy struct {
	// op is the operation that sets the fact, nil if the target has a power for
	// it.
	op *model.Operation
	// only are the values that members of the key are limited to.
	only map[string][]string
	// impossible says why the fact can't be set, or is "".
	impossible string
	// fixed reports that the fact is as the fixtures say, and can't be changed.
	fixed bool
	// passedOver are the reasons why no better strategy is used.
	passedOver []string
	// unconfirmed reports that no operation returns what was set, so that it is not
	// certain.
	unconfirmed bool
}

// sets reports whether the strategy can set the fact for some keys.
func (st *strategy) sets(of []value.Object) bool {
	return !slices.ContainsFunc(of, func(key value.Object) bool {
		for name, values := range st.only {
			if text, isText := key[name].(string); isText && !slices.Contains(values, text) {
				return true
			}
		}
		return false
	})
}

// unset is why a fact can't be set that is not for callers of the API to set.
const unset = "no operation sets it"

// notOffered says of a target without a power to set facts that it has none.
const notOffered = "the target does not offer to set facts"

// maxRetries is how often a strategy is tried again that met a fault.
const maxRetries = 5

// strategyFor returns how a fact is set on this target: by the target's power, or
// else by the first of the API's operations, whichever works when it is tried. Those
// operations that limit least what can be set are tried first.
func strategyFor(t *Stage, fact string) *strategy {
	if st := t.Setup.strategies[fact]; st != nil {
		return st
	}
	if t.Fixtures != nil {
		t.Setup.strategies[fact] = &strategy{fixed: true}
		return t.Setup.strategies[fact]
	}
	power := notOffered
	var candidates []*strategy
	var reasons []string
	if t.Target.Facts != nil {
		st := &strategy{}
		t.Setup.strategies[fact] = st
		if power = tryPower(t, fact); power == "" {
			return st
		}
		t.Undecidable[fact] = true // for random calls as well
	}
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		if op.Effect.Verb == model.Sets && op.Effect.Of == fact {
			candidates = append(candidates, &strategy{op: op, only: t.KeyLimitsOf(op)})
		}
	}
	slices.SortStableFunc(candidates, func(a, b *strategy) int { return len(a.only) - len(b.only) })
	for _, st := range candidates {
		// While the strategy is tried, the rest of the suite takes it as given.
		t.Setup.strategies[fact] = st
		why, abandoned := tryStrategy(t, st)
		for again := 0; abandoned && again < maxRetries; again++ {
			// A fault says nothing of the strategy, and all facts depend on it.
			why, abandoned = tryStrategy(t, st)
		}
		if why == "" {
			st.passedOver = slices.Concat([]string{power}, reasons)
			return st
		}
		reasons = append(reasons, why)
	}
	if len(reasons) == 0 {
		reasons = append(reasons, unset)
	}
	if power != notOffered {
		reasons = append([]string{power}, reasons...)
	}
	t.Setup.strategies[fact] = &strategy{impossible: strings.Join(reasons, "; ")}
	return t.Setup.strategies[fact]
}

// tryStrategy sets a fact about something new and says what is wrong if that
// does not work.
func tryStrategy(t *Stage, st *strategy) (why string, abandoned bool) {
	return trySetting(t, st.op.Effect.Of, t.SettableValues(st.op), func(view *Stage, of value.Object, v string) string {
		fact := view.Subject.Fact
		view.SetFacts(fact.Name, v, of)
		if view.NotSetUp != "" || view.Operations.List == nil {
			return view.NotSetUp
		}
		in := view.Input(view.Operations.List, value.Pick(of, view.Subject.Partition))
		view.SetUpReferences(view.Operations.List, in)
		if view.Ask(view.Operations.List, value.Encode(in), nil) == nil {
			st.unconfirmed = true
			return ""
		}
		for _, found := range view.List(value.Pick(of, view.Subject.Partition)) {
			if value.KeyOf(found, fact.Key) == value.KeyOf(of, fact.Key) && found[fact.Value] == v {
				return ""
			}
		}
		return st.op.Name + " sets nothing"
	})
}

// tryPower sets a fact about something new with the target's power for it, and says
// what is wrong if the target rejects that. What one that does so knows of the fact
// is not what the contract says of it.
func tryPower(t *Stage, fact string) (why string) {
	why, _ = trySetting(t, fact, t.ValuesOf(t.API.Fact(fact)), func(view *Stage, of value.Object, v string) string {
		set := func(v string) error {
			return t.Target.Facts.SetFacts(t.Ctx, t.As, fact, []endpoint.FactValue{{Of: value.Texts(of), Value: v}})
		}
		err := set(v)
		about := view.Operations.List
		if about == nil {
			about = startOf(t.API, fact)
		}
		if err != nil && about != nil {
			// The fact may have to be about something that exists.
			quietly(view, func(view *Stage) {
				view.SetUpReferences(about, view.Input(about, value.Pick(of, view.Subject.Partition)))
			})
		}
		for again := 0; err != nil && again < maxRetries; again++ {
			err = set(v)
		}
		if err != nil {
			return fmt.Sprintf("the target offers to set facts, and rejects %s: %v", fact, err)
		}
		_ = set(view.Subject.Fact.Initially) // as if it had never been set, where that can be done
		return ""
	})
	return why
}

// trySetting has a fact be set about something new, to the first of some values that
// is not the initial one, and says what is wrong if that does not work. Its steps are
// not steps of the case, and it draws nothing, so that the case is the same when it
// is tried again.
func trySetting(t *Stage, fact string, values []string, try func(view *Stage, of value.Object, v string) string) (why string, abandoned bool) {
	view := t.On(fact).View()
	view.Record = testcase.NewRecord()
	view.Began = t.Began
	view.Result = &testcase.Result{Limit: 1, Thorough: true}
	view.Probing = true
	defer func() {
		abandoned = view.Record.Abandoned
		view.CleanUp()
		reasons := append(view.Result.Reasons, why, view.Result.Unsupported)
		why = strings.Join(slices.DeleteFunc(reasons, func(r string) bool { return r == "" }), ", ")
		if p := recover(); p != nil && why == "" {
			panic(p)
		}
	}()
	of := combinationsIn(view, view.Partition(), 1).key(0)
	for _, v := range values {
		if v != view.Subject.Fact.Initially {
			return try(view, of, v), false
		}
	}
	return "nothing sets " + fact + " to another value than " + view.Subject.Fact.Initially, false
}

// Setter returns the operation by which a fact is set on this target. It
// returns nil if that needs no operation, or if the fact can't be set.
func (t *Stage) Setter(fact string) *model.Operation { return strategyFor(t, fact).op }

// SetsDirectly reports whether a fact can be set without calling an operation.
func (t *Stage) SetsDirectly(fact string) bool {
	st := strategyFor(t, fact)
	return st.op == nil && st.impossible == ""
}

// KeyLimitsOf returns the values to which an operation limits members of the
// key.
func (t *Stage) KeyLimitsOf(op *model.Operation) map[string][]string {
	only := map[string][]string{}
	for _, c := range op.Clauses {
		allowed, ok := c.Rule.(model.Allowed)
		if !ok {
			continue
		}
		for _, member := range t.ResourceOf(op).Key {
			if op.Effect.Bound(member) != allowed.Path {
				continue
			}
			only[member] = allowed.Values
			if allowed.Account {
				only[member] = []string{t.As.Account}
			}
		}
	}
	return only
}
