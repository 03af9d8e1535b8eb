package setup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A strategy is how a fact is set.
type strategy struct {
	// op is the operation that does it, nil if the target has the power.
	op *model.Operation
	// only are the values that members of the key are limited to.
	only map[string][]string
	// none says why there is no way.
	none string
	// file reports that facts are as a fixtures file says, and can't be set.
	file bool
	// instead are the reasons why no better way is taken.
	instead []string
	// unread reports that no operation shows what was set, so that it is not
	// known for certain.
	unread bool
}

// mostTries is how often a way is tried again that met a fault.
const mostTries = 5

// strategyFor returns how a fact is set on this target: by its power, or else by
// the first of the API's operations that does it when tried, those first that
// limit least what can be set.
func strategyFor(t *Stage, fact string) *strategy {
	if w := t.Setup.strategies[fact]; w != nil {
		return w
	}
	if t.Fixtures != nil {
		t.Setup.strategies[fact] = &strategy{file: true}
		return t.Setup.strategies[fact]
	}
	if t.Target.Facts != nil {
		t.Setup.strategies[fact] = &strategy{}
		return t.Setup.strategies[fact]
	}
	var candidates []*strategy
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		if op.Effect.Verb == model.Sets && op.Effect.Of == fact {
			candidates = append(candidates, &strategy{op: op, only: t.KeyLimitsOf(op)})
		}
	}
	slices.SortStableFunc(candidates, func(a, b *strategy) int { return len(a.only) - len(b.only) })
	var reasons []string
	for _, w := range candidates {
		// While the way is tried it is taken for granted.
		t.Setup.strategies[fact] = w
		why, abandoned := tryWay(t, w)
		for again := 0; abandoned && again < mostTries; again++ {
			// A fault says nothing of the way, and all facts hang on it.
			why, abandoned = tryWay(t, w)
		}
		if why == "" {
			w.instead = reasons
			return w
		}
		reasons = append(reasons, why)
	}
	if len(reasons) == 0 {
		reasons = append(reasons, "no operation sets it")
	}
	t.Setup.strategies[fact] = &strategy{none: strings.Join(reasons, "; ")}
	return t.Setup.strategies[fact]
}

// Setter returns the operation by which a fact is set on this target, nil if
// that takes none, or can't be done.
func (t *Stage) Setter(fact string) *model.Operation { return strategyFor(t, fact).op }

// SetsDirectly reports whether a fact can be set without asking the API.
func (t *Stage) SetsDirectly(fact string) bool {
	w := strategyFor(t, fact)
	return w.op == nil && w.none == ""
}

// KeyLimitsOf returns the values to which an operation limits members of the key.
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

// tryWay sets a fact about something new and says what is wrong if that does
// not work. The steps don't count as part of the case, and nothing is drawn,
// so that the case is the same when it is tried again.
func tryWay(t *Stage, w *strategy) (why string, abandoned bool) {
	view := t.On(w.op.Effect.Of).View()
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
	fact := view.Subject.Fact
	of := combinationsIn(view, view.Partition(), 1).key(0)
	for _, v := range view.SettableValues(w.op) {
		if v == fact.Initially {
			continue
		}
		view.SetFacts(fact.Name, v, of)
		if view.NotSetUp != "" || view.Operations.List == nil {
			return view.NotSetUp, false
		}
		in := view.Input(view.Operations.List, value.Pick(of, view.Subject.Partition))
		view.SetUpReferences(view.Operations.List, in)
		if view.Ask(view.Operations.List, value.Encode(in), nil) == nil {
			w.unread = true
			return "", false
		}
		for _, found := range view.List(value.Pick(of, view.Subject.Partition)) {
			if value.KeyOf(found, fact.Key) == value.KeyOf(of, fact.Key) && found[fact.Value] == v {
				return "", false
			}
		}
		return w.op.Name + " sets nothing", false
	}
	return w.op.Name + " sets no value", false
}

func (t *Stage) FactID(fact string, of value.Object) string {
	return fmt.Sprint(t.As, fact, value.KeyOf(of, t.API.Fact(fact).Key))
}

// SetFacts gives a fact the same value for some keys. If the target offers no
// way, it goes on, and notes that what depends on the fact is unsure.
func (t *Stage) SetFacts(fact, val string, of ...value.Object) {
	f := t.API.Fact(fact)
	of = slices.DeleteFunc(slices.Clone(of), func(key value.Object) bool {
		current, known := t.Facts[t.FactID(fact, key)]
		return known && current == val || !known && val == f.Initially && t.Fixtures == nil || len(value.Pick(key, f.Key)) < len(f.Key)
	})
	if len(of) == 0 {
		return
	}
	switch w := strategyFor(t, fact); {
	case w.file:
		mustBe(t, f, val, of)
	case w.none != "":
		t.NotSetUp = fmt.Sprintf("%s can't be set: %s", fact, w.none)
		return
	case w.op == nil:
		var values []endpoint.FactValue
		var keys []any
		for _, key := range of {
			key = value.Pick(key, f.Key)
			keys = append(keys, key)
			values = append(values, endpoint.FactValue{Of: value.Texts(key), Value: val})
		}
		if err := t.Target.Facts.SetFacts(t.Ctx, t.As, fact, values); err != nil {
			t.Skip("%s can't be set: %v", fact, err)
		}
		t.Exchanger().FactsSet(t.Case, t.As, fact, values)
		t.Calls++
		t.NoteStep("fact", value.Object{"fact": fact, "of": keys, "value": val}, "set")
	default:
		setOverWire(t, w.op, f, val, of)
		if w.unread {
			t.NotSetUp = "nothing shows whether " + fact + " was set"
		}
	}
	for _, key := range of {
		t.Facts[t.FactID(fact, key)] = val
	}
}

// setOverWire gives a fact a value by an operation of the API.
func setOverWire(t *Stage, op *model.Operation, f *model.Fact, val string, of []value.Object) {
	if !slices.Contains(t.SettableValues(op), val) {
		t.Skip("%s can't be set to %s by %s", f.Name, val, op.Name)
	}
	things := make([]value.Object, len(of))
	for i, key := range of {
		things[i] = value.With(value.Pick(key, f.Key), value.Object{f.Value: val})
		for _, m := range t.API.Shape(f.Shape).Members {
			if t.API.Shape(m.Shape).Kind == model.Timestamp {
				things[i][m.Name] = value.Epoch(t.Now().Truncate(time.Second))
			}
		}
	}
	for _, some := range requests(t.On(f.Name), op, things) {
		in := t.Input(op, some...)
		t.SetUpReferences(op, in)
		r := t.Ask(op, value.Encode(in), nil)
		if r == nil {
			t.NotSetUp = fmt.Sprintf("%s can't be set: %s is not there", f.Name, op.Name)
			return
		}
		if !r.Ok() || len(t.FailedKeys(op, r.Out)) > 0 {
			noteUngiven(t, op, r)
			t.Skip("%s can't be set: %v", f.Name, r)
		}
		awaitFacts(t, f, some[0])
	}
}

// awaitFacts waits until facts read as they were set, where that may take its
// time and some operation reads them. Whether they do is for others to check.
func awaitFacts(t *Stage, f *model.Fact, like value.Object) {
	view := t.On(f.Name)
	if !t.EventuallyConsistent() || view.Operations.List == nil || t.Probing || t.Missing[view.Operations.List.Name] != "" {
		return
	}
	before := len(t.Steps)
	view.Ask(view.Operations.List, value.Encode(view.Input(view.Operations.List, value.Pick(like, view.Subject.Partition))), nil)
	t.Steps = t.Steps[:before]
}

// CanChange reports whether a fact can be given one value after another.
func (t *Stage) CanChange(fact string) bool {
	w := strategyFor(t, fact)
	return w.none == "" && !w.file
}

// NeedChange skips the case if a fact can't be given another value.
func (t *Stage) NeedChange(fact string) {
	t.NeedFact(fact)
	if !t.CanChange(fact) {
		t.Skip("it takes that %s changes, and the file says only what it is", fact)
	}
}

// NeedFact skips the case if a fact can't be set.
func (t *Stage) NeedFact(fact string) {
	if w := strategyFor(t, fact); w.none != "" {
		t.Skip("%s can't be set: %s", fact, w.none)
	}
}
