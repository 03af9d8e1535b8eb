package model

import "strings"

// Hierarchy says that an operation lists the resources below a level of a
// hierarchy that their names make: the levels of a name have a separator
// between them. Without a flag, only what is directly below the level is
// listed.
//
//	{"kind": "hierarchy", "by": PATH, "on": MEMBER, "separator": TEXT, "recursive": PATH}
//
// "by" is the text in the input that names the level, with or without a
// separator at its end; "on" is the member of the resource that is its name,
// "recursive" the flag. Without "recursive", all levels below are listed.
// Whether a name that does not begin with the separator is below the level
// that is the separator alone, is not said.
type Hierarchy struct {
	By        Path
	On        string
	Separator string
	Recursive Path
}

func (Hierarchy) rule() {}

func readHierarchy(r *clauseReader) Rule {
	h := Hierarchy{By: r.inputPath("by"), On: r.resourceMember("on"), Separator: r.text("separator")}
	if r.has("recursive") {
		h.Recursive = r.inputPath("recursive")
	}
	r.checkKind("by", r.op.Input, h.By, String)
	r.checkKind("on", r.resourceShape().Name, Path(h.On), String)
	r.checkKind("recursive", r.op.Input, h.Recursive, Boolean)
	return h
}

// Levels says how many levels a name may have that makes a hierarchy: the parts
// between separators, without an empty one before the first, and the last among them.
// Choices, for a name that has more: error:CODE, accepted.
//
//	{"kind": "hierarchy/levels", "member": PATH, "separator": TEXT, "most": N, "choice": CHOICE}
//
// Whether the last part of a name is a level itself is not said by all documents: one
// more than "most" may be taken by others than the fake.
type Levels struct {
	Path      Path
	Separator string
	Most      int
}

func (Levels) rule() {}

func readLevels(r *clauseReader) Rule {
	l := Levels{Path: r.inputPath("member"), Separator: r.text("separator"), Most: r.atLeastOne("most", "a name has at least one level")}
	r.checkKind("member", r.op.Input, l.Path, String)
	return l
}

// Of returns how many levels a name has.
func (l Levels) Of(name string) int {
	return strings.Count(strings.TrimPrefix(name, l.Separator), l.Separator) + 1
}

// Hierarchy returns the clause that makes a hierarchy of a member of an
// entity, or nil.
func (a *API) Hierarchy(resource, member string) *Hierarchy {
	for _, op := range a.AllOperations(Lists) {
		if op.Effect.Of != resource {
			continue
		}
		if h := FindRule(op, func(h Hierarchy) bool { return h.On == member }); h != nil {
			return h
		}
	}
	return nil
}
