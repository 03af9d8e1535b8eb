package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
)

// Remove returns the expression that deletes the resource that the input names,
// and is false if it was not there.
func Remove(s operation.Scope) *jen.Statement {
	return s.Store.Table().Dot("Delete").Call(s.Store.Located(s.KeyText))
}
