package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
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
	s.Say(h.clause)
	of := s.Stores.Of(h.rule.Entity)
	h.record(s, jen.Id(operation.Item), of.Table())
	s.Add(of.Table().Dot("Trim").Call(of.PartitionValue(s.ItemText), jen.Lit(h.rule.Most)))
}

// record adds what puts the version that the resource called item is into a table.
func (h history) record(s operation.Scope, whole, table *jen.Statement) {
	of := s.Stores.Of(h.rule.Entity)
	if s.Shares(s.Store.Shape) {
		whole = jen.Id(operation.Item).Dot("clone").Call()
	}
	s.Set(jen.Id("version"), ":=", TreatmentsOf(s.Types, s.Store).Returned(whole))
	var leaves []shape.Leaf
	for _, m := range h.rule.Kept(of.Shape, s.Store.Shape) {
		leaves = append(leaves, shape.Leaf{Path: model.Path(m), From: s.MemberPlace("version", m)})
	}
	s.Add(table.Dot("Put").Call(s.Composed(of.Shape, leaves)))
}

// Record adds, where a state is loaded, the present version of each resource for
// which it has none:
//
//	// clause put-history: …
//	for _, item := range a.Parameters.All(0) {
//		if !a.ParameterVersions.Holds(item.Name) {
//			version := f.returnStoredParameter(item.clone())
//			a.ParameterVersions.Put(StoredVersion{…})
//		}
//	}
func Record(g *jen.Group, t *shape.Types, stores operation.Stores) {
	for _, op := range t.API.AllOperations(model.Puts) {
		o := operation.New(t, stores, op)
		for _, c := range o.All("history") {
			h := newHistory(c).(history)
			of := stores.Of(h.rule.Entity)
			g.Line()
			s := o.Body(g)
			s.Say(c)
			s.For(jen.List(jen.Id("_"), jen.Id(operation.Item)).Op(":=").Range().Id("a").Dot(o.Store.Field).Dot("All").Call(jen.Lit(0)), func(s scope) {
				table := func() *jen.Statement { return printer.Sel("a", of.Field) }
				s.If(jen.Op("!").Add(table()).Dot("Holds").Call(of.InAccount().PartitionValue(s.ItemText)), func(s scope) { h.record(s, jen.Op("*").Id(operation.Item), table()) })
			})
		}
	}
}

// InOrder returns the resources of a loaded state in the order in which they are kept:
// the versions of one resource by their numbers, in whatever order they are listed there.
//
//	a.ParameterVersions.Ordered(s.ParameterVersions, func(v *StoredVersion) int64 { return v.Version })
func InOrder(t *shape.Types, of *operation.Store, listed *jen.Statement) *jen.Statement {
	_, h := t.API.HistoryOf(of.Resource.Name)
	if h == nil {
		return listed
	}
	number := t.MemberOf(jen.Id("v"), of.Shape, h.Number)
	text := number.OrZero()
	if number.Shape.Kind != model.Long {
		text = jen.Int64().Call(text)
	}
	return jen.Id("a").Dot(of.Field).Dot("Ordered").Call(listed, jen.Func().Params(jen.Id("v").Op("*").Id(of.Shape.GoName)).Int64().Block(jen.Return(text)))
}

// Forget adds what drops the versions of a resource that was deleted.
func Forget(s operation.Scope) { forget(s, s.KeyText) }

// forget adds what drops the versions of the resource of a key.
func forget(s scope, key func(member string) jen.Code) {
	for _, c := range s.API.Histories(s.Effect.Of) {
		of := s.Stores.Of(c.Rule.(model.History).Entity)
		s.Say(c)
		s.Add(of.Table().Dot("DeletePartition").Call(of.PartitionValue(key)))
		forgetLabels(s, key, c.Rule.(model.History).Entity)
	}
}

// A historyLabelled is the clause that the oldest version is not dropped while a label
// stands on it.
type historyLabelled struct {
	clause *model.Clause
	rule   model.HistoryLabelled
}

func newHistoryLabelled(c *model.Clause) any {
	return historyLabelled{c, c.Rule.(model.HistoryLabelled)}
}

// Item adds the check:
//
//	// clause put-labelled: …
//	if runtime.Count(here.ParameterVersions.Partition(item.Name, 0)) >= 100 {
//		oldest := runtime.First(here.ParameterVersions.Partition(item.Name, 0))
//		for _, label := range here.ParameterLabels.Partition(item.Name, 0) {
//			if label.Version == oldest.Version {
//				return nil, runtime.Errorf(…)
//			}
//		}
//	}
func (l historyLabelled) Item(s operation.Scope) {
	const gone = "It is dropped all the same."
	if !s.Enforced(l.clause, gone) {
		return
	}
	h := s.Clause("history").Rule.(model.History)
	_, rule := s.API.LabelsOf(l.rule.Entity)
	of, labels := s.Stores.Of(h.Entity), s.Stores.Of(l.rule.Entity)
	versions := func() *jen.Statement {
		return of.Table().Dot("Partition").Call(of.PartitionValue(s.ItemText), jen.Lit(0))
	}
	number := s.MemberOf(jen.Id("oldest"), of.Shape, h.Number)
	s.If(printer.Runtime("Count").Call(versions()).Op(">=").Lit(h.Most), func(s scope) {
		s.Set(jen.Id("oldest"), ":=", printer.Runtime("First").Call(versions()))
		eachLabel(s, labels, s.ItemText, rule.Number, number, func(s scope) {
			s.FailOr(l.clause, gone, "version %d of the "+s.Store.Resource.Name+" would be dropped, and has a label", number.OrZero())
		})
	})
}
