package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// stateFile adds the state of a fake as its user sees it, and as the fake
// holds it.
func (e *emitter) stateFile(f *jen.File) {
	e.stateType(f)
	e.stateDecoder(f)
	e.accountType(f)
	e.newAccount(f)
	e.loadMethod(f)
	e.saveMethod(f)
	e.writtenMethod(f)
	for _, s := range e.stores() {
		if s.thing.Fact == nil {
			continue
		}
		if e.guards(s) {
			e.valueMethod(f, s)
		}
		e.putMethod(f, s)
	}
	for _, s := range e.copied() {
		e.cloneMethod(f, s)
	}
}

// guards reports whether some operation asks for the value of a fact.
func (e *emitter) guards(fact *store) bool {
	for _, placed := range e.api.AllClauses() {
		switch rule := placed.Clause.Rule.(type) {
		case model.Guard:
			if rule.Fact == fact.thing.Name {
				return true
			}
		case model.GuardForm:
			if rule.Fact == fact.thing.Name {
				return true
			}
		}
	}
	return false
}

// stateType adds
//
//	// A State is everything that a fake holds for one account in one region.
//	type State struct {
//		ConfigRules []ConfigRule
//		…
//	}
func (e *emitter) stateType(f *jen.File) {
	f.Add(doc("A State is everything that a fake holds for one account in one region, in the order in which it was put there. " +
		"It is plain data: write it as a literal, compare it, or keep it as JSON. Nil slices are empty."))
	f.Type().Id("State").StructFunc(func(g *jen.Group) {
		for _, s := range e.stores() {
			if fact := s.thing.Fact; fact != nil {
				g.Add(doc(s.field + " is what is decided of the fact " + fact.Name + ". Whatever is not listed is " + fact.Initially + "."))
			} else {
				g.Add(doc(s.field + " are the entities " + s.thing.Name + " that there are. No two have the same " + series(s.thing.Key) + "."))
			}
			g.Id(s.field).Index().Id(s.shape.GoName)
		}
	})
	f.Line()
}

// stateDecoder adds the reading of a state, which somebody wrote.
func (e *emitter) stateDecoder(f *jen.File) {
	f.Add(doc("DecodeJSON reads s, in place of all that was there. It reports false where there is null."))
	f.Func().Params(jen.Id("s").Op("*").Id("State")).Id("DecodeJSON").Params(jen.Id("d").Op("*").Qual(runtimePath, "Decoder")).Bool().Block(
		jen.Op("*").Id("s").Op("=").Id("State").Values(),
		jen.If(jen.Op("!").Id("d").Dot("Object").Call()).Block(jen.Return(jen.False())),
		jen.For(jen.Id("d").Dot("Member").Call()).BlockFunc(func(g *jen.Group) {
			unknown := jen.Id("d").Dot("Unknown").Call()
			if len(e.stores()) == 0 {
				g.Add(unknown)
				return
			}
			g.Switch(jen.String().Call(jen.Id("d").Dot("Name").Call())).BlockFunc(func(g *jen.Group) {
				for _, s := range e.stores() {
					g.Case(jen.Lit(s.field)).Block(
						jen.Id("s").Dot(s.field).Op("=").Qual(runtimePath, "Structs").Types(jen.Id(s.shape.GoName)).Call(jen.Id("d")),
					)
				}
				g.Default().Block(unknown)
			})
		}),
		jen.Return(jen.True()),
	)
	f.Line()
	f.Add(doc("UnmarshalJSON reads s strictly: a member that there is not, or that is given twice, is an error. " +
		"All errors are returned at once, each with its line and column."))
	f.Func().Params(jen.Id("s").Op("*").Id("State")).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Return(jen.Qual(runtimePath, "UnmarshalStrict").Call(jen.Id("data"), jen.Id("s"))),
	)
	f.Line()
}

// accountType adds
//
//	// An account is a State as the fake holds it.
//	type account struct {
//		ConfigRules runtime.Table[struct{}, string, ConfigRule]
//		…
//		now time.Time
//	}
func (e *emitter) accountType(f *jen.File) {
	f.Add(doc("An account is what the fake holds for one account in one region."))
	f.Type().Id("account").StructFunc(func(g *jen.Group) {
		for _, s := range e.stores() {
			g.Id(s.field).Add(s.tableType())
		}
		if e.accountChooses() {
			g.Id("profile").Op("*").Id("Profile")
		}
		if e.needsNow() {
			g.Add(doc("now is the time of the call that is being answered."))
			g.Id("now").Qual("time", "Time")
		}
		if e.assignsWords() {
			g.Add(doc("words gives out what {unique} stands for."))
			g.Id("words").Qual(runtimePath, "Words")
		}
	})
	f.Line()
}

// needsNow reports whether some clause depends on the time.
func (e *emitter) needsNow() bool {
	for _, placed := range e.api.AllClauses() {
		switch rule := placed.Clause.Rule.(type) {
		case model.Past, model.Expiry:
			return true
		case model.Assigned:
			if rule.Value == "{now}" {
				return true
			}
		}
	}
	return false
}

// newAccount adds
//
//	func newAccount() *account {
//		return &account{
//			ConfigRules: runtime.Table[…]{Key: …},
//		}
//	}
//
// Where accounts do not all do the same, it is a method of the profile.
func (e *emitter) newAccount(f *jen.File) {
	f.Func().Do(func(s *jen.Statement) {
		if e.accountChooses() {
			s.Params(jen.Id("p").Op("*").Id("Profile"))
		}
	}).Id("newAccount").Params().Op("*").Id("account").Block(
		jen.Return(jen.Op("&").Id("account").CustomFunc(lines, func(g *jen.Group) {
			if e.accountChooses() {
				g.Id("profile").Op(":").Id("p")
			}
			for _, s := range e.stores() {
				g.Id(s.field).Op(":").Add(s.tableType()).CustomFunc(lines, func(g *jen.Group) {
					g.Add(e.tableKey(s))
					if expires := e.expires(s); expires != nil {
						g.Add(expires)
					}
				})
			}
		})),
	)
	f.Line()
}

// tableKey returns the field of a table that says how a value is found:
//
//	// clause key-identity: …
//	Key: func(v *RemediationException) (string, [2]string) {
//		return v.ConfigRuleName, [2]string{v.ResourceType, v.ResourceID}
//	},
func (e *emitter) tableKey(s *store) *jen.Statement {
	text := func(m string) jen.Code { return e.text(e.memberOf(jen.Id("v"), s.shape, m)) }
	var key *jen.Statement
	if open(s.identity) {
		key = s.from(jen.Id("p")).placed(text)
	} else {
		p, k := s.keys(text)
		key = jen.List(p, k)
	}
	field := jen.Id("Key").Op(":").Func().Params(jen.Id("v").Op("*").Id(s.shape.GoName)).
		Params(keyType(s.thing.Partition), keyType(s.rest)).Block(jen.Return(key))
	if s.identity == nil {
		return field
	}
	return jen.Add(clauseComment(s.identity.ID, s.identity.Says)).Line().Add(field)
}

// loadMethod adds
//
//	// load replaces all that the account holds.
//	func (a *account) load(s State) {
//		*a = *newAccount()
//		for _, v := range s.ConfigRules {
//			a.ConfigRules.Put(v.clone())
//		}
//		…
//	}
func (e *emitter) loadMethod(f *jen.File) {
	f.Add(doc("load replaces all that the account holds."))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("load").Params(jen.Id("s").Id("State")).BlockFunc(func(g *jen.Group) {
		if e.accountChooses() {
			g.Op("*").Id("a").Op("=").Op("*").Id("a").Dot("profile").Dot("newAccount").Call()
		} else {
			g.Op("*").Id("a").Op("=").Op("*").Id("newAccount").Call()
		}
		for _, s := range e.stores() {
			put := jen.Id("a").Dot(s.field).Dot("Put")
			if s.thing.Fact != nil {
				put = jen.Id("a").Dot("put" + s.field)
			}
			g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Id("s").Dot(s.field)).Block(
				put.Call(e.clone(s.shape, jen.Id("v"))),
			)
		}
	})
	f.Line()
}

// saveMethod adds
//
//	// save returns a copy of all that the account holds.
//	func (a *account) save() State {
//		return State{
//			ConfigRules: runtime.CloneList(a.ConfigRules.Values(), ConfigRule.clone),
//			…
//		}
//	}
func (e *emitter) saveMethod(f *jen.File) {
	f.Add(doc("save returns a copy of all that the account holds."))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("save").Params().Id("State").Block(
		jen.Return(jen.Id("State").CustomFunc(lines, func(g *jen.Group) {
			for _, s := range e.stores() {
				values := jen.Id("a").Dot(s.field).Dot("Values").Call()
				if e.shares(s.shape) {
					values = jen.Qual(runtimePath, "CloneList").Call(values, jen.Id(s.shape.GoName).Dot("clone"))
				}
				g.Id(s.field).Op(":").Add(values)
			}
		})),
	)
	f.Line()
}

// writtenMethod adds
//
//	// written reports whether anything was ever written to the account.
//	func (a *account) written() bool {
//		return a.ConfigRules.Written() || …
//	}
func (e *emitter) writtenMethod(f *jen.File) {
	any := jen.False()
	for i, s := range e.stores() {
		if i == 0 {
			any = &jen.Statement{}
		} else {
			any.Op("||")
		}
		any.Id("a").Dot(s.field).Dot("Written").Call()
	}
	f.Add(doc("written reports whether anything was ever written to the account."))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("written").Params().Bool().Block(jen.Return(any))
	f.Line()
}
