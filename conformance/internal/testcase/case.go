package testcase

import (
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A Case is one generated case of one property. Its methods make calls, note
// what came of them, and end the case: a call that can't be made, and a reply
// that is not as a method expects, end it without the property's help.
type Case struct {
	*Session
	*Record

	// Rapid is what the case draws from.
	Rapid  *rapid.T
	Result *Result
	// Clause is what the case is of, and Property says what is tried.
	Clause   *model.Clause
	Property string

	// Op is the operation that has the clause. It is nil for a clause of the whole
	// API, until the property draws an operation.
	Op *model.Operation
	// Subject is the entity or fact that the case puts, lists and deletes, by
	// these operations.
	Subject    model.Resource
	Operations effect.Operations
	// As is the account and region that make the calls.
	As endpoint.Scope
	// Probing reports that the case only finds out what the target can do.
	Probing bool

	everywhere bool // the clause is one of the whole API
	// about is the operation that has the clause, nil for a clause of the whole
	// API, which is about the operation that the property draws.
	about *model.Operation
}

// A Record is what a case did so far. All views of a case share it.
type Record struct {
	Steps []Step
	// Repeatable reports that the steps keep their requests, so that some of them
	// can be made again.
	Repeatable bool
	// Began is the target's time when the case began, zero if the case has not
	// looked.
	Began time.Time
	// Created are the resources to delete in the end, in the order in which they
	// were put.
	Created []Resource
	// Existing are the resources that exist as the case needs them, by their
	// [Case.ResourceID].
	Existing map[string]bool
	// Referring are the resources that may refer to others by members beside their key, as
	// they were put last, by their ids.
	Referring map[string]value.Object
	// Standing are the resources that the case has put and that no put replaces, by their
	// ids.
	Standing map[string]bool
	// Facts are the values that were set, by scope, fact and key.
	Facts map[string]string
	// Outdated are the values that were set last of facts that what was started since may
	// change at any time.
	Outdated map[string]string
	// UsedPartitions are the partitions of the fixtures that the case has used.
	UsedPartitions map[string]bool
	// Reported are the ids of the resources that a read has reported, of those that no
	// operation lists.
	Reported map[string]bool
	// NotSetUp says what could not be set up, so that the target may reject a put
	// for a good reason. It is "" if nothing is missing.
	NotSetUp string
	// Stale reports that the case goes on with a reply that may be stale.
	Stale bool
	// Predicted reports that the answers to all calls are predicted, those to puts beyond a
	// quota too.
	Predicted bool
	// Abandoned reports that the case was given up. Rapid takes the end of a case
	// inside of an action of a state machine for the end of the action.
	Abandoned bool

	keys       madeKeys
	addressed  toldAddresses
	exchanger  Exchanger
	undisputed string          // see [Case.Contradict]
	created    map[string]bool // the same as Created, by their ids
	reset      bool            // the case began with an empty target
}

// NewRecord returns the record of a case that did nothing yet.
func NewRecord() *Record {
	return &Record{created: map[string]bool{}, Existing: map[string]bool{}, Referring: map[string]value.Object{}, Facts: map[string]string{}, Outdated: map[string]string{}, UsedPartitions: map[string]bool{}, Reported: map[string]bool{}, Standing: map[string]bool{}}
}

// A Resource is one that a case has created.
type Resource struct {
	As     endpoint.Scope
	Entity string
	Key    value.Object
}

// NewCase returns a case of a property.
func (s *Session) NewCase(rt *rapid.T, result *Result, p model.Placed, property string) *Case {
	t := &Case{
		Session:    s,
		Record:     NewRecord(),
		Rapid:      rt,
		Result:     result,
		Clause:     p.Clause,
		Property:   property,
		Op:         p.Operation,
		As:         s.Target.Scope(),
		everywhere: p.Operation == nil,
		about:      p.Operation,
	}
	if s.Target.Clock == nil {
		t.Began = s.WallTime()
	}
	if p.Operation != nil {
		t = t.Of(p.Operation)
	}
	return t
}

// OfflineCase returns a case that makes no calls. It only reads what others
// did.
func (s *Session) OfflineCase() *Case {
	return &Case{Session: s, Record: NewRecord(), As: s.Target.Scope()}
}

// WholeContract returns a clause that stands for the contract as a whole, for
// the checks that are of no single clause.
func WholeContract(id, description string) model.Placed {
	return model.Placed{Clause: &model.Clause{ID: id, Kind: id, Provenance: model.Documented, Description: description, Source: "All clauses of the contract"}}
}

// View returns the same case, to be looked at in another way.
func (t *Case) View() *Case {
	view := *t
	return &view
}

// Of returns a view of the case whose subject is that of an operation.
func (t *Case) Of(op *model.Operation) *Case {
	view := t.On(op.Effect.Of)
	view.Op = op
	switch op.Effect.Verb {
	case model.Puts, model.Sets:
		view.Operations.Put = op
	case model.Lists, model.Reads, model.Gets:
		view.Operations.List = op
	case model.Deletes:
		view.Operations.Delete = op
	}
	return view
}

// On returns a view of the case whose subject is another entity or fact.
func (t *Case) On(resource string) *Case {
	view := t.View()
	view.Subject = t.API.Resource(resource)
	view.Operations = t.OperationsOn(resource)
	return view
}

// OperationName returns the name of the operation that has the clause, or "".
func (t *Case) OperationName() string {
	if t.Op == nil {
		return ""
	}
	return t.Op.Name
}

// DeferCleanup notes that resources have to be deleted in the end.
func (t *Case) DeferCleanup(keys ...value.Object) {
	for _, key := range keys {
		if id := t.ResourceID(key); !t.created[id] {
			t.created[id] = true
			t.Created = append(t.Created, Resource{t.As, t.Subject.Name, value.Pick(key, t.Subject.Key)})
		}
	}
}

// FactID identifies a fact about a key among those of a case.
func (t *Case) FactID(fact string, of value.Object) string {
	return fmt.Sprint(t.As, fact, value.KeyOf(of, t.API.Fact(fact).Key))
}

// noteOutdated notes that facts about some keys may change because of what was started.
func (t *Case) noteOutdated(op *model.Operation, keys []value.Object) {
	for i := range op.Clauses {
		rule, ok := op.Clauses[i].Rule.(model.ProcessSuccess)
		if !ok || t.RequiredChoice(&op.Clauses[i]) == "unchanged" {
			continue
		}
		for _, key := range keys {
			id := t.FactID(rule.Fact, key)
			if val, known := t.Facts[id]; known {
				t.Outdated[id] = val
				delete(t.Facts, id)
			}
		}
	}
}

// ResourceID identifies a resource among those of a case.
func (t *Case) ResourceID(key value.Object) string {
	return fmt.Sprint(t.As, t.Subject.Name, value.KeyOf(key, t.Subject.Key))
}
