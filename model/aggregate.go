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
	a := Aggregate{Of: r.aggregatedFact()}
	a.Sum = r.sum(a.Of)
	return a
}

// aggregated returns the name of an entity that has the key of the resource, or of a fact
// that is listed by it.
func (r *clauseReader) aggregated() string {
	name := r.text("of")
	t := r.api.Resource(name)
	switch {
	case name == "":
	case t.Shape == nil:
		r.complain("of", "there is no entity or fact "+name, "name one of the document's entities or facts")
		return ""
	case t.Fact != nil:
		return r.aggregatedFact()
	case !sameTexts(t.Key, r.resourceKey()):
		r.complain("of", name+" has the key "+orNone(t.Key)+", and a "+r.op.Effect.Of+" the key "+orNone(r.resourceKey()),
			"name an entity that has that key")
	}
	return name
}

// aggregatedFact returns the name of a fact that is listed by the key of the resource.
func (r *clauseReader) aggregatedFact() string {
	name := r.fact("of")
	if f := r.api.Fact(name); f != nil && !sameTexts(f.Partition, r.resourceKey()) {
		r.complain("of", name+" is listed by "+orNone(f.Partition)+", and a "+r.op.Effect.Of+" has the key "+orNone(r.resourceKey()),
			"name a fact that is listed by that key")
	}
	return name
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

// AggregateLatest says that an operation that lists an entity returns with each resource
// the latest of the times that the facts about it have, and none without facts.
//
//	{"kind": "aggregate/latest", "of": FACT OR ENTITY, "member": MEMBER, "at": PATH}
//
// The path leads from an element of the operation's "in". An entity has the key of the
// resource: its time is that of what was put about it. Where several clauses have the
// same path, the latest of all their times is there.
type AggregateLatest struct {
	Of     string
	Member string
	At     Path
}

func (AggregateLatest) rule() {}

func readAggregateLatest(r *clauseReader) Rule {
	l := AggregateLatest{Of: r.aggregated(), Member: r.text("member"), At: Path(r.text("at"))}
	if t := r.api.Resource(l.Of); t.Shape != nil {
		r.checkKind("member", t.Shape.Name, Path(l.Member), Timestamp)
	}
	r.checkKind("at", r.itemShape(), l.At, Timestamp)
	return l
}

// AggregateAny says that an operation that lists an entity returns with each resource
// whether there are facts about it.
//
//	{"kind": "aggregate/any", "of": FACT OR ENTITY, "at": PATH}
//
// The path leads from an element of the operation's "in". An entity has the key of the
// resource: it is whether there is one. Where several clauses have the same path, one of
// them is enough.
type AggregateAny struct {
	Of string
	At Path
}

func (AggregateAny) rule() {}

func readAggregateAny(r *clauseReader) Rule {
	a := AggregateAny{Of: r.aggregated(), At: Path(r.text("at"))}
	r.checkKind("at", r.itemShape(), a.At, Boolean)
	return a
}

// Aggregates reports whether an operation returns what facts amount to, beside what is
// bound to members of its resources.
func (o *Operation) Aggregates() bool {
	for i := range o.Clauses {
		switch o.Clauses[i].Rule.(type) {
		case Aggregate, AggregateLatest, AggregateAny:
			return true
		}
	}
	return false
}
