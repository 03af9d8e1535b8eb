package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// unset reports whether no operation sets what a filter compares, so that nothing has
// it which the suite has put.
func unset(t *script.T, f model.Filter) bool {
	for _, on := range f.On {
		member := setup.TopMember(on)
		if slices.Contains(t.Subject.Key, member) || t.Subject.Fact != nil && member == t.Subject.Fact.Value || supplied(t, on) {
			continue
		}
		if t.Operations.Put == nil || !slices.Contains(t.Settable(t.Operations.Put), member) {
			return true
		}
	}
	return false
}

// selectNothing expects a filter that compares what nothing has to select nothing of
// what was put. Where no resource has the value, a target other than a fake may reject
// the request with an error that the operation declares.
func selectNothing(t *script.T, f model.Filter) {
	resources := various(t, []model.Filter{f})
	fill(t, resources)
	in := listing(t, resources[0])
	if len(among(t, listed(t, in), resources)) == 0 {
		t.Fail("what was put, without the filter", "nothing")
	}
	if alone := slices.DeleteFunc(t.Gathering(t.Op), func(g model.Filter) bool { return t.Required(t.Op, g.By) }); len(alone) > 0 && rapid.Bool().Draw(t.Rapid, "alone") {
		for _, g := range alone {
			value.Set(in, g.By, nil)
		}
	}
	value.Set(in, f.By, drawnAt(t, f.By))
	r := t.Call(t.Op, in)
	if !r.Ok() && !t.Exact() && slices.Contains(t.Op.Errors, r.Code) {
		t.Result.Remarks = []string{"a request for what does not exist is rejected with " + r.Code}
		return
	}
	t.ExpectAccepted(r)
	expectRows(t, nil, among(t, listed(t, in), resources))
}
