package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var absentMutations = []mutation{
	{"absent", "choice", "deleting what is not there is answered otherwise: %s", otherChoices},
	{"absent", "all", "deleting what is not there deletes all that is listed together with it", where(partitioned, nil)},
	{"absent", "without", "what there is is returned without %s", func(s *site) []change {
		if s.op.Effect.Verb != model.Gets || s.op.Effect.Into != "" {
			return nil
		}
		var all []change
		for i, b := range s.op.Effect.As {
			all = append(all, change{detail: string(b.Path), edit: func(s *site) { s.op.Effect.As = slices.Delete(slices.Clone(s.op.Effect.As), i, i+1) }})
		}
		return all
	}},
	{"absent/some", "choice", "what is not there among resources that are is told otherwise: %s", otherChoices},
	{"absent/some", "dropped", "nothing tells of what was not there, if something was", dropped},
}

// partitioned is the condition that the operation's resources are listed in
// groups.
func partitioned(s *site) bool { return len(s.resource().Partition) > 0 }

// listing is the condition that the operation shows resources.
func listing(s *site) bool {
	return s.op.Effect.Verb == model.Lists || s.op.Effect.Verb == model.Reads
}
