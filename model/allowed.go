package model

// Allowed limits a member of the input further than its schema does: to a few
// values, or to the id of the account. Choices, for other values: error:CODE,
// accepted.
//
//	{"kind": "allowed", "member": PATH, "values": [TEXT, ...], "choice": CHOICE}
//	{"kind": "allowed", "member": PATH, "account": true, "choice": CHOICE}
type Allowed struct {
	Path    Path
	Values  []string
	Account bool
}

func (Allowed) rule() {}

func readAllowed(r *clauseReader) Rule {
	a := Allowed{Path: r.inputPath("member"), Values: r.texts("values"), Account: r.flag("account")}
	if a.Account == (len(a.Values) > 0) {
		r.complain("values", "a member is limited to values or to the account, one of the two",
			`write "values": [...] or "account": true`)
	}
	if _, end, err := r.api.Steps(r.op.Input, a.Path); err == nil && a.Path != "" && end.Kind == Enum {
		for _, v := range a.Values {
			if !end.hasValue(v) {
				r.complain("values", v+" is no value of "+end.Name, "its values are "+end.values())
			}
		}
	}
	return a
}
