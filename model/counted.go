package model

// Counted says that the service counts in a member how often the resource was
// put: the member is First when the put creates the resource, and one more
// after each put that replaces it. First is 1 where it is left out.
//
//	{"kind": "counted", "member": MEMBER, "first": N}
type Counted struct {
	Member string
	First  int
}

func (Counted) rule() {}

func readCounted(r *clauseReader) Rule {
	c := Counted{Member: r.resourceMember("member"), First: 1}
	r.checkKind("member", r.resourceShape().Name, Path(c.Member), Long, Integer)
	if r.has("first") {
		c.First = r.number("first")
	}
	if path := r.op.Effect.Bound(c.Member); path != "" && r.op.Effect.Item == "" {
		r.complain("member", "the client sends "+c.Member+", as "+string(path)+" of the input", "leave the clause out, or say under unmodelled what becomes of the member")
	}
	return c
}
