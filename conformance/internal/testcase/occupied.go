package testcase

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// How often a put is repeated that is rejected for what passes by itself, and
// how long a run waits for that in all.
const (
	full = "the account has as many as it may have"
	soon = "what was put before is not done, or may not be put again so soon"

	occupiedRetry = 250 * time.Millisecond
	mostOccupied  = 30 * time.Second
	longOccupied  = 3 * time.Second
	// An account that is still full after a while is not full of what is being
	// deleted.
	mostFull = 4 * time.Second
)

// quotaWords are in the names of the errors that AWS services have for an
// account that has as much as it may have.
var quotaWords = []string{"MaxNumberOf", "LimitExceeded", "QuotaExceeded", "TooMany"}

// occupied says why a put or deletion was rejected if that is no fault of it and no
// clause is about it, or returns "": the account has as much as it may have, what was
// deleted just now is still being deleted, or what was put may not be put again so soon.
func (t *Case) occupied(op *model.Operation, body []byte, r *wire.Reply) string {
	puts, deletes := op.Effect.Verb == model.Puts, op.Effect.Verb == model.Deletes
	if !puts && !deletes || r.Ok() || !slices.Contains(op.Errors, r.Code) {
		return ""
	}
	if t.Clause.Permits(ErrorChoice(r)) {
		return ""
	}
	if t.overfull(op, body, r) {
		return "" // the request alone has more, or it is predicted
	}
	if clause := op.Clause("label/quota"); clause != nil && clause.Choice == ErrorChoice(r) && len(t.Of(op).KeysOf(op, body)) > clause.Rule.(model.LabelQuota).Most {
		return ""
	}
	switch {
	case choiceOf(op, "interval") == ErrorChoice(r) && (t.Clause.Rule == nil || t.Comparison != nil):
		return "" // it is predicted, or compared
	case choiceOf(op, "interval") == ErrorChoice(r):
		return soon
	case puts && t.isFull(op, r):
		return full
	case puts && slices.ContainsFunc(quotaWords, func(word string) bool {
		return strings.Contains(r.Code, word) && !strings.HasPrefix(r.Code, "TooManyRequests")
	}):
		return full
	case strings.Contains(r.Code, "InUse"):
		view := t.Of(op)
		if slices.ContainsFunc(view.KeysOf(op, body), func(key value.Object) bool { return t.deleted[view.ResourceID(key)] }) {
			return "it is still being deleted"
		}
	}
	return ""
}

// choiceOf returns what the model chooses in an operation's clause of a kind.
func choiceOf(op *model.Operation, kind string) string {
	if c := op.Clause(kind); c != nil {
		return c.Choice
	}
	return ""
}

// askUntilFree makes a request again, while it is rejected for what passes by
// itself. It skips the case if that takes too long, or is known to: the answer says
// nothing about the clause. send makes the request.
func (t *Case) askUntilFree(op *model.Operation, body []byte, r *wire.Reply, send func() *wire.Reply) *wire.Reply {
	for waited := time.Duration(0); ; waited += occupiedRetry {
		why := t.occupied(op, body, r)
		if why == "" {
			return r
		}
		most := mostOccupied
		if why == full {
			most = mostFull
		}
		if waited >= longOccupied || t.occupiedFor[why] >= most || t.Comparison != nil || why == soon && t.Target.Clock == nil && intervalOf(op) > longOccupied {
			t.Skip("%s was rejected with %s: %s%s", op.Name, r.Code, why, t.ByQuota(op, r))
		}
		t.occupiedFor[why] += occupiedRetry
		if why == soon && t.Target.Clock != nil {
			t.SetClock(t.Now().Add(intervalOf(op)))
		} else if err := t.Sleep(occupiedRetry); err != nil {
			t.Skip("%v", err)
		}
		t.Steps = t.Steps[:len(t.Steps)-1]
		if r = send(); r == nil {
			return nil
		}
	}
}

// intervalOf returns how long it takes until an operation may put the same again.
func intervalOf(op *model.Operation) time.Duration {
	return time.Duration(op.Clause("interval").Rule.(model.Interval).Seconds) * time.Second
}

// noteDeleted notes what a deletion has deleted, which the target may still be
// at work on.
func (t *Case) noteDeleted(op *model.Operation, body []byte) {
	view := t.Of(op)
	for _, key := range view.KeysOf(op, body) {
		delete(t.Standing, view.ResourceID(key))
		t.NoteRemoved(Resource{t.As, op.Effect.Of, key})
	}
}

// notePut notes what a put has put, to delete it in the end. What other resources may
// keep from being deleted is not being deleted any more.
func (t *Case) notePut(op *model.Operation, body []byte) {
	view := t.Of(op)
	if op.CreatesOnly() != nil {
		for _, key := range view.KeysOf(op, body) {
			t.Standing[view.ResourceID(key)] = true
		}
	}
	d := view.Operations.Delete
	kept := d != nil && d.Clause("in-use") != nil && len(t.deleted) > 0
	success := op.Clause("process/success")
	if t.Target.Reset != nil && !kept && success == nil {
		return
	}
	keys := t.KeysOf(op, body)
	if t.Target.Reset == nil {
		view.DeferCleanup(keys...)
	}
	if success != nil {
		t.noteOutdated(op, keys)
	}
	if kept {
		for _, key := range keys {
			delete(t.deleted, view.ResourceID(key))
		}
	}
}

// NoteRemoved notes that a resource was deleted, by the case or after it.
func (t *Case) NoteRemoved(r Resource) {
	view := t.On(r.Entity)
	view.As = r.As
	view.noteGone(r.Entity, r.Key)
	t.deleted[view.ResourceID(r.Key)] = true
}
