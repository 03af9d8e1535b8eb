package testcase

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A Trial is one generated case of one property. Its methods are the language in
// which properties are written: they make calls, set up what the calls need, and
// state what is expected. Each ends the case by itself when the target does
// not do what the method says, so that properties read as if nothing could fail.
type Case struct {
	*Session
	Rapid  *rapid.T
	Clause *model.Clause
	// property says what is tried, in a few words.
	Property string
	Result   *Result
	*Record

	// op is the operation that has the clause, nil for a clause of all until a
	// property draws one; everywhere reports that it is a clause of all.
	Op         *model.Operation
	everywhere bool
	// about is the entity or fact that the case puts, lists and deletes, and
	// ops are the operations that do it.
	Subject    model.Thing
	Operations effect.Operations
	// as is who speaks.
	As endpoint.Scope
	// probing reports that the case only finds out what the target can do.
	Probing bool
}

// A Record is what a case did so far. Views of one case share it.
type Record struct {
	Steps []Step
	// made are the things that have to be removed in the end, in the order in
	// which they were put; left are the same by their names.
	Created []Resource
	left    map[string]bool
	// known are the things that are there as the case needs them, by name.
	Existing map[string]bool
	// facts are the values that were set, by scope, fact and key.
	Facts map[string]string
	// since is the time of the target when the case began, if the case has looked.
	Began time.Time
	// wiped reports that the case began with nothing at the target.
	wiped bool
	// taken are the partitions of a fixtures file that the case has used.
	UsedPartitions map[string]bool
	// unsure says what could not be set up and may make the target refuse a
	// put for a good reason.
	NotSetUp string

	// exchanging makes the calls of the case.
	exchanger Exchanger
	// doubtful reports that the case goes on with an answer that may have been
	// given before the target knew what it was told.
	Stale bool
	// over reports that the case was given up, for rapid takes the end of a
	// case inside an action of a state machine for the end of the action.
	Abandoned bool
}

func NewRecord() *Record {
	return &Record{left: map[string]bool{}, Existing: map[string]bool{}, Facts: map[string]string{}, UsedPartitions: map[string]bool{}}
}

// Resource is a thing that exists because of a case.
type Resource struct {
	As     endpoint.Scope
	Entity string
	Key    value.Object
}

func (s *Session) NewCase(rt *rapid.T, o *Result, p model.Placed, property string) *Case {
	t := &Case{
		Session:  s,
		Rapid:    rt,
		Clause:   p.Clause,
		Property: property,
		Result:   o,
		Record:   NewRecord(),
		Op:       p.Operation,
		As:       s.Target.Scope(),

		everywhere: p.Operation == nil,
	}
	if s.Target.Clock == nil {
		t.Began = s.WallTime()
	}
	if p.Operation != nil {
		t = t.Of(p.Operation)
	}
	return t
}

// View returns the same case, to be looked at in another way.
func (t *Case) View() *Case {
	view := *t
	return &view
}

// OfflineCase returns a case that makes no calls: it only reads what others did.
func (s *Session) OfflineCase() *Case {
	return &Case{Session: s, Record: NewRecord(), As: s.Target.Scope()}
}

// Of returns a view of the case that is about what an operation is about.
func (t *Case) Of(op *model.Operation) *Case {
	view := t.On(op.Effect.Of)
	view.Op = op
	switch op.Effect.Verb {
	case model.Puts, model.Sets:
		view.Operations.Put = op
	case model.Lists, model.Reads:
		view.Operations.List = op
	case model.Deletes:
		view.Operations.Delete = op
	}
	return view
}

// On returns a view of the case that is about another entity or fact.
func (t *Case) On(thing string) *Case {
	view := t.View()
	view.Subject = t.API.Thing(thing)
	view.Operations = t.OperationsOn(thing)
	return view
}

// Call asks an operation for something.
func (t *Case) Call(op *model.Operation, in value.Object) *wire.Reply {
	return t.CallBody(op, value.Encode(in), nil)
}

// CallBody sends a body to an operation as it is. change, which may be nil,
// alters the request before it is sent.
func (t *Case) CallBody(op *model.Operation, body []byte, change func(*http.Request)) *wire.Reply {
	r := t.Ask(op, body, change)
	if r == nil {
		t.Unsupported(op.Name)
	}
	return r
}

// Exchanger returns what makes the calls of the case.
func (t *Case) Exchanger() Exchanger {
	if t.Record.exchanger == nil {
		t.Record.exchanger = t.NewExchanger()
	}
	return t.Record.exchanger
}

// Ask is callBody for what a case can do without: it returns nil if the
// operation is not there.
func (t *Case) Ask(op *model.Operation, body []byte, change func(*http.Request)) *wire.Reply {
	if _, known := t.Missing[op.Name]; known {
		return nil
	}
	if why := t.Withhold(t, op, body); why != "" {
		t.Skip("%s", why)
	}
	a := t.transmit(op.Name, body, change)
	if a == nil {
		if t.Answered[op.Name] {
			t.Fail("an answer", "")
		}
		return nil
	}
	r := t.Read(op, a)
	t.gotAnswer(r)
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
	t.note(op.Name, r)
	if op.Effect.Verb == model.Puts && r.Ok() && t.Target.Reset == nil {
		t.Of(op).DeferCleanup(t.KeysOf(op, body)...)
	}
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
		t.note(name, r)
	}
	return r
}

// transmit makes a request and notes it. It returns nil if there is no
// answer.
func (t *Case) transmit(name string, body []byte, change func(*http.Request)) *wire.Answer {
	if t.Record.Abandoned {
		t.Rapid.SkipNow()
	}
	t.Steps = append(t.Steps, Step{Step: report.Step{Call: name, Request: KeptRequest(body), As: t.FormatScope(t.As)}})
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
	if t.RetriesCases() {
		t.Steps[len(t.Steps)-1].Sent = &Sent{r, t.Instant()}
	}
	if t.Comparison != nil && t.Comparison.Differs() {
		t.Fail("the same answer of all", "answers that differ")
	}
	if err != nil {
		if t.Ctx.Err() != nil {
			t.Skip("%v", context.Cause(t.Ctx))
		}
		// Who never answered is not asked again, nor who takes too long.
		if !t.Answered[name] || errors.Is(err, context.DeadlineExceeded) {
			t.Missing[name] = err.Error()
		}
		t.got("no answer: " + err.Error())
		return nil
	}
	return a
}

// NoteStep notes a step that is not an operation.
func (t *Case) NoteStep(call string, request any, got string) {
	taken := Step{Step: report.Step{Call: call, Request: value.Encode(request), Got: got}}
	if call == "fact" {
		taken.As = t.FormatScope(t.As)
	}
	t.Steps = append(t.Steps, taken)
}

// got notes what the last step brought.
func (t *Case) got(got string) { t.Steps[len(t.Steps)-1].Got = got }

// gotAnswer notes the reply to the last step.
func (t *Case) gotAnswer(r *wire.Reply) {
	t.got(r.String())
	last := &t.Steps[len(t.Steps)-1]
	last.Status = r.Status
	if len(r.Body) > 0 {
		last.Answer, last.Cut = KeptAnswer(r.Body)
	}
}

// note holds a reply against the rules of the wire.
func (t *Case) note(name string, r *wire.Reply) {
	for _, rule := range rulesAbout(r) {
		f := t.Findings[rule]
		if f == nil {
			f = &Finding{}
			t.Findings[rule] = f
		}
		f.Replies++
	}
	for _, fault := range r.Faults {
		f := t.Findings[fault.Rule]
		if f == nil || f.Worst != nil && len(f.Worst.Steps) <= len(t.Steps) {
			continue
		}
		steps := slices.Clone(t.Steps)
		last := &steps[len(steps)-1]
		last.Expected, last.Got = fault.Expected, fault.Got+", in "+last.Got
		last.Headers = map[string]string{"Content-Type": excerpt.Text(r.Header.Get("Content-Type"), excerpt.MostWords), "X-Amzn-RequestId": excerpt.Text(r.RequestID(), excerpt.MostWords)}
		f.Worst = t.failure("every answer of "+name+" keeps the rule", steps)
	}
}

// rulesAbout returns the rules of the wire that have something to say about a
// reply.
func rulesAbout(r *wire.Reply) []string {
	rules := []string{model.ReplyEnvelope, model.ReplyRequestID}
	if !r.Ok() {
		return append(rules, model.ReplyErrors, model.ReplyErrorBody)
	}
	if r.Out != nil {
		rules = append(rules, model.ReplyMembers, model.ReplyRequired, model.ReplyTypes, model.ReplyBounds)
	}
	return rules
}

// failure returns a failure of the case that its steps show.
func (t *Case) failure(property string, steps []Step) *Failure {
	return NewFailure(report.Counterexample{Began: t.beginning(), Reset: t.wiped, Property: property, Reproduce: t.Reproduce(t.Clause.ID)}, steps)
}

// Fail ends the case: the last step has not brought what was expected.
func (t *Case) Fail(expected, got string, args ...any) {
	steps := slices.Clone(t.Steps)
	if len(steps) == 0 {
		steps = append(steps, Step{})
	}
	last := &steps[len(steps)-1]
	last.Expected = excerpt.Text(expected, excerpt.MostKept)
	if got != "" {
		last.Got = excerpt.Text(fmt.Sprintf(got, args...), excerpt.MostKept)
	}
	if t.Comparison != nil && !t.Comparison.Differs() {
		t.Skip("the first target does otherwise: expected %s, got %s", last.Expected, last.Got)
	}
	if t.Probing && t.Comparison == nil {
		t.Skip("expected %s, got %s", last.Expected, last.Got)
	}
	if t.Inconclusive() {
		t.Result.Inconclusive = true
		t.Rapid.Fatal("the law " + t.Property + " may be broken")
	}
	if t.Result.Failure == nil {
		t.Result.FailedAt = time.Now()
	}
	t.Result.Failure = t.failure(t.Property, steps)
	// The message is the same for all cases, for rapid takes a failure with
	// another message for another failure.
	t.Rapid.Fatal("the law " + t.Property + " is broken")
}

// Skip gives up the case: it shows nothing, for the reason given.
func (t *Case) Skip(why string, args ...any) {
	why = excerpt.Text(fmt.Sprintf(why, args...), excerpt.MostShown)
	if !slices.Contains(t.Result.Reasons, why) || t.Result.Cases == 0 {
		t.Result.Reasons = append(t.Result.Reasons, why)
	}
	t.Rapid.SkipNow()
}

// Inconclusive reports whether the case may have come to something because an
// answer was given too early, so that it has to be seen again.
func (t *Case) Inconclusive() bool { return t.Record.Stale && !t.Result.Thorough }

// Unsupported gives up the clause: an operation that it takes is not there. A clause
// about every operation is tried on the others.
func (t *Case) Unsupported(name string) {
	reason := t.NotImplemented(name)
	if t.everywhere && len(t.Missing) < len(t.API.Operations) {
		t.Skip("%s", reason)
	}
	t.Result.Unsupported = reason
	t.Rapid.SkipNow()
}

// ExpectError expects one of some errors.
func (t *Case) ExpectError(r *wire.Reply, codes ...string) {
	if r.Ok() || !slices.Contains(codes, r.Code) {
		t.Fail(strings.Join(codes, " or "), "%v", r)
	}
}

// ExpectNotError expects anything but one of some errors.
func (t *Case) ExpectNotError(r *wire.Reply, codes ...string) {
	if !r.Ok() && slices.Contains(codes, r.Code) {
		t.Fail("anything but "+strings.Join(codes, " or "), "%v", r)
	}
}

// ErrorChoice returns the choice that an error is.
func ErrorChoice(r *wire.Reply) string { return model.ErrorChoice(r.Code) }

// OperationName returns the name of the operation that has the clause, or "".
func (t *Case) OperationName() string {
	if t.Op == nil {
		return ""
	}
	return t.Op.Name
}

// Need skips the case if the target lacks a power.
func (t *Case) Need(there bool, power string) {
	if !there {
		t.Skip("it takes %s", power)
	}
}
