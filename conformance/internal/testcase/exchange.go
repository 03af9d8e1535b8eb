package testcase

import (
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// InputOf returns the input that a request holds, and whether it holds one.
func (t *Case) InputOf(op *model.Operation, r wire.Request) (value.Object, bool) {
	if op == nil || !op.Modelled() {
		return nil, false
	}
	if len(r.Body) == 0 {
		return value.Object{}, true
	}
	v, twice, err := value.ReadJSON(r.Body)
	in, isObject := v.(value.Object)
	return in, err == nil && isObject && len(twice) == 0
}

// Fetch makes a call. A case in which nobody knows whether a write has
// happened is given up, and so is one that gets no answer for as long as is
// tolerated: a fault is never evidence, unless an operation has never answered
// with anything else.
func (t *Case) Fetch(op *model.Operation, r wire.Request) (*wire.Answer, error) {
	d, err := t.Deliver(t.Ctx, r)
	if why, is := wire.Withheld(err); is {
		t.Retries.Withheld++
		t.Skip("%s", why)
	}
	if err != nil && t.Ctx.Err() != nil {
		return nil, err
	}
	changes := op == nil || !effect.IsRead(op)
	if d.Faults > 0 && op != nil && op.Effect.Verb == model.Puts && t.Target.Reset == nil {
		t.Of(op).DeferCleanup(t.KeysOf(op, r.Body)...)
	}
	switch {
	case d.GaveUp != "":
		t.faults[r.Operation]++
		if t.Answered[r.Operation] || d.Faults == 0 || t.faults[r.Operation] < 3 {
			t.abandon("%s", d.GaveUp)
		}
	case d.Faults > 0 && changes:
		t.abandon("%s met a fault, and nobody knows whether it was done twice", r.Operation)
	}
	return d.Answer, err
}

// abandon gives up the case for what has nothing to do with the clause. Another
// is tried in its stead.
func (t *Case) abandon(why string, args ...any) {
	t.Retries.Abandoned++
	t.Result.Abandoned++
	t.Record.Abandoned = true
	t.Skip(why, args...)
}

// Reset empties the target if it offers that. What the case has told it counts
// no more.
func (t *Case) Reset() error {
	t.Record.exchanger = nil
	err := t.Session.Reset()
	t.wiped = t.wiped || err == nil && t.Target.Reset != nil
	return err
}
