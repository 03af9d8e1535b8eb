package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Completion gives to resources that come with a state, and by no operation, what
// the service would have set.
type Completion struct {
	types *shape.Types
	store *operation.Store
	// op is the operation that puts such resources, nil if there is none.
	op *operation.Operation
}

// CompletionOf returns the completion of the resources in a store.
func CompletionOf(t *shape.Types, stores operation.Stores, s *operation.Store) Completion {
	c := Completion{types: t, store: s}
	for _, op := range t.API.AllOperations(model.Puts, model.Sets) {
		if op.Effect.Of == s.Resource.Name && c.op == nil {
			c.op = operation.New(t, stores, op)
		}
	}
	return c
}

// Any reports whether the service sets anything.
func (c Completion) Any() bool {
	return c.op != nil && (slices.ContainsFunc(c.op.All("assigned"), func(one *model.Clause) bool { return !newAssigned(one).(assigned).makesKey(c.op) }) || c.op.Clause("counted") != nil || c.op.Clause("lifecycle") != nil || len(TreatmentsOf(c.types, c.store).times) > 0)
}

// Call adds the call of the method for what an expression points to.
func (c Completion) Call(here, item jen.Code) *jen.Statement {
	return jen.Id("f").Dot(c.method()).Call(here, item)
}

func (c Completion) method() string { return "complete" + c.store.Shape.GoName }

// Method adds
//
//	// completeConfigRule sets what the service would have set …
//	func (f *Fake) completeConfigRule(here *account, item *ConfigRule) {
//		// clause rule-id: …
//		if item.ConfigRuleID == nil {
//			item.ConfigRuleID = new("config-rule-" + here.words.Next(…))
//		}
//	}
func (c Completion) Method(f *jen.File) {
	if !c.Any() {
		return
	}
	f.Add(printer.Doc(c.method() + " sets what the service would have set in a resource that no operation has put, as far as it is missing."))
	f.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id(c.method()).Params(
		jen.Id(operation.Here).Op("*").Id("account"), jen.Id(operation.Item).Op("*").Id(c.store.Shape.GoName),
	).BlockFunc(func(g *jen.Group) {
		s := c.op.Body(g)
		for _, clause := range c.op.All("assigned") {
			a := newAssigned(clause).(assigned)
			if a.makesKey(c.op) {
				continue // without its key, there is no such resource
			}
			field := s.MemberPlace(operation.Item, a.rule.Member)
			s.Say(clause)
			s.If(field.Absent(), func(s scope) { s.Set(field.Expr, "=", a.now(s, field)) })
		}
		for _, clause := range c.op.All("counted") {
			newCounted(clause).(counted).complete(s)
		}
		if l, changes := LifecycleOf(c.types, c.store); changes {
			l.complete(s)
		}
		TreatmentsOf(c.types, c.store).Times(s.Block, jen.Id(operation.Item))
	})
	f.Line()
}

// now returns what is assigned to a new resource at the present time.
func (a assigned) now(s scope, field shape.Place) *jen.Statement {
	if a.isNow() {
		return present(field)
	}
	return pointed(field, a.value(s, field.Shape))
}
