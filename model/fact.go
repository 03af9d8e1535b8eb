package model

// FactRule says that an operation sets a fact, which is then read by all that
// depend on it, or shows what was set. A fact that is set to its initial value
// is as good as unset, and not shown.
//
//	{"kind": "fact"}
type FactRule struct{}

func (FactRule) rule() {}

func readFact(*clauseReader) Rule { return FactRule{} }

// DryRun says that a request in which a flag is set is checked, apart from
// what its references name, and sets nothing.
//
//	{"kind": "fact/dry-run", "flag": MEMBER}
type DryRun struct {
	Flag string
}

func (DryRun) rule() {}

func readDryRun(r *clauseReader) Rule {
	d := DryRun{Flag: r.text("flag")}
	r.checkKind("flag", r.op.Input, Path(d.Flag), Boolean)
	return d
}

// Summary says that an operation shows a fact summed up over all but some
// members of its key: one row for each group, with the value that comes first
// in First of those in the group, and how many in the group have it.
//
//	{"kind": "fact/summary", "by": [MEMBER, ...], "value": PATH, "first": [VALUE, ...],
//	 "otherwise": VALUE, "count": PATH, "capped": PATH, "cap": N, "counted": [VALUE, ...]}
//
// The paths are places in an element of the operation's "in".
type Summary struct {
	By    []string
	Value Path
	// First are values in the order in which they decide, Otherwise the value
	// of a group that has none of them.
	First     []string
	Otherwise string
	// Count is where the number stands, Capped where it is told that there
	// are more than Cap.
	Count, Capped Path
	Cap           int
	// Counted are the values for which the number is there: all if it is empty.
	// For the others it may be there as well.
	Counted []string
}

// Counts reports whether the number stands beside a value.
func (s Summary) Counts(value string) bool { return len(s.Counted) == 0 || contains(s.Counted, value) }

func (Summary) rule() {}

func readSummary(r *clauseReader) Rule {
	s := r.sum(r.op.Effect.Of)
	s.By = r.texts("by")
	for _, by := range s.By {
		if !contains(r.resourceKey(), by) {
			r.complain("by", by+" is not in the key of "+r.op.Effect.Of, "name members of its key")
		}
	}
	return s
}

// sum reads how a fact is summed up.
func (r *clauseReader) sum(fact string) Summary {
	s := Summary{
		Value:  Path(r.text("value")),
		Count:  Path(r.text("count")),
		Capped: Path(r.text("capped")),
		Cap:    r.number("cap"),
	}
	s.First = r.factValues("first", fact)
	if r.has("counted") {
		s.Counted = r.factValues("counted", fact)
	}
	if other := r.text("otherwise"); other != "" {
		s.Otherwise = other
	}
	item := r.itemShape()
	r.checkPath("value", item, s.Value)
	r.checkKind("count", item, s.Count, Integer, Long)
	r.checkKind("capped", item, s.Capped, Boolean)
	return s
}
