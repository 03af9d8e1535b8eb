package skeleton

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// apiFile adds the handshake with the runtime and the client interface.
func (k *Skeleton) apiFile(f *jen.File) {
	f.Add(handshake())
	f.Line()
	f.Add(printer.Doc("API is the operations of " + k.APIName() + " that the contract has."))
	f.Add(k.apiInterface())
}

// handshake returns
//
//	// A compile error here means …
//	const _ = runtime.IsAtLeastVersion0_1_0
func handshake() *jen.Statement {
	return printer.Doc("A compile error here means that this package needs a newer package fake/runtime: " +
		"upgrade github.com/fakesmith/fakesmith, or generate this package again with the gen of the version in use.").
		Line().Const().Id("_").Op("=").Add(printer.Runtime("IsAtLeastVersion0_1_0"))
}

// apiInterface returns
//
//	type API interface {
//		// PutRemediationExceptions adds or replaces exceptions.
//		PutRemediationExceptions(ctx context.Context, in *PutRemediationExceptionsInput) (*PutRemediationExceptionsOutput, error)
//		…
//	}
func (k *Skeleton) apiInterface() *jen.Statement {
	return jen.Type().Id("API").InterfaceFunc(func(g *jen.Group) {
		for i := range k.API.Operations {
			op := &k.API.Operations[i]
			if i > 0 {
				g.Line()
			}
			g.Add(printer.Doc(operationDoc(op)))
			g.Add(k.signature(op))
		}
	})
}

// signature returns the name, parameters and results of an operation's method.
// An answer without a body leaves nothing to return but an error:
//
//	PutThings(ctx context.Context, in *PutThingsInput) (*PutThingsOutput, error)
//	DeleteThing(ctx context.Context, in *DeleteThingInput) error
func (k *Skeleton) signature(op *model.Operation) *jen.Statement {
	s := jen.Id(op.GoName).Params(
		jen.Id("ctx").Qual("context", "Context"),
		jen.Id("in").Op("*").Id(k.InputType(op)),
	)
	if op.Output == "" {
		return s.Error()
	}
	return s.Params(jen.Op("*").Id(k.OutputType(op)), jen.Error())
}

func operationDoc(op *model.Operation) string {
	if op.Doc == "" {
		return op.GoName + " is an operation whose meaning the document does not say."
	}
	return printer.Sentence(printer.About(op.GoName, op.Doc, ""))
}

// packageDoc returns the comment of the generated package.
func (k *Skeleton) packageDoc() string {
	text := "Package " + k.Package + " is an in-memory fake of operations of " + k.APIName() + "."
	if k.API.Doc != "" {
		text += "\n\n" + printer.Sentence(k.API.Doc)
	}
	if k.chooses() {
		text += "\n\nWhere its documentation is silent, a [Profile] says what the fake does. The zero Profile is what the model says."
	}
	text += k.unmodelled()
	return text
}

// unmodelled says in the comment of the package what the fake does nothing
// with.
func (k *Skeleton) unmodelled() string {
	text := ""
	for i := range k.API.Operations {
		op := &k.API.Operations[i]
		for _, u := range op.Unmodelled {
			text += fmt.Sprintf("\n- %s of %s: %s", u.Path, op.Name, u.Why)
		}
	}
	if text == "" {
		return ""
	}
	return "\n\nThe fake takes these parts of inputs as they come, and does not do with them what the service does:\n" + text
}
