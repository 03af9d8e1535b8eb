package model

// Matched says that a put may give a regular expression for another member of the
// resource, and that the member has to match it. Choices, for one that does not:
// error:CODE, accepted.
//
//	{"kind": "matched", "member": MEMBER, "by": MEMBER, "invalid": CODE, "choice": CHOICE}
//
// "by" is the member that holds the expression, "invalid" the error of one that is none.
// Which expressions there are beside those that all syntaxes know is not said, nor whether
// one without anchors has to match the whole text, nor what becomes of an expression that
// was put before: where it matters, either is taken for right.
type Matched struct {
	Member, By string
	Invalid    string
}

func (Matched) rule() {}

func readMatched(r *clauseReader) Rule {
	m := Matched{Member: r.boundMember("member"), By: r.boundMember("by"), Invalid: r.errorCode("invalid")}
	r.needOne()
	r.checkKind("member", r.resourceShape().Name, Path(m.Member), String)
	r.checkKind("by", r.resourceShape().Name, Path(m.By), String)
	if m.By == m.Member && m.By != "" {
		r.complain("by", m.By+" can't be what it has to match", "name another member")
	}
	return m
}

// MatchedBy reports whether a member of what the operation puts is the expression that
// another has to match.
func (o *Operation) MatchedBy(member string) bool {
	for _, c := range o.Clauses {
		if m, ok := c.Rule.(Matched); ok && m.By == member {
			return true
		}
	}
	return false
}
