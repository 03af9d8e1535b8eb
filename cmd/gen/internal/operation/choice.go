package operation

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// answers returns the choices that a fake may make in a clause: those that it
// leaves, or the one of the model.
func answers(c *model.Clause) []string {
	if names.Open(c) {
		return c.Choices
	}
	return []string{c.Choice}
}

// May reports whether a fake may make a choice in a clause. There may be no
// clause.
func May(c *model.Clause, choice string) bool { return c != nil && slices.Contains(answers(c), choice) }

// MayFail reports whether a fake may answer with an error.
func MayFail(c *model.Clause) bool {
	return c != nil && slices.ContainsFunc(answers(c), func(choice string) bool { return model.ErrorOf(choice) != "" })
}

// chosen returns the choice in an open clause, where the profile is reached
// through a receiver: f.profile.OmittedMembers.
func chosen(p *names.Plan, receiver string, c *model.Clause) *jen.Statement {
	return printer.Sel(receiver, "profile", p.Field(c))
}

// Chooses returns the condition that a choice is made, or nil for a clause that
// leaves none.
func (o *Operation) Chooses(c *model.Clause, choice string) *jen.Statement {
	if !names.Open(c) {
		return nil
	}
	made, wanted := chosen(o.Plan, "f", c), jen.Id(o.Choice(choice))
	if choice == c.Choice {
		// An empty choice is the model's own.
		made = jen.Qual("cmp", "Or").Call(made, wanted)
	}
	return made.Op("==").Add(wanted)
}

// Choose adds what an answer is in the choice that a clause makes, where the
// profile is reached through a receiver:
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
func Choose(p *names.Plan, b printer.Block, receiver string, c *model.Clause, answer func(b printer.Block, choice string)) {
	if !names.Open(c) {
		answer(b, c.Choice)
		return
	}
	SwitchOn(p, b, chosen(p, receiver, c), c, answer)
}

// SwitchOn adds the switch over the choices of an open clause, of which the one
// that is made has an expression.
func SwitchOn(p *names.Plan, b printer.Block, chosen jen.Code, c *model.Clause, answer func(b printer.Block, choice string)) {
	b.Switch(chosen, func(b printer.Block) {
		for _, choice := range c.Choices {
			if choice != c.Choice {
				b.Choice([]jen.Code{jen.Id(p.Choice(choice))}, func(b printer.Block) { answer(b, choice) })
			}
		}
		b.Choice(nil, func(b printer.Block) { answer(b, c.Choice) })
	})
}
