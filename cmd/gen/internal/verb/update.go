package verb

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
)

// updates adds the rest of an operation that changes what has to be there:
//
//	old := here.Pipelines.Get(struct{}{}, in.PipelineName)
//	// clause update-absent: …
//	if old == nil {
//		return nil, runtime.Errorf(…)
//	}
func updates(s scope) {
	s.Set(jen.Id(operation.Old), ":=", s.Store.Get(s.KeyText))
	clause.AbsentOf(s.Operation).Missing(s, jen.Id(operation.Old).Op("==").Nil())
	clause.Give(s)
	items(s)
	keep(s)
	clause.Answer(s)
}
