package model

// Interval says what becomes of a put while the resource with its key is younger than
// some seconds: what it started is not done, or may not be started anew so soon. Choices,
// for such a put: error:CODE, accepted.
//
//	{"kind": "interval", "member": MEMBER, "seconds": N, "choice": CHOICE}
//
// The member is the time of the latest put: a clause of kind assigned sets it to {now}.
// That a put is accepted later is not said: what it started may take longer.
type Interval struct {
	Member  string
	Seconds int
}

func (Interval) rule() {}

func readInterval(r *clauseReader) Rule {
	i := Interval{Member: r.timestampMember("member"), Seconds: r.number("seconds")}
	if i.Seconds < 1 && r.has("seconds") {
		r.complain("seconds", "within less than a second no put can be observed", "write 1 or more")
	}
	if i.Member != "" && r.op.Effect.Bound(i.Member) != "" {
		r.complain("member", "the client sends "+i.Member, "name a member that the service sets to {now}")
	}
	return i
}
