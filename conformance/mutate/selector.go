package mutate

import "github.com/fakesmith/fakesmith/model"

var selectorMutations = []mutation{
	{"selector", "dropped", "a name that goes on with a number is that of nothing", dropped},
	{"selector", "error", "a version that is not there is reported with another error", one(func(s *site) {
		rule(func(v *model.Selector) { v.Error = s.otherError(v.Error) })(s)
	})},
	{"selector", "unshown", "it is not returned which version was selected", where(func(s *site) bool {
		return s.clause.Rule.(model.Selector).Shown != ""
	}, one(rule(func(v *model.Selector) { v.Shown = "" })))},
	{"selector", "newest", "the newest version is returned, whichever is selected", nil},
}
