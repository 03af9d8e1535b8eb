package clause

import (
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
	there := printer.Runtime("Count").Call(s.Store.Table().Dot("Partition").Call(s.Store.PartitionValue(s.KeyText), jen.Lit(0)))
	if s.Effect.Each == "" {
		s.If(printer.And(s.Store.Get(s.KeyText).Op("==").Nil(), there.Op(">=").Lit(q.rule.Most)), q.exceeded)
		return
	}
	more := jen.Id("more")
	s.Set(more, ":=", jen.Map(operation.KeyType(s.EachMembers())).Bool().Values())
	s.Each(func(s scope) {
		s.If(s.Store.Get(s.KeyText).Op("==").Nil(), func(s scope) {
			s.Set(jen.Id("more").Index(s.KeyOfEach()), "=", jen.True())
		})
	})
	s.If(printer.And(jen.Len(more).Op(">").Lit(0), there.Op("+").Len(jen.Id("more")).Op(">").Lit(q.rule.Most)), q.exceeded)
}

func (q quota) exceeded(s scope) {
	s.FailOr(q.clause, asMany, "there may be %d of "+s.Store.Resource.Name+" at most", jen.Lit(q.rule.Most))
}
