package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var upsertMutations = []mutation{
	{"upsert", "ignored", "nothing is put", nil},
	{"upsert", "first", "what was put first stays", where((*site).putsAgain, nil)},
	{"upsert", "fickle", "the second put of a key deletes what the first has put", where((*site).putsAgain, nil)},
	{"upsert", "without", "the member %s is not kept", func(s *site) []change { return about(s.optional()) }},

	{"upsert/omitted", "choice", "what a put leaves out is %s", otherChoices},
}

// putsAgain is the condition that a put may be of a key that was put before.
func (s *site) putsAgain() bool { return s.api.MadeKey(s.op) == "" }

// optional returns the members that a put may leave out, and may have.
func (s *site) optional() []string {
	resource := s.resource()
	var names []string
	for _, m := range resource.Shape.Members {
		path := s.op.Effect.Bound(m.Name)
		if !m.Required && !slices.Contains(resource.Key, m.Name) && path != "" && !s.op.Forbids(path) && !s.assigns(m.Name) && !s.unmodelled(m.Name) {
			names = append(names, m.Name)
		}
	}
	return names
}

// unmodelled reports whether the contract says nothing of a member of the
// operation's resource.
func (s *site) unmodelled(member string) bool {
	return slices.ContainsFunc(s.op.Unmodelled, func(u model.Unmodelled) bool { return u.Path == s.op.Effect.Bound(member) })
}
