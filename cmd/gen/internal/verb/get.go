package verb

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
)

// gets adds the rest of an operation that returns one resource:
//
//	v := here.Parameters.Get(in.Name)
//	// clause get-parameter-absent: …
//	if v == nil {
//		return nil, runtime.Errorf(…)
//	}
//	return &GetParameterOutput{Parameter: …}, nil
func gets(s scope) {
	selector, selects := clause.SelectorOf(s.Operation)
	key := s.KeyText
	if selects {
		key = selector.Cut(s)
	}
	s.Set(jen.Id("v"), ":=", s.Store.Get(key))
	clause.AbsentOf(s.Operation).Missing(s, jen.Id("v").Op("==").Nil())
	var one *jen.Statement
	if selects {
		s.Set(jen.Id("whole"), ":=", whole(s))
		selector.Select(s)
		clause.Seal(s, "whole")
		s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
		one = shownOf(s, "whole")
	} else {
		s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
		one = returned(s)
	}
	place := s.OutputPlace(s.Effect.Into)
	switch {
	case place.Ptr && len(s.Effect.As) > 0: // it is a literal
		one = jen.Op("&").Add(one)
	case place.Ptr:
		one = jen.New(one)
	}
	s.Set(place.Expr, "=", one)
	if selects {
		selector.Shown(s, place)
	}
	s.Succeed(jen.Id(operation.Out))
}
