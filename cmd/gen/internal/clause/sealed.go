package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// Seals reports whether an operation returns texts sealed.
func Seals(o *operation.Operation) bool { return o.Clause("sealed") != nil }

// Seal adds that texts are sealed of a copy of a resource, which a variable holds:
//
//	// clause get-sealed: …
//	if runtime.Value(whole.Type) == "SecureString" && !runtime.Value(in.WithDecryption) {
//		whole.Value = runtime.Seal(whole.Value)
//	}
func Seal(s operation.Scope, name string) {
	for _, c := range s.All("sealed") {
		rule := c.Rule.(model.Sealed)
		text := s.MemberPlace(name, rule.Member)
		var seals []*jen.Statement
		for _, when := range rule.When {
			seals = append(seals, s.Text(s.MemberPlace(name, string(when.Path))).Op("==").Lit(when.Value))
		}
		if rule.Unless != "" {
			seals = append(seals, jen.Op("!").Add(s.InputPlace(rule.Unless).Flag()))
		}
		seal := func(s scope) { s.Set(text.Expr, "=", pointed(text, printer.Runtime("Seal").Call(s.Text(text)))) }
		s.Say(c)
		s.If(printer.And(append(seals, text.Present())...), seal)
	}
}
