package emit

import (
	"cmp"
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// apiFile adds the handshake with the runtime and the client interface.
func (e *emitter) apiFile(f *jen.File) {
	f.Add(handshake())
	f.Line()
	f.Add(doc("API is the operations of " + e.apiName() + " that the contract has."))
	f.Add(e.apiInterface())
}

// handshake returns
//
//	// A compile error here means …
//	const _ = runtime.IsAtLeastVersion0_1_0
func handshake() *jen.Statement {
	return doc("A compile error here means that this package needs a newer package fake/runtime: "+
		"upgrade github.com/fakesmith/fakesmith, or generate this package again with the gen of the version in use.").
		Line().Const().Id("_").Op("=").Qual(runtimePath, "IsAtLeastVersion0_1_0")
}

// apiInterface returns
//
//	type API interface {
//		// PutRemediationExceptions adds or replaces exceptions.
//		PutRemediationExceptions(ctx context.Context, in *PutRemediationExceptionsInput) (*PutRemediationExceptionsOutput, error)
//		…
//	}
func (e *emitter) apiInterface() *jen.Statement {
	return jen.Type().Id("API").InterfaceFunc(func(g *jen.Group) {
		for i := range e.api.Operations {
			op := &e.api.Operations[i]
			if i > 0 {
				g.Line()
			}
			g.Add(doc(operationDoc(op)))
			g.Add(e.signature(op))
		}
	})
}

// signature returns the name, parameters and results of an operation's method.
// An answer without a body leaves nothing to return but an error:
//
//	PutThings(ctx context.Context, in *PutThingsInput) (*PutThingsOutput, error)
//	DeleteThing(ctx context.Context, in *DeleteThingInput) error
func (e *emitter) signature(op *model.Operation) *jen.Statement {
	s := jen.Id(op.GoName).Params(
		jen.Id("ctx").Qual("context", "Context"),
		jen.Id("in").Op("*").Id(e.inputType(op)),
	)
	if op.Output == "" {
		return s.Error()
	}
	return s.Params(jen.Op("*").Id(e.outputType(op)), jen.Error())
}

// inputType returns the name of the type of an operation's input.
func (e *emitter) inputType(op *model.Operation) string {
	if s := e.api.Shape(op.Input); s != nil {
		return s.GoName
	}
	return op.GoName + "Input"
}

// outputType returns the name of the type of an operation's output, or "" if
// its answer has no body.
func (e *emitter) outputType(op *model.Operation) string {
	if s := e.api.Shape(op.Output); s != nil {
		return s.GoName
	}
	return ""
}

func operationDoc(op *model.Operation) string {
	if op.Doc == "" {
		return op.GoName + " is an operation whose meaning the document does not say."
	}
	return sentence(about(op.GoName, op.Doc, ""))
}

// apiName returns the API's name in prose.
func (e *emitter) apiName() string { return cmp.Or(e.api.Name, "the API") }

// packageDoc returns the comment of the generated package.
func (e *emitter) packageDoc() string {
	text := "Package " + e.pkg + " is an in-memory fake of operations of " + e.apiName() + "."
	if e.api.Doc != "" {
		text += "\n\n" + sentence(e.api.Doc)
	}
	if len(silences(e.api)) > 0 {
		text += "\n\nWhere its documentation is silent, a [Profile] says what the fake does. The zero Profile is what the model says."
	}
	text += e.unmodelled()
	return text
}

// unmodelled says in the comment of the package what the fake does nothing
// with.
func (e *emitter) unmodelled() string {
	text := ""
	for i := range e.api.Operations {
		op := &e.api.Operations[i]
		for _, u := range op.Unmodelled {
			text += fmt.Sprintf("\n- %s of %s: %s", u.Path, op.Name, u.Why)
		}
	}
	if text == "" {
		return ""
	}
	return "\n\nThe fake takes these parts of inputs as they come, and does not do with them what the service does:\n" + text
}
