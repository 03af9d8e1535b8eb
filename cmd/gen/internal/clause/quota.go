package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A quota is the clause about how many resources there may be.
type quota struct {
	clause *model.Clause
	rule   model.Quota
}

func newQuota(c *model.Clause) any { return quota{c, c.Rule.(model.Quota)} }

// asMany says what happens where a put beyond the quota is no error.
const asMany = "There may be as many as are put."

// Request adds the check:
//
//	// clause tag-quota: …
//	more := map[string]bool{}
//	for i := range in.Tags {
//		key := &in.Tags[i]
//		if here.Tags.Get(in.ResourceID, key.Key) == nil {
//			more[key.Key] = true
//		}
//	}
//	if len(more) > 0 && runtime.Count(here.Tags.Partition(in.ResourceID, 0))+len(more) > 50 {
//		return nil, runtime.Errorf(…)
//	}
func (q quota) Request(s operation.Scope) {
	if !s.Enforced(q.clause, asMany) {
		return
	}
	there := printer.Runtime("Count").Call(q.there(s))
	if s.Effect.Each == "" {
		var isNew *jen.Statement // always, if the service makes the key
		if s.API.MadeKey(s.Operation.Operation) == "" {
			isNew = s.Store.Get(s.KeyText).Op("==").Nil()
		}
		s.If(printer.And(isNew, there.Op(">=").Lit(q.rule.Most)), q.exceeded)
		return
	}
	if q.isFirst(s) {
		s.Set(jen.Id("more"), ":=", jen.Map(operation.KeyType(s.EachMembers())).Bool().Values())
		s.Each(func(s scope) {
			s.If(s.Store.Get(s.KeyText).Op("==").Nil(), func(s scope) {
				s.Set(jen.Id("more").Index(s.KeyOfEach()), "=", jen.True())
			})
		})
	}
	s.If(printer.And(jen.Len(jen.Id("more")).Op(">").Lit(0), there.Op("+").Len(jen.Id("more")).Op(">").Lit(q.rule.Most)), q.exceeded)
}

// isFirst reports whether no quota before this one of the operation has looked at what a
// request has more.
func (q quota) isFirst(s scope) bool {
	all := slices.DeleteFunc(s.All("quota"), func(c *model.Clause) bool { return !operation.MayFail(c) })
	return all[0].ID == q.clause.ID
}

// there returns the resources that count together with those of the request:
//
//	runtime.Where(here.Rules.All(0), func(v *Rule) bool { return v.Listener == in.Listener })
func (q quota) there(s scope) *jen.Statement {
	isPer := func(m string) bool { return slices.Contains(q.rule.Per, m) }
	partition := s.Store.Resource.Partition
	all, filtered := s.Store.Table().Dot("All").Call(jen.Lit(0)), q.rule.Per
	if !slices.ContainsFunc(partition, func(m string) bool { return !isPer(m) }) {
		all = s.Store.Table().Dot("Partition").Call(s.Store.PartitionValue(s.KeyText), jen.Lit(0))
		filtered = slices.DeleteFunc(slices.Clone(filtered), func(m string) bool { return slices.Contains(partition, m) })
	}
	if len(filtered) == 0 {
		return all
	}
	var same []*jen.Statement
	for _, m := range filtered {
		has, given := s.Text(s.MemberPlace("v", m)), s.KeyText(m)
		if slices.Contains(s.Store.Resource.Key, m) {
			has, given = s.Store.Fold(has), s.Store.Fold(given)
		}
		same = append(same, jen.Add(has).Op("==").Add(given))
	}
	return printer.Runtime("Where").Call(all, jen.Func().Params(jen.Id("v").Op("*").Id(s.Store.Shape.GoName)).Bool().Block(jen.Return(printer.And(same...))))
}

func (q quota) exceeded(s scope) {
	s.FailOr(q.clause, asMany, "there may be %d of "+s.Store.Resource.Name+" at most", jen.Lit(q.rule.Most))
}
