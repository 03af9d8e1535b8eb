package verb

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// writes adds the rest of an operation that puts entities or sets facts.
func writes(s scope) {
	rejections := clause.RejectionsOf(s.Operation)
	if dry, ok := clause.DryRunOf(s.Operation); ok {
		dry.Add(s)
	}
	if s.Effect.Each == "" {
		s = rejections.Single(s)
		makeItem(s)
		items(s)
		keep(s)
		clause.Answer(s)
		return
	}
	s = rejections.Several(s)
	rejections.Declare(s)
	label, labels := clause.LabelOf(s.Operation)
	if labels {
		s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
	}
	s.Say(s.Clause("fan-out"))
	common := makeCommon(s)
	s.Each(func(s scope) {
		s.Set(jen.Id(operation.Item), ":=", common)
		fillItem(s, s.IsEach)
		s.WithKey(func(s scope) {
			items(s)
			if rejections.Twice {
				rejections.Accept(s)
			} else {
				keep(s)
			}
		})
	})
	if rejections.Twice {
		rejections.Settle(s, keep)
	}
	switch {
	case labels:
		label.Answer(s)
	case rejections.Reports:
		rejections.Report(s)
	default:
		s.SucceedEmpty()
	}
}

// keep adds what is done with the resource called item once it is to be kept.
func keep(s scope) {
	if clause.NeedsOld(s.Operation) {
		s.Set(jen.Id(operation.Old), ":=", s.Store.Get(s.ItemText))
	}
	changes(s)
	clause.TreatmentsOf(s.Types, s.Store).Times(s.Block, jen.Id(operation.Item))
	clause.Keep(s)
	effects(s)
}

// makeItem adds item, the resource that an operation on one resource is about.
func makeItem(s scope) {
	item := jen.Id(operation.Item)
	whole := s.Effect.Item
	if whole == "" {
		all := func(model.Path) bool { return true }
		s.Set(item, ":=", literal(s, all))
		chosenTimes(s, operation.Item, all)
		return
	}
	s.Set(item, ":=", copyOf(s, s.InputPlace(whole)))
	fillItem(s, func(path model.Path) bool { return !under(path, whole) })
	// What is kept of a time within a resource that came whole.
	for _, from := range s.Effect.From {
		if precision, ok := clause.PrecisionOf(s.Operation, from.Member); ok && under(from.Path, whole) {
			precision.Keep(s, operation.Item, s.MemberPlace(operation.Item, from.Member))
		}
	}
}

// copyOf returns a copy of a structure in the input, or an empty one where it is
// absent.
func copyOf(s scope, p shape.Place) *jen.Statement {
	if p.Ptr {
		return printer.Runtime("Value").Call(s.ClonePtr(p.Shape, p.Expr))
	}
	return s.Clone(p.Shape, p.Expr)
}

// under reports whether a path leads into a structure.
func under(path, structure model.Path) bool {
	return len(path) > len(structure) && path[:len(structure)] == structure && path[len(structure)] == '.'
}

// makeCommon adds common, which holds what is the same for all resources of a
// request, if anything is, and returns the expression from which each begins.
func makeCommon(s scope) *jen.Statement {
	if item := s.Effect.Item; item != "" && s.IsEach(item) {
		rest, _ := item.Within(s.Effect.Each)
		p := s.Follow(jen.Id(operation.Key), s.ElemShape(s.Input, s.Effect.Each), rest)
		if !p.Ptr && rest == "" && p.Shape.Kind == model.Structure && !s.Shares(p.Shape) {
			return jen.Op("*").Add(p.Expr)
		}
		return copyOf(s, p)
	}
	shared := func(path model.Path) bool { return !s.IsEach(path) }
	if !slices.ContainsFunc(s.Effect.From, func(f model.Binding) bool { return shared(f.Path) }) {
		return jen.Id(s.Store.Shape.GoName).Values()
	}
	const common = "common"
	s.Set(jen.Id(common), ":=", literal(s, shared))
	chosenTimes(s, common, shared)
	return jen.Id(common)
}

// A source is where a member of the resource comes from.
type source struct {
	member *model.Member
	path   model.Path
	// precision says how much of a time is kept, if it is known to.
	precision clause.Precision
	precise   bool
}

// sources returns the members of the resource that come from wanted places.
func sources(s scope, wanted func(model.Path) bool) []source {
	var all []source
	for i := range s.Store.Shape.Members {
		m := &s.Store.Shape.Members[i]
		if path := s.Effect.Bound(m.Name); path != "" && wanted(path) {
			precision, ok := clause.PrecisionOf(s.Operation, m.Name)
			all = append(all, source{m, path, precision, ok})
		}
	}
	return all
}

// value returns what the member is set to.
func (from source) value(s scope) *jen.Statement {
	return s.Assign(s.MemberOf(jen.Nil(), s.Store.Shape, from.member.Name), s.InputAt(from.path))
}

// literal returns the resource with the members whose places are wanted.
func literal(s scope, wanted func(model.Path) bool) *jen.Statement {
	return jen.Id(s.Store.Shape.GoName).CustomFunc(printer.Lines, func(g *jen.Group) {
		for _, from := range sources(s, wanted) {
			switch {
			case !from.precise:
				g.Id(from.member.GoName).Op(":").Add(from.value(s))
			case !from.precision.Open():
				g.Add(from.precision.Field(s, s.InputAt(from.path)))
			}
		}
	})
}

// chosenTimes adds to a resource the times of which the profile says how much is
// kept.
func chosenTimes(s scope, of string, wanted func(model.Path) bool) {
	for _, from := range sources(s, wanted) {
		if from.precise && from.precision.Open() {
			from.precision.Keep(s, of, s.InputAt(from.path))
		}
	}
}

// fillItem adds assignments of the members of item whose places are wanted.
func fillItem(s scope, wanted func(model.Path) bool) {
	for _, from := range sources(s, wanted) {
		switch {
		case s.Effect.Item != "" && under(from.path, s.Effect.Item):
		case from.precise:
			from.precision.Keep(s, operation.Item, s.InputAt(from.path))
		default:
			s.Set(printer.Sel(operation.Item, from.member.GoName), "=", from.value(s))
		}
	}
}
