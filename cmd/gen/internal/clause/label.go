package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Label is the clause that what an operation puts are names for versions of a
// resource.
type Label struct {
	clause *model.Clause
	rule   model.Label
}

func newLabel(c *model.Clause) any { return Label{c, c.Rule.(model.Label)} }

// LabelOf returns the clause of an operation, and whether there is one.
func LabelOf(o *operation.Operation) (Label, bool) {
	c := o.Clause("label")
	if c == nil {
		return Label{}, false
	}
	return Label{c, c.Rule.(model.Label)}, true
}

// version is the number of the version on which the labels are put.
const version = "version"

// Request adds which version that is, and what becomes of one that is not there:
//
//	// clause label-version: …
//	version := runtime.Value(in.ParameterVersion)
//	if in.ParameterVersion == nil {
//		if newest := here.Parameters.Get(struct{}{}, in.Name); newest != nil {
//			version = runtime.Value(newest.Version)
//		}
//	}
//	if here.ParameterVersions.Get(in.Name, strconv.FormatInt(version, 10)) == nil {
//		return nil, runtime.Errorf(…)
//	}
func (l Label) Request(s operation.Scope) {
	s.Say(l.clause)
	put, h := s.API.HistoryOf(l.rule.Entity)
	versions, resources := s.Stores.Of(l.rule.Entity), s.Stores.Of(put.Effect.Of)
	by := s.InputPlace(l.rule.By)
	s.Set(jen.Id(version), ":=", by.OrZero())
	if absent := by.Absent(); absent != nil {
		newest := s.MemberOf(jen.Id("newest"), resources.Shape, h.Number)
		s.If(absent, func(s scope) {
			s.IfLet(jen.Id("newest").Op(":=").Add(resources.Get(s.KeyText)), jen.Id("newest").Op("!=").Nil(), func(s scope) {
				s.Set(jen.Id(version), "=", asNumber(s, by.Shape, newest.OrZero(), newest.Shape))
			})
		})
	}
	number := l.number(s)
	s.If(versions.Get(func(member string) jen.Code {
		if member == h.Number {
			return s.Text(number)
		}
		return s.KeyText(member)
	}).Op("==").Nil(), func(s scope) {
		s.Fail(l.rule.Error, "there is no version %d of the "+put.Effect.Of, jen.Id(version))
	})
	for _, c := range s.All("label/quota") {
		labelQuota{c, c.Rule.(model.LabelQuota)}.add(s, l)
	}
}

// number is the variable that has the number of the version.
func (l Label) number(s scope) shape.Place {
	return shape.Place{Expr: jen.Id(version), Shape: s.InputPlace(l.rule.By).Shape}
}

// Change adds that the label stands on the version.
func (l Label) Change(s operation.Scope) {
	field := s.MemberPlace(operation.Item, l.rule.Number)
	s.Say(l.clause)
	s.Set(field.Expr, "=", pointed(field, asNumber(s, field.Shape, jen.Id(version), l.number(s).Shape)))
}

// Answer adds the output.
func (l Label) Answer(s operation.Scope) {
	if l.rule.Shown != "" {
		place := s.OutputPlace(l.rule.Shown)
		s.Say(l.clause)
		s.Set(place.Expr, "=", pointed(place, asNumber(s, place.Shape, jen.Id(version), l.number(s).Shape)))
	}
	s.Succeed(jen.Id(operation.Out))
}

// asNumber returns a number of one shape as a number of another.
func asNumber(s scope, to *model.Shape, number *jen.Statement, from *model.Shape) *jen.Statement {
	if to.Kind == from.Kind {
		return number
	}
	return s.TypeOf(to).Call(number)
}

// A labelForm is the clause about what a label has to be like.
type labelForm struct {
	clause *model.Clause
	rule   model.LabelForm
}

func newLabelForm(c *model.Clause) any { return labelForm{c, c.Rule.(model.LabelForm)} }

// Item adds what becomes of a label that is not like that:
//
//	// clause label-form: …
//	if !labelFormForm.MatchString(item.Label) || runtime.Begins(item.Label, "aws") {
//		out.InvalidLabels = append(out.InvalidLabels, item.Label)
//		continue
//	}
func (f labelForm) Item(s operation.Scope) {
	s.Say(f.clause)
	invalid, label := s.OutputPlace(f.rule.Invalid).Expr, s.ItemText(s.EachMembers()[0])
	s.If(f.broken(s, label), func(s scope) {
		s.Set(invalid, "=", jen.Append(invalid, label))
		s.Continue()
	})
}

// broken returns the condition that a label is not like that.
func (f labelForm) broken(s scope, label jen.Code) *jen.Statement {
	broken := []*jen.Statement{jen.Op("!").Id(s.Form(f.clause)).Dot("MatchString").Call(label)}
	for _, prefix := range f.rule.Reserved {
		broken = append(broken, printer.Runtime("Begins").Call(label, jen.Lit(prefix)))
	}
	return printer.Or(broken...)
}

// A labelQuota is the clause about how many labels a version may have.
type labelQuota struct {
	clause *model.Clause
	rule   model.LabelQuota
}

// add adds the check:
//
//	// clause label-quota: …
//	there, more := 0, map[string]bool{}
//	for _, v := range here.ParameterLabels.Partition(in.Name, 0) {
//		if v.Version == version {
//			there++
//		}
//	}
//	for i := range in.Labels {
//		key := in.Labels[i]
//		if v := here.ParameterLabels.Get(in.Name, key); v == nil || v.Version != version {
//			more[key] = true
//		}
//	}
//	if len(more) > 0 && there+len(more) > 10 {
//		return nil, runtime.Errorf(…)
//	}
func (q labelQuota) add(s scope, l Label) {
	if !s.Enforced(q.clause, asMany) {
		return
	}
	there, more := jen.Id("there"), jen.Id("more")
	number := s.MemberPlace("v", l.rule.Number)
	on := func(operator string) *jen.Statement {
		return number.OrZero().Op(operator).Add(asNumber(s, number.Shape, jen.Id(version), l.number(s).Shape))
	}
	s.Set(jen.List(there, more), ":=", jen.List(jen.Lit(0), jen.Map(operation.KeyType(s.EachMembers())).Bool().Values()))
	s.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(s.Store.Table().Dot("Partition").Call(s.Store.PartitionValue(s.KeyText), jen.Lit(0))), func(s scope) {
		s.If(on("=="), func(s scope) { s.Add(jen.Id("there").Op("++")) })
	})
	s.Each(func(s scope) {
		if form := s.Clause("label/form"); form != nil {
			s.If(labelForm{form, form.Rule.(model.LabelForm)}.broken(s, s.KeyText(s.EachMembers()[0])), func(s scope) { s.Continue() })
		}
		s.IfLet(jen.Id("v").Op(":=").Add(s.Store.Get(s.KeyText)), jen.Id("v").Op("==").Nil().Op("||").Add(on("!=")), func(s scope) {
			s.Set(jen.Id("more").Index(s.KeyOfEach()), "=", jen.True())
		})
	})
	s.If(printer.And(jen.Len(more).Op(">").Lit(0), jen.Add(there).Op("+").Len(more).Op(">").Lit(q.rule.Most)), func(s scope) {
		s.FailOr(q.clause, asMany, "a version may have %d of "+s.Store.Resource.Name+" at most", jen.Lit(q.rule.Most))
	})
}

// A LabelShown is the clause that a list of versions has the labels of each.
type LabelShown struct {
	clause *model.Clause
	rule   model.LabelShown
}

// LabelShownOf returns the clause of an operation, and whether there is one.
func LabelShownOf(o *operation.Operation) (LabelShown, bool) {
	c := o.Clause("label/shown")
	if c == nil {
		return LabelShown{}, false
	}
	return LabelShown{c, c.Rule.(model.LabelShown)}, true
}

// Add adds the labels of the version called v to what is returned of it:
//
//	// clause history-labels: …
//	for _, label := range here.ParameterLabels.Partition(v.Name, 0) {
//		if label.Version == v.Version {
//			row.Labels = append(row.Labels, label.Label)
//		}
//	}
func (l LabelShown) Add(s operation.Scope, row jen.Code) {
	_, rule := s.API.LabelsOf(l.rule.Entity)
	_, h := s.API.HistoryOf(s.Effect.Of)
	labels := s.Stores.Of(l.rule.Entity)
	text := func(member string) jen.Code { return s.Text(s.MemberPlace("v", member)) }
	label := s.MemberOf(jen.Id("label"), labels.Shape, labels.Rest[0])
	into := s.Follow(row, s.OutputShape(s.Effect.Shown()).Name, l.rule.Shown).Expr
	s.Say(l.clause)
	eachLabel(s, labels, text, rule.Number, s.MemberPlace("v", h.Number), func(s scope) {
		s.Set(into, "=", jen.Append(into, label.OrZero()))
	})
}

// eachLabel adds what is done with each label of a resource that stands on the version of
// a number. The label is called so.
func eachLabel(s scope, labels *operation.Store, text func(member string) jen.Code, member string, number shape.Place, do func(scope)) {
	stands := s.MemberOf(jen.Id("label"), labels.Shape, member)
	s.For(jen.List(jen.Id("_"), jen.Id("label")).Op(":=").Range().Add(labels.Table().Dot("Partition").Call(labels.PartitionValue(text), jen.Lit(0))), func(s scope) {
		s.If(stands.OrZero().Op("==").Add(asNumber(s, stands.Shape, number.OrZero(), number.Shape)), do)
	})
}

// forgetLabels adds what drops the labels of a resource that was deleted, of whose
// versions an entity is made.
func forgetLabels(s operation.Scope, key func(member string) jen.Code, versions string) {
	op := s.API.LabelsOn(versions)
	if op == nil {
		return
	}
	of := s.Stores.Of(op.Effect.Of)
	s.Say(op.Clause("label"))
	s.Add(of.Table().Dot("DeletePartition").Call(of.PartitionValue(key)))
}
