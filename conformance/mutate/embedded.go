package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var embeddedMutations = []mutation{
	{"embedded", "unknown", "an entry of another type is rejected with another error", one(func(s *site) {
		rule(func(e *model.Embedded) { e.Unknown = s.otherError(e.Unknown) })(s)
	})},
	{"embedded", "invalid", "an entry without what it needs is rejected with another error", one(func(s *site) {
		rule(func(e *model.Embedded) { e.Invalid = s.otherError(e.Invalid) })(s)
	})},
	{"embedded", "unneeded", "an entry need not have what its type needs: %s", entryNeeds(func(model.EntryNeed) bool { return true }, func(t *model.EntryType, i int) {
		t.Needs = slices.Delete(slices.Clone(t.Needs), i, i+1)
	})},
	{"embedded", "anything", "any text will do in an entry: %s", entryNeeds(func(n model.EntryNeed) bool { return len(n.Values) > 0 }, func(t *model.EntryType, i int) {
		t.Needs = slices.Clone(t.Needs)
		t.Needs[i].Values = nil
	})},
	{"embedded", "type", "there are no entries of the type %s", func(s *site) []change {
		var all []change
		for i, t := range s.clause.Rule.(model.Embedded).Types {
			all = append(all, change{detail: t.Value, edit: rule(func(e *model.Embedded) { e.Types = slices.Delete(slices.Clone(e.Types), i, i+1) })})
		}
		return all
	}},
	{"embedded", "none", "the text that stands for no entries is read as others are", where(func(s *site) bool {
		return s.clause.Rule.(model.Embedded).None != ""
	}, one(rule(func(e *model.Embedded) { e.None = "" })))},

	{"embedded/malformed", "choice", "a text that is no array of objects is answered otherwise: %s", otherChoices},

	{"embedded/quota", "choice", "a text with too many entries is answered otherwise: %s", otherChoices},
	{"embedded/quota", "more", "a text may have one entry more", one(rule(func(q *model.EntryQuota) { q.Most++ }))},
	{"embedded/quota", "fewer", "a text may have one entry fewer", where(func(s *site) bool {
		return s.clause.Rule.(model.EntryQuota).Most > 1
	}, one(rule(func(q *model.EntryQuota) { q.Most-- })))},

	{"embedded/once", "choice", "two entries of a type are answered otherwise: %s", otherChoices},

	{"embedded/expiry", "dropped", "no entry makes a resource expire", dropped},
	{"embedded/expiry", "late", "a resource is still there at the very time of its entry", nil},
	{"embedded/expiry", "early", "a resource is gone a second before the time of its entry", nil},
	{"embedded/expiry", "offset", "the offset of a time is not read", nil},
	{"embedded/expiry", "outlives", "what goes with a resource that is deleted stays where it expires", where(func(s *site) bool {
		return len(s.api.Histories(s.op.Effect.Of)) > 0
	}, nil)},

	{"embedded/past", "choice", "a time that is not in the future is answered otherwise: %s", otherChoices},
	{"embedded/past", "equal", "a time at this very moment is taken for one in the future", nil},
	{"embedded/past", "soon", "a time within the next minute is taken for one in the past", nil},

	{"embedded/tier", "choice", "entries in a tier that is too low are answered otherwise: %s", otherChoices},
	{"embedded/tier", "unchosen", "the service does not look at entries where it chooses the tier", where(func(s *site) bool {
		t := s.op.Tier()
		return t != nil && t.Chosen != ""
	}, nil)},

	{"embedded/shown", "dropped", "entries are not shown", dropped},
	{"embedded/shown", "pending", "an entry has another status before its time", where(func(s *site) bool {
		return s.clause.Rule.(model.EntryShown).Pending != ""
	}, one(rule(func(e *model.EntryShown) { e.Pending += "?" })))},
	{"embedded/shown", "whole", "each entry is shown with the text of all", nil},
	{"embedded/shown", "first", "the first entry is shown only", nil},
}

// entryNeeds changes each of what entries need for which a condition holds, but for the
// time of an expiry, without which an entry is rejected in any case.
func entryNeeds(holds func(model.EntryNeed) bool, edit func(*model.EntryType, int)) func(*site) []change {
	return func(s *site) []change {
		var all []change
		x := s.op.EntryExpiry()
		for i, t := range s.clause.Rule.(model.Embedded).Types {
			for j, need := range t.Needs {
				if !holds(need) || x != nil && x.Type == t.Value && x.At == need.At {
					continue
				}
				all = append(all, change{detail: t.Value + "." + string(need.At), edit: rule(func(e *model.Embedded) {
					e.Types = slices.Clone(e.Types)
					edit(&e.Types[i], j)
				})})
			}
		}
		return all
	}
}
