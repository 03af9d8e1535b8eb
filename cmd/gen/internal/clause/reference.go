package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A reference is the clause that an entity is there which the request names.
type reference struct {
	clause *model.Clause
	rule   model.Reference
}

func newReference(c *model.Clause) any { return reference{c, c.Rule.(model.Reference)} }

// Request adds the check:
//
//	// clause unknown-rule: …
//	if here.ConfigRules.Get(struct{}{}, in.ConfigRuleName) == nil {
//		return nil, runtime.Errorf(…)
//	}
func (r reference) Request(s operation.Scope) {
	fails, batched := operation.MayFail(r.clause), operation.May(r.clause, "failed-batch")
	if !fails && batched && s.Effect.Each != "" {
		return // it is looked at for each resource
	}
	s.Say(r.clause)
	if !fails && !batched {
		s.Remark("The reply is empty.")
		return
	}
	var not *jen.Statement
	if dry, ok := DryRunOf(s.Operation); ok {
		not = jen.Op("!").Add(dry.flag)
	}
	s.If(not, func(s scope) {
		s.OnceOrEach(paths(r.rule.From), func(s scope) {
			r.check(s, nil, func(s scope, name jen.Code) {
				s.Choose(r.clause, func(s scope, choice string) { r.missing(s, choice, name) })
			})
		})
	})
}

// missing adds what becomes, in a choice, of a request that names what is not
// there.
func (r reference) missing(s scope, choice string, name jen.Code) {
	switch code := model.ErrorOf(choice); {
	case code != "":
		s.Fail(code, "there is no "+r.rule.Entity+" %q", name)
	case choice == "allowed":
		s.Remark("The reply is empty.")
	case s.Effect.Each != "":
		s.Remark("Each is reported as failed below.")
	default:
		s.Reject(s, "There is no such "+r.rule.Entity+".")
	}
}

// Item adds the same where the resources that name it are told as failed.
func (r reference) Item(s operation.Scope) {
	if !operation.May(r.clause, "failed-batch") || !s.InLoop {
		return
	}
	s.Say(r.clause)
	r.check(s, s.Chooses(r.clause, "failed-batch"), func(s scope, _ jen.Code) { s.Reject(s, "There is no such "+r.rule.Entity+".") })
}

// check adds the check itself, for requests of which a condition holds. A name
// that is optional and not given refers to nothing.
func (r reference) check(s scope, only *jen.Statement, missing func(s scope, name jen.Code)) {
	target := s.Stores.Of(r.rule.Entity)
	text := textFrom(s, r.rule.From)
	given := []*jen.Statement{only}
	var name jen.Code
	for _, f := range r.rule.From {
		given = append(given, s.InputAt(f.Path).Present())
		name = text(f.Member)
	}
	report := func(s scope) { missing(s, name) }
	if address := s.API.AddressIn(r.rule.Entity, r.rule.From); address != "" {
		s.If(printer.And(append(given, r.unaddressed(s, target, address, name))...), report)
		return
	}
	if len(r.rule.Where) == 0 {
		s.If(printer.And(append(given, target.Get(text).Op("==").Nil())...), report)
		return
	}
	s.If(printer.And(given...), func(s scope) {
		s.IfLet(jen.Id("found").Op(":=").Add(target.Get(text)), r.unfit(s, target), report)
	})
}

// unaddressed returns the condition that no entity has an address, and what is asked of
// it:
//
//	!here.Pipelines.Any(func(v *StoredPipeline) bool { return runtime.Value(v.PipelineARN) == in.ResourceARN })
func (r reference) unaddressed(s scope, target *operation.Store, address string, text jen.Code) *jen.Statement {
	same := []*jen.Statement{s.Text(s.MemberOf(jen.Id("v"), target.Shape, address)).Op("==").Add(text)}
	for _, w := range r.rule.Where {
		p := s.Follow(jen.Id("v"), target.Shape.Name, w.Path)
		if there := p.Present(); there != nil {
			same = append(same, there)
		}
		p.Guards = nil
		same = append(same, s.Text(p).Op("==").Lit(w.Value))
	}
	which := jen.Func().Params(jen.Id("v").Op("*").Id(target.Shape.GoName)).Bool().Block(jen.Return(printer.And(same...)))
	return jen.Op("!").Add(target.Table()).Dot("Any").Call(which)
}

// unfit returns the condition that what was found is nothing, or lacks what is
// asked of it.
func (r reference) unfit(s scope, target *operation.Store) *jen.Statement {
	lacks := []*jen.Statement{jen.Id("found").Op("==").Nil()}
	for _, w := range r.rule.Where {
		p := s.Follow(jen.Id("found"), target.Shape.Name, w.Path)
		for _, g := range p.Guards {
			lacks = append(lacks, jen.Add(g).Op("==").Nil())
		}
		p.Guards = nil
		lacks = append(lacks, s.Text(p).Op("!=").Lit(w.Value))
	}
	return printer.Or(lacks...)
}

// textFrom returns what gives the text of a member of an entity's key, from
// where the input has it.
func textFrom(s scope, from []model.Binding) func(member string) jen.Code {
	return func(member string) jen.Code {
		for _, f := range from {
			if f.Member == member {
				return s.Text(s.InputAt(f.Path))
			}
		}
		return jen.Lit("")
	}
}

func paths(from []model.Binding) []model.Path {
	all := make([]model.Path, len(from))
	for i, f := range from {
		all[i] = f.Path
	}
	return all
}

// A without is the clause that an entity which the request names does not have
// something.
type without struct {
	clause *model.Clause
	rule   model.Without
}

func newWithout(c *model.Clause) any { return without{c, c.Rule.(model.Without)} }

// Request adds the check:
//
//	// clause service-linked-rule: …
//	if found := here.ConfigRules.Get(…); found != nil && found.CreatedBy != nil {
//		return nil, runtime.Errorf(…)
//	}
func (w without) Request(s operation.Scope) {
	if !operation.MayFail(w.clause) && s.Effect.Each != "" {
		return // it is looked at for each resource
	}
	s.OnceOrEach(paths(w.rule.From), func(s scope) {
		w.check(s, nil, func(s scope) {
			s.Choose(w.clause, func(s scope, choice string) {
				switch code := model.ErrorOf(choice); {
				case code != "":
					s.Fail(code, "the "+w.rule.Entity+" has a "+string(w.rule.Path)+", and is managed by another service")
				case s.Effect.Each != "":
					s.Remark("Each is reported as failed below.")
				default:
					w.reject(s)
				}
			})
		})
	})
}

// Item adds the same where the resources that name it are told as failed.
func (w without) Item(s operation.Scope) {
	if operation.May(w.clause, "failed-batch") && s.InLoop {
		w.check(s, s.Chooses(w.clause, "failed-batch"), w.reject)
	}
}

func (w without) reject(s scope) { s.Reject(s, "The "+w.rule.Entity+" is managed by another service.") }

// check adds the check itself, for requests of which a condition holds.
func (w without) check(s scope, only *jen.Statement, had func(scope)) {
	target := s.Stores.Of(w.rule.Entity)
	has := s.Follow(jen.Id("found"), target.Shape.Name, w.rule.Path)
	there := has.Present()
	if there == nil {
		there = s.Text(has).Op("!=").Lit("")
	}
	found := jen.Id("found").Op(":=").Add(target.Get(textFrom(s, w.rule.From)))
	s.Say(w.clause)
	s.If(only, func(s scope) {
		s.IfLet(found, jen.Id("found").Op("!=").Nil().Op("&&").Add(there), had)
	})
}

// An unneeded is the clause about what may have to be set up.
type unneeded struct {
	clause *model.Clause
	rule   model.Unneeded
}

func newUnneeded(c *model.Clause) any { return unneeded{c, c.Rule.(model.Unneeded)} }

// Request adds the error that it was not set up, if it has to be:
//
//	// clause no-configuration-needed: …
//	switch f.profile.NoConfigurationNeeded {
//	case ChoiceErrorNoSuchRemediationConfiguration:
//		if here.RemediationConfigurations.Get(…) == nil {
//			return nil, runtime.Errorf(…)
//		}
//	default:
//		// Nothing is asked for.
//	}
func (u unneeded) Request(s operation.Scope) {
	s.Say(u.clause)
	if u.rule.Entity != "" {
		s.Choose(u.clause, func(s scope, choice string) {
			code := model.ErrorOf(choice)
			if code == "" {
				s.Remark("Nothing is asked for.")
				return
			}
			s.OnceOrEach(paths(u.rule.From), func(s scope) {
				reference{u.clause, u.rule.Reference()}.check(s, nil, func(s scope, _ jen.Code) { s.Fail(code, "there is no "+u.rule.Entity) })
			})
		})
		return
	}
	s.FailOr(u.clause, "Nothing is asked for.", "there is nothing that could be "+u.rule.What)
	if !names.Open(u.clause) && operation.MayFail(u.clause) {
		s.End()
	}
}
