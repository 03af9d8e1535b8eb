package mutate

import "github.com/fakesmith/fakesmith/model"

var paginationMutations = []mutation{
	{"pagination", "default-less", "a page of no given size is one smaller", where(func(s *site) bool {
		return s.clause.Rule.(model.Pagination).Default > 1
	}, one(rule(func(p *model.Pagination) { p.Default-- })))},
	{"pagination", "default-more", "a page of no given size is one larger", one(rule(func(p *model.Pagination) { p.Default++ }))},
	{"pagination", "unlimited", "the size that is asked for is ignored", where(limitable, one(rule(func(p *model.Pagination) { p.Limit = "" })))},
	{"pagination", "limit-less", "a page is one smaller than was asked for", where(limitable, nil)},
	{"pagination", "limit-more", "a page is one larger than was asked for", where(limitable, nil)},
	{"pagination", "zero", "a page of size 0 holds one resource", where(zeroable, nil)},
	{"pagination", "dropped", "everything comes in one page", dropped},
	{"pagination", "error", "a token that no page gave is answered with another error: %s", func(s *site) []change {
		other := s.otherError(s.clause.Rule.(model.Pagination).Error)
		return []change{{detail: other, edit: rule(func(p *model.Pagination) { p.Error = other })}}
	}},
	{"pagination", "garbage", "a token that no page gave asks for the first page", nil},
	{"pagination", "loses", "each later page begins one resource too late", nil},
	{"pagination", "repeats", "each later page begins with the last resource of the page before", nil},
	{"pagination", "restarts", "each later page is the first one again", nil},
	{"pagination", "endless", "every page gives a token, the last one as well", nil},
	{"pagination", "cut", "no page gives a token", nil},
	{"pagination", "leaks", "what is listed elsewhere is listed here as well", where(selective, one(func(s *site) {
		s.keyed(func(_, partition *[]string) { *partition = nil })
	}))},

	{"pagination/cap", "choice", "a page that is larger than the cap is %s", otherChoices},
	{"pagination/cap", "less", "a page is capped one smaller", under("capped", one(rule(func(c *model.Cap) { c.Cap-- })))},
	{"pagination/cap", "more", "a page is capped one larger", under("capped", one(rule(func(c *model.Cap) { c.Cap++ })))},
	{"pagination/order", "choice", "resources are listed in another order: %s", otherChoices},
	{"pagination/last-page", "choice", "after a full page that shows the last resource comes otherwise: %s", otherChoices},
	{"pagination/empty-token", "choice", "an empty token is answered otherwise: %s", otherChoices},
	{"pagination/foreign-token", "choice", "a token of another list is answered otherwise: %s", otherChoices},
	{"pagination/with-keys", "choice", "a page that is asked for together with keys is answered otherwise: %s", otherChoices},
	{"pagination/with-keys", "paged", "of what the keys find, only a page is shown", nil},
}

// limitable is the condition that the caller can ask for a page of some size.
func limitable(s *site) bool { return s.clause.Rule.(model.Pagination).Limit != "" }

// selective is the condition that the operation lists the resources of one group.
func selective(s *site) bool {
	for _, member := range s.resource().Partition {
		if s.op.Effect.Bound(member) != "" {
			return true
		}
	}
	return false
}

// zeroable is the condition that a page of size 0 may be asked for.
func zeroable(s *site) bool {
	if !limitable(s) {
		return false
	}
	_, limit, err := s.api.Steps(s.op.Input, model.Path(s.clause.Rule.(model.Pagination).Limit))
	return err == nil && (limit.Min == nil || limit.Min.Int <= 0)
}
