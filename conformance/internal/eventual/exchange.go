package eventual

import (
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// Exchange makes a request and waits until the answer counts: until a read
// knows of the writes before it, as far as the tolerances go. Every call of a
// case is made by it.
func (f *tracker) Exchange(t *testcase.Case, r wire.Request) (*wire.Answer, error) {
	op := t.API.Operation(r.Operation)
	if !t.EventuallyConsistent() {
		return t.Fetch(op, r)
	}
	f.begin(t)
	in, plain := f.t.InputOf(op, r)
	switch {
	case plain && r.Change == nil && effect.IsRead(op):
		return f.readPatiently(op, in, r)
	case plain && r.Change == nil:
		return f.writePatiently(op, in, r)
	case plain:
		// What a change of the request comes to, the oracle does not know.
		if err := f.settle(); err != nil {
			return nil, err
		}
	}
	// What is malformed has to be refused, whatever the target knows. If it is
	// not, nobody knows what it has done.
	a, err := f.t.Fetch(op, r)
	if err == nil && a.Status < 300 && (op == nil || !effect.IsRead(op)) {
		f.lost = true
		f.wrote(&write{before: f.o.Clone()})
	}
	return a, err
}

// foreseeable reports whether the oracle can tell what a read has to show: not
// what others have put, nor what is summed up with it, and not the further
// pages of a list.
func (f *tracker) foreseeable(op *model.Operation, in value.Object) bool {
	if f.lost || op.Clause("fact/summary") != nil {
		return false
	}
	if c := op.Clause("pagination"); c != nil {
		if token, there := in[c.Rule.(model.Pagination).Token]; there && token != "" {
			return false
		}
	}
	return f.t.NamesPartition(op, in) || f.t.SelectsKeys(op, in)
}

// pagesFrom reads a listing from a request on to its last page: whether the
// first page is fresh can be told only from all of them. The others wait to be
// asked for.
func (f *tracker) pagesFrom(op *model.Operation, in value.Object, r wire.Request) ([]*wire.Answer, error) {
	f.pages = nil
	a, err := f.t.Fetch(op, r)
	if err != nil {
		return nil, err
	}
	pages := []*wire.Answer{a}
	c := op.Clause("pagination")
	if c == nil {
		return pages, nil
	}
	rule := c.Rule.(model.Pagination)
	further := map[pageID]*wire.Answer{}
	size := len(a.Body)
	for range 200 {
		if size > f.t.MaxListing() {
			break
		}
		token := value.TextAt(testcase.OracleReply(a).Output, model.Path(rule.Next))
		if token == "" || a.Status >= 300 {
			break
		}
		next := r
		next.Body = value.Encode(value.With(in, value.Object{rule.Token: token}))
		if further[page(&next)] != nil {
			break
		}
		if a, err = f.t.Fetch(op, next); err != nil {
			return nil, err
		}
		further[page(&next)] = a
		size += len(a.Body)
		pages = append(pages, a)
	}
	f.pages = further
	return pages, nil
}
