package lockstep

import (
	"sync"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// writers is how many clients put at once.
const writers = 16

// ConcurrentPuts has several clients put resources with different keys at the
// same time. All have to be there afterwards: whatever the target chooses where
// it has a choice, and whatever order the puts are taken to have.
//
// Where only one key can be set up in a partition, each is in its own.
func ConcurrentPuts(t *script.T) {
	t.NeedUnrestricted()
	t.Punctual()
	o := t.Operation(func(op *model.Operation) bool {
		return op.Effect.Verb == model.Puts && t.OperationsOn(op.Effect.Of).List != nil
	})
	resources := o.Describe(o.SpreadKeys(o.Room(writers))...)
	requests := make([]wire.Request, len(resources))
	for i, resource := range resources {
		in := o.Input(o.Op, resource)
		o.SetUp(o.Op, in, resources[i:i+1])
		requests[i] = wire.Request{Operation: o.Op.Name, Body: value.Encode(in), As: o.As}
	}
	if o.NotSetUp != "" {
		t.Skip("%s", o.NotSetUp)
	}
	// One of them is rejected or not whatever the others do.
	o.Put(resources[0])
	o.MakeRoom(o.Op, resources[0])
	answers, errs := sendAtOnce(o, requests)
	o.Calls += len(requests)
	o.NoteCreated(resources...)
	for i := range requests {
		if errs[i] != nil {
			t.Skip("%v", errs[i])
		}
		r := o.Read(o.Op, answers[i])
		o.Steps = append(o.Steps, testcase.Step{Step: report.Step{Call: o.Op.Name, Request: testcase.KeptRequest(requests[i].Body), As: o.FormatScope(o.As), Got: r.String()}})
		if r.Status >= 500 {
			o.Fail("what the put brings when it is made alone", "%v", r)
		}
		if !r.Ok() || len(o.FailedKeys(o.Op, r.Out)) > 0 {
			t.Skip("one of several puts at once was rejected: %v", r)
		}
		o.NoteMade(o.Op, r, resources[i])
		o.NoteStored(o.Op, requests[i].Body, r)
	}
	o.ExpectKeys(resources, o.Find(resources...))
}

// sendAtOnce makes requests at the same time.
func sendAtOnce(t *script.T, requests []wire.Request) ([]*wire.Answer, []error) {
	answers, errs := make([]*wire.Answer, len(requests)), make([]error, len(requests))
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i := range requests {
		done.Go(func() {
			ready.Wait()
			answers[i], errs[i] = wire.Send(t.Ctx, &t.Target, t.API, requests[i])
		})
	}
	ready.Done()
	done.Wait()
	return answers, errs
}
