package conformance

// A LawName tells one law from another.
type LawName struct {
	// Kind is the kind of clause that the law judges. For a law about the
	// contract as a whole it is a kind that no clause has.
	Kind string
	// Name says in a few words what is tried.
	Name string
}

// Laws names the laws by which the suite judges, in the order in which they
// are tried.
func Laws() []LawName {
	var names []LawName
	for _, l := range append(laws(), wholeLaws...) {
		names = append(names, LawName{l.kind, l.name})
	}
	return names
}
