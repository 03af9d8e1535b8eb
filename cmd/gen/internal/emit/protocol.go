package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// protocolVar adds
//
//	// protocol says how calls travel.
//	func protocol() runtime.Protocol {
//		return runtime.Protocol{
//			TargetPrefix: "StarlingDoveService",
//			// clause unknown-operation: …
//			UnknownOperation: UnknownOperation,
//			…
//		}
//	}
//
// The rules of the wire that name no error are kept by package runtime itself.
func (e *emitter) protocolVar(f *jen.File) {
	f.Add(doc("protocol returns how calls travel. What the contract says of the wire beside it, package runtime keeps to."))
	f.Func().Id("protocol").Params().Qual(runtimePath, "Protocol").BlockFunc(func(g *jen.Group) {
		for i := range e.api.Clauses {
			c := &e.api.Clauses[i]
			rule, isRequest := c.Rule.(model.Protocol)
			if isRequest && rule.Error == "" || c.Kind == "protocol/reply" || c.Kind == "validation/text" {
				g.Add(clauseComment(c.ID, c.Says))
			}
		}
		g.Return(jen.Qual(runtimePath, "Protocol").CustomFunc(lines, func(g *jen.Group) {
			g.Id("TargetPrefix").Op(":").Lit(e.api.TargetPrefix)
			if e.api.Protocol == model.AWSJSON10 {
				g.Id("ContentType").Op(":").Lit("application/x-amz-json-1.0")
			}
			for _, field := range protocolFields {
				if c, code := e.protocolError(field.rule); c != nil {
					g.Add(clauseComment(c.ID, c.Says)).Line().Id(field.name).Op(":").Add(e.errorConstant(code))
				}
			}
		}))
	})
	f.Line()
}

// protocolFields are the fields of runtime.Protocol for the errors that come
// before any operation, with the rule that each is about: "" is the breaking
// of constraints.
var protocolFields = []struct{ name, rule string }{
	{"UnknownOperation", model.UnknownOperation},
	{"MalformedBody", model.MalformedBody},
	{"TrailingBytes", model.TrailingBytes},
	{"WrongType", model.WrongType},
	{"Validation", ""},
}

// protocolError returns the clause about a rule of the wire, and its error.
func (e *emitter) protocolError(rule string) (*model.Clause, string) {
	i := slices.IndexFunc(e.api.Clauses, func(c model.Clause) bool {
		switch r := c.Rule.(type) {
		case model.Protocol:
			return r.Name == rule
		case model.Validation:
			return rule == ""
		}
		return false
	})
	if i < 0 {
		return nil, ""
	}
	c := &e.api.Clauses[i]
	switch r := c.Rule.(type) {
	case model.Protocol:
		return c, r.Error
	case model.Validation:
		return c, r.Error
	}
	return nil, ""
}

// errorConstant returns the constant for an error's code.
func (e *emitter) errorConstant(code string) *jen.Statement {
	if shape := e.api.Error(code); shape != nil {
		return jen.Id(shape.GoName)
	}
	return jen.Lit(code)
}
