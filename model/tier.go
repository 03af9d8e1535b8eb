package model

import (
	"fmt"
	"slices"
)

// Tier says that the tier of a resource decides how many bytes a member of it may have,
// such as the storage class of an object or the plan of an account. Who puts a resource
// asks for its tier; a put that asks for none leaves it as it is, and a new resource has
// the lowest. Choices, for a member that is too large for its tier: error:CODE, accepted.
//
//	{"kind": "tier", "member": MEMBER, "of": MEMBER, "tiers": [{"value": TEXT, "most": N}, ...], "chosen": TEXT, "choice": CHOICE}
//
// "member" is the member that has the tier, and "of" the text that is measured. "tiers" go
// from the lowest to the highest. "chosen" may be left out: who asks for that leaves it to
// the service, which takes the lowest tier that has room, and none that is lower than what
// the resource has.
type Tier struct {
	Member, Of string
	Tiers      []TierLimit
	Chosen     string
}

// A TierLimit is a tier, and how many bytes a member may have there.
type TierLimit struct {
	Value string
	Most  int
}

func (Tier) rule() {}

func readTier(r *clauseReader) Rule {
	t := Tier{Member: r.boundMember("member"), Of: r.boundMember("of"), Chosen: r.optionalText("chosen")}
	r.needOne()
	if r.op.Clause("tier") != nil {
		r.complain("kind", r.op.Name+" has a clause of that kind already", "one says all of the tiers")
	}
	r.checkKind("of", r.resourceShape().Name, Path(t.Of), String)
	r.checkKind("member", r.resourceShape().Name, Path(t.Member), String, Enum)
	for _, n := range r.elems("tiers") {
		o := newObject(n, r.where+": tiers", r.problems)
		limit := TierLimit{Value: o.text("value"), Most: o.atLeastOne("most", "a tier has room for at least one byte")}
		o.end()
		if limit.Value != "" && slices.ContainsFunc(t.Tiers, func(other TierLimit) bool { return other.Value == limit.Value }) {
			o.complain("value", limit.Value+" is there already", "name each tier once")
		}
		if n := len(t.Tiers); n > 0 && limit.Most <= t.Tiers[n-1].Most {
			o.complain("most", fmt.Sprintf("%s has no more room than %s", limit.Value, t.Tiers[n-1].Value), "write the tiers from the lowest on")
		}
		t.Tiers = append(t.Tiers, limit)
	}
	if len(t.Tiers) == 0 {
		r.complain("tiers", "no tier is named", `write "tiers": [{"value": TEXT, "most": N}, ...]`)
	}
	if m := r.resourceShape().Member(t.Member); m != nil {
		if enum := r.api.Shape(m.Shape); enum.Kind == Enum {
			for _, tier := range t.Tiers {
				r.checkValues("tiers", enum, []string{tier.Value})
			}
			if t.Chosen != "" {
				r.checkValues("chosen", enum, []string{t.Chosen})
			}
		}
	}
	return t
}

// TierLowered says what becomes of a put that asks for a lower tier than the resource has.
// Choices: error:CODE, and kept, which is that the tier stays. Without such a clause, the
// tier is lowered.
//
//	{"kind": "tier/lowered", "choice": CHOICE}
type TierLowered struct{}

func (TierLowered) rule() {}

func readTierLowered(*clauseReader) Rule { return TierLowered{} }

// Tier returns what the operation says of the tiers of what it puts, or nil.
func (o *Operation) Tier() *Tier { return ruleOf[Tier](o, "tier") }

// TieredBy reports whether a member of what the operation puts is its tier.
func (o *Operation) TieredBy(member string) bool {
	t := o.Tier()
	return t != nil && t.Member == member
}

// Rank returns how high a tier is, from 0 for the lowest, and for none.
func (t Tier) Rank(value string) int {
	for i, tier := range t.Tiers {
		if tier.Value == value {
			return i
		}
	}
	return 0
}
