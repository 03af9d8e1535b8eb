package model

import (
	"fmt"
	"slices"
)

// Sealed says that a read returns a text of a resource sealed: in its place stands
// another text, of which nothing is said but that it is not the same. A flag in the
// request of the read returns the text as it is. Passwords and secrets that a service
// keeps encrypted are such texts.
//
//	{"kind": "sealed", "member": MEMBER, "when": {MEMBER: TEXT}, "unless": PATH}
//
// "member" is a text of the resource that the operation returns, and "unless" the flag.
// With "when", which may be left out, a resource has to have those texts as well: of any
// other, the text is returned as it is, be the flag set or not.
type Sealed struct {
	Member string
	When   []Condition
	Unless Path
}

func (Sealed) rule() {}

// SealedLength is how long a text may be that a fake returns in the place of a sealed one.
const SealedLength = 32

func readSealed(r *clauseReader) Rule {
	s := Sealed{Member: r.resourceMember("member"), Unless: r.inputPath("unless")}
	r.checkKind("member", r.resourceShape().Name, Path(s.Member), String)
	r.checkKind("unless", r.op.Input, s.Unless, Boolean)
	s.When = r.when(Path(s.Member))
	for _, c := range s.When {
		if m := r.resourceShape().Member(string(c.Path)); m != nil {
			r.checkKind("when", r.resourceShape().Name, c.Path, String, Enum)
			if enum := r.api.Shape(m.Shape); enum.Kind == Enum {
				r.checkValues("when", enum, []string{c.Value})
			}
		}
		if c.Path == Path(s.Member) {
			r.complain("when", "the text that is sealed is one of the conditions", "name other members")
		}
	}
	if contains(r.resourceKey(), s.Member) {
		r.complain("member", s.Member+" is in the key of "+r.op.Effect.Of, "name a member that is not: a key is returned as it was put")
	}
	if m := r.resourceShape().Member(s.Member); m != nil {
		if text := r.api.Shape(m.Shape); text.Pattern != "" || text.Max != nil && text.Max.Int < SealedLength {
			r.complain("member", text.Name+" has a form, or is too short", fmt.Sprintf("name a text without a pattern that may have %d characters", SealedLength))
		}
	}
	return s
}

// checkSealed complains of operations that return no such text.
func (c *contract) checkSealed() {
	for i := range c.api.Operations {
		op := &c.api.Operations[i]
		for _, clause := range op.Clauses {
			rule, ok := clause.Rule.(Sealed)
			if !ok {
				continue
			}
			where := op.Name + ": clause " + clause.ID
			if aggregate := op.Clause("aggregate"); aggregate != nil {
				c.problems.Add(clause.Pos, where, op.Name+" returns what the clause "+aggregate.ID+" makes of facts", "leave one of the two out")
			}
			if as := op.Effect.As; len(as) > 0 && rule.Member != "" && !slices.ContainsFunc(as, func(b Binding) bool { return b.Member == rule.Member }) {
				c.problems.Add(clause.Pos, where, op.Name+" does not return "+rule.Member, `name a member that stands under "as"`)
			}
		}
	}
}
