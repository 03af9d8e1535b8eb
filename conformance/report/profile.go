package report

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// Learned returns what a run has found out of the choices that a contract
// leaves, by clause: a profile that a generated fake can load, so that it
// chooses as the target did. strange tells of what was seen and is none of the
// choices that the clause leaves: a fake can't do that.
func (r *Report) Learned(api *model.API) (choices map[string]string, strange []string) {
	choices = map[string]string{}
	for _, p := range api.AllClauses() {
		i := slices.IndexFunc(r.Clauses, func(c Clause) bool { return c.ID == p.Clause.ID })
		if i < 0 || len(p.Clause.Choices) == 0 || r.Clauses[i].Observed == "" {
			continue
		}
		if seen := r.Clauses[i].Observed; slices.Contains(p.Clause.Choices, seen) {
			choices[p.Clause.ID] = seen
		} else {
			strange = append(strange, fmt.Sprintf("%s: %s", p.Clause.ID, seen))
		}
	}
	return choices, strange
}
