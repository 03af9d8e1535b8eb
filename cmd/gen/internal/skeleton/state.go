package skeleton

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// stateFile adds the state of a fake as its user sees it, and as the fake
// holds it.
func (k *Skeleton) stateFile(f *jen.File) {
	k.stateType(f)
	k.stateDecoder(f)
	k.accountType(f)
	k.newAccount(f)
	k.checkState(f)
	k.loadMethod(f)
	k.saveMethod(f)
	k.writtenMethod(f)
	for _, s := range k.stores.Facts() {
		fact := clause.FactOf(k.Types, s)
		if clause.Looks(k.API, s.Resource.Name) {
			fact.ValueMethod(f)
		}
		begins := func(*jen.Group) {}
		if k.processes {
			begins = func(g *jen.Group) { k.process.Decides(g, s) }
		}
		fact.PutMethod(f, clause.Watches(k.Types, k.stores, s), begins)
	}
	var kept []*model.Shape
	for _, s := range k.stores {
		kept = append(kept, s.Shape)
	}
	for _, t := range k.tokens {
		if t.Output != "" {
			kept = append(kept, k.Shape(t.Output))
		}
	}
	for _, s := range k.Copied(kept) {
		k.CloneMethod(f, s)
	}
}

// stateType adds
//
//	// A State is everything that a fake holds for one account in one region.
//	type State struct {
//		ConfigRules []ConfigRule
//		…
//	}
func (k *Skeleton) stateType(f *jen.File) {
	f.Add(printer.Doc("A State is everything that a fake holds for one account in one region, in the order in which it was put there. " +
		"It is plain data: write it as a literal, compare it, or keep it as JSON. Nil slices are empty."))
	f.Type().Id("State").StructFunc(func(g *jen.Group) {
		for _, s := range k.stores {
			if fact := s.Resource.Fact; fact != nil {
				g.Add(printer.Doc(s.Field + " is what is decided of the fact " + fact.Name + ". Whatever is not listed is " + fact.Initially + "."))
			} else {
				g.Add(printer.Doc(s.Field + " are the entities " + s.Resource.Name + " that there are. No two have the same " + printer.Series(s.Resource.Key) + "."))
			}
			g.Id(s.Field).Index().Id(s.Shape.GoName)
		}
	})
	f.Line()
}

// stateDecoder adds the reading of a state, which somebody wrote.
func (k *Skeleton) stateDecoder(f *jen.File) {
	f.Add(printer.Doc("DecodeJSON reads s, in place of all that was there. It reports false where there is null."))
	f.Func().Params(jen.Id("s").Op("*").Id("State")).Id("DecodeJSON").Params(jen.Id("d").Op("*").Add(printer.Runtime("Decoder"))).Bool().Block(
		jen.Op("*").Id("s").Op("=").Id("State").Values(),
		jen.If(jen.Op("!").Id("d").Dot("Object").Call()).Block(jen.Return(jen.False())),
		jen.For(jen.Id("d").Dot("Member").Call()).BlockFunc(func(g *jen.Group) {
			unknown := jen.Id("d").Dot("Unknown").Call()
			if len(k.stores) == 0 {
				g.Add(unknown)
				return
			}
			g.Switch(jen.String().Call(jen.Id("d").Dot("Name").Call())).BlockFunc(func(g *jen.Group) {
				for _, s := range k.stores {
					g.Case(jen.Lit(s.Field)).Block(
						jen.Id("s").Dot(s.Field).Op("=").Add(printer.Runtime("Structs")).Types(jen.Id(s.Shape.GoName)).Call(jen.Id("d")),
					)
				}
				g.Default().Block(unknown)
			})
		}),
		jen.Return(jen.True()),
	)
	f.Line()
	f.Add(printer.Doc("UnmarshalJSON reads s strictly: a member that there is not, or that is given twice, is an error. " +
		"All errors are returned at once, each with its line and column."))
	f.Func().Params(jen.Id("s").Op("*").Id("State")).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Return(printer.Runtime("UnmarshalStrict").Call(jen.Id("data"), jen.Id("s"))),
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
func (k *Skeleton) accountType(f *jen.File) {
	f.Add(printer.Doc("An account is what the fake holds for one account in one region."))
	f.Type().Id("account").StructFunc(func(g *jen.Group) {
		for _, s := range k.stores {
			g.Id(s.Field).Add(s.TableType())
		}
		if k.accountChooses {
			g.Id("profile").Op("*").Id("Profile")
		}
		if k.needsNow {
			g.Add(printer.Doc("now is the time of the call that is being answered."))
			g.Id("now").Qual("time", "Time")
		}
		if k.assignsTimes {
			g.Add(printer.Doc("times are those of calls, as resources keep them."))
			g.Id("times").Add(printer.Runtime("Times"))
		}
		if k.assignsWords {
			g.Add(printer.Doc("words gives out what {unique} stands for."))
			g.Id("words").Add(printer.Runtime("Words"))
		}
		for _, t := range k.tokens {
			t.Field(g)
		}
		if k.processes {
			k.process.Fields(g)
		}
	})
	f.Line()
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
func (k *Skeleton) newAccount(f *jen.File) {
	f.Func().Do(func(s *jen.Statement) {
		if k.accountChooses {
			s.Params(jen.Id("p").Op("*").Id("Profile"))
		}
	}).Id("newAccount").Params().Op("*").Id("account").Block(
		jen.Return(jen.Op("&").Id("account").CustomFunc(printer.Lines, func(g *jen.Group) {
			if k.accountChooses {
				g.Id("profile").Op(":").Id("p")
			}
			for _, s := range k.stores {
				g.Id(s.Field).Op(":").Add(s.TableType()).CustomFunc(printer.Lines, func(g *jen.Group) {
					g.Add(clause.TableKey(k.Types, s))
					if expires := clause.Expires(k.Types, s); expires != nil {
						g.Add(expires)
					}
				})
			}
			if k.processes {
				k.process.Made(g)
			}
		})),
	)
	f.Line()
}

// loadMethod adds
//
//	// load replaces all that the account holds.
//	func (a *account) load(s State, f *Fake) {
//		*a = *newAccount()
//		a.now = f.Clock.Now()
//		for _, v := range s.ConfigRules {
//			v = v.clone()
//			f.completeConfigRule(a, &v)
//			a.ConfigRules.Put(v)
//		}
//		…
//	}
func (k *Skeleton) loadMethod(f *jen.File) {
	doc := "load replaces all that the account holds, which is that of a fake's scope."
	if slices.ContainsFunc(k.stores, func(s *operation.Store) bool { return len(k.API.Histories(s.Resource.Name)) > 0 }) {
		doc += " What comes without versions of its own has its present one."
	}
	f.Add(printer.Doc(doc))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("load").Params(jen.Id("s").Id("State"), k.loader()).BlockFunc(func(g *jen.Group) {
		if k.accountChooses {
			g.Op("*").Id("a").Op("=").Op("*").Id("a").Dot("profile").Dot("newAccount").Call()
		} else {
			g.Op("*").Id("a").Op("=").Op("*").Id("newAccount").Call()
		}
		if k.needsNow {
			g.Id("a").Dot("now").Op("=").Id("f").Dot("Clock").Dot("Now").Call()
		}
		for _, s := range k.stores {
			put := jen.Id("a").Dot(s.Field).Dot("Put")
			if s.Resource.Fact != nil {
				put = jen.Id("a").Dot("put" + s.Field)
			}
			g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(clause.InOrder(k.Types, s, jen.Id("s").Dot(s.Field)))).BlockFunc(func(g *jen.Group) {
				complete := clause.CompletionOf(k.Types, k.stores, s)
				if !complete.Any() {
					g.Add(put.Call(k.Clone(s.Shape, jen.Id("v"))))
					return
				}
				if k.Shares(s.Shape) {
					g.Id("v").Op("=").Add(k.Clone(s.Shape, jen.Id("v")))
				}
				g.Add(complete.Call(jen.Id("a"), jen.Op("&").Id("v")))
				g.Add(put.Call(jen.Id("v")))
			})
		}
		clause.Record(g, k.Types, k.stores)
		if k.processes {
			k.process.Loaded(g)
		}
	})
	f.Line()
}

// loader returns the parameter of load for the fake, which is needed for its scope,
// its clock and what it makes of resources.
func (k *Skeleton) loader() *jen.Statement {
	name := "_"
	needed := func(s *operation.Store) bool {
		return clause.CompletionOf(k.Types, k.stores, s).Any() || len(k.API.Histories(s.Resource.Name)) > 0 && clause.TreatmentsOf(k.Types, s).Any()
	}
	if k.needsNow || slices.ContainsFunc(k.stores, needed) {
		name = "f"
	}
	return jen.Id(name).Op("*").Id("Fake")
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
func (k *Skeleton) saveMethod(f *jen.File) {
	f.Add(printer.Doc("save returns a copy of all that the account holds."))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("save").Params().Id("State").Block(
		jen.Return(jen.Id("State").CustomFunc(printer.Lines, func(g *jen.Group) {
			for _, s := range k.stores {
				values := jen.Id("a").Dot(s.Field).Dot("Values").Call()
				if k.Shares(s.Shape) {
					values = printer.Runtime("CloneList").Call(values, jen.Id(s.Shape.GoName).Dot("clone"))
				}
				g.Id(s.Field).Op(":").Add(values)
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
func (k *Skeleton) writtenMethod(f *jen.File) {
	var any []*jen.Statement
	for _, s := range k.stores {
		any = append(any, jen.Id("a").Dot(s.Field).Dot("Written").Call())
	}
	written := printer.Or(any...)
	if written == nil {
		written = jen.False()
	}
	f.Add(printer.Doc("written reports whether anything was ever written to the account."))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("written").Params().Bool().Block(jen.Return(written))
	f.Line()
}
