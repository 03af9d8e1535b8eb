package mutate

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var labelMutations = []mutation{
	{"label", "error", "a version that is not there is reported with another error", one(func(s *site) {
		rule(func(l *model.Label) { l.Error = s.otherError(l.Error) })(s)
	})},
	{"label", "unshown", "the answer does not say on which version the labels stand", where(func(s *site) bool {
		return s.clause.Rule.(model.Label).Shown != ""
	}, one(rule(func(l *model.Label) { l.Shown = "" })))},
	{"label", "newest", "labels stand on the newest version, whichever is given", where(numberOmitted, nil)},
	{"label", "first", "without a number, labels stand on the first version", where(numberOmitted, nil)},
	{"label", "stays", "a label stays on the version on which it was put first", nil},
	{"label", "one", "of the labels of a request, one is put", nil},
	{"label", "everywhere", "the labels of one resource stand on no other", nil},
	{"label", "outlives", "the labels of what is deleted stay", nil},
	{"label/form", "dropped", "any label is put", dropped},
	{"label/form", "begins", "a label may begin with anything", where(anchored("^", strings.HasPrefix), one(rule(func(f *model.LabelForm) {
		f.Pattern = strings.TrimPrefix(f.Pattern, "^")
	})))},
	{"label/form", "ends", "a label may end in anything", where(anchored("$", strings.HasSuffix), one(rule(func(f *model.LabelForm) {
		f.Pattern = strings.TrimSuffix(f.Pattern, "$")
	})))},
	{"label/form", "unreserved", "a label may begin with %s", func(s *site) []change {
		return each(s.clause.Rule.(model.LabelForm).Reserved, func(s *site, prefix string) {
			rule(func(f *model.LabelForm) { f.Reserved = without(f.Reserved, prefix) })(s)
		})
	}},
	{"label/form", "case", "only small letters are reserved", where(func(s *site) bool {
		return len(s.clause.Rule.(model.LabelForm).Reserved) > 0
	}, nil)},
	{"label/form", "rest", "what comes behind a label that breaks the form is not put", nil},
	{"label/form", "untold", "labels that break the form are not told of", nil},
	{"label/quota", "dropped", "a version may have any number of labels", dropped},
	{"label/quota", "more", "a version may have one label more", one(rule(func(q *model.LabelQuota) { q.Most++ }))},
	{"label/quota", "fewer", "a version may have one label fewer", where(func(s *site) bool {
		return s.clause.Rule.(model.LabelQuota).Most > 1
	}, one(rule(func(q *model.LabelQuota) { q.Most-- })))},
	{"label/quota", "choice", "what becomes of one label too many is %s", otherChoices},
	{"label/quota", "resource", "the labels of all versions of a resource count", nil},
	{"label/shown", "dropped", "versions are listed without labels", dropped},
	{"label/shown", "all", "each version is listed with the labels of all", nil},
	{"label/shown", "first", "of the labels of a version, one is listed", nil},
}

// numberOmitted reports whether a request may leave it open on which version labels are
// put.
func numberOmitted(s *site) bool {
	steps, _, err := s.api.Steps(s.op.Input, s.clause.Rule.(model.Label).By)
	return err == nil && len(steps) > 0 && !steps[len(steps)-1].Member.Required
}

// anchored returns the condition that a form begins, or ends, with an anchor.
func anchored(anchor string, has func(string, string) bool) func(*site) bool {
	return func(s *site) bool { return has(s.clause.Rule.(model.LabelForm).Pattern, anchor) }
}
