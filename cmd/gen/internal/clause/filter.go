package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Filter is the clause that only some resources are returned.
type Filter struct {
	clause *model.Clause
	rule   model.Filter
}

// Filters returns the filters of an operation.
func Filters(o *operation.Operation) []Filter {
	var all []Filter
	for _, c := range o.All("filter") {
		all = append(all, Filter{c, c.Rule.(model.Filter)})
	}
	return all
}

// By returns the member of the input that the filter is by.
func (f Filter) By() model.Path { return f.rule.By }

// On reports whether the filter looks at a member of a resource.
func (f Filter) On(member string) bool { return slices.Contains(f.rule.On, model.Path(member)) }

// KeyedFilter returns the filter that names resources by the whole of their key,
// so that they can be looked up one by one, and whether there is one.
func KeyedFilter(o *operation.Operation) (Filter, bool) {
	if !o.Reads() || o.Clause("fact/summary") != nil || !partitionBound(o) {
		return Filter{}, false
	}
	for _, f := range Filters(o) {
		on := make([]string, len(f.rule.On))
		for i, path := range f.rule.On {
			on[i] = string(path)
		}
		slices.Sort(on)
		if o.IsList(f.rule.By) && slices.Equal(on, slices.Sorted(slices.Values(o.Store.Rest))) {
			return f, true
		}
	}
	return Filter{}, false
}

// partitionBound reports whether the input always says which partition is
// meant.
func partitionBound(o *operation.Operation) bool {
	return !slices.ContainsFunc(o.Store.Resource.Partition, func(m string) bool {
		path := o.Effect.Bound(m)
		return path == "" || o.InputPlace(path).Present() != nil
	})
}

// KeepFunc adds a function called keep which filters:
//
//	keep := func(v *ConfigRule) bool {
//		…
//		return true
//	}
func KeepFunc(s operation.Scope, filters []Filter, selections ...Selection) {
	v := jen.Id("v").Op("*").Id(s.Store.Shape.GoName)
	s.Set(jen.Id("keep"), ":=", s.Func(v, jen.Bool(), func(s scope) {
		for _, f := range filters {
			f.leaveOut(s, f.unselected(s))
		}
		for _, one := range selections {
			one.leaveOut(s)
		}
		s.Return(jen.True())
	}))
}

// WantedFunc adds a function called wanted which filters groups of facts by
// what they amount to.
func WantedFunc(s operation.Scope, group jen.Code, filters []Filter) {
	s.Set(jen.Id("wanted"), ":=", s.Func(jen.Id("group").Op("*").Add(group), jen.Bool(), func(s scope) {
		value := jen.String().Call(printer.Sel("group", "Value"))
		for _, f := range filters {
			by := s.InputPlace(f.rule.By)
			if by.Shape.Kind == model.List {
				elem := s.Shape(by.Shape.Elem)
				f.leaveOut(s, jen.Op("!").Add(among(s, "key", by.Expr, elem, shape.AsString(jen.Id("key"), elem).Op("==").Add(value))))
			} else {
				f.leaveOut(s, shape.AsString(by.Value(), by.Shape).Op("!=").Add(value))
			}
		}
		s.Return(jen.True())
	}))
}

// leaveOut adds to a function that filters what it returns on a condition, if
// the filter is given.
func (f Filter) leaveOut(s scope, unselected *jen.Statement) {
	s.Say(f.clause)
	by := s.InputPlace(f.rule.By)
	there := by.Present()
	if there != nil && by.Shape.Kind != model.List && len(f.rule.On) > 1 {
		unselected = jen.Parens(unselected)
	}
	s.If(printer.And(there, unselected), func(s scope) { s.Return(jen.False()) })
}

// unselected returns the condition that the filter does not select the resource
// called v, where the member that it is by is there.
func (f Filter) unselected(s scope) *jen.Statement {
	by := s.InputPlace(f.rule.By)
	if by.Shape.Kind == model.List {
		// !slices.ContainsFunc(in.Keys, func(key Key) bool { return … })
		elem := s.Shape(by.Shape.Elem)
		return jen.Op("!").Add(among(s, operation.Key, by.Expr, elem, f.selects(s, elem)))
	}
	var differ []*jen.Statement
	for _, on := range f.rule.On {
		differ = append(differ, f.compare(s, on, "!=", shape.AsString(by.Value(), by.Shape)))
	}
	return printer.Or(differ...)
}

// selects returns the condition that the element of a list called key selects
// the resource called v.
func (f Filter) selects(s scope, elem *model.Shape) *jen.Statement {
	var same []*jen.Statement
	for _, on := range f.rule.On {
		same = append(same, f.compare(s, on, "==", f.wanted(s, elem, on)))
	}
	return printer.And(same...)
}

// wanted returns what the element of a list called key wants a resource to have at
// a path.
func (f Filter) wanted(s scope, elem *model.Shape, on model.Path) *jen.Statement {
	if elem.Kind == model.Structure {
		return s.Text(s.Follow(jen.Id(operation.Key), elem.Name, model.Path(f.rule.Elem(on).Last())))
	}
	return shape.AsString(jen.Id(operation.Key), elem)
}

// compare returns the condition that the resource called v has, at a path, the
// wanted text, or that it has not. A path through a list is met by one of its
// elements.
func (f Filter) compare(s scope, on model.Path, operator string, want jen.Code) *jen.Statement {
	list, rest, through := shape.CutList(on)
	if !through {
		has, want := f.sides(s, on, want)
		return jen.Add(has).Op(operator).Add(want)
	}
	some := f.someElement(s, list, rest, want)
	if operator == "!=" {
		return jen.Op("!").Add(some)
	}
	return some
}

// someElement returns the condition that an element of a list has a text.
func (f Filter) someElement(s scope, list, rest model.Path, want jen.Code) *jen.Statement {
	p := s.ResourcePlace("v", list)
	elem := s.Shape(p.Shape.Elem)
	one := shape.AsString(jen.Id("one"), elem)
	if elem.Kind == model.Structure {
		one = s.Text(s.Follow(jen.Id("one"), elem.Name, rest))
	}
	wanted := among(s, "one", p.Expr, elem, jen.Add(one).Op("==").Add(want))
	if f.rule.Otherwise == "" {
		return wanted
	}
	// Elements that have no value there are as good as none.
	return jen.Parens(wanted.Op("||").Add(want).Op("==").Lit(f.rule.Otherwise).Op("&&").
		Op("!").Add(among(s, "one", p.Expr, elem, jen.Add(one).Op("!=").Lit(""))))
}

// among returns the condition that one holds of some element of a list, which
// has a name in it.
func among(s scope, name string, list jen.Code, elem *model.Shape, is jen.Code) *jen.Statement {
	return jen.Qual("slices", "ContainsFunc").Call(jen.Add(list),
		jen.Func().Params(jen.Id(name).Add(s.TypeOf(elem))).Bool().Block(jen.Return(is)))
}

// sides returns what the resource called v has at a path, or what counts where it
// has nothing, and what it is to be compared with: both folded, if the path is a
// member of a key that is compared so.
func (f Filter) sides(s scope, on model.Path, want jen.Code) (has, wanted jen.Code) {
	has = s.Text(s.ResourcePlace("v", on))
	if f.rule.Otherwise != "" {
		has = jen.Qual("cmp", "Or").Call(has, jen.Lit(f.rule.Otherwise))
	}
	if slices.Contains(s.Store.Resource.Key, string(on)) {
		return s.Store.Fold(has), s.Store.Fold(want)
	}
	return has, want
}

// ByKeys adds the answer to a request that names resources by their keys. with is
// a clause that has to do with it, or nil:
//
//	if len(in.ResourceKeys) > 0 {
//		shown := map[[2]string]bool{}
//		for i := range in.ResourceKeys {
//			key := &in.ResourceKeys[i]
//			…
//		}
//		return out, nil
//	}
func (f Filter) ByKeys(s operation.Scope, with *model.Clause, filtered bool, show func(s operation.Scope)) {
	shown := jen.Id("shown").Index(jen.Id("one"))
	there := s.InputPlace(f.rule.By).Present()
	if f.Always(s.Operation) {
		there = nil
	}
	named, _ := NamedOf(s.Operation)
	s.If(there, func(s scope) {
		s.Say(f.clause)
		s.SayToo(with)
		s.SayToo(named.clause)
		s.Set(jen.Id("shown"), ":=", jen.Map(operation.KeyType(s.Store.Rest)).Bool().Values())
		s.Over(f.rule.By, func(s scope) {
			for _, c := range s.All("key/incomplete") {
				incomplete{c}.omit(s)
			}
			s.Set(jen.Id("one"), ":=", s.Store.KeyValue(s.Store.Rest, f.keyText(s)))
			if selector, selects := SelectorOf(s.Operation); selects {
				name := selector.CutEach(s, f.keyText(s)(s.Store.Rest[0]))
				s.Set(jen.Id("v"), ":=", s.Store.Get(name))
				s.If(selector.Missed(), func(s scope) { s.Set(jen.Id("v"), "=", jen.Nil()) })
			} else {
				s.Set(jen.Id("v"), ":=", s.Store.Table().Dot("Get").Call(s.Store.PartitionValue(s.KeyText), jen.Id("one")))
			}
			if named.rule.Absent != "" {
				s.If(shown, func(s scope) { s.Continue() })
				s.Set(shown, "=", jen.True())
				f.absentKey(s)
				s.If(jen.Id("v").Op("==").Nil(), func(s scope) {
					named.add(s, named.rule.Absent, f.keyText(s)(s.Store.Rest[0]))
					s.Continue()
				})
				if filtered {
					s.If(jen.Op("!").Id("keep").Call(jen.Id("v")), func(s scope) { s.Continue() })
				}
				show(s)
				return
			}
			var skip []*jen.Statement
			if !f.absentKey(s) {
				skip = append(skip, jen.Id("v").Op("==").Nil())
			}
			skip = append(skip, shown)
			if filtered {
				skip = append(skip, jen.Op("!").Id("keep").Call(jen.Id("v")))
			}
			s.If(printer.Or(skip...), func(s scope) { s.Continue() })
			s.Set(shown, "=", jen.True())
			show(s)
		})
		s.Succeed(jen.Id(operation.Out))
	})
}

// Always reports whether no request can be without the filter.
func (f Filter) Always(o *operation.Operation) bool {
	steps, list, err := o.API.Steps(o.Input, f.rule.By)
	return err == nil && len(steps) == 1 && steps[0].Member.Required && list.Kind == model.List
}

// absentKey adds what becomes of a key that finds nothing, if that may be an
// error, and reports whether it may.
func (f Filter) absentKey(s scope) bool {
	c := f.absentClause(s.Operation)
	s.Say(c)
	if !operation.MayFail(c) {
		return false
	}
	s.If(jen.Id("v").Op("==").Nil(), func(s scope) {
		s.Choose(c, func(s scope, choice string) {
			if code := model.ErrorOf(choice); code != "" {
				last := s.Store.Rest[len(s.Store.Rest)-1]
				s.Fail(code, "there is no "+s.Store.Resource.Name+" %q", f.keyText(s)(last))
			} else {
				s.Continue()
			}
		})
	})
	return true
}

// IsAbout reports whether a clause says what becomes of what the filter does not
// find.
func (f Filter) IsAbout(c *model.Clause) bool {
	absent, ok := c.Rule.(model.FilterAbsent)
	return ok && absent.By == f.rule.By
}

// absentClause returns the clause that says what becomes of a key that the
// filter does not find, or nil.
func (f Filter) absentClause(o *operation.Operation) *model.Clause {
	for _, c := range o.All("filter/absent") {
		if f.IsAbout(c) {
			return c
		}
	}
	return nil
}

// keyText returns what gives the text of a member of the key in an element of
// the list that the filter is by.
func (f Filter) keyText(s scope) func(member string) jen.Code {
	elem := s.ElementOf(f.rule.By)
	return func(member string) jen.Code {
		if elem.Kind == model.Structure && !f.On(member) {
			return jen.Lit("")
		}
		return f.wanted(s, elem, model.Path(member))
	}
}

// Absent adds the error for a request in pages that selects what is not there,
// if that may be one. Resources are looked for one after the other, because the
// filter is not by the whole of their key.
func (f Filter) Absent(s operation.Scope) {
	c := f.absentClause(s.Operation)
	if !operation.MayFail(c) {
		return
	}
	s.Say(c)
	s.Choose(c, func(s scope, choice string) {
		if code := model.ErrorOf(choice); code != "" {
			f.search(s, code)
		} else {
			s.Remark("An absent one adds nothing.")
		}
	})
}

// search adds, for each resource that a request selects, an error if there is none.
func (f Filter) search(s scope, code string) {
	by := s.InputPlace(f.rule.By)
	if by.Shape.Kind == model.List {
		elem := s.Shape(by.Shape.Elem)
		s.Over(f.rule.By, func(s scope) { f.searchOne(s, code, f.selects(s, elem)) })
		return
	}
	var same []*jen.Statement
	for _, on := range f.rule.On {
		same = append(same, f.compare(s, on, "==", shape.AsString(by.Value(), by.Shape)))
	}
	one := func(s scope) { f.searchOne(s, code, printer.And(same...)) }
	if there := by.Present(); there != nil {
		s.If(there, one)
	} else {
		s.Brace(one)
	}
}

func (f Filter) searchOne(s scope, code string, same *jen.Statement) {
	found := jen.Id("found")
	s.Set(found, ":=", jen.False())
	s.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(Resources(s, jen.Lit(0))), func(s scope) {
		s.If(same, func(s scope) {
			s.Set(found, "=", jen.True())
			s.Add(jen.Break())
		})
	})
	s.If(jen.Op("!").Add(found), func(s scope) { s.Fail(code, noSuch(s)) })
}

// Resources returns the expression of the resources that the request is about, from a
// place on. Where the request need not say which partition is meant, it adds
// what tells one from all of them:
//
//	resources := here.Resources.All(after)
//	if in.Name != nil {
//		resources = here.Resources.Partition(*in.Name, after)
//	}
func Resources(s operation.Scope, after jen.Code) *jen.Statement {
	table := s.Store.Table
	if partitionBound(s.Operation) {
		return table().Dot("Partition").Call(s.Store.PartitionValue(s.KeyText), after)
	}
	bound := slices.DeleteFunc(slices.Clone(s.Store.Resource.Partition), func(m string) bool { return s.Effect.Bound(m) == "" })
	all := table().Dot("All").Call(after)
	if len(bound) == 0 {
		return all
	}
	resources := jen.Id("resources")
	s.Set(resources, ":=", all)
	for _, m := range bound {
		given, _ := s.Bound(m)
		narrow := table().Dot("Partition").Call(s.Store.PartitionValue(s.KeyText), after)
		if len(s.Store.Resource.Partition) > 1 {
			has, want := Filter{}.sides(s, model.Path(m), s.KeyText(m))
			narrow = printer.Runtime("Where").Call(resources, jen.Func().Params(jen.Id("v").Op("*").Id(s.Store.Shape.GoName)).Bool().
				Block(jen.Return(jen.Add(has).Op("==").Add(want))))
		}
		s.If(given.Present(), func(s scope) { s.Set(resources, "=", narrow) })
	}
	return resources
}
