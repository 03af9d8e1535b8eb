package model

import "strings"

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
		r.checkValues("values", end, a.Values)
	}
	return a
}

// Reserved says that a text in the input must not begin in certain ways, which the
// service keeps for names of its own. Choices, for a text that does: error:CODE,
// accepted.
//
//	{"kind": "allowed/reserved", "member": PATH, "prefixes": [TEXT, ...], "any-case": BOOL, "choice": CHOICE}
//
// With "any-case", that is so whether the letters are large or small.
type Reserved struct {
	Path     Path
	Prefixes []string
	AnyCase  bool
}

func (Reserved) rule() {}

func readReserved(r *clauseReader) Rule {
	v := Reserved{Path: r.inputPath("member"), Prefixes: r.texts("prefixes"), AnyCase: r.flag("any-case")}
	r.checkKind("member", r.op.Input, v.Path, String)
	if len(v.Prefixes) == 0 || contains(v.Prefixes, "") {
		r.complain("prefixes", "no beginning is named", `write "prefixes": [TEXT, ...]`)
	}
	return v
}

// Begins reports whether a text begins in a way that is reserved.
func (v Reserved) Begins(text string) bool { return begins(text, v.Prefixes, v.AnyCase) }

// begins reports whether a text begins with one of some prefixes, be its letters large or
// small if any case will do.
func begins(text string, prefixes []string, anyCase bool) bool {
	for _, p := range prefixes {
		if len(text) < len(p) {
			continue
		}
		if begin := text[:len(p)]; begin == p || anyCase && strings.EqualFold(begin, p) {
			return true
		}
	}
	return false
}

// AllowedForm says that a text in the input has to match a regular expression, which its
// schema does not have. Choices, for one that does not: error:CODE, accepted.
//
//	{"kind": "allowed/form", "member": PATH, "pattern": TEXT, "choice": CHOICE}
type AllowedForm struct {
	Path    Path
	Pattern string
}

func (AllowedForm) rule() {}

func readAllowedForm(r *clauseReader) Rule {
	f := AllowedForm{Path: r.inputPath("member"), Pattern: r.pattern("pattern")}
	r.checkKind("member", r.op.Input, f.Path, String)
	return f
}

// FormOf returns the regular expression that what stands at a path of the input has to
// match by a clause of its own, or "".
func (o *Operation) FormOf(path Path) string {
	for _, c := range o.Clauses {
		if f, ok := c.Rule.(AllowedForm); ok && f.Path == path {
			return f.Pattern
		}
	}
	return ""
}
