package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A guard is the clause that a fact lets the resource be put.
type guard struct {
	clause *model.Clause
	rule   model.Guard
}

func newGuard(c *model.Clause) any { return guard{c, c.Rule.(model.Guard)} }

// Item adds the checks:
//
//	// clause non-compliant-only: …
//	switch here.valueOfCompliance(…) {
//	case ComplianceTypeCompliant, ComplianceTypeNotApplicable:
//		// clause rejected-keys: …
//		failed.Add(…)
//		continue
//	// clause never-evaluated: …
//	case ComplianceTypeInsufficientData:
//		…
//	}
func (g guard) Item(s operation.Scope) {
	fact := s.Stores.Of(g.rule.Fact)
	for _, c := range s.All("guard/form") {
		if f := newForm(c).(form); f.rule.Fact == g.rule.Fact {
			f.add(s)
		}
	}
	s.Say(g.clause)
	s.Switch(valueOf(s, fact), func(s scope) {
		s.Case(factValues(s.Types, fact, g.rule.Rejects), func(s scope) { s.Guarded(s, g.rule.Reason) })
		for _, c := range s.All("guard/silent") {
			if silent := c.Rule.(model.GuardSilent); silent.Fact == g.rule.Fact {
				s.SayToo(c)
				s.Case(factValues(s.Types, fact, silent.Values), func(s scope) { g.silent(s, c) })
			}
		}
	})
	for _, later := range s.All("guard/later") {
		if later.Rule.(model.GuardLater).Fact == g.rule.Fact && !operation.May(later, "removed") {
			s.Say(later)
			s.Remark("The guard applies here alone.")
		}
	}
}

// silent adds what becomes of a value that the guard says nothing of.
func (g guard) silent(s scope, c *model.Clause) {
	s.Choose(c, func(s scope, choice string) {
		if choice == "rejected" {
			s.Guarded(s, g.rule.Reason)
		} else if names.Open(c) {
			s.Remark("It is accepted.")
		}
	})
}

// A form is the clause about a resource that does not have the form in which
// something could be known of it.
type form struct {
	clause *model.Clause
	rule   model.GuardForm
}

func newForm(c *model.Clause) any { return form{c, c.Rule.(model.GuardForm)} }

// Item adds what becomes of such a resource where no guard looks at it.
func (f form) Item(s operation.Scope) {
	if s.Clause("guard") == nil {
		f.add(s)
	}
}

// add adds what becomes of such a resource if nothing is known of it:
//
//	// clause unsupported-type: …
//	switch f.profile.UnsupportedType {
//	case ChoiceErrorInvalidParameterValue:
//		if !unsupportedTypeForm.MatchString(item.ResourceType) && here.valueOfCompliance(…) == … {
//			return nil, runtime.Errorf(…)
//		}
//	default:
//		// It is handled like any other resource.
//	}
func (f form) add(s scope) {
	fact := s.Stores.Of(f.rule.Fact)
	s.Say(f.clause)
	s.Choose(f.clause, func(s scope, choice string) {
		code := model.ErrorOf(choice)
		if code == "" {
			s.Remark("It is handled like any other resource.")
			return
		}
		odd := jen.Op("!").Id(s.Form(f.clause)).Dot("MatchString").Call(s.ItemText(f.rule.Member))
		unknown := valueOf(s, fact).Op("==").Add(factValues(s.Types, fact, []string{fact.Resource.Fact.Initially})[0])
		s.If(printer.And(odd, unknown), func(s scope) {
			s.Fail(code, f.rule.Member+" is %q, which can be none", s.ItemText(f.rule.Member))
		})
	})
}

// Forms adds the variables for the forms that clauses of an operation ask for:
//
//	// unsupportedTypeForm is the form that …
//	var unsupportedTypeForm = regexp.MustCompile(`…`)
func Forms(o *operation.Operation, f *jen.File) {
	for _, c := range o.All("guard/form") {
		if !operation.MayFail(c) {
			continue
		}
		rule := c.Rule.(model.GuardForm)
		addForm(f, o.Form(c), rule.Member, rule.Pattern, c)
	}
	for _, c := range o.All("allowed/form") {
		if rule := c.Rule.(model.AllowedForm); operation.MayFail(c) {
			addForm(f, o.Form(c), rule.Path.Last(), rule.Pattern, c)
		}
	}
	for _, c := range o.All("label/form") {
		addForm(f, o.Form(c), o.Store.Rest[0], c.Rule.(model.LabelForm).Pattern, c)
	}
}

func addForm(f *jen.File, name, member, pattern string, c *model.Clause) {
	f.Add(printer.Doc(name + " is the form that " + member + " has, if it does not break clause " + c.ID + "."))
	f.Var().Id(name).Op("=").Qual("regexp", "MustCompile").Call(jen.Op(printer.Quote(pattern)))
	f.Line()
}

// Looks reports whether some operation asks for the value of a fact.
func Looks(api *model.API, fact string) bool {
	for _, placed := range api.AllClauses() {
		switch rule := placed.Clause.Rule.(type) {
		case model.Guard:
			if rule.Fact == fact {
				return true
			}
		case model.GuardForm:
			if rule.Fact == fact {
				return true
			}
		case model.ProcessNeedless:
			if rule.Fact == fact {
				return true
			}
		case model.ProcessStarts:
			if rule.Fact == fact {
				return true
			}
		}
	}
	return false
}

// A Watch is a guard whose entity may be removed when the fact changes to a
// value that the guard rejects.
type Watch struct {
	types  *shape.Types
	clause *model.Clause
	// fact is what is watched, and entity what may be removed.
	fact, entity *operation.Store
	// rejected are the values that the guard rejects whatever is chosen, silent
	// the clauses that leave it open for other values.
	rejected []string
	silent   []*model.Clause
}

// Watches returns the watches on a fact.
func Watches(t *shape.Types, stores operation.Stores, fact *operation.Store) []Watch {
	var all []Watch
	for i := range t.API.Operations {
		o := operation.New(t, stores, &t.API.Operations[i])
		for _, later := range o.All("guard/later") {
			if operation.May(later, "removed") && later.Rule.(model.GuardLater).Fact == fact.Resource.Name {
				w := Watch{types: t, clause: later, fact: fact, entity: o.Store}
				w.look(o)
				all = append(all, w)
			}
		}
	}
	return all
}

// look finds the values that the guards of an operation reject.
func (w *Watch) look(o *operation.Operation) {
	for _, c := range o.All("guard") {
		if g := c.Rule.(model.Guard); g.Fact == w.fact.Resource.Name {
			w.rejected = append(w.rejected, g.Rejects...)
		}
	}
	for _, c := range o.All("guard/silent") {
		switch s := c.Rule.(model.GuardSilent); {
		case s.Fact != w.fact.Resource.Name || !operation.May(c, "rejected"):
		case names.Open(c):
			w.silent = append(w.silent, c)
		default:
			w.rejected = append(w.rejected, s.Values...)
		}
	}
}

// Open reports whether the profile says whether anything is removed.
func (w Watch) Open() bool { return names.Open(w.clause) }

// Add adds the removal of what depends on a fact called v:
//
//	// clause later-compliant: …
//	switch a.profile.LaterCompliant {
//	case ChoiceRemoved:
//		gone := func(one *RemediationException) bool { … }
//		switch v.ComplianceType {
//		case ComplianceTypeCompliant, …:
//			a.RemediationExceptions.DeleteFunc(gone)
//		}
//	default:
//		// It stays.
//	}
func (w Watch) Add(b printer.Block) {
	b.Line()
	b.SayToo(w.clause.ID, w.clause.Description)
	if !w.Open() {
		w.remove(b)
		return
	}
	operation.Choose(w.types.Plan, b, "a", w.clause, func(b printer.Block, choice string) {
		if choice == "removed" {
			w.remove(b)
		} else {
			b.Remark("It stays.")
		}
	})
}

func (w Watch) remove(b printer.Block) {
	drop := printer.Sel("a", w.entity.Field, "DeleteFunc").Call(jen.Id("gone"))
	b.Set(jen.Id("gone"), ":=", jen.Func().Params(jen.Id("one").Op("*").Id(w.entity.Shape.GoName)).Bool().Block(jen.Return(w.sameKey())))
	value := w.types.MemberOf(jen.Id("v"), w.fact.Shape, w.fact.Resource.Fact.Value)
	b.Switch(value.OrZero(), func(b printer.Block) {
		b.Case(factValues(w.types, w.fact, w.rejected), func(b printer.Block) { b.Add(drop) })
		for _, c := range w.silent {
			b.Case(factValues(w.types, w.fact, c.Rule.(model.GuardSilent).Values), func(b printer.Block) {
				b.SayToo(c.ID, c.Description)
				operation.Choose(w.types.Plan, b, "a", c, func(b printer.Block, choice string) {
					if choice == "rejected" {
						b.Add(drop)
					} else {
						b.Remark("It is accepted.")
					}
				})
			})
		}
	})
}

// sameKey returns the condition that the entity called one has the key of the
// fact called v.
func (w Watch) sameKey() *jen.Statement {
	side := func(variable string, of *operation.Store, m string) *jen.Statement {
		text := w.types.Text(w.types.MemberOf(jen.Id(variable), of.Shape, m))
		return operation.FoldBoth(w.entity.InAccount(), w.fact.InAccount(), text)
	}
	var same []*jen.Statement
	for _, m := range w.fact.Resource.Key {
		same = append(same, side("one", w.entity, m).Op("==").Add(side("v", w.fact, m)))
	}
	return printer.And(same...)
}

// valueOf returns the expression of the value of a fact about the resource called
// item.
func valueOf(s scope, fact *operation.Store) *jen.Statement {
	args := make([]jen.Code, len(fact.Resource.Key))
	for i, m := range fact.Resource.Key {
		args[i] = s.ItemText(m)
	}
	return printer.Sel(operation.Here, valueMethod(fact)).Call(args...)
}

// factValues returns the constants for values of a fact.
func factValues(t *shape.Types, fact *operation.Store, values []string) []jen.Code {
	enum := t.Shape(fact.Shape.Member(fact.Resource.Fact.Value).Shape)
	all := make([]jen.Code, len(values))
	for i, v := range values {
		all[i] = shape.EnumValue(enum, v)
	}
	return all
}
