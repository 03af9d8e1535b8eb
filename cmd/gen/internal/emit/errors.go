package emit

import (
	"github.com/dave/jennifer/jen"
)

// errorsFile adds
//
//	// Errors that the contract names. …
//	const (
//		// InvalidParameterValue: a parameter is not valid.
//		InvalidParameterValue fake.Code = "InvalidParameterValueException"
//		…
//	)
func (e *emitter) errorsFile(f *jen.File) {
	f.Add(doc("Errors that the contract names. An operation answers with a [*fake.Error] that wraps one of them, so that errors.Is tells which."))
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, shape := range e.api.Errors {
			text := shape.GoName + " is the code " + shape.Code + "."
			if shape.Doc != "" {
				text = shape.GoName + ": " + sentence(lowerStart(shape.Doc))
			}
			g.Add(doc(text))
			g.Id(shape.GoName).Qual(fakePath, "Code").Op("=").Lit(shape.Code)
		}
	})
}
