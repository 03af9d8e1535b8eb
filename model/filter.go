package model

import "slices"

// Filter says that a member of the input selects what is listed. If the member
// is a list, a resource is shown that one of its elements selects, and an empty
// or absent list selects everything. Where the input requires a list, it is open what
// an empty one selects, and the fake shows nothing.
//
//	{"kind": "filter", "by": PATH, "on": [PATH, ...], "named": {PATH: MEMBER}, "otherwise": TEXT}
//
// "on" are places in the resource. If the elements of "by" are structures, each
// path of "on" is compared with the member of the element that has the same
// name, or the one that "named" has for it. A path of "on" may lead through a list: one of its elements has to be
// equal. "otherwise" is the value that counts for a resource which has none. If
// the operation shows a summary, a filter on the fact's value looks at the
// summed-up value.
type Filter struct {
	By        Path
	On        []Path
	Otherwise string
	// Named are the members of an element of By that have other names than what they
	// are compared with.
	Named []Binding `json:",omitempty"`
}

func (Filter) rule() {}

// Elem returns which member of an element of By a place is compared with.
func (f Filter) Elem(on Path) Path {
	for _, b := range f.Named {
		if b.Member == string(on) {
			return b.Path
		}
	}
	return on
}

func readFilter(r *clauseReader) Rule {
	f := Filter{By: r.inputPath("by"), Otherwise: r.optionalText("otherwise")}
	for _, on := range r.texts("on") {
		r.checkPath("on", r.resourceShape().Name, Path(on))
		f.On = append(f.On, Path(on))
	}
	named := r.textMap("named")
	for _, on := range sortedKeys(named) {
		if !slices.Contains(f.On, Path(on)) {
			r.complain("named", on+` is not in "on"`, "name what is compared")
		}
		r.checkPath("named", r.op.Input, f.By.Elem().Join(named[on]))
		f.Named = append(f.Named, Binding{Member: on, Path: Path(named[on])})
	}
	if len(f.On) == 0 && r.has("on") {
		r.complain("on", "nothing is compared", "name at least one member of "+r.resourceShape().Name)
	}
	return f
}

// FilterAbsent says what becomes of a request that selects by key a resource that
// is not there. Choices: omitted, error:CODE.
//
//	{"kind": "filter/absent", "by": PATH, "choice": CHOICE}
type FilterAbsent struct {
	By Path
}

func (FilterAbsent) rule() {}

func readFilterAbsent(r *clauseReader) Rule { return FilterAbsent{By: r.inputPath("by")} }

// FilterNeeds says that a member of the input may be given only together with
// another. Choices, for when it is given alone: error:CODE, accepted.
//
//	{"kind": "filter/needs", "by": PATH, "needs": PATH, "choice": CHOICE}
type FilterNeeds struct {
	By, Needs Path
}

func (FilterNeeds) rule() {}

func readFilterNeeds(r *clauseReader) Rule {
	return FilterNeeds{By: r.inputPath("by"), Needs: r.inputPath("needs")}
}

// FilterEither says that a request gives all members of at least one of several
// groups. Choices, for when it gives none whole: error:CODE, accepted.
//
//	{"kind": "filter/either", "of": [[PATH, ...], ...], "choice": CHOICE}
//
// The members of the first group, which are single values, are how a listing is
// usually asked for: where they select by members of the key, it is what those who
// share them are listed together by.
type FilterEither struct {
	Of [][]Path
}

func (FilterEither) rule() {}

func readFilterEither(r *clauseReader) Rule {
	f := FilterEither{}
	for _, n := range r.elems("of") {
		var group []Path
		for _, elem := range n.Elems {
			r.checkPath("of", r.op.Input, Path(elem.Text))
			group = append(group, Path(elem.Text))
		}
		if len(group) == 0 {
			r.problems.Add(n.Pos, r.where+": of", "this names no members", `write groups of members: "of": [[PATH, ...], ...]`)
		}
		f.Of = append(f.Of, group)
	}
	if len(f.Of) < 2 && r.has("of") {
		r.complain("of", "there is no other group", "name at least two, or have the schema require the members")
	}
	return f
}
