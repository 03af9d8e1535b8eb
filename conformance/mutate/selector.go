package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var selectorMutations = []mutation{
	{"selector", "dropped", "a name that goes on with a number is that of nothing", func(*site) []change {
		return []change{{edit: func(s *site) {
			s.op.Clauses = slices.DeleteFunc(s.op.Clauses, func(c model.Clause) bool { return model.BaseKind(c.Kind) == "selector" })
		}}}
	}},
	{"selector", "error", "a version that is not there is reported with another error", where(func(s *site) bool {
		return s.clause.Rule.(model.Selector).Error != ""
	}, one(func(s *site) {
		rule(func(v *model.Selector) { v.Error = s.otherError(v.Error) })(s)
	}))},
	{"selector", "unshown", "it is not returned which version was selected", where(func(s *site) bool {
		return s.clause.Rule.(model.Selector).Shown != ""
	}, one(rule(func(v *model.Selector) { v.Shown = "" })))},
	{"selector", "newest", "the newest version is returned, whichever is selected", nil},
	{"selector/label", "dropped", "a name that goes on with a label is that of no version", dropped},
	{"selector/label", "any", "a label gets its version of whichever resource", nil},
}
