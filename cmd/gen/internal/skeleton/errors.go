package skeleton

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
)

// errorsFile adds
//
//	// Errors that the contract names. …
//	const (
//		// InvalidParameterValue: a parameter is not valid.
//		InvalidParameterValue fake.Code = "InvalidParameterValueException"
//		…
//	)
//
//	// errorCodes returns all of them.
//	func errorCodes() []fake.Code { … }
func (k *Skeleton) errorsFile(f *jen.File) {
	f.Add(printer.Doc("Errors that the contract names. An operation answers with a [*fake.Error] that wraps one of them, so that errors.Is distinguishes them."))
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, shape := range k.API.Errors {
			text := shape.GoName + " is the code " + shape.Code + "."
			if shape.Doc != "" {
				text = shape.GoName + ": " + printer.Sentence(printer.LowerStart(shape.Doc))
			}
			g.Add(printer.Doc(text))
			g.Id(shape.GoName).Add(printer.Fake("Code")).Op("=").Lit(shape.Code)
		}
	})
	f.Line()
	f.Add(printer.Doc("errorCodes returns all of them."))
	f.Func().Id("errorCodes").Params().Index().Add(printer.Fake("Code")).Block(
		jen.Return(jen.Index().Add(printer.Fake("Code")).CustomFunc(printer.Lines, func(g *jen.Group) {
			for _, shape := range k.API.Errors {
				g.Id(shape.GoName)
			}
		})),
	)
}
