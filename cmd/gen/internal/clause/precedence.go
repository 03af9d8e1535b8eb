package clause

import (
	"fmt"

	"github.com/fakesmith/fakesmith/model"
)

// stages are the stages of a request in the order in which every fake goes
// through them: a value can't be looked at before it is read, and the service
// is not asked about an input that breaks its constraints.
var stages = []model.Stage{model.Serialization, model.Constraints, model.Service}

// Precedence returns the clauses about the order of stages, to be named where a
// fake goes through them.
func Precedence(api *model.API) []*model.Clause { return ofKind(api, "precedence") }

// CheckPrecedence reports every clause that asks for another order.
func CheckPrecedence(api *model.API, ps *model.Problems) {
	place := map[model.Stage]int{}
	for i, s := range stages {
		place[s] = i
	}
	for _, c := range Precedence(api) {
		if rule := c.Rule.(model.Precedence); place[rule.First] > place[rule.Then] {
			ps.Add(c.Pos, "clause "+c.ID, fmt.Sprintf("a fake can't look at %s before %s", rule.First, rule.Then),
				"serialization, then constraints, then service is right")
		}
	}
}
