package emit

import "github.com/dave/jennifer/jen"

// sayIsolation adds the comment of the clause that accounts and regions do not
// see each other, where the fake turns to what it holds in one of them.
func (e *emitter) sayIsolation(g *jen.Group) {
	for i := range e.api.Clauses {
		if c := &e.api.Clauses[i]; c.Kind == "isolation" {
			g.Add(clauseComment(c.ID, c.Says))
		}
	}
}
