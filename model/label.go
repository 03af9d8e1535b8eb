package model

import "slices"

// Label says that what an operation puts are names for versions of another resource,
// such as the tags of an image or the aliases of a function. A label stands on one
// version of a resource at a time: put on another, it moves there. Where the request
// does not say on which version, it is the newest; one that is not there is an error.
// The labels of a resource that is deleted are gone with its versions.
//
//	{"kind": "label", "entity": ENTITY, "number": MEMBER, "by": PATH, "error": CODE, "shown": PATH}
//
// "entity" is what the versions are kept as by a clause of kind history, and the key of a
// label is that of the resource and the label itself. "number" is the member of a label
// that says on which version it stands, and "by" the number in the input. "shown" leads
// to the number in the output; it may be left out.
type Label struct {
	Entity string
	Number string
	By     Path
	Error  string
	Shown  Path
}

func (Label) rule() {}

func readLabel(r *clauseReader) Rule {
	l := Label{
		Entity: r.entity("entity"), Number: r.resourceMember("number"), By: r.inputPath("by"),
		Error: r.errorCode("error"), Shown: Path(r.optionalText("shown")),
	}
	r.needEach()
	if r.op.Clause("label") != nil {
		r.complain("kind", r.op.Name+" has a clause of that kind already", "one says all of the labels that it puts")
	}
	r.checkKind("number", r.resourceShape().Name, Path(l.Number), Long, Integer)
	r.checkKind("by", r.op.Input, l.By, Long, Integer)
	if l.Shown != "" {
		r.checkKind("shown", r.op.Output, l.Shown, Long, Integer)
	}
	if path := r.op.Effect.Bound(l.Number); path != "" {
		r.complain("number", "the client sends "+l.Number+", as "+string(path)+" of the input", `leave it out of "from", and name the place under "by"`)
	}
	if e := r.api.Entity(l.Entity); e != nil {
		key := r.resourceKey()
		if len(key) < 2 || len(e.Key) != len(key) || !slices.Equal(key[:len(key)-1], e.Key[:len(e.Key)-1]) || !slices.Equal(r.api.Resource(r.op.Effect.Of).Partition, key[:len(key)-1]) {
			r.complain("entity", r.op.Effect.Of+" is not what a label on "+e.Name+" is", "give it the key of the resource and then the label, and the former as \"listed-by\"")
		} else if _, each := r.op.Effect.Bound(key[len(key)-1]).Within(r.op.Effect.Each); !each && r.op.Effect.Each != "" {
			r.complain("entity", key[len(key)-1]+" is not in "+string(r.op.Effect.Each), "the labels of a request are the elements of a list")
		}
	}
	return l
}

// LabelForm says what a label has to be like: it matches a regular expression, and does
// not begin with what is reserved, be its letters large or small. One that is not like
// that is no error: it is left out, and listed in the output, while the others are put.
//
//	{"kind": "label/form", "pattern": TEXT, "reserved": [TEXT, ...], "invalid": PATH}
type LabelForm struct {
	Pattern  string
	Reserved []string
	Invalid  Path
}

func (LabelForm) rule() {}

// Begins reports whether a label begins with what is reserved.
func (f LabelForm) Begins(label string) bool { return begins(label, f.Reserved, true) }

func readLabelForm(r *clauseReader) Rule {
	f := LabelForm{Pattern: r.pattern("pattern"), Reserved: r.texts("reserved"), Invalid: Path(r.text("invalid"))}
	if f.Invalid != "" {
		r.checkKind("invalid", r.op.Output, f.Invalid.Elem(), String)
	}
	if key := r.resourceKey(); len(key) > 0 && r.op.Effect.Bound(key[len(key)-1]) != r.op.Effect.Each.Elem() && r.op.Effect.Each != "" {
		r.complain("kind", "the elements of "+string(r.op.Effect.Each)+" are no labels", "labels that are listed as texts are given as texts")
	}
	return f
}

// LabelQuota says how many labels a version may have. A request that would give it more
// puts none; a label that is there already, or moves away, makes them no more. Choices,
// for a request that would: error:CODE, accepted.
//
//	{"kind": "label/quota", "most": N, "choice": CHOICE}
type LabelQuota struct {
	Most int
}

func (LabelQuota) rule() {}

func readLabelQuota(r *clauseReader) Rule {
	return LabelQuota{Most: r.atLeastOne("most", "a number of labels begins with 1")}
}

// LabelShown says that an operation which lists versions returns with each the labels
// that stand on it, in any order.
//
//	{"kind": "label/shown", "entity": ENTITY, "shown": PATH}
//
// "entity" is what labels are kept as, and "shown" leads from what shows a version to a
// list of texts. A version without labels has none, or an empty one.
type LabelShown struct {
	Entity string
	Shown  Path
}

func (LabelShown) rule() {}

func readLabelShown(r *clauseReader) Rule {
	s := LabelShown{Entity: r.entity("entity"), Shown: Path(r.text("shown"))}
	if s.Shown != "" {
		r.checkKind("shown", r.itemShape(), s.Shown.Elem(), String)
	}
	return s
}

// LabelsOf returns the operation that puts labels which are kept as an entity, with the
// rule that says so, or nil.
func (a *API) LabelsOf(entity string) (*Operation, *Label) {
	for _, op := range a.AllOperations(Puts) {
		if l := op.Label(); l != nil && op.Effect.Of == entity {
			return op, l
		}
	}
	return nil, nil
}

// LabelsOn returns the operation that puts labels on versions which are kept as an
// entity, or nil.
func (a *API) LabelsOn(versions string) *Operation {
	for _, op := range a.AllOperations(Puts) {
		if l := op.Label(); l != nil && l.Entity == versions {
			return op
		}
	}
	return nil
}

// Label returns what the operation says of the labels that it puts, or nil.
func (o *Operation) Label() *Label { return ruleOf[Label](o, "label") }

// LabelForm returns what the labels have to be like that the operation puts, or nil.
func (o *Operation) LabelForm() *LabelForm { return ruleOf[LabelForm](o, "label/form") }

// checkLabels complains of clauses about labels, and about versions, that are not of one
// another.
func (c *contract) checkLabels() {
	for i := range c.api.Operations {
		op := &c.api.Operations[i]
		for _, clause := range op.Clauses {
			where := op.Name + ": clause " + clause.ID
			switch rule := clause.Rule.(type) {
			case Label:
				if put, _ := c.api.HistoryOf(rule.Entity); put == nil && rule.Entity != "" {
					c.problems.Add(clause.Pos, where, rule.Entity+" is not what versions are kept as", "add a clause of kind history to the operation that puts the resource")
				}
				if batch := op.Clause("batch"); batch != nil {
					c.problems.Add(clause.Pos, where, "the clause "+batch.ID+" says otherwise what becomes of labels that are not put", "leave one of the two out")
				}
			case Criteria:
				if h := c.api.Versions(op); h != nil {
					for _, on := range rule.On {
						c.checkLabelsOf(op, &clause, on.Labels, h.Entity)
					}
				}
			case LabelShown:
				c.checkLabelsOf(op, &clause, rule.Entity, op.Effect.Of)
			case HistoryLabelled:
				if h := c.api.Versions(op); h != nil {
					c.checkLabelsOf(op, &clause, rule.Entity, h.Entity)
				}
			case SelectorLabel:
				if h := c.api.Versions(op); h != nil {
					c.checkLabelsOf(op, &clause, rule.Entity, h.Entity)
				}
			}
		}
	}
}

// checkLabelsOf complains if an entity is not that of labels of versions.
func (c *contract) checkLabelsOf(op *Operation, clause *Clause, entity, versions string) {
	if _, l := c.api.LabelsOf(entity); entity != "" && (l == nil || l.Entity != versions) {
		c.problems.Add(clause.Pos, op.Name+": clause "+clause.ID, entity+" is not what labels on "+versions+" are kept as", "name the entity that an operation with a clause of kind label puts")
	}
}
