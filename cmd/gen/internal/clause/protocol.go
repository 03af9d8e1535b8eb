package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// Protocol adds
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
func Protocol(p *names.Plan, f *jen.File) {
	f.Add(printer.Doc("protocol returns how calls travel. What the contract says of the wire beside it, package runtime keeps to."))
	f.Func().Id("protocol").Params().Add(printer.Runtime("Protocol")).BlockFunc(func(g *jen.Group) {
		for i := range p.API.Clauses {
			c := &p.API.Clauses[i]
			rule, isRequest := c.Rule.(model.Protocol)
			if isRequest && rule.Error == "" || c.Kind == "protocol/reply" || c.Kind == "validation/text" {
				g.Add(comment(c))
			}
		}
		g.Return(printer.Runtime("Protocol").CustomFunc(printer.Lines, func(g *jen.Group) {
			g.Id("TargetPrefix").Op(":").Lit(p.API.TargetPrefix)
			if p.API.Protocol == model.AWSJSON10 {
				g.Id("ContentType").Op(":").Lit("application/x-amz-json-1.0")
			}
			if p.API.FrameworkValidation {
				g.Id("FrameworkValidation").Op(":").True()
			}
			if p.API.QueryCompatible {
				g.Id("QueryCompatible").Op(":").True()
			}
			if forms := errorForms(p); len(forms) > 0 {
				g.Id("Errors").Op(":").Map(printer.Fake("Code")).Add(printer.Runtime("ErrorForm")).Custom(printer.Lines, forms...)
			}
			for _, field := range protocolFields {
				if c, code := protocolError(p.API, field.rule); c != nil {
					g.Add(comment(c)).Line().Id(field.name).Op(":").Add(errorConstant(p, code))
				}
			}
		}))
	})
	f.Line()
}

// errorForms returns how errors travel that do so in another way than most:
//
//	InvalidGreeting: {Message: "Message"},
func errorForms(p *names.Plan) []jen.Code {
	var all []jen.Code
	for i := range p.API.Errors {
		e := &p.API.Errors[i]
		var fields []jen.Code
		for _, f := range []struct{ name, value string }{
			{"Namespace", e.Namespace}, {"Message", e.MessageName}, {"QueryCode", e.QueryCode},
		} {
			if f.value != "" {
				fields = append(fields, jen.Id(f.name).Op(":").Lit(f.value))
			}
		}
		if len(fields) > 0 {
			all = append(all, jen.Id(e.GoName).Op(":").Values(fields...))
		}
	}
	return all
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
func protocolError(api *model.API, rule string) (*model.Clause, string) {
	i := slices.IndexFunc(api.Clauses, func(c model.Clause) bool {
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
	c := &api.Clauses[i]
	if r, ok := c.Rule.(model.Protocol); ok {
		return c, r.Error
	}
	return c, c.Rule.(model.Validation).Error
}

// errorConstant returns the constant for an error's code.
func errorConstant(p *names.Plan, code string) *jen.Statement {
	if e := p.Error(code); e != nil {
		return jen.Id(e.GoName)
	}
	return jen.Lit(code)
}
