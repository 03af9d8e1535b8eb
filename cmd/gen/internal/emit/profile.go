package emit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// open reports whether a clause leaves a choice, which the fake then makes when
// it runs, as its profile says. All else is decided while the fake is written.
func open(c *model.Clause) bool {
	return c != nil && c.Ground == model.Assumed && len(c.Choices) > 1
}

// answers returns the choices that a fake may make in a clause: those that it
// leaves, or the one of the model.
func answers(c *model.Clause) []string {
	if open(c) {
		return c.Choices
	}
	return []string{c.Choice}
}

// may reports whether a fake may make a choice in a clause. There may be no
// clause.
func may(c *model.Clause, choice string) bool { return c != nil && slices.Contains(answers(c), choice) }

// mayFail reports whether a fake may answer with an error.
func mayFail(c *model.Clause) bool {
	return c != nil && slices.ContainsFunc(answers(c), func(choice string) bool { return model.ErrorOf(choice) != "" })
}

// silences returns the clauses that are open.
func silences(api *model.API) []*model.Clause {
	var all []*model.Clause
	for _, placed := range api.AllClauses() {
		if open(placed.Clause) {
			all = append(all, placed.Clause)
		}
	}
	return all
}

// chosen returns the choice in an open clause, where the profile is reached
// through a receiver: f.profile.OmittedMembers.
func chosen(receiver string, c *model.Clause) *jen.Statement {
	return jen.Id(receiver).Dot("profile").Dot(model.GoName(c.ID))
}

// chooses returns the condition that a choice is made in an open clause.
func chooses(receiver string, c *model.Clause, choice string) *jen.Statement {
	made, wanted := chosen(receiver, c), jen.Id(model.ChoiceGoName(choice))
	if choice == c.Choice {
		// An empty choice is the model's own.
		made = jen.Qual("cmp", "Or").Call(made, wanted)
	}
	return made.Op("==").Add(wanted)
}

// choose adds what an answer is in the choice that a clause makes:
//
//	switch f.profile.OmittedMembers {
//	case ChoiceKept:
//		…
//	default:
//		…
//	}
//
// The default is the model's own. A clause that leaves no choice needs no
// switch.
func (b *body) choose(c *model.Clause, answer func(choice string)) {
	if !open(c) {
		answer(c.Choice)
		return
	}
	ended := b.ended
	b.g.Add(switchOn("f", c, func(choice string) func(*jen.Group) {
		return b.in(func() {
			b.branch = true
			answer(choice)
		})
	}))
	b.ended = ended
}

// switchOn returns the switch over the choices of an open clause, of which
// block adds what each comes to.
func switchOn(receiver string, c *model.Clause, block func(choice string) func(*jen.Group)) *jen.Statement {
	return jen.Switch(chosen(receiver, c)).BlockFunc(func(g *jen.Group) {
		for _, choice := range c.Choices {
			if choice != c.Choice {
				g.Case(jen.Id(model.ChoiceGoName(choice))).BlockFunc(block(choice))
			}
		}
		g.Default().BlockFunc(block(c.Choice))
	})
}

// profileFile adds the profile: the choices in all open clauses.
func (e *emitter) profileFile(f *jen.File) {
	e.profileType(f)
	e.choiceConstants(f)
	receiver := jen.Id("p").Id("Profile")
	f.Add(doc("Validate returns everything that is wrong with the choices, or nil."))
	f.Func().Params(receiver).Id("Validate").Params().Error().Block(
		jen.Return(jen.Id("p").Dot("silences").Call().Dot("Check").Call()),
	)
	f.Line()
	f.Add(doc("UnmarshalJSON reads a profile from a JSON object of clause ids and choices. The error holds everything that is wrong with it."))
	f.Func().Params(jen.Id("p").Op("*").Id("Profile")).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Op("*").Id("p").Op("=").Id("Profile").Values(),
		jen.Return(jen.Id("p").Dot("silences").Call().Dot("Read").Call(jen.Id("data"))),
	)
	f.Line()
	e.silencesMethod(f)
	e.profileMethods(f)
	var last *model.Clause
	for _, s := range e.foldingStores() {
		if s.identity != last {
			e.identityMethod(f, s.identity)
		}
		last = s.identity
		if s.placedByProfile() {
			e.placeMethod(f, s)
		}
	}
}

// profileType adds
//
//	// A Profile says …
//	type Profile struct {
//		// OmittedMembers is the choice in clause omitted-members: ChoiceCleared,
//		// which is the model's own, or ChoiceKept. As the model has it: …
//		OmittedMembers fake.Choice `json:"omitted-members,omitempty"`
//		…
//	}
func (e *emitter) profileType(f *jen.File) {
	f.Add(doc("A Profile says what the fake does where the documentation of " + e.apiName() + " is silent: for each clause of the contract " +
		"that leaves a choice, which one the fake makes. An empty choice is the model's own, so that the zero Profile is what the model says. " +
		"In JSON it is an object of clause ids and choices."))
	f.Type().Id("Profile").StructFunc(func(g *jen.Group) {
		for _, c := range silences(e.api) {
			name := model.GoName(c.ID)
			var others []string
			for _, choice := range c.Choices {
				if choice != c.Choice {
					others = append(others, model.ChoiceGoName(choice))
				}
			}
			g.Add(doc(name + " is the choice in clause " + c.ID + ": " + model.ChoiceGoName(c.Choice) + ", which is the model's own, or " +
				strings.Join(others, " or ") + ". As the model has it: " + sentence(c.Says)))
			g.Id(name).Qual(fakePath, "Choice").Tag(map[string]string{"json": c.ID + ",omitempty"})
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
func (e *emitter) choiceConstants(f *jen.File) {
	f.Add(doc("The choices that clauses leave. One to answer with an error is named after the error."))
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, choice := range choices(e.api) {
			g.Id(model.ChoiceGoName(choice)).Qual(fakePath, "Choice").Op("=").Lit(choice)
		}
	})
	f.Line()
}

// choices returns the choices that open clauses leave, each once: the words,
// and then the errors.
func choices(api *model.API) []string {
	var words, errors []string
	for _, c := range silences(api) {
		for _, choice := range c.Choices {
			if model.ErrorOf(choice) != "" {
				errors = append(errors, choice)
			} else {
				words = append(words, choice)
			}
		}
	}
	return slices.Concat(distinct(words), distinct(errors))
}

// distinct returns words in the order in which they first come up.
func distinct(words []string) []string {
	var all []string
	for _, w := range words {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

// silencesMethod adds
//
//	// silences lists the clauses that leave a choice, and what p chooses.
//	func (p *Profile) silences() runtime.OpenClauses {
//		return runtime.OpenClauses{
//			{"omitted-members", &p.OmittedMembers, []fake.Choice{ChoiceCleared, ChoiceKept}},
//			…
//		}
//	}
func (e *emitter) silencesMethod(f *jen.File) {
	f.Add(doc("silences lists the clauses that leave a choice, and where p has its own."))
	f.Func().Params(jen.Id("p").Op("*").Id("Profile")).Id("silences").Params().Qual(runtimePath, "OpenClauses").Block(
		jen.Return(jen.Qual(runtimePath, "OpenClauses").CustomFunc(lines, func(g *jen.Group) {
			for _, c := range silences(e.api) {
				names := make([]jen.Code, len(c.Choices))
				for i, choice := range c.Choices {
					names[i] = jen.Id(model.ChoiceGoName(choice))
				}
				g.CustomFunc(inline, func(g *jen.Group) {
					g.Id("Clause").Op(":").Lit(c.ID)
					g.Id("Chosen").Op(":").Op("&").Id("p").Dot(model.GoName(c.ID))
					g.Id("Choices").Op(":").Index().Qual(fakePath, "Choice").Values(names...)
				})
			}
		})),
	)
	f.Line()
}

// profileMethods adds Profile and SetProfile.
func (e *emitter) profileMethods(f *jen.File) {
	f.Add(doc("Profile returns the choices that the fake makes."))
	f.Add(method("Profile").Params().Id("Profile").Block(append(locked(),
		jen.Return(jen.Op("*").Id("f").Dot("profile")),
	)...))
	f.Line()
	f.Add(doc("SetProfile has the fake make other choices from the next call on, in every account and region. What it holds stays. " +
		"If anything is wrong with the choices it makes none of them, and returns all that is."))
	f.Add(method("SetProfile").Params(jen.Id("p").Id("Profile")).Error().BlockFunc(func(g *jen.Group) {
		g.If(jen.Id("err").Op(":=").Id("p").Dot("Validate").Call(), jen.Id("err").Op("!=").Nil()).Block(jen.Return(jen.Id("err")))
		for _, l := range locked() {
			g.Add(l)
		}
		g.Op("*").Id("f").Dot("profile").Op("=").Id("p")
		if folding := e.foldingStores(); len(folding) > 0 {
			g.For(jen.List(jen.Id("_"), jen.Id("a")).Op(":=").Range().Id("f").Dot("store").Dot("All").Call()).BlockFunc(func(g *jen.Group) {
				for _, s := range folding {
					g.Id("a").Dot(s.field).Dot("Rekey").Call()
				}
			})
		}
		g.Return(jen.Nil())
	}))
	f.Line()
}

// foldingStores returns the stores of which the profile says what keys are
// equal.
func (e *emitter) foldingStores() []*store {
	return slices.DeleteFunc(e.stores(), func(s *store) bool { return !open(s.identity) })
}

// accountChooses reports whether what is done in an account depends on the
// profile.
func (e *emitter) accountChooses() bool {
	return len(e.foldingStores()) > 0 || slices.ContainsFunc(silences(e.api), func(c *model.Clause) bool {
		_, later := c.Rule.(model.GuardLater)
		return later
	})
}

// checkChoices reports every pair of open clauses, and of choices, that would
// have one name in Go.
func checkChoices(api *model.API, n *names) {
	open := silences(api)
	if len(open) == 0 {
		return
	}
	n.taken["Profile"] = "the profile of a fake"
	for _, choice := range choices(api) {
		first := open[slices.IndexFunc(open, func(c *model.Clause) bool { return slices.Contains(c.Choices, choice) })]
		n.take(first.Pos, model.ChoiceGoName(choice), "choice "+strconv.Quote(choice)+" of clause "+first.ID)
	}
	fields := names{problems: n.problems, taken: map[string]string{}, where: "clauses that leave a choice", fix: "give the clause another id"}
	for _, method := range []string{"UnmarshalJSON", "Validate"} {
		fields.taken[method] = "a method of the profile"
	}
	for _, c := range open {
		fields.take(c.Pos, model.GoName(c.ID), "clause "+c.ID)
	}
}
