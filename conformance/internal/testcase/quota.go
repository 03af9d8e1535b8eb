package testcase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// A service that rejects what is beyond a quota is right, whatever the property that has
// put so much is about. So a run knows what is there of what quotas count. It never puts
// more, but for a property of the quota itself and for calls whose answers are predicted.

// A Limit is a clause about how many resources there may be.
type Limit struct {
	Clause *model.Clause
	model.Quota
}

// A counted is an entity of an account that has a quota.
type counted struct {
	as     endpoint.Scope
	entity string
}

// Quotas returns the clauses that may limit how many resources an operation puts.
func (s *Session) Quotas(op *model.Operation) []Limit {
	var all []Limit
	for i := range op.Clauses {
		c := &op.Clauses[i]
		if q, ok := c.Rule.(model.Quota); ok && s.LikelyChoiceOf(c) != "accepted" {
			all = append(all, Limit{c, q})
		}
	}
	return all
}

// countedOf returns the entities of an API that have a quota, each with whether there is
// one that counts what different cases put: no case puts where another one did, but a
// quota may count what is elsewhere too.
func countedOf(api *model.API) map[string]bool {
	all := map[string]bool{}
	for _, p := range api.AllClauses() {
		if q, ok := p.Clause.Rule.(model.Quota); ok {
			of := api.Resource(p.Operation.Effect.Of)
			all[of.Name] = all[of.Name] || Shares(of, q)
		}
	}
	return all
}

// Shares reports whether a quota counts resources that are not listed together.
func Shares(of model.Resource, q model.Quota) bool {
	return len(of.Partition) == 0 || slices.ContainsFunc(of.Partition, func(m string) bool { return !slices.Contains(q.Per, m) })
}

// CountsPartition reports whether resources of an entity count together that are in one
// partition.
func (l Limit) CountsPartition(of model.Resource) bool {
	return !slices.ContainsFunc(of.Key, func(m string) bool { return slices.Contains(l.Per, m) && !slices.Contains(of.Partition, m) })
}

// Vacate empties the target if that is possible, and if something was put that counts for
// what the case is to put or is listed with it, or so much that a listing of all may be
// longer than is read.
func (t *Case) Vacate() {
	crowded := int64(t.put) > wire.MaxResponse(&t.Target)/16 || t.put > 0 && t.shared
	for c, resources := range t.stored {
		crowded = crowded || t.counted[c.entity] && len(resources) > 0
	}
	if t.Target.Reset == nil || !crowded {
		return
	}
	if err := t.Reset(); err != nil {
		t.Skip("%v", err)
	}
	clear(t.Existing)
	clear(t.Standing)
	clear(t.Facts)
	clear(t.Outdated)
}

// StartOver forgets the steps so far: what comes next does not depend on them.
func (t *Case) StartOver() {
	t.Steps = t.Steps[:0]
	t.Vacate()
}

// NoteStored notes what a put has put of what a quota counts.
func (t *Case) NoteStored(op *model.Operation, body []byte, r *wire.Reply) {
	if !t.limits(op) {
		return
	}
	v, _, _ := value.ReadJSON(body)
	in, isObject := v.(value.Object)
	if !isObject {
		return
	}
	made, failed := t.API.MadeKey(op), t.FailedKeys(op, r.Out)
	for _, resource := range t.Described(op, in) {
		if made != "" {
			resource[made] = value.TextAt(r.Out, op.Told(made))
		}
		if !failed[value.KeyOf(resource, t.Varying(op))] {
			t.store(op.Effect.Of, resource)
		}
		if rule := op.Attached(); rule != nil {
			for _, elem := range value.At(in, rule.Each.Elem()) {
				other := value.Object{}
				for _, b := range rule.By {
					other[string(b.Path)] = t.storedName(op, b.Member, resource, r)
				}
				for _, b := range rule.From {
					within, _ := b.Path.Within(rule.Each)
					other[b.Member] = value.One(elem, within)
				}
				t.store(rule.Entity, other)
			}
		}
	}
}

// storedName returns what the target has, after a put, in the place of what others name the
// resource by.
func (t *Case) storedName(put *model.Operation, member string, resource value.Object, r *wire.Reply) any {
	if t.API.Address(put.Effect.Of, member) == nil {
		return resource[member]
	}
	if told := value.TextAt(r.Out, put.Told(member)); told != "" {
		return told
	}
	return t.AddressFor(t.AddressOf(put.Effect.Of, member, resource))
}

// limits reports whether a quota counts what an operation puts.
func (s *Session) limits(op *model.Operation) bool {
	if s.limited(op.Effect.Of) {
		return true
	}
	rule := op.Attached()
	return rule != nil && s.limited(rule.Entity)
}

// limited reports whether an entity has a quota.
func (s *Session) limited(entity string) bool {
	_, limited := s.counted[entity]
	return limited
}

// store notes that a resource is there.
func (t *Case) store(entity string, resource value.Object) {
	if !t.limited(entity) {
		return
	}
	c := counted{t.As, entity}
	if t.stored[c] == nil {
		t.stored[c] = map[string]value.Object{}
	}
	t.stored[c][value.KeyOf(resource, t.API.Resource(entity).Key)] = resource
}

// noteGone notes that a resource is not there any more, and neither is what goes with it.
func (t *Case) noteGone(entity string, key value.Object) {
	for c, resources := range t.stored {
		if c.as != t.As {
			continue
		}
		by := model.SameNames(t.API.Resource(entity).Key)
		if c.entity != entity {
			by = t.cascading(entity, c.entity)
		}
		for id, resource := range resources {
			if len(by) > 0 && !slices.ContainsFunc(by, func(b model.Binding) bool {
				return value.Show(value.One(resource, b.Path)) != value.Show(t.nameFor(entity, b.Member, key))
			}) {
				delete(resources, id)
			}
		}
	}
}

// nameFor returns what the target has in the place of what others name a resource by.
func (t *Case) nameFor(entity, member string, key value.Object) any {
	name, isText := t.NameOf(entity, member, key).(string)
	if !isText {
		return key[member]
	}
	return t.AddressFor(t.MadeFor(name))
}

// cascading returns by what resources name another one with which they are deleted, if they
// are.
func (s *Session) cascading(entity, with string) []model.Binding {
	for _, op := range s.API.AllOperations(model.Deletes) {
		for i := range op.Clauses {
			rule, ok := op.Clauses[i].Rule.(model.Cascade)
			if ok && op.Effect.Of == entity && rule.Of == with && s.LikelyChoiceOf(&op.Clauses[i]) == "deleted" {
				return rule.By
			}
		}
	}
	return nil
}

// beyond says which quota a put has exceeded that was rejected for it, or returns "". The
// clause of a quota itself knows what it does.
func (t *Case) beyond(op *model.Operation, body []byte, r *wire.Reply) string {
	if op.Effect.Verb != model.Puts || r.Ok() || t.Record.Predicted {
		return ""
	}
	for _, limit := range t.Quotas(op) {
		if limit.Clause.ID == t.Clause.ID || !limit.Clause.Permits(ErrorChoice(r)) {
			continue
		}
		_, breaksOne := t.Clause.Rule.(model.Constraint)
		switch alone, all := t.counts(op, body, limit.Quota); {
		case all <= limit.Most:
		case isForm(t.Clause) && (alone > limit.Most || !breaksOne): // others break many, and one may be that of the list
		default:
			return fmt.Sprintf("it takes %d of %s%s, and by the clause %s there may be %d", all, op.Effect.Of, together(limit.Per), limit.Clause.ID, limit.Most)
		}
	}
	if c := op.Clause("label/quota"); c != nil && c.ID != t.Clause.ID && t.isFull(op, r) && !isForm(t.Clause) {
		return fmt.Sprintf("it takes more labels than the %d that a version may have by the clause %s", c.Rule.(model.LabelQuota).Most, c.ID)
	}
	return ""
}

// isForm reports whether a clause is about the form of requests: one that is too long may
// have more than a quota permits, and is not meant to be stored.
func isForm(c *model.Clause) bool {
	switch c.Rule.(type) {
	case model.Constraint, model.Validation, model.ValidationText, model.Precedence:
		return true
	}
	return false
}

// overfull reports whether a put was rejected for a quota that it has exceeded by itself, or
// in a case that knows by the oracle whether it has.
func (t *Case) overfull(op *model.Operation, body []byte, r *wire.Reply) bool {
	if t.Record.Predicted && t.Target.Reset != nil && t.isFull(op, r) {
		return true
	}
	return slices.ContainsFunc(t.Quotas(op), func(limit Limit) bool {
		alone, _ := t.counts(op, body, limit.Quota)
		return limit.Clause.Permits(ErrorChoice(r)) && alone > limit.Most
	})
}

// together says which resources count together.
func together(per []string) string {
	if len(per) == 0 {
		return ""
	}
	return " in one " + strings.Join(per, ", ")
}

// counts returns how many resources a request puts that are not there, where it puts most
// of those that count together, and how many there would be with them.
func (t *Case) counts(op *model.Operation, body []byte, q model.Quota) (alone, all int) {
	v, _, _ := value.ReadJSON(body)
	in, isObject := v.(value.Object)
	if !isObject {
		return 0, 0
	}
	of := t.API.Resource(op.Effect.Of)
	there, made := t.stored[counted{t.As, of.Name}], t.API.MadeKey(op) != ""
	more := map[string]map[string]bool{}
	for i, resource := range t.Described(op, in) {
		id, group := value.KeyOf(resource, of.Key), value.KeyOf(resource, q.Per)
		if made {
			id = fmt.Sprint("another ", i)
		}
		if _, known := there[id]; known {
			continue
		}
		if more[group] == nil {
			more[group] = map[string]bool{}
		}
		more[group][id] = true
	}
	for group, ids := range more {
		n := len(ids)
		alone = max(alone, n)
		for _, resource := range there {
			if value.KeyOf(resource, q.Per) == group {
				n++
			}
		}
		all = max(all, n)
	}
	return alone, all
}

// isFull reports whether an error is the one that an operation has for what is beyond a quota,
// and for nothing else that a clause says.
func (t *Case) isFull(op *model.Operation, r *wire.Reply) bool {
	quota, other := false, false
	for i := range op.Clauses {
		c := &op.Clauses[i]
		if !c.Permits(ErrorChoice(r)) {
			continue
		}
		is := c.Kind == "quota" || c.Kind == "label/quota"
		quota, other = quota || is, other || !is
	}
	return quota && !other
}

// ByQuota names the quota whose error a put was rejected with though the run knows of
// nothing that is too much, or returns "". The clause itself knows what it does.
func (t *Case) ByQuota(op *model.Operation, r *wire.Reply) string {
	for _, limit := range t.Quotas(op) {
		if limit.Clause.ID != t.Clause.ID && limit.Clause.Permits(ErrorChoice(r)) {
			return fmt.Sprintf("; the clause %s has that error where there are %d of %s%s, and the run has put fewer", limit.Clause.ID, limit.Most, op.Effect.Of, together(limit.Per))
		}
	}
	return ""
}
