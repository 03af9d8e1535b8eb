package testcase

import (
	"context"
	"errors"
	"net/http"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// noAnswer begins what a step got that got no answer.
const noAnswer = "no answer: "

// Call calls an operation.
func (t *Case) Call(op *model.Operation, in value.Object) *wire.Reply {
	return t.CallBody(op, value.Encode(t.OwnToken(op, in)), nil)
}

// CallBody calls an operation with a body as it is. change alters the request
// before it is sent. It may be nil.
func (t *Case) CallBody(op *model.Operation, body []byte, change func(*http.Request)) *wire.Reply {
	r := t.Ask(op, body, change)
	if r == nil {
		t.Unsupported(op.Name)
	}
	return r
}

// Ask is CallBody for an operation that the case can do without. It returns nil
// if the target does not implement it.
func (t *Case) Ask(op *model.Operation, body []byte, change func(*http.Request)) *wire.Reply {
	if _, known := t.Missing[op.Name]; known {
		return nil
	}
	if why := t.Withhold(t, op, body); why != "" {
		t.Skip("%s", why)
	}
	if t.API.MadeKey(op) != "" && t.EventuallyConsistent() {
		t.Skip("what %s puts is told by a key that the target makes, and it is not followed how that spreads", op.Name)
	}
	sent := t.keyed(op, body)
	send := func() *wire.Reply { return t.exchange(op, sent, change) }
	r := send()
	if r != nil {
		if why := t.beyond(op, sent, r); why != "" {
			t.Skip("%s", why)
		}
		r = t.askUntilFree(op, body, r, send)
	}
	if r == nil {
		return nil
	}
	if r.Missing != "" {
		if t.Answered[op.Name] {
			t.Fail("an answer of "+op.Name+", as before", "%s", r.Missing)
		}
		t.Missing[op.Name] = r.Missing
		return nil
	}
	if r.Status < 500 || !t.Target.Tolerances.Any() {
		t.Answered[op.Name] = true
	}
	t.noteFaults(op.Name, r)
	t.learnNeeded(op, r)
	t.noteMade(op, r)
	t.noteAddresses(op, body, r)
	if op.Effect.Verb == model.Deletes && r.Ok() {
		t.noteDeleted(op, body)
	}
	if op.Effect.Verb == model.Puts && r.Ok() {
		t.put += len(body)
		t.notePut(op, body)
		t.NoteStored(op, sent, r)
	}
	return r
}

// exchange makes a request and reads the answer. It returns nil if there is
// none.
func (t *Case) exchange(op *model.Operation, body []byte, change func(*http.Request)) *wire.Reply {
	a := t.transmit(op.Name, body, change)
	if a == nil {
		if t.Answered[op.Name] {
			t.Fail("an answer", "")
		}
		return nil
	}
	r := t.Read(op, a)
	t.gotAnswer(r)
	return r
}

// CallUnknown sends a body to an operation that the API does not have.
func (t *Case) CallUnknown(name string, body []byte) *wire.Reply {
	a := t.transmit(name, body, nil)
	if a == nil {
		t.Unsupported(name)
	}
	r := t.Read(nil, a)
	t.gotAnswer(r)
	if r.Missing == "" {
		t.noteFaults(name, r)
	}
	return r
}

// transmit makes a request and notes the step. It returns nil if there is no
// answer.
func (t *Case) transmit(name string, body []byte, change func(*http.Request)) *wire.Answer {
	if t.Record.Abandoned {
		t.Rapid.SkipNow()
	}
	step := Step{Step: report.Step{Call: name, As: t.FormatScope(t.As)}, request: body}
	if step.request == nil {
		step.request = []byte{}
	}
	if len(body) > mostHeld {
		step.Show()
	}
	t.Steps = append(t.Steps, step)
	if change != nil {
		usual := change
		change = func(req *http.Request) {
			usual(req)
			if sent := req.Header.Get("Content-Type"); sent != wire.ContentType(t.API) {
				t.Steps[len(t.Steps)-1].ContentType = sent
			}
		}
	}
	r := wire.Request{Operation: name, Body: body, As: t.As, Change: change}
	a, err := t.Exchanger().Exchange(t, r)
	if t.Repeatable || t.RetriesCases() {
		t.Steps[len(t.Steps)-1].Sent = &Sent{r, t.Instant()}
	}
	if t.Comparison != nil && t.Comparison.Differs() {
		t.Fail("the same answer of all", "answers that differ")
	}
	if err != nil {
		if t.Ctx.Err() != nil {
			t.Skip("%v", context.Cause(t.Ctx))
		}
		// An operation that never answered is not called again, nor is one that
		// takes too long.
		if !t.Answered[name] || errors.Is(err, context.DeadlineExceeded) {
			t.Missing[name] = err.Error()
		}
		t.got(noAnswer + err.Error())
		return nil
	}
	return a
}

// Fetch makes a request, as the exchanger has it made. It abandons the case if
// nobody knows whether a write has happened, and if there is no answer for as
// long as is tolerated: a fault is no evidence, unless the operation has never
// answered with anything else.
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
		t.abandon("%s met a fault, and may have been done twice", r.Operation)
	}
	return d.Answer, err
}

// abandon gives up the case for what has nothing to do with the clause. Another
// case is tried instead.
func (t *Case) abandon(why string, args ...any) {
	t.Retries.Abandoned++
	t.Result.Abandoned++
	t.Record.Abandoned = true
	t.Skip(why, args...)
}

// InputOf returns the input in a request, and reports whether there is one.
func (t *Case) InputOf(op *model.Operation, r wire.Request) (value.Object, bool) {
	if op == nil || !op.Modelled() {
		return nil, false
	}
	if len(r.Body) == 0 {
		return value.Object{}, true
	}
	v, repeated, err := value.ReadJSON(r.Body)
	in, isObject := v.(value.Object)
	return in, err == nil && isObject && len(repeated) == 0
}

// Exchanger returns what makes the calls of the case.
func (t *Case) Exchanger() Exchanger {
	if t.Record.exchanger == nil {
		t.Record.exchanger = t.NewExchanger()
	}
	return t.Record.exchanger
}

// Reset empties the target if it offers that. The case's writes are forgotten.
func (t *Case) Reset() error {
	t.Record.exchanger = nil
	err := t.Session.Reset()
	t.reset = t.reset || err == nil && t.Target.Reset != nil
	return err
}
