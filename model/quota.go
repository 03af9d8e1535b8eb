package model

import (
	"fmt"
	"slices"
	"strings"
)

// Quota says how many resources there may be at a time of those that count together. A
// put that would make them more stores nothing; one that replaces what is there makes them
// no more. Choices, for a put that would: error:CODE, accepted.
//
//	{"kind": "quota", "most": N, "per": [MEMBER, ...], "choice": CHOICE}
//
// Resources count together that have the same values in all members of "per", such as the
// rules of one listener; with an empty list, all of an account and region do. Without
// "per", it is those that are listed together, or all where none are. An operation may have
// several such clauses. A member that is not in the key has to be required in the input, and
// nothing may replace a resource: nothing says how one counts that moves.
type Quota struct {
	Most int
	Per  []string
}

func (Quota) rule() {}

func readQuota(r *clauseReader) Rule {
	of := r.api.Resource(r.op.Effect.Of)
	q := Quota{Most: r.atLeastOne("most", "a number of resources begins with 1"), Per: of.Partition}
	fix := "such a clause belongs to an operation whose resources are listed together"
	if r.has("per") {
		q.Per = r.texts("per")
		fix = "name members that a request has once"
	}
	for _, member := range q.Per {
		if r.has("per") {
			r.checkPer(member)
		}
		if _, each := r.op.Effect.Bound(member).Within(r.op.Effect.Each); each {
			r.complain("kind", "the resources of one request differ in "+member, fix)
		}
	}
	if r.has("per") && len(of.Key) > 0 && !slices.ContainsFunc(of.Key, func(m string) bool { return !slices.Contains(q.Per, m) }) {
		r.complain("per", "it has the whole key of "+of.Name+", so that none count together", "name fewer members")
	}
	return q
}

// checkPer complains of a member by which resources can't be told apart when they are put.
func (r *clauseReader) checkPer(member string) {
	r.checkKind("per", r.resourceShape().Name, Path(member), String, Enum)
	path := r.op.Effect.Bound(member)
	if r.resourceShape().Member(member) == nil {
		return
	}
	if path == "" {
		r.complain("per", "nothing in the input provides "+member, `say under "from" where it stands`)
		return
	}
	steps, _, err := r.api.Steps(r.op.Input, path)
	if err != nil || contains(r.resourceKey(), member) {
		return
	}
	if slices.ContainsFunc(steps, func(s Step) bool { return !s.Member.Required }) {
		r.complain("per", fmt.Sprintf("%s may be left out, as %s of the input", member, path), "name a member that each put has")
	}
}

// checkQuotas complains of quotas by a member of which it is not known what becomes of it
// when a resource is put again.
func (c *contract) checkQuotas() {
	for _, p := range c.api.AllClauses() {
		q, ok := p.Clause.Rule.(Quota)
		if !ok {
			continue
		}
		of := c.api.Resource(p.Operation.Effect.Of)
		for _, member := range q.Per {
			if contains(of.Key, member) {
				continue
			}
			for _, put := range c.api.AllOperations(Puts) {
				if put.Effect.Of == of.Name && put.Effect.Bound(member) != "" && !c.neverReplaces(put) {
					c.problems.Add(p.Clause.Pos, p.Operation.Name+": clause "+p.Clause.ID, put.Name+" may give a "+of.Name+" another "+member+", and nothing says how it counts then",
						"name members of the key ("+strings.Join(of.Key, ", ")+"), or add a clause of kind existing by which none is replaced")
				}
			}
		}
	}
}

// neverReplaces reports whether an operation only creates resources, whatever is chosen.
func (c *contract) neverReplaces(put *Operation) bool {
	if c.api.MadeKey(put) != "" {
		return true
	}
	creates := put.CreatesOnly()
	return creates != nil && !creates.Permits("replaced")
}
