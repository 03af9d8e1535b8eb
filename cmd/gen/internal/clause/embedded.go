package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// An embedded is the clause that a text is a JSON array of entries.
type embedded struct {
	clause *model.Clause
	rule   model.Embedded
}

func newEmbedded(c *model.Clause) any { return embedded{c, c.Rule.(model.Embedded)} }

// The variables of the entries of a text, and of one of them.
const (
	entriesVar = "entries"
	entryVar   = "entry"
)

// Item adds the check of the entries:
//
//	// clause put-policies: …
//	entries, array := runtime.Entries(runtime.Value(item.Policies), "[{}]")
//	if !array {
//		return nil, runtime.Errorf(…)
//	}
//	for _, entry := range entries {
//		switch entry.Text("Type") {
//		case "Expiration":
//			…
//		default:
//			return nil, runtime.Errorf(…)
//		}
//	}
func (e embedded) Item(s operation.Scope) {
	member := e.rule.Member
	s.Say(e.clause)
	s.Set(jen.List(jen.Id(entriesVar), jen.Id("array")), ":=", e.entries(s, operation.Item))
	s.If(jen.Op("!").Id("array"), func(s scope) {
		const what = " is no JSON array of objects"
		if malformed := s.Clause("embedded/malformed"); malformed != nil {
			s.Say(malformed)
			s.FailOr(malformed, "", member+what)
		} else {
			s.Fail(e.rule.Invalid, member+what)
		}
	})
	s.For(jen.List(jen.Id("_"), jen.Id(entryVar)).Op(":=").Range().Id(entriesVar), func(s scope) {
		s.Switch(textAt(e.rule.Type), func(s scope) {
			for _, t := range e.rule.Types {
				s.Case([]jen.Code{jen.Lit(t.Value)}, func(s scope) { e.needs(s, t) })
			}
			s.Case(nil, func(s scope) {
				s.Fail(e.rule.Unknown, member+" has an entry of the type %q", textAt(e.rule.Type))
			})
		})
	})
	for _, c := range s.All("embedded/once") {
		once := c.Rule.(model.EntryOnce)
		e.limit(s, c, printer.Runtime("CountEntries").Call(jen.Id(entriesVar), jen.Lit(string(e.rule.Type)), jen.Lit(once.Type)), 1, "entries of the type "+once.Type)
	}
	for _, c := range s.All("embedded/quota") {
		e.limit(s, c, jen.Len(jen.Id(entriesVar)), c.Rule.(model.EntryQuota).Most, "entries")
	}
}

// entries returns the call that reads the entries of a resource that a variable holds.
func (e embedded) entries(s scope, of string) *jen.Statement {
	return printer.Runtime("Entries").Call(s.Text(s.MemberPlace(of, e.rule.Member)), jen.Lit(e.rule.None))
}

// textAt returns the text at a place in the entry at hand.
func textAt(place model.Path) *jen.Statement {
	return jen.Id(entryVar).Dot("Text").Call(jen.Lit(string(place)))
}

// needs adds the check of what an entry of a type has.
func (e embedded) needs(s scope, t model.EntryType) {
	var lacks []*jen.Statement
	for _, need := range t.Needs {
		args := []jen.Code{jen.Lit(string(need.At))}
		for _, v := range need.Values {
			args = append(args, jen.Lit(v))
		}
		lacks = append(lacks, jen.Op("!").Id(entryVar).Dot("Has").Call(args...))
	}
	if len(lacks) > 0 {
		s.If(printer.Or(lacks...), func(s scope) {
			s.Fail(e.rule.Invalid, e.rule.Member+" has an entry of the type "+t.Value+" that lacks what it needs")
		})
	}
	expiry := s.Clause("embedded/expiry")
	if expiry == nil || expiry.Rule.(model.EntryExpiry).Type != t.Value {
		return
	}
	place := string(expiry.Rule.(model.EntryExpiry).At)
	s.Say(expiry)
	past := s.Clause("embedded/past")
	at := jen.Id(entryVar).Dot("Time").Call(jen.Lit(place))
	noTime := func(s scope) { s.Fail(e.rule.Invalid, "%q is no time", textAt(model.Path(place))) }
	if past == nil {
		s.If(jen.Add(at).Op("==").Nil(), noTime)
		return
	}
	s.Set(jen.Id("at"), ":=", at)
	s.If(jen.Id("at").Op("==").Nil(), noTime)
	const otherwise = "It is stored, and has already expired."
	if s.Enforced(past, otherwise) {
		s.If(jen.Op("!").Id("at").Dot("After").Call(printer.Sel(operation.Here, "now")), func(s scope) {
			s.FailOr(past, otherwise, place+" is not in the future")
		})
	}
}

// limit adds the check that there are no more of something than there may be.
func (e embedded) limit(s scope, c *model.Clause, there *jen.Statement, most int, what string) {
	const otherwise = "It may have as many as it has."
	if s.Enforced(c, otherwise) {
		s.If(jen.Add(there).Op(">").Lit(most), func(s scope) {
			s.FailOr(c, otherwise, e.rule.Member+" has more "+what+" than %d", jen.Lit(most))
		})
	}
}

// entryExpires is Expires for a time in an entry:
//
//	// clause put-expiration: …
//	Expires: func(v *StoredParameter) *fake.Time {
//		return runtime.EntryTime(runtime.Value(v.Policies), "[{}]", "Type", "Expiration", "Attributes.Timestamp")
//	},
func entryExpires(t *shape.Types, s *operation.Store) *jen.Statement {
	rule, of := s.EntryExpiry.Rule.(model.EntryExpiry), t.API.EmbeddedIn(s.Resource.Name).Embedded()
	text := t.Text(t.MemberOf(jen.Id("v"), s.Shape, of.Member))
	return comment(s.EntryExpiry).Line().
		Id("Expires").Op(":").Func().Params(jen.Id("v").Op("*").Id(s.Shape.GoName)).
		Op("*").Add(printer.Fake("Time")).Block(jen.Return(
		printer.Runtime("EntryTime").Call(text, jen.Lit(of.None), jen.Lit(string(of.Type)), jen.Lit(rule.Type), jen.Lit(string(rule.At))),
	))
}

// Advance adds, at the beginning of each call, what takes away the resources that have
// expired, with all that goes with one that is deleted:
//
//	for _, gone := range here.Parameters.Advance(here.now) {
//		// clause put-history: …
//		here.ParameterVersions.DeletePartition(gone.Name)
//	}
func Advance(g *jen.Group, t *shape.Types, stores operation.Stores, of *operation.Store) {
	put, deletion := t.API.EmbeddedIn(of.Resource.Name), t.API.Deletion(of.Resource.Name)
	key := func(member string) jen.Code { return t.Text(t.MemberOf(jen.Id("gone"), of.Shape, member)) }
	advance := of.Table().Dot("Advance").Call(printer.Sel(operation.Here, "now"))
	follows := len(t.API.Histories(of.Resource.Name)) > 0 || deletion != nil && deletion.Clause("cascade") != nil
	if !follows {
		g.Add(advance)
		return
	}
	s := operation.New(t, stores, put).Body(g)
	s.For(jen.List(jen.Id("_"), jen.Id("gone")).Op(":=").Range().Add(advance), func(s scope) {
		forget(s, key)
		if deletion == nil {
			return
		}
		as := operation.New(t, stores, deletion)
		s.Operation = as
		for _, c := range as.All("cascade") {
			newCascade(c).(cascade).of(s, key)
		}
	})
}

// An entryTier is the clause that entries need a tier.
type entryTier struct {
	clause *model.Clause
	rule   model.EntryTier
	of     embedded
}

// entryTierOf returns the clause of an operation, and whether there is one.
func entryTierOf(o *operation.Operation) (entryTier, bool) {
	c, of := o.Clause("embedded/tier"), o.Clause("embedded")
	if c == nil || of == nil {
		return entryTier{}, false
	}
	return entryTier{c, c.Rule.(model.EntryTier), newEmbedded(of).(embedded)}, true
}

// there returns the condition that the resource called item is put with entries.
func (e entryTier) there(s scope) *jen.Statement {
	return printer.Runtime("HasEntries").Call(s.Text(s.MemberPlace(operation.Item, e.of.rule.Member)), jen.Lit(e.of.rule.None))
}

// raise adds that the service chooses no lower tier:
//
//	// clause put-policies-tier: …
//	if item.Tier == "Intelligent-Tiering" && runtime.HasEntries(…) {
//		has = runtime.HigherTier(tiers, has, "Advanced")
//	}
func (e entryTier) raise(s scope, t tier, field shape.Place, tiers *jen.Statement, has jen.Code) {
	if t.rule.Chosen == "" {
		return
	}
	s.Say(e.clause)
	s.If(printer.And(s.Text(field).Op("==").Lit(t.rule.Chosen), e.there(s)), func(s scope) {
		s.Set(jen.Add(has), "=", printer.Runtime("HigherTier").Call(tiers, has, jen.Lit(e.rule.Least)))
	})
}

// check adds what becomes of entries that the resource has no tier for:
//
//	if runtime.HasEntries(…) && runtime.HigherTier(tiers, tier, "Advanced") != tier {
//		return nil, runtime.Errorf(…)
//	}
func (e entryTier) check(s scope, tiers *jen.Statement, tier jen.Code) {
	const otherwise = "Any tier will do."
	if !s.Enforced(e.clause, otherwise) {
		return
	}
	s.If(printer.And(e.there(s), printer.Runtime("HigherTier").Call(tiers, tier, jen.Lit(e.rule.Least)).Op("!=").Add(tier)), func(s scope) {
		s.FailOr(e.clause, otherwise, e.of.rule.Member+" needs the tier %s", jen.Lit(e.rule.Least))
	})
}

// An EntryShown is the clause that a list has the entries of each resource.
type EntryShown struct {
	clause *model.Clause
	rule   model.EntryShown
}

// EntryShownOf returns the clause of an operation, and whether there is one.
func EntryShownOf(o *operation.Operation) (EntryShown, bool) {
	c := o.Clause("embedded/shown")
	if c == nil {
		return EntryShown{}, false
	}
	return EntryShown{c, c.Rule.(model.EntryShown)}, true
}

// Add adds the entries of the resource called v to what is returned of it:
//
//	// clause describe-policies: …
//	entries, _ := runtime.Entries(runtime.Value(v.Policies), "[{}]")
//	for _, entry := range entries {
//		row.Policies = append(row.Policies, ParameterInlinePolicy{…})
//	}
func (e EntryShown) Add(s operation.Scope, row jen.Code) {
	of := embedded{rule: *s.API.EmbeddedIn(s.Effect.Of).Embedded()}
	into := s.Follow(row, s.OutputShape(s.Effect.Shown()).Name, e.rule.In)
	elem := s.Shape(into.Shape.Elem)
	var leaves []shape.Leaf
	for member, expr := range map[string]*jen.Statement{
		e.rule.Text:   jen.Id(entryVar).Dot("JSON").Call(),
		e.rule.Type:   textAt(of.rule.Type),
		e.rule.Status: jen.Lit(e.rule.Pending),
	} {
		if m := elem.Member(member); m != nil {
			leaves = append(leaves, shape.Leaf{Path: model.Path(member), From: shape.Place{Expr: expr, Shape: s.Shape(m.Shape)}})
		}
	}
	s.Say(e.clause)
	s.Set(jen.List(jen.Id(entriesVar), jen.Id("_")), ":=", of.entries(s, "v"))
	s.For(jen.List(jen.Id("_"), jen.Id(entryVar)).Op(":=").Range().Id(entriesVar), func(s scope) {
		s.Set(into.Expr, "=", jen.Append(into.Expr, s.Composed(elem, leaves)))
	})
}
