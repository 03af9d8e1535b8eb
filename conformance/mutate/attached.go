package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var attachedMutations = []mutation{
	{"attached", "dropped", "what is put with a resource is lost", func(s *site) []change {
		return []change{{edit: func(s *site) {
			for _, c := range slices.Clone(s.op.Clauses) {
				if model.BaseKind(c.Kind) == "attached" {
					drop(&site{api: s.api, op: s.op, clause: &c})
				}
			}
		}}}
	}},
	{"attached", "without", "what is put with a resource lacks %s", func(s *site) []change {
		var all []change
		of := s.api.Resource(s.clause.Rule.(model.Attached).Entity)
		for i, b := range s.clause.Rule.(model.Attached).From {
			if m := of.Shape.Member(b.Member); m.Required || slices.Contains(of.Key, b.Member) {
				continue
			}
			all = append(all, change{detail: b.Member, edit: rule(func(a *model.Attached) { a.From = slices.Delete(slices.Clone(a.From), i, i+1) })})
		}
		return all
	}},
	{"attached", "first", "only the first of those that are put with a resource is kept", nil},
	{"attached/flagged", "choice", "a put with a flag and with others is answered otherwise: %s", otherChoices},
	{"attached/flagged", "dropped", "a put may have the flag and others", dropped},
}
