package model

import "strings"

// Selector says that a text which names a resource may go on with a separator and the
// number of a version, which is returned then in the place of the newest: of that
// version, what is kept of versions, and of the resource, what else there is. For an
// operation that gets one resource, a version that is not there is an error; one that
// lists resources by their names treats it like a name of none.
//
//	{"kind": "selector", "by": PATH, "separator": TEXT, "error": CODE, "shown": PATH}
//
// "by" is the text in the input, from which the key of the resource comes, or the list
// of texts by which a clause of kind filter selects resources; "error" is for the former
// alone. "shown" leads from what shows the resource to where the separator and the number
// are returned; it may be left out. A clause of kind history has to say that versions are
// kept.
type Selector struct {
	By        Path
	Separator string
	Error     string
	Shown     Path
}

func (Selector) rule() {}

// Cut returns the name that a text begins with, and what it goes on with, if it goes on
// with anything.
func (s Selector) Cut(text string) (name, rest string, selects bool) {
	i := strings.LastIndex(text, s.Separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(s.Separator):], true
}

func readSelector(r *clauseReader) Rule {
	s := Selector{By: r.inputPath("by"), Separator: r.text("separator"), Shown: Path(r.optionalText("shown"))}
	if r.op.Effect.Verb == Lists {
		if r.has("error") {
			r.complain("error", "an operation that lists treats a version that is not there like a name of none", "leave it out")
			r.errorCode("error")
		}
		r.checkKind("by", r.op.Input, s.By.Elem(), String)
	} else {
		s.Error = r.errorCode("error")
		if key := r.resourceKey(); s.By != "" && (len(key) != 1 || r.op.Effect.Bound(key[0]) != s.By) {
			r.complain("by", string(s.By)+" is not what names a "+r.op.Effect.Of, "name the text from which its whole key comes")
		}
		r.checkKind("by", r.op.Input, s.By, String)
	}
	if s.Shown != "" {
		r.checkKind("shown", r.itemShape(), s.Shown, String)
	}
	return s
}

// SelectorLabel says that the name may go on with a label instead of the number, and gets
// the version on which that stands. One that stands on no version is the same error as a
// number of none.
//
//	{"kind": "selector/label", "entity": ENTITY}
//
// "entity" is what labels are kept as by an operation with a clause of kind label.
type SelectorLabel struct {
	Entity string
}

func (SelectorLabel) rule() {}

func readSelectorLabel(r *clauseReader) Rule { return SelectorLabel{Entity: r.entity("entity")} }

// Versions returns what versions of the resource that an operation is about are kept as,
// or nil.
func (a *API) Versions(op *Operation) *History {
	for _, c := range a.Histories(op.Effect.Of) {
		h := c.Rule.(History)
		return &h
	}
	return nil
}

// checkSelectors complains of operations that select versions which nothing keeps, or of
// resources that they do not list by name.
func (c *contract) checkSelectors() {
	for i := range c.api.Operations {
		op := &c.api.Operations[i]
		clause := op.Clause("selector")
		if clause == nil {
			continue
		}
		where := op.Name + ": clause " + clause.ID
		if c.api.Versions(op) == nil {
			c.problems.Add(clause.Pos, where, "no versions of a "+op.Effect.Of+" are kept", "add a clause of kind history to the operation that puts it")
		}
		if f := c.api.KeyFilter(op); op.Effect.Verb == Lists && (f == nil || f.By != clause.Rule.(Selector).By) {
			c.problems.Add(clause.Pos, where, "no filter of "+op.Name+" selects single resources by "+string(clause.Rule.(Selector).By), "add a clause of kind filter that is by that list of keys")
		}
		if pages := op.Clause("pagination"); op.Effect.Verb == Lists && pages != nil {
			c.problems.Add(clause.Pos, where, op.Name+" lists page by page, says the clause "+pages.ID, "leave one of the two out")
		}
	}
}
