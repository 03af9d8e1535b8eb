package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// stages are the stages of a request in the order in which every fake goes
// through them: a value can't be looked at before it is read, and the service
// is not asked about an input that breaks its constraints.
var stages = []model.Stage{model.Serialization, model.Constraints, model.Service}

// sayPrecedence adds the comments of the clauses about the order of stages.
func (e *emitter) sayPrecedence(g *jen.Group) {
	for i := range e.api.Clauses {
		if c := &e.api.Clauses[i]; c.Kind == "precedence" {
			g.Add(clauseComment(c.ID, c.Says))
		}
	}
}

// checkPrecedence reports every clause that asks for another order.
func checkPrecedence(api *model.API, ps *model.Problems) {
	place := map[model.Stage]int{}
	for i, s := range stages {
		place[s] = i
	}
	for i := range api.Clauses {
		c := &api.Clauses[i]
		rule, ok := c.Rule.(model.Precedence)
		if ok && place[rule.First] > place[rule.Then] {
			ps.Add(c.Pos, "clause "+c.ID, fmt.Sprintf("a fake can't look at %s before %s", rule.First, rule.Then),
				"serialization, then constraints, then service is right")
		}
	}
}
