package model

// Aggregate says that an operation that lists an entity returns with each resource what
// the facts about it amount to: the value that comes first in First of those that they
// have, and how many of them have it. Without any fact, or none of which the value is in
// First, that is Otherwise.
//
//	{"kind": "aggregate", "of": FACT, "value": PATH, "first": [VALUE, ...], "otherwise": VALUE,
//	 "count": PATH, "capped": PATH, "cap": N, "counted": [VALUE, ...]}
//
// The keys but "of" mean what they do for fact/summary. The facts about a resource are
// those that are listed by its key.
type Aggregate struct {
	// Of names the fact.
	Of string
	// Sum says how facts are summed up. Its By is empty.
	Sum Summary
}

func (Aggregate) rule() {}

func readAggregate(r *clauseReader) Rule {
	a := Aggregate{Of: r.fact("of")}
	a.Sum = r.sum(a.Of)
	if f := r.api.Fact(a.Of); f != nil && !sameTexts(f.Partition, r.resourceKey()) {
		r.complain("of", a.Of+" is listed by "+orNone(f.Partition)+", and a "+r.op.Effect.Of+" has the key "+orNone(r.resourceKey()),
			"name a fact that is listed by that key")
	}
	return a
}

func sameTexts(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, text := range a {
		if !contains(b, text) {
			return false
		}
	}
	return true
}

// AggregateFilter says that a member of the input, a list, selects from what is listed
// what amounts to one of its values. An empty or absent list selects everything.
//
//	{"kind": "aggregate/filter", "by": PATH}
type AggregateFilter struct {
	By Path
}

func (AggregateFilter) rule() {}

func readAggregateFilter(r *clauseReader) Rule {
	f := AggregateFilter{By: r.inputPath("by")}
	r.checkKind("by", r.op.Input, f.By, List)
	r.checkKind("by", r.op.Input, f.By.Elem(), Enum, String)
	if r.op.Clause("aggregate") == nil {
		r.complain("kind", r.op.Name+" aggregates nothing", "write a clause of the kind aggregate before this one")
	}
	return f
}
