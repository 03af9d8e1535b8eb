package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A history is the clause that versions of a resource are kept.
type history struct {
	clause *model.Clause
	rule   model.History
}

func newHistory(c *model.Clause) any { return history{c, c.Rule.(model.History)} }

// Effect adds what keeps the version that a put has made, and drops the oldest:
//
//	// clause put-history: …
//	version := f.returnStoredParameter(item.clone())
//	here.ParameterVersions.Put(StoredVersion{
//		Name:    version.Name,
//		Version: version.Version,
//		…
//	})
//	here.ParameterVersions.Trim(item.Name, 100)
func (h history) Effect(s operation.Scope) {
	of := s.Stores.Of(h.rule.Entity)
	s.Say(h.clause)
	whole := jen.Id(operation.Item)
	if s.Shares(s.Store.Shape) {
		whole = jen.Id(operation.Item).Dot("clone").Call()
	}
	if treatments := TreatmentsOf(s.Types, s.Store); treatments.Any() {
		whole = treatments.Returned(whole)
	}
	s.Set(jen.Id("version"), ":=", whole)
	var leaves []shape.Leaf
	for _, m := range h.rule.Kept(of.Shape, s.Store.Shape) {
		leaves = append(leaves, shape.Leaf{Path: model.Path(m), From: s.MemberPlace("version", m)})
	}
	s.Add(of.Table().Dot("Put").Call(s.Composed(of.Shape, leaves)))
	s.Add(of.Table().Dot("Trim").Call(of.PartitionValue(s.ItemText), jen.Lit(h.rule.Most)))
}

// Forget adds what drops the versions of a resource that was deleted.
func Forget(s operation.Scope) {
	for _, c := range s.API.Histories(s.Effect.Of) {
		of := s.Stores.Of(c.Rule.(model.History).Entity)
		s.Say(c)
		s.Add(of.Table().Dot("DeletePartition").Call(of.PartitionValue(s.KeyText)))
	}
}
