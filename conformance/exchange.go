package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// exchange makes a request and waits until the answer counts: until a read
// knows of the writes before it, as far as the tolerances go. Every call of a
// case is made by it.
func (f *follower) exchange(t *trial, r request) (*answer, error) {
	op := t.api.Operation(r.operation)
	if !t.follows() {
		return t.fetch(op, r)
	}
	f.begin(t)
	in, plain := f.t.plain(op, r)
	switch {
	case plain && r.change == nil && isRead(op):
		return f.readPatiently(op, in, r)
	case plain && r.change == nil:
		return f.writePatiently(op, in, r)
	case plain:
		// What a change of the request comes to, the oracle does not know.
		if err := f.settle(); err != nil {
			return nil, err
		}
	}
	// What is malformed has to be refused, whatever the target knows. If it is
	// not, nobody knows what it has done.
	a, err := f.t.fetch(op, r)
	if err == nil && a.status < 300 && (op == nil || !isRead(op)) {
		f.lost = true
		f.wrote(&write{before: f.o.Clone()})
	}
	return a, err
}

// plain returns the input that a request holds, and whether it holds one.
func (t *trial) plain(op *model.Operation, r request) (object, bool) {
	if op == nil || !op.Modelled() {
		return nil, false
	}
	if len(r.body) == 0 {
		return object{}, true
	}
	v, twice, err := readJSON(r.body)
	in, isObject := v.(object)
	return in, err == nil && isObject && len(twice) == 0
}

// isRead reports whether an operation changes nothing.
func isRead(op *model.Operation) bool {
	return op.Effect.Verb == model.Lists || op.Effect.Verb == model.Reads
}

// fetch makes a call. A case in which nobody knows whether a write has
// happened is given up, and so is one that gets no answer for as long as is
// tolerated: a fault is never evidence, unless an operation has never answered
// with anything else.
func (t *trial) fetch(op *model.Operation, r request) (*answer, error) {
	d, err := t.carry(t.ctx, r)
	if why, is := withheld(err); is {
		t.retries.Withheld++
		t.skip("%s", why)
	}
	if err != nil && t.ctx.Err() != nil {
		return nil, err
	}
	changes := op == nil || !isRead(op)
	if d.faults > 0 && op != nil && op.Effect.Verb == model.Puts && t.target.Reset == nil {
		t.of(op).leaves(t.keysOf(op, r.body)...)
	}
	switch {
	case d.gaveUp != "":
		t.faults[r.operation]++
		if t.answered[r.operation] || d.faults == 0 || t.faults[r.operation] < 3 {
			t.abandon("%s", d.gaveUp)
		}
	case d.faults > 0 && changes:
		t.abandon("%s met a fault, and nobody knows whether it was done twice", r.operation)
	}
	return d.answer, err
}

// abandon gives up the case for what has nothing to do with the clause. Another
// is tried in its stead.
func (t *trial) abandon(why string, args ...any) {
	t.retries.Abandoned++
	t.outcome.abandoned++
	t.record.over = true
	t.skip(why, args...)
}

// foreseeable reports whether the oracle can tell what a read has to show: not
// what others have put, nor what is summed up with it, and not the further
// pages of a list.
func (f *follower) foreseeable(op *model.Operation, in object) bool {
	if f.lost || op.Clause("fact/summary") != nil {
		return false
	}
	if c := op.Clause("pagination"); c != nil {
		if token, there := in[c.Rule.(model.Pagination).Token]; there && token != "" {
			return false
		}
	}
	return f.t.bounds(op, in) || f.t.singled(op, in)
}

// bounds reports whether a request of an operation that lists names a
// partition.
func (c *contract) bounds(op *model.Operation, in object) bool {
	return slices.ContainsFunc(c.thing(op).Partition, func(name string) bool {
		path := op.Effect.Bound(name)
		return path != "" && one(in, path) != nil
	})
}

// pagesFrom reads a listing from a request on to its last page: whether the
// first page is fresh can be told only from all of them. The others wait to be
// asked for.
func (f *follower) pagesFrom(op *model.Operation, in object, r request) ([]*answer, error) {
	f.pages = nil
	a, err := f.t.fetch(op, r)
	if err != nil {
		return nil, err
	}
	pages := []*answer{a}
	c := op.Clause("pagination")
	if c == nil {
		return pages, nil
	}
	rule := c.Rule.(model.Pagination)
	further := map[pageID]*answer{}
	size := len(a.body)
	for range 200 {
		if size > f.t.mostPages() {
			break
		}
		token := textAt(replyOf(a).Output, model.Path(rule.Next))
		if token == "" || a.status >= 300 {
			break
		}
		next := r
		next.body = encode(with(in, object{rule.Token: token}))
		if further[next.page()] != nil {
			break
		}
		if a, err = f.t.fetch(op, next); err != nil {
			return nil, err
		}
		further[next.page()] = a
		size += len(a.body)
		pages = append(pages, a)
	}
	f.pages = further
	return pages, nil
}

// reset empties the target if it offers that. What the case has told it counts
// no more.
func (t *trial) reset() error {
	t.record.exchanging = nil
	err := t.session.reset()
	t.wiped = t.wiped || err == nil && t.target.Reset != nil
	return err
}

// punctual skips the case on a target whose reads may lag, or whose answers may
// be lost: what clients see there at the same time need have no order, and to
// wait after each of many thousand calls would take days.
func (t *trial) punctual() {
	if t.target.Tolerances.any() {
		t.skip("it takes a target that answers at once, and for which nothing is tolerated")
	}
}
