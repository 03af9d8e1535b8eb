package model

// Quota says how many resources there may be at a time of those that are listed
// together, or of all where none are. A put that would make them more stores
// nothing; one that replaces what is there makes them no more. Choices, for a put
// that would: error:CODE, accepted.
//
//	{"kind": "quota", "most": N, "choice": CHOICE}
type Quota struct {
	Most int
	// Per are the members by which resources count together: those that have the same
	// values in all of them.
	Per []string
}

func (Quota) rule() {}

func readQuota(r *clauseReader) Rule {
	q := Quota{Most: r.atLeastOne("most", "a number of resources begins with 1"), Per: r.api.Resource(r.op.Effect.Of).Partition}
	for _, member := range q.Per {
		if _, each := r.op.Effect.Bound(member).Within(r.op.Effect.Each); each {
			r.complain("kind", "the resources of one request differ in "+member, "such a clause belongs to an operation whose resources are listed together")
		}
	}
	return q
}
