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
//
// Where the output itself is what shows the resource, it is that.
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
		startOutput(s)
		one = shownOf(s, "whole")
	} else {
		startOutput(s)
		one = returned(s)
	}
	place := s.OutputPlace(s.Effect.Into)
	itself := s.Effect.Into == ""
	switch {
	case (place.Ptr || itself) && len(s.Effect.As) > 0: // it is a literal
		one = jen.Op("&").Add(one)
	case place.Ptr || itself:
		one = jen.New(one)
	}
	if itself {
		s.Set(jen.Id(operation.Out), ":=", one)
	} else {
		s.Set(place.Expr, "=", one)
	}
	if selects {
		selector.Shown(s, place)
	}
	s.Succeed(jen.Id(operation.Out))
}

// startOutput adds the empty output to which the resource is added.
func startOutput(s scope) {
	if s.Effect.Into != "" {
		s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
	}
}
