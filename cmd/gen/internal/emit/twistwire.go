package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// wirePath is the package with the defects of the wire.
const wirePath = Command + "/mutants/internal/wire"

// heldIn returns the scope whose state is the one of a scope.
func (e *emitter) heldIn(scope *jen.Statement) *jen.Statement {
	for _, field := range []struct{ twist, name string }{{"account", "Account"}, {"region", "Region"}} {
		if e.twistedKind("isolation", field.twist) {
			other := map[string]string{"Account": "Region", "Region": "Account"}[field.name]
			return jen.Qual(fakePath, "Scope").CustomFunc(inline, func(g *jen.Group) {
				g.Id(field.name).Op(":").Qual(fakePath, "DefaultScope").Dot(field.name)
				g.Id(other).Op(":").Add(scope).Dot(other)
			})
		}
	}
	return scope
}

// handled returns the function that does an operation for the dispatcher.
func (e *emitter) handled(op *model.Operation) *jen.Statement {
	do := jen.Id("at").Dot("do" + op.GoName)
	if !e.checksLate() {
		return do
	}
	result := jen.Error()
	if op.Output != "" {
		result = jen.Params(jen.Op("*").Id(e.outputType(op)), jen.Error())
	}
	return jen.Func().Params(jen.Id("in").Op("*").Id("unchecked" + op.GoName)).Add(result).Block(
		jen.Return(do.Call(jen.Op("&").Id("in").Dot(e.inputType(op)))),
	)
}

// checksLate reports whether the service is asked before the constraints are
// checked.
func (e *emitter) checksLate() bool {
	return e.latePrecedence() != nil && e.latePrecedence().First == model.Constraints
}

// readsLate reports whether the constraints are checked before what is of the
// wrong type is told.
func (e *emitter) readsLate() bool {
	return e.latePrecedence() != nil && e.latePrecedence().First == model.Serialization
}

// latePrecedence returns the rule about precedence that is twisted, or nil.
func (e *emitter) latePrecedence() *model.Precedence {
	for i := range e.api.Clauses {
		if c := &e.api.Clauses[i]; e.twisted(c, "swapped") {
			rule := c.Rule.(model.Precedence)
			return &rule
		}
	}
	return nil
}

// uncheckedInput adds an input whose constraints are not checked before the
// operation.
func (e *emitter) uncheckedInput(f *jen.File, op *model.Operation) {
	if !e.checksLate() {
		return
	}
	f.Type().Id("unchecked" + op.GoName).Struct(jen.Id(e.inputType(op)))
	f.Line()
	f.Func().Params(jen.Op("*").Id("unchecked" + op.GoName)).Id("Validate").Params().Error().Block(jen.Return(jen.Nil()))
	f.Line()
}

// checkLate adds the check of the constraints where it comes too late.
func (b *body) checkLate() {
	if !b.checksLate() {
		return
	}
	b.g.If(jen.Id("err").Op(":=").Id(inVar).Dot("Validate").Call(), jen.Id("err").Op("!=").Nil()).BlockFunc(b.in(func() {
		b.returnError(jen.Id("err"))
	}))
}

// serving returns what serves a call over the wire: the statement given, unless
// a rule of the wire is twisted.
func (e *emitter) serving(serve *jen.Statement) *jen.Statement {
	defect := e.defect()
	if defect == nil {
		return serve
	}
	return defect.Call(jen.Id("w"), jen.Id("r"),
		jen.Func().Params(jen.Id("w").Qual("net/http", "ResponseWriter"), jen.Id("r").Op("*").Qual("net/http", "Request")).Block(serve))
}

// defect returns the function that breaks the rule of the wire that is twisted,
// or nil.
func (e *emitter) defect() *jen.Statement {
	if e.readsLate() {
		return jen.Qual(wirePath, "ConstraintsFirst").Call(jen.Lit(e.ruleError(model.WrongType)), jen.Lit(e.ruleError("")), e.brokenConstraints())
	}
	for i := range e.api.Operations {
		if op := &e.api.Operations[i]; e.twisted(op.Clause("fan-out"), "bounded") {
			return jen.Qual(wirePath, "Bounded").Call(jen.Lit(op.Name), jen.Lit(e.ruleError(model.MalformedBody)))
		}
	}
	for i := range e.api.Clauses {
		c := &e.api.Clauses[i]
		switch rule := c.Rule.(type) {
		case model.Protocol:
			if e.twistedAny(c, "accepted", "refused") {
				return e.requestDefect(rule)
			}
		case model.Reply:
			if e.twistedAny(c, "broken", "broken-errors") {
				return e.replyDefect(rule, e.twisted(c, "broken-errors"))
			}
		}
	}
	return nil
}

// requestDefect returns the defect of a rule about requests.
func (e *emitter) requestDefect(rule model.Protocol) *jen.Statement {
	with := func(name string, args ...jen.Code) *jen.Statement { return jen.Qual(wirePath, name).Call(args...) }
	malformed := jen.Lit(e.ruleError(model.MalformedBody))
	switch rule.Name {
	case model.UnknownOperation:
		return with("UnknownOperation", jen.Lit(rule.Error))
	case model.MalformedBody:
		return with("MalformedBody", jen.Lit(rule.Error))
	case model.TrailingBytes:
		return jen.Qual(wirePath, "TrailingBytes")
	case model.WrongType:
		return with("WrongType", jen.Lit(rule.Error))
	case model.EmptyBody:
		return with("EmptyBody", malformed)
	case model.NullMember:
		return with("NullMember", malformed)
	case model.UnknownMember:
		return with("UnknownMember", append([]jen.Code{malformed}, e.memberNames(func(*model.Member) bool { return true })...)...)
	case model.ContentTypeParameters:
		return with("ContentTypeParameters", jen.Lit(e.ruleError(model.UnknownOperation)))
	}
	return with("TimestampForms", malformed)
}

// replyDefect returns the defect of a rule about answers.
func (e *emitter) replyDefect(rule model.Reply, errors bool) *jen.Statement {
	name := map[string]string{
		model.ReplyEnvelope: "Envelope", model.ReplyMembers: "Members", model.ReplyTypes: "Types",
		model.ReplyErrors: "Errors", model.ReplyErrorBody: "ErrorBody", model.ReplyRequestID: "RequestID",
	}[rule.Name]
	switch rule.Name {
	case model.ReplyRequired:
		return jen.Qual(wirePath, "Required").Call(e.memberNames(func(m *model.Member) bool { return m.Required })...)
	case model.ReplyBounds:
		member, length := e.boundedMember()
		return jen.Qual(wirePath, "Bounds").Call(jen.Lit(member), jen.Lit(length))
	}
	if errors {
		name += "OfErrors"
	}
	return jen.Qual(wirePath, name)
}

// ruleError returns the code of the refusal by a rule of the wire.
func (e *emitter) ruleError(rule string) string {
	_, code := e.protocolError(rule)
	return code
}

// memberNames returns the names of the members of all structures for which a
// condition holds.
func (e *emitter) memberNames(wanted func(*model.Member) bool) []jen.Code {
	var names []string
	for _, s := range e.structures() {
		for i := range s.Members {
			if m := &s.Members[i]; wanted(m) {
				names = append(names, m.Name)
			}
		}
	}
	var all []jen.Code
	for _, n := range distinct(names) {
		all = append(all, jen.Lit(n))
	}
	return all
}

// boundedMember returns a text that things have and that has a greatest length,
// and one more than that length. A text that is no key is best, for whoever
// looks for the key still finds it.
func (e *emitter) boundedMember() (string, int) {
	name, length := "", 0
	for _, s := range e.stores() {
		for _, m := range s.shape.Members {
			shape := e.api.Shape(m.Shape)
			if shape.Kind == model.String && shape.Max != nil && (name == "" || !m.Required) {
				name, length = m.Name, int(shape.Max.Int)+1
			}
		}
	}
	return name, length
}

// brokenConstraints returns the function that reads a body as far as it can be
// read, and returns the message about what that breaks.
func (e *emitter) brokenConstraints() *jen.Statement {
	return jen.Func().Params(jen.Id("operation").String(), jen.Id("body").Index().Byte()).String().Block(
		jen.Var().Id("err").Error(),
		jen.Switch(jen.Id("operation")).BlockFunc(func(g *jen.Group) {
			for i := range e.api.Operations {
				op := &e.api.Operations[i]
				g.Case(jen.Lit(op.Name)).Block(
					jen.Var().Id("in").Id(e.inputType(op)),
					jen.Id("_").Op("=").Qual(runtimePath, "Unmarshal").Call(jen.Id("body"), jen.Op("&").Id("in")),
					jen.Id("err").Op("=").Id("in").Dot("Validate").Call(),
				)
			}
		}),
		jen.If(jen.List(jen.Id("invalid"), jen.Id("ok")).Op(":=").Qual("errors", "AsType").Types(jen.Op("*").Qual(runtimePath, "ValidationError")).Call(jen.Id("err")), jen.Id("ok")).Block(
			jen.Return(jen.Id("invalid").Dot("Message").Call()),
		),
		jen.Return(jen.Lit("")),
	)
}
