package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// keep adds what puts the thing called item where it belongs:
//
//	// clause upsert: …
//	here.RemediationExceptions.Put(item)
func (b *body) keep() {
	b.say(b.op.Clause("upsert"))
	b.say(b.op.Clause("fact"))
	put := b.store.table().Dot("Put").Call(jen.Id(itemVar))
	if b.store.thing.Fact != nil {
		put = jen.Id(hereVar).Dot("put" + b.store.field).Call(jen.Id(itemVar))
	}
	b.g.Add(put)
}

// lookUpOld adds old, the thing that is there already, if what the service
// assigns depends on it.
func (b *body) lookUpOld() {
	if b.needsOld() {
		b.g.Id(oldVar).Op(":=").Add(b.store.get(b.itemText))
	}
}

func (b *body) needsOld() bool {
	return slices.ContainsFunc(b.op.Clauses, func(c model.Clause) bool {
		a, isAssigned := c.Rule.(model.Assigned)
		return isAssigned && a.Value != "{now}"
	})
}

// omitted adds, where what a put leaves out is kept:
//
//	// clause omitted-members: …
//	if old := here.RemediationExceptions.Get(…); old != nil {
//		if item.Message == nil {
//			item.Message = old.Message
//		}
//	}
func (b *body) omitted(c *model.Clause) {
	b.say(c)
	members := b.optional()
	b.choose(c, func(choice string) {
		if choice != "kept" || len(members) == 0 {
			b.remark("The new thing takes the place of the old one as a whole.")
			return
		}
		there := []jen.Code{jen.Id(oldVar).Op("!=").Nil()}
		if !b.needsOld() {
			there = slices.Insert(there, 0, jen.Code(jen.Id(oldVar).Op(":=").Add(b.store.get(b.itemText))))
		}
		b.g.If(there...).BlockFunc(b.in(func() {
			for _, m := range members {
				b.g.If(jen.Id(itemVar).Dot(m.GoName).Op("==").Nil()).Block(
					jen.Id(itemVar).Dot(m.GoName).Op("=").Id(oldVar).Dot(m.GoName),
				)
			}
		}))
	})
}

// optional returns the members of the thing that a put can leave out.
func (b *body) optional() []*model.Member {
	var all []*model.Member
	for i := range b.store.shape.Members {
		m := &b.store.shape.Members[i]
		assigned := slices.ContainsFunc(b.op.Clauses, func(c model.Clause) bool {
			a, ok := c.Rule.(model.Assigned)
			return ok && a.Member == m.Name
		})
		if !m.Required && !assigned && b.nilable(b.store.shape, m) && !slices.Contains(b.store.thing.Key, m.Name) {
			all = append(all, m)
		}
	}
	return all
}
