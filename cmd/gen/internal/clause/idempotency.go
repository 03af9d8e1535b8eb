package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A Tokens is what is known of the idempotency tokens of an operation.
type Tokens struct {
	*operation.Operation
	clause, other, gone *model.Clause
}

// TokensOf returns that, and false where requests have none.
func TokensOf(o *operation.Operation) (Tokens, bool) {
	t := Tokens{o, o.Clause("idempotency"), o.Clause("idempotency/other"), o.Clause("idempotency/gone")}
	return t, t.clause != nil
}

const (
	request = "request" // the request as text
	earlier = "earlier" // the request that had the token first
)

// Field adds the field of an account that has the tokens.
//
//	createPipelineTokens runtime.Tokens[runtime.Ref[struct{}, string], CreatePipelineOutput]
func (t Tokens) Field(g *jen.Group) {
	of, reply := jen.Struct(), jen.Struct()
	if t.gone != nil {
		of = printer.Runtime("Ref").Types(t.Store.KeyTypes()...)
	}
	if t.Output != "" {
		reply = jen.Id(t.OutputType(t.Operation.Operation))
	}
	g.Add(printer.Doc(t.field() + " are the tokens of the requests of " + t.Name + " that succeeded."))
	g.Id(t.field()).Add(printer.Runtime("Tokens")).Types(of, reply)
}

func (t Tokens) field() string { return printer.LowerFirst(t.GoName) + "Tokens" }

func (t Tokens) table() *jen.Statement { return printer.Sel(operation.Here, t.field()) }

func (t Tokens) token() *jen.Statement { return t.InputPlace(t.Token()).OrZero() }

// Repeat adds what becomes of a request whose token an earlier one had:
//
//	// clause create-token: …
//	request := string(runtime.Marshal(in))
//	earlier := here.createPipelineTokens.Find(in.ClientRequestToken)
//	if earlier != nil && earlier.Request == request {
//		return new(earlier.Reply.clone()), nil
//	}
//
//	// clause create-token-other: …
//	if earlier != nil {
//		return nil, runtime.Errorf(…)
//	}
func (t Tokens) Repeat(s operation.Scope) {
	s.Say(t.clause)
	s.Set(jen.Id(request), ":=", jen.String().Call(printer.Runtime("Marshal").Call(jen.Id(operation.In))))
	s.Set(jen.Id(earlier), ":=", t.table().Dot("Find").Call(t.token()))
	if t.gone != nil {
		t.forget(s)
	}
	s.If(jen.Id(earlier).Op("!=").Nil().Op("&&").Id(earlier).Dot("Request").Op("==").Id(request), t.answer)
	s.Say(t.other)
	s.If(jen.Id(earlier).Op("!=").Nil(), func(s scope) {
		s.Choose(t.other, func(s scope, choice string) {
			switch code := model.ErrorOf(choice); {
			case code != "":
				s.Fail(code, t.Token().Last()+" is that of another request")
			case choice == "answered":
				t.answer(s)
			default:
				s.Remark("It is done as if the token were new.")
			}
		})
	})
}

// forget adds what becomes of a token when the resource is gone that was put with it.
func (t Tokens) forget(s operation.Scope) {
	s.Say(t.gone)
	if !operation.May(t.gone, "executed") {
		s.Remark("The token stays that of the earlier request.")
		return
	}
	gone := jen.Op("!").Add(t.Store.Table()).Dot("Has").Call(jen.Id(earlier).Dot("Of"))
	if l, changes := LifecycleOf(t.Types, t.Store); changes && t.Store.Deleting != nil {
		// What is being deleted is gone for all but reads.
		is := jen.Func().Params(jen.Id("v").Op("*").Id(t.Store.Shape.GoName)).Bool().Block(jen.Return(l.deleting("!=")))
		gone = jen.Op("!").Add(t.Store.Table()).Dot("HasLike").Call(jen.Id(earlier).Dot("Of"), is)
	}
	s.If(jen.Id(earlier).Op("!=").Nil().Op("&&").Add(gone), func(s scope) {
		s.Choose(t.gone, func(s scope, choice string) {
			if choice == "executed" {
				s.Set(jen.Id(earlier), "=", jen.Nil())
			} else {
				s.Remark("The token stays that of the earlier request.")
			}
		})
	})
}

// answer adds the reply that the earlier request had.
func (t Tokens) answer(s operation.Scope) {
	if t.Output == "" {
		s.Return(jen.Nil())
		return
	}
	reply := jen.Id(earlier).Dot("Reply")
	if out := t.Shape(t.Output); t.Shares(out) {
		reply = reply.Dot("clone").Call()
	}
	s.Return(jen.New(reply), jen.Nil())
}

// Keep adds what notes that the request has succeeded, before out is returned.
//
//	here.createPipelineTokens.Keep(in.ClientRequestToken, request, here.Pipelines.Ref(struct{}{}, item.PipelineName), *out)
func (t Tokens) Keep(s operation.Scope) {
	of, reply := jen.Struct().Values(), jen.Struct().Values()
	if t.gone != nil {
		of = t.Store.Table().Dot("Ref").Call(t.Store.Located(t.ItemText))
	}
	if t.Output != "" {
		reply = jen.Op("*").Id(operation.Out)
		if out := t.Shape(t.Output); t.Shares(out) {
			reply = jen.Id(operation.Out).Dot("clone").Call()
		}
	}
	s.Say(t.clause)
	s.Add(t.table().Dot("Keep").Call(t.token(), jen.Id(request), of, reply))
}

// Succeed adds the return of an output with nothing to report, of an operation whose
// requests may have tokens.
func Succeed(s operation.Scope) {
	t, has := TokensOf(s.Operation)
	if !has {
		s.SucceedEmpty()
		return
	}
	if s.Output != "" {
		s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
	}
	t.Keep(s)
	s.Succeed(t.out())
}

func (t Tokens) out() jen.Code {
	if t.Output == "" {
		return nil
	}
	return jen.Id(operation.Out)
}
