package model

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

// Hierarchy returns the clause that makes a hierarchy of a member of an
// entity, or nil.
func (a *API) Hierarchy(resource, member string) *Hierarchy {
	for _, op := range a.AllOperations(Lists) {
		for _, c := range op.Clauses {
			if h, ok := c.Rule.(Hierarchy); ok && op.Effect.Of == resource && h.On == member {
				return &h
			}
		}
	}
	return nil
}
