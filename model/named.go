package model

// Named says that an output lists, as plain texts, the keys of a request: of
// the resources that were dealt with, and of those that are not there.
//
//	{"kind": "named", "done": PATH, "absent": PATH}
//
// The paths lead to lists in the output. Either may be left out. A list is there
// though no key is in it, even where its shape wants at least one. The keys of a
// request are the elements of the operation's "each", or those of the filter
// by which an operation that lists selects single resources.
type Named struct {
	Done, Absent Path
}

func (Named) rule() {}

func readNamed(r *clauseReader) Rule {
	n := Named{Done: Path(r.optionalText("done")), Absent: Path(r.optionalText("absent"))}
	for key, path := range map[string]Path{"done": n.Done, "absent": n.Absent} {
		if path != "" {
			r.checkKind(key, r.op.Output, path.Elem(), String, Enum)
		}
	}
	switch {
	case n.Done == "" && n.Absent == "":
		r.complain("kind", "no list is named", `write "done": PATH, "absent": PATH, or both`)
	case len(r.resourceKey()) > 1:
		r.complain("kind", "the key of "+r.op.Effect.Of+" has several members", "a key that is listed as a text has one")
	case r.op.Effect.Verb == Deletes && r.op.Effect.Each == "":
		r.needEach()
	case r.op.Effect.Verb == Lists && n.Done != "":
		r.complain("done", "an operation that lists returns what is there", "leave it out")
	}
	return n
}
