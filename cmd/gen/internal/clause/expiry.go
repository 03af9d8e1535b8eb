package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// Expires returns the field of a table that says when its values are gone, or
// nil if they never are:
//
//	// clause expiry: …
//	Expires: func(v *RemediationException) *fake.Time { return v.ExpirationTime },
func Expires(t *shape.Types, s *operation.Store) *jen.Statement {
	if s.EntryExpiry != nil {
		return entryExpires(t, s)
	}
	if l, changes := LifecycleOf(t, s); changes && s.Deleting != nil {
		return l.expires()
	}
	if s.Expiry == nil {
		return nil
	}
	at := t.MemberOf(jen.Id("v"), s.Shape, s.Expiry.Rule.(model.Expiry).At)
	return comment(s.Expiry).Line().
		Id("Expires").Op(":").Func().Params(jen.Id("v").Op("*").Id(s.Shape.GoName)).
		Op("*").Add(printer.Fake("Time")).Block(jen.Return(at.Pointer()))
}

// A past is the clause about a time that has passed already.
type past struct {
	clause *model.Clause
	rule   model.Past
}

func newPast(c *model.Clause) any { return past{c, c.Rule.(model.Past)} }

// Request adds, where such a time is an error:
//
//	// clause past-expiry: …
//	if in.ExpirationTime != nil && !in.ExpirationTime.After(here.now) {
//		return nil, runtime.Errorf(…)
//	}
func (p past) Request(s operation.Scope) {
	const otherwise = "It is stored, and has already expired."
	at := s.Effect.Bound(p.rule.At)
	if !s.Enforced(p.clause, otherwise) || at == "" {
		return
	}
	s.OnceOrEach([]model.Path{at}, func(s scope) {
		given := s.InputAt(at)
		passed := jen.Op("!").Add(given.Expr).Dot("After").Call(printer.Sel(operation.Here, "now"))
		s.If(printer.And(given.Present(), passed), func(s scope) {
			s.FailOr(p.clause, otherwise, at.Last()+" is not in the future")
		})
	})
}

// A Precision is the clause that says how much of a time is kept.
type Precision struct {
	clause *model.Clause
	member string
}

// PrecisionOf returns the clause about a member, and whether there is one.
func PrecisionOf(o *operation.Operation, member string) (Precision, bool) {
	for _, c := range o.All("expiry/precision") {
		if c.Rule.(model.Precision).At == member {
			return Precision{c, member}, true
		}
	}
	return Precision{}, false
}

// Open reports whether the profile says how much is kept.
func (p Precision) Open() bool { return names.Open(p.clause) }

// Field returns the field of a literal for the member:
//
//	// clause expiry-precision: …
//	ExpirationTime: runtime.Millis(in.ExpirationTime)
func (p Precision) Field(s operation.Scope, from shape.Place) *jen.Statement {
	field := s.Store.Shape.Member(p.member).GoName
	return comment(p.clause).Line().Add(jen.Id(field).Op(":").Add(p.kept(s, p.clause.Choice, from)))
}

// Keep adds what the member of a resource is set to:
//
//	// clause expiry-precision: …
//	switch f.profile.ExpiryPrecision {
//	case ChoiceSeconds:
//		common.ExpirationTime = runtime.Seconds(in.ExpirationTime)
//	default:
//		common.ExpirationTime = runtime.Millis(in.ExpirationTime)
//	}
func (p Precision) Keep(s operation.Scope, of string, from shape.Place) {
	s.Say(p.clause)
	s.Choose(p.clause, func(s scope, choice string) {
		s.Set(s.MemberPlace(of, p.member).Expr, "=", p.kept(s, choice, from))
	})
}

// kept returns what is kept of a time in a choice. An expiry travels with
// milliseconds at most, and is kept so.
func (p Precision) kept(s scope, choice string, from shape.Place) *jen.Statement {
	precision := "Millis"
	if choice == "seconds" {
		precision = "Seconds"
	}
	cut := printer.Runtime(precision).Call(from.Pointer())
	if !s.MemberPlace(operation.Item, p.member).Ptr {
		return printer.Runtime("Value").Call(cut)
	}
	return cut
}

// comment returns the comment that names a clause.
func comment(c *model.Clause) *jen.Statement { return printer.Clause(c.ID, c.Description) }

// NeedsNow reports whether some clause of an API depends on the time.
func NeedsNow(api *model.API) bool {
	for _, placed := range api.AllClauses() {
		switch placed.Clause.Rule.(type) {
		case model.Past, model.Expiry, model.EntryExpiry, model.Process:
			return true
		}
	}
	return AssignsTimes(api)
}
