package clause

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// Answer adds the output of an operation that has put the resource called item:
// an empty one, or where a clause says so, one with members of the resource:
//
//	// clause put-parameter-output: …
//	kept := f.returnStored(item)
//	out := &PutParameterOutput{}
//	out.Version = kept.Version
//	return out, nil
func Answer(s operation.Scope) {
	c := s.Clause("output")
	if c == nil {
		Succeed(s)
		return
	}
	s.Say(c)
	kept := operation.Item
	if treatments := TreatmentsOf(s.Types, s.Store); treatments.Any() && len(c.Rule.(model.Output).As) > 0 {
		kept = "kept"
		s.Set(jen.Id(kept), ":=", treatments.Returned(s.Clone(s.Store.Shape, jen.Id(operation.Item))))
	}
	s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
	for _, first := range firsts(c.Rule.(model.Output).As) {
		place := s.OutputPlace(first)
		var within []shape.Leaf
		for _, b := range c.Rule.(model.Output).As {
			from := s.MemberPlace(kept, b.Member)
			if b.Path == first {
				s.Set(place.Expr, "=", s.Assign(place, from))
			} else if rest, deeper := strings.CutPrefix(string(b.Path), string(first)+"."); deeper {
				within = append(within, shape.Leaf{Path: model.Path(rest), From: from})
			}
		}
		if len(within) == 0 {
			continue
		}
		value := s.Shown(place.Shape, within)
		if place.Ptr {
			value = jen.Op("&").Add(value)
		}
		s.Set(place.Expr, "=", value)
	}
	if tokens, ok := TokensOf(s.Operation); ok {
		tokens.Keep(s)
	}
	s.Succeed(jen.Id(operation.Out))
}

// firsts returns the members of an output in which paths begin, each once.
func firsts(as []model.Binding) []model.Path {
	var all []model.Path
	for _, b := range as {
		first, _, _ := strings.Cut(string(b.Path), ".")
		if !slices.Contains(all, model.Path(first)) {
			all = append(all, model.Path(first))
		}
	}
	return all
}
