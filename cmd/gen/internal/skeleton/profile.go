package skeleton

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
)

// profileFile adds the profile: the choices in all open clauses.
func (k *Skeleton) profileFile(f *jen.File) {
	k.profileType(f)
	k.choiceConstants(f)
	receiver := jen.Id("p").Id("Profile")
	f.Add(printer.Doc("Validate returns everything that is wrong with the choices, or nil."))
	f.Func().Params(receiver).Id("Validate").Params().Error().Block(
		jen.Return(jen.Id("p").Dot("openClauses").Call().Dot("Check").Call()),
	)
	f.Line()
	f.Add(printer.Doc("UnmarshalJSON reads a profile from a JSON object of clause ids and choices. The error holds everything that is wrong with it."))
	f.Func().Params(jen.Id("p").Op("*").Id("Profile")).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Op("*").Id("p").Op("=").Id("Profile").Values(),
		jen.Return(jen.Id("p").Dot("openClauses").Call().Dot("Read").Call(jen.Id("data"))),
	)
	f.Line()
	k.openClausesMethod(f)
	k.profileMethods(f)
	clause.IdentityMethods(f, k.stores, k.Types)
}

// profileType adds
//
//	// A Profile says …
//	type Profile struct {
//		// OmittedMembers is the choice in clause omitted-members: ChoiceCleared,
//		// which is the model's own, or ChoiceKept. By default: …
//		OmittedMembers fake.Choice `json:"omitted-members,omitempty"`
//		…
//	}
func (k *Skeleton) profileType(f *jen.File) {
	f.Add(printer.Doc("A Profile says what the fake does where the documentation of " + k.APIName() + " is silent: for each clause of the contract " +
		"that leaves a choice, which one the fake makes. An empty choice is the model's own, so that the zero Profile is what the model says. " +
		"In JSON it is an object of clause ids and choices."))
	f.Type().Id("Profile").StructFunc(func(g *jen.Group) {
		for _, c := range k.OpenClauses() {
			name := k.Field(c)
			var others []string
			for _, choice := range c.Choices {
				if choice != c.Choice {
					others = append(others, k.Choice(choice))
				}
			}
			g.Add(printer.Doc(name + " is the choice in clause " + c.ID + ": " + k.Choice(c.Choice) + ", which is the model's own, or " +
				strings.Join(others, " or ") + ". By default: " + printer.Sentence(c.Description)))
			g.Id(name).Add(printer.Fake("Choice")).Tag(map[string]string{"json": c.ID + ",omitempty"})
		}
	})
	f.Line()
}

// choiceConstants adds
//
//	// The choices that clauses leave. …
//	const (
//		ChoiceCleared fake.Choice = "cleared"
//		…
//	)
func (k *Skeleton) choiceConstants(f *jen.File) {
	f.Add(printer.Doc("The choices that clauses leave. One to answer with an error is named after the error."))
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, choice := range k.Choices() {
			g.Id(k.Choice(choice)).Add(printer.Fake("Choice")).Op("=").Lit(choice)
		}
	})
	f.Line()
}

// openClausesMethod adds
//
//	// openClauses lists the clauses with choices, and what p chooses.
//	func (p *Profile) openClauses() runtime.OpenClauses {
//		return runtime.OpenClauses{
//			{"omitted-members", &p.OmittedMembers, []fake.Choice{ChoiceCleared, ChoiceKept}},
//			…
//		}
//	}
func (k *Skeleton) openClausesMethod(f *jen.File) {
	f.Add(printer.Doc("openClauses lists the clauses with choices, and the field of p for each."))
	f.Func().Params(jen.Id("p").Op("*").Id("Profile")).Id("openClauses").Params().Add(printer.Runtime("OpenClauses")).Block(
		jen.Return(printer.Runtime("OpenClauses").CustomFunc(printer.Lines, func(g *jen.Group) {
			for _, c := range k.OpenClauses() {
				names := []jen.Code{jen.Id(k.Choice(c.Choice))} // the model's own comes first
				for _, choice := range c.Choices {
					if choice != c.Choice {
						names = append(names, jen.Id(k.Choice(choice)))
					}
				}
				g.CustomFunc(printer.Inline, func(g *jen.Group) {
					g.Id("Clause").Op(":").Lit(c.ID)
					g.Id("Chosen").Op(":").Op("&").Id("p").Dot(k.Field(c))
					g.Id("Choices").Op(":").Index().Add(printer.Fake("Choice")).Values(names...)
				})
			}
		})),
	)
	f.Line()
}

// profileMethods adds Profile and SetProfile.
func (k *Skeleton) profileMethods(f *jen.File) {
	f.Add(printer.Doc("Profile returns the choices that the fake makes."))
	f.Add(method("Profile").Params().Id("Profile").Block(append(locked(),
		jen.Return(jen.Op("*").Id("f").Dot("profile")),
	)...))
	f.Line()
	f.Add(printer.Doc("SetProfile has the fake make other choices from the next call on, in every account and region. What it holds stays. " +
		"If anything is wrong with the choices it makes none of them, and returns all that is."))
	f.Add(method("SetProfile").Params(jen.Id("p").Id("Profile")).Error().BlockFunc(func(g *jen.Group) {
		g.If(jen.Id("err").Op(":=").Id("p").Dot("Validate").Call(), jen.Id("err").Op("!=").Nil()).Block(jen.Return(jen.Id("err")))
		for _, l := range locked() {
			g.Add(l)
		}
		g.Op("*").Id("f").Dot("profile").Op("=").Id("p")
		if folding := k.stores.Folding(); len(folding) > 0 {
			g.For(jen.List(jen.Id("_"), jen.Id("a")).Op(":=").Range().Id("f").Dot("store").Dot("All").Call()).BlockFunc(func(g *jen.Group) {
				for _, s := range folding {
					g.Id("a").Dot(s.Field).Dot("Rekey").Call()
				}
			})
		}
		g.Return(jen.Nil())
	}))
	f.Line()
}
