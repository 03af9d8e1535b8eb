package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A trial is one generated case of one law. Its methods are the language in
// which laws are written: they make calls, arrange what the calls need, and
// state what is expected. Each ends the case by itself when the target does
// not do what the method says, so that laws read as if nothing could fail.
type trial struct {
	*session
	rapid  *rapid.T
	clause *model.Clause
	// property says what is tried, in a few words.
	property string
	outcome  *outcome
	*record

	// op is the operation that has the clause, nil for a clause of all until a
	// law draws one; everywhere reports that it is a clause of all.
	op         *model.Operation
	everywhere bool
	// about is the entity or fact that the trial puts, lists and deletes, and
	// ops are the operations that do it.
	about model.Thing
	ops   verbs
	// as is who speaks.
	as Scope
	// sown returns a case of the property that was begun with before, nil if
	// there is none. It may be nil.
	sown func() *sowing
	// probing reports that the trial only finds out what the target can do.
	probing bool
}

// A record is what a case did so far. Views of one trial share it.
type record struct {
	steps []step
	// made are the things that have to be removed in the end, in the order in
	// which they were put; left are the same by their names.
	made []made
	left map[string]bool
	// known are the things that are there as the case needs them, by name.
	known map[string]bool
	// facts are the values that were set, by scope, fact and key.
	facts map[string]string
	// since is the time of the target when the case began, if the case has looked.
	since time.Time
	// wiped reports that the case began with nothing at the target.
	wiped bool
	// taken are the partitions of a person's file that the case has used.
	taken map[string]bool
	// unsure says what could not be arranged and may make the target refuse a
	// put for a good reason.
	unsure string

	// exchanging makes the calls of the case.
	exchanging exchanger
	// doubtful reports that the case goes on with an answer that may have been
	// given before the target knew what it was told.
	doubtful bool
	// over reports that the case was given up, for rapid takes the end of a
	// case inside an action of a state machine for the end of the action.
	over bool
}

func newRecord() *record {
	return &record{left: map[string]bool{}, known: map[string]bool{}, facts: map[string]string{}, taken: map[string]bool{}}
}

// made is a thing that exists because of a case.
type made struct {
	as    Scope
	thing string
	key   object
}

func (s *session) trial(rt *rapid.T, o *outcome, p model.Placed, property string) *trial {
	t := &trial{
		session:  s,
		rapid:    rt,
		clause:   p.Clause,
		property: property,
		outcome:  o,
		record:   newRecord(),
		op:       p.Operation,
		as:       s.target.scope(),

		everywhere: p.Operation == nil,
	}
	if s.target.Clock == nil {
		t.since = s.wallTime()
	}
	if p.Operation != nil {
		t = t.of(p.Operation)
	}
	return t
}

// view returns the same case, to be looked at in another way.
func (t *trial) view() *trial {
	view := *t
	return &view
}

// reader returns a case that makes no calls: it only reads what others did.
func (s *session) reader() *trial {
	return &trial{session: s, record: newRecord(), as: s.target.scope()}
}

// of returns a view of the trial that is about what an operation is about.
func (t *trial) of(op *model.Operation) *trial {
	view := t.on(op.Effect.Of)
	view.op = op
	switch op.Effect.Verb {
	case model.Puts, model.Sets:
		view.ops.put = op
	case model.Lists, model.Reads:
		view.ops.list = op
	case model.Deletes:
		view.ops.del = op
	}
	return view
}

// on returns a view of the trial that is about another entity or fact.
func (t *trial) on(thing string) *trial {
	view := t.view()
	view.about = t.api.Thing(thing)
	view.ops = t.operations(thing)
	return view
}

// scoped returns a view of the trial that speaks as somebody else.
func (t *trial) scoped(as Scope) *trial {
	view := t.view()
	view.as = as
	return view
}

// call asks an operation for something.
func (t *trial) call(op *model.Operation, in object) *reply { return t.callBody(op, encode(in), nil) }

// callBody sends a body to an operation as it is. change, which may be nil,
// alters the request before it is sent.
func (t *trial) callBody(op *model.Operation, body []byte, change func(*http.Request)) *reply {
	r := t.ask(op, body, change)
	if r == nil {
		t.gone(op.Name, t.missing[op.Name])
	}
	return r
}

// exchanger returns what makes the calls of the case.
func (t *trial) exchanger() exchanger {
	if t.record.exchanging == nil {
		t.record.exchanging = t.newExchanger()
	}
	return t.record.exchanging
}

// ask is callBody for what a case can do without: it returns nil if the
// operation is not there.
func (t *trial) ask(op *model.Operation, body []byte, change func(*http.Request)) *reply {
	if _, known := t.missing[op.Name]; known {
		return nil
	}
	if why := t.withhold(t, op, body); why != "" {
		t.skip("%s", why)
	}
	a := t.transmit(op.Name, body, change)
	if a == nil {
		if t.answered[op.Name] {
			t.fail("an answer", "")
		}
		return nil
	}
	r := t.read(op, a)
	t.gotAnswer(r)
	if r.missing != "" {
		if t.answered[op.Name] {
			t.fail("an answer of "+op.Name+", as before", "%s", r.missing)
		}
		t.missing[op.Name] = r.missing
		return nil
	}
	if r.status < 500 || !t.target.Tolerances.any() {
		t.answered[op.Name] = true
	}
	t.note(op.Name, r)
	if op.Effect.Verb == model.Puts && r.ok() && t.target.Reset == nil {
		t.of(op).leaves(t.keysOf(op, body)...)
	}
	return r
}

// callUnknown sends a body to an operation that the API does not have.
func (t *trial) callUnknown(name string, body []byte) *reply {
	a := t.transmit(name, body, nil)
	if a == nil {
		t.gone(name, t.missing[name])
	}
	r := t.read(nil, a)
	t.gotAnswer(r)
	if r.missing == "" {
		t.note(name, r)
	}
	return r
}

// transmit makes a request and notes it. It returns nil if there is no
// answer.
func (t *trial) transmit(name string, body []byte, change func(*http.Request)) *answer {
	if t.record.over {
		t.rapid.SkipNow()
	}
	t.steps = append(t.steps, step{Step: Step{Call: name, Request: keptRequest(body), As: t.shownScope(t.as)}})
	if change != nil {
		usual := change
		change = func(req *http.Request) {
			usual(req)
			if sent := req.Header.Get("Content-Type"); sent != contentType(t.api) {
				t.steps[len(t.steps)-1].ContentType = sent
			}
		}
	}
	r := request{operation: name, body: body, as: t.as, change: change}
	a, err := t.exchanger().exchange(t, r)
	if t.careful() {
		t.steps[len(t.steps)-1].sent = &sent{r, t.instant()}
	}
	if t.comparison != nil && t.comparison.differs() {
		t.fail("the same answer of all", "answers that differ")
	}
	if err != nil {
		if t.ctx.Err() != nil {
			t.skip("%v", context.Cause(t.ctx))
		}
		// Who never answered is not asked again, nor who takes too long.
		if !t.answered[name] || errors.Is(err, context.DeadlineExceeded) {
			t.missing[name] = err.Error()
		}
		t.got("no answer: " + err.Error())
		return nil
	}
	return a
}

// did notes a step that is not an operation.
func (t *trial) did(call string, request any, got string) {
	taken := step{Step: Step{Call: call, Request: encode(request), Got: got}}
	if call == "fact" {
		taken.As = t.shownScope(t.as)
	}
	t.steps = append(t.steps, taken)
}

// got notes what the last step brought.
func (t *trial) got(got string) { t.steps[len(t.steps)-1].Got = got }

// gotAnswer notes the reply to the last step.
func (t *trial) gotAnswer(r *reply) {
	t.got(r.String())
	last := &t.steps[len(t.steps)-1]
	last.Status = r.status
	if len(r.body) > 0 {
		last.Answer, last.Cut = keptAnswer(r.body)
	}
}

// note holds a reply against the rules of the wire.
func (t *trial) note(name string, r *reply) {
	for _, rule := range rulesAbout(r) {
		f := t.wire[rule]
		if f == nil {
			f = &finding{}
			t.wire[rule] = f
		}
		f.replies++
	}
	for _, fault := range r.faults {
		f := t.wire[fault.rule]
		if f == nil || f.worst != nil && len(f.worst.Steps) <= len(t.steps) {
			continue
		}
		steps := slices.Clone(t.steps)
		last := &steps[len(steps)-1]
		last.Expected, last.Got = fault.expected, fault.got+", in "+last.Got
		last.Headers = map[string]string{"Content-Type": excerpt.Text(r.header.Get("Content-Type"), excerpt.MostWords), "X-Amzn-RequestId": excerpt.Text(r.requestID(), excerpt.MostWords)}
		f.worst = t.failure("every answer of "+name+" keeps the rule", steps)
	}
}

// rulesAbout returns the rules of the wire that have something to say about a
// reply.
func rulesAbout(r *reply) []string {
	rules := []string{model.ReplyEnvelope, model.ReplyRequestID}
	if !r.ok() {
		return append(rules, model.ReplyErrors, model.ReplyErrorBody)
	}
	if r.out != nil {
		rules = append(rules, model.ReplyMembers, model.ReplyRequired, model.ReplyTypes, model.ReplyBounds)
	}
	return rules
}

// failure returns a failure of the case that its steps show.
func (t *trial) failure(property string, steps []step) *failure {
	return newFailure(Counterexample{Began: t.beginning(), Reset: t.wiped, Law: property, Reproduce: t.reproduce(t.clause.ID)}, steps)
}

// fail ends the case: the last step has not brought what was expected.
func (t *trial) fail(expected, got string, args ...any) {
	steps := slices.Clone(t.steps)
	if len(steps) == 0 {
		steps = append(steps, step{})
	}
	last := &steps[len(steps)-1]
	last.Expected = excerpt.Text(expected, excerpt.MostKept)
	if got != "" {
		last.Got = excerpt.Text(fmt.Sprintf(got, args...), excerpt.MostKept)
	}
	if t.comparison != nil && !t.comparison.differs() {
		t.skip("the first target does otherwise: expected %s, got %s", last.Expected, last.Got)
	}
	if t.probing && t.comparison == nil {
		t.skip("expected %s, got %s", last.Expected, last.Got)
	}
	if t.suspicious() {
		t.outcome.suspect = true
		t.rapid.Fatal("the law " + t.property + " may be broken")
	}
	if t.outcome.failure == nil {
		t.outcome.failedAt = time.Now()
	}
	t.outcome.failure = t.failure(t.property, steps)
	// The message is the same for all cases, for rapid takes a failure with
	// another message for another failure.
	t.rapid.Fatal("the law " + t.property + " is broken")
}

// skip gives up the case: it shows nothing, for the reason given.
func (t *trial) skip(why string, args ...any) {
	why = excerpt.Text(fmt.Sprintf(why, args...), excerpt.MostShown)
	if !slices.Contains(t.outcome.reasons, why) || t.outcome.cases == 0 {
		t.outcome.reasons = append(t.outcome.reasons, why)
	}
	t.rapid.SkipNow()
}

// suspicious reports whether the case may have come to something because an
// answer was given too early, so that it has to be seen again.
func (t *trial) suspicious() bool { return t.record.doubtful && !t.outcome.thorough }

// gone gives up the clause: an operation that it takes is not there. A clause
// about every operation is tried on the others.
func (t *trial) gone(name, why string) {
	reason := name + " is not there: " + why
	if t.everywhere && len(t.missing) < len(t.api.Operations) {
		t.skip("%s", reason)
	}
	t.outcome.unreachable = reason
	t.rapid.SkipNow()
}

// ok expects success, and returns the output.
func (t *trial) ok(op *model.Operation, r *reply) object {
	if !r.ok() {
		t.skipUnneeded(op, r)
		t.skipUnmade(op, r)
		t.fail("success", "%v", r)
	}
	if op.Output != "" && r.out == nil {
		t.fail("a JSON object", "%v", r)
	}
	if r.out == nil {
		return object{}
	}
	return r.out
}

// refused expects one of some errors.
func (t *trial) refused(r *reply, codes ...string) {
	if r.ok() || !slices.Contains(codes, r.code) {
		t.fail(strings.Join(codes, " or "), "%v", r)
	}
}

// notRefused expects anything but one of some errors.
func (t *trial) notRefused(r *reply, codes ...string) {
	if !r.ok() && slices.Contains(codes, r.code) {
		t.fail("anything but "+strings.Join(codes, " or "), "%v", r)
	}
}

// errorSeen returns the choice that an error is.
func errorSeen(r *reply) string { return model.ErrorChoice(r.code) }

// operationName returns the name of the operation that has the clause, or "".
func (t *trial) operationName() string {
	if t.op == nil {
		return ""
	}
	return t.op.Name
}

// need skips the case if the target lacks a power.
func (t *trial) need(there bool, power string) {
	if !there {
		t.skip("it takes %s", power)
	}
}
