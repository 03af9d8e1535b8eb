package model

// Selector says that a text which names a resource may go on with a separator and the
// number of a version, which is returned then in the place of the newest: of that
// version, what is kept of versions, and of the resource, what else there is. A version
// that is not there is an error.
//
//	{"kind": "selector", "by": PATH, "separator": TEXT, "error": CODE, "shown": PATH}
//
// "by" is the text in the input, from which the key of the resource comes. "shown" leads
// from what shows the resource to where the separator and the number are returned; it
// may be left out. A clause of kind history has to say that versions are kept.
type Selector struct {
	By        Path
	Separator string
	Error     string
	Shown     Path
}

func (Selector) rule() {}

func readSelector(r *clauseReader) Rule {
	s := Selector{By: r.inputPath("by"), Separator: r.text("separator"), Error: r.errorCode("error"), Shown: Path(r.optionalText("shown"))}
	if key := r.resourceKey(); s.By != "" && (len(key) != 1 || r.op.Effect.Bound(key[0]) != s.By) {
		r.complain("by", string(s.By)+" is not what names a "+r.op.Effect.Of, "name the text from which its whole key comes")
	}
	r.checkKind("by", r.op.Input, s.By, String)
	if s.Shown != "" {
		r.checkKind("shown", r.itemShape(), s.Shown, String)
	}
	return s
}

// Versions returns what versions of the resource that an operation is about are kept as,
// or nil.
func (a *API) Versions(op *Operation) *History {
	for _, c := range a.Histories(op.Effect.Of) {
		h := c.Rule.(History)
		return &h
	}
	return nil
}

// checkSelectors complains of operations that select versions which nothing keeps.
func (c *contract) checkSelectors() {
	for i := range c.api.Operations {
		op := &c.api.Operations[i]
		if clause := op.Clause("selector"); clause != nil && c.api.Versions(op) == nil {
			c.problems.Add(clause.Pos, op.Name+": clause "+clause.ID, "no versions of a "+op.Effect.Of+" are kept", "add a clause of kind history to the operation that puts it")
		}
	}
}
