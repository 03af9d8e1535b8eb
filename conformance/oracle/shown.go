package oracle

import (
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// Shown reports whether the pages of a listing, all together, show what there
// is: nil if they do. On which page a row stands, how large pages are and how
// they are ordered is not asked. The rows of all pages stand in the one reply.
//
// It is for those who ask whether a service has come to know what it was told.
// The oracle itself learns nothing from it.
func (o *Oracle) Shown(as Scope, now time.Time, operation string, input map[string]any, got Reply) error {
	o = o.Clone()
	op := o.api.Operation(operation)
	if op == nil {
		return o.Agree(o.Call(as, now, operation, input), got)
	}
	// What is wrong with the page that is asked for is a reason to reject it.
	first := o.Clone().Call(as, now, operation, input)
	if first.Output == nil || got.Code != "" {
		return o.Agree(first, got)
	}
	for _, rule := range rulesOf[model.Pagination](op) {
		input = without(input, rule.Token, rule.Limit)
		got.Output = without(got.Output, rule.Next)
	}
	want := o.Call(as, now, operation, input)
	want.page.most, want.page.order, want.page.last = 0, nil, ""
	return o.Agree(want, got)
}
