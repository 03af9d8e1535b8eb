// Package operation writes within the body of an operation's method: it knows
// what the operation takes and returns, what it is about, how such resources are
// kept and found, and how an error or a choice is written. It does not know
// what any kind of clause demands, but for which keys are equal.
package operation

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// Names of variables in the body of an operation.
const (
	In     = "in"     // the input
	Out    = "out"    // the output
	Here   = "here"   // what the fake holds
	Key    = "key"    // an element of the list that the operation is about
	Item   = "item"   // the resource in the making
	Old    = "old"    // the resource that is there already
	Failed = "failed" // what could not be dealt with
)

// An Operation is an operation whose method is written.
type Operation struct {
	*shape.Types
	*model.Operation
	// Store is how the resources are kept that the operation is about. It is nil
	// for an operation without a contract.
	Store *Store
	// Stores are how all resources are kept.
	Stores Stores
}

// New returns an operation of an API whose resources are kept in some stores.
func New(t *shape.Types, stores Stores, op *model.Operation) *Operation {
	return &Operation{Types: t, Operation: op, Store: stores.Of(op.Effect.Of), Stores: stores}
}

// All returns the clauses of a kind.
func (o *Operation) All(kind string) []*model.Clause {
	var all []*model.Clause
	for i := range o.Clauses {
		if o.Clauses[i].Kind == kind {
			all = append(all, &o.Clauses[i])
		}
	}
	return all
}

// Reads reports whether the operation returns resources and changes none.
func (o *Operation) Reads() bool {
	return o.Effect.Shows()
}

// InputPlace returns a place in the input.
func (o *Operation) InputPlace(path model.Path) shape.Place {
	return o.Follow(jen.Id(In), o.Input, path)
}

// OutputPlace returns a place in the output.
func (o *Operation) OutputPlace(path model.Path) shape.Place {
	return o.Follow(jen.Id(Out), o.Output, path)
}

// ResourcePlace returns a place in the resource that a variable holds.
func (o *Operation) ResourcePlace(variable string, path model.Path) shape.Place {
	return o.Follow(jen.Id(variable), o.Store.Shape.Name, path)
}

// MemberPlace returns a member of the resource that a variable holds.
func (o *Operation) MemberPlace(variable, member string) shape.Place {
	return o.ResourcePlace(variable, model.Path(member))
}

// ItemText returns the text of a member of the resource that is being made.
func (o *Operation) ItemText(member string) jen.Code { return o.Text(o.MemberPlace(Item, member)) }

// IsList reports whether a place in the input is a list.
func (o *Operation) IsList(path model.Path) bool {
	return o.InputPlace(path).Shape.Kind == model.List
}

// IsEach reports whether a path leads through the list of the operation.
func (o *Operation) IsEach(path model.Path) bool {
	_, ok := path.Within(o.Effect.Each)
	return ok
}

// EachMembers returns the members of the resource's key that differ from one
// element of the operation's list to the next.
func (o *Operation) EachMembers() []string {
	return slices.DeleteFunc(slices.Clone(o.Store.Resource.Key), func(m string) bool { return !o.IsEach(o.Effect.Bound(m)) })
}

// ElementOf returns the shape of the elements of a list in the input.
func (o *Operation) ElementOf(list model.Path) *model.Shape {
	return o.Shape(o.ElemShape(o.Input, list))
}

// OutputShape returns the shape of what stands at a path in the output.
func (o *Operation) OutputShape(path model.Path) *model.Shape {
	_, end, err := o.API.Steps(o.Output, path)
	if err != nil {
		panic("operation: the model has checked the path: " + err.Error())
	}
	return end
}

// Rejection returns the error with a code, which is answered to a caller:
//
//	runtime.Errorf("PutThings", NoSuchRule, "there is no rule %q", name)
func (o *Operation) Rejection(code, format string, args ...jen.Code) *jen.Statement {
	declared := o.Error(code)
	constant := printer.Fake("Code").Call(jen.Lit(code))
	if declared != nil {
		constant = jen.Id(declared.GoName)
	}
	s := printer.Runtime("Errorf").Call(append([]jen.Code{jen.Lit(o.Name), constant, jen.Lit(format)}, args...)...)
	if declared != nil && declared.Status != 0 && declared.Status != 400 {
		s.Dot("WithStatus").Call(jen.Lit(declared.Status))
	}
	return s
}

// names reports whether a clause says that a list of the output has keys of the
// request, be it none.
func (o *Operation) names(list string) bool {
	for _, c := range o.All("batch") {
		if rule := c.Rule.(model.Batch); rule.List == "" && rule.Items == list {
			return true
		}
	}
	for _, c := range o.All("named") {
		if rule := c.Rule.(model.Named); string(rule.Done) == list || string(rule.Absent) == list {
			return true
		}
	}
	for _, c := range o.All("label/form") {
		if string(c.Rule.(model.LabelForm).Invalid) == list {
			return true
		}
	}
	return false
}

// tells reports whether the contract says what a member of the output is.
func (o *Operation) tells(member string) bool {
	paths := []model.Path{o.Effect.Into}
	if o.Effect.Verb == model.Gets && o.Effect.Into == "" {
		for _, b := range o.Effect.As {
			paths = append(paths, b.Path)
		}
	}
	for _, c := range o.All("output") {
		for _, b := range c.Rule.(model.Output).As {
			paths = append(paths, b.Path)
		}
	}
	return slices.ContainsFunc(paths, func(p model.Path) bool { return p.PartOf(model.Path(member)) })
}

// NewOutput returns an empty output. Its lists are there, though empty, because
// clients of the API expect them; but not those that may not be empty. What is required
// and the contract says nothing of is the least that its shape permits.
func (o *Operation) NewOutput() *jen.Statement {
	out := o.Shape(o.Output)
	if out == nil {
		return jen.Nil()
	}
	return jen.Op("&").Id(out.GoName).CustomFunc(printer.Inline, func(g *jen.Group) {
		for i := range out.Members {
			m := &out.Members[i]
			s := o.Shape(m.Shape)
			if never := s.Min != nil && s.Min.Int > 0 && !m.Required && !o.names(m.Name); s.Kind == model.List && !never {
				g.Id(m.GoName).Op(":").Add(o.TypeOf(s)).Values()
			} else if m.Required && !o.tells(m.Name) {
				if least := o.Least(s); least != nil {
					g.Id(m.GoName).Op(":").Add(least)
				}
			}
		}
	})
}
