package clause

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// Treatments are the clauses about members of a resource that reads do not return
// as they were put.
type Treatments struct {
	types *shape.Types
	store *operation.Store
	// clauses are all of them, what is moved first.
	clauses []*model.Clause
	// times are those of the members that are supplied with the time of the put.
	times []*model.Clause
}

// TreatmentsOf returns the clauses about a resource.
func TreatmentsOf(t *shape.Types, s *operation.Store) Treatments {
	all := Treatments{types: t, store: s, clauses: t.API.TreatedMembers(s.Resource.Name)}
	for _, c := range all.clauses {
		if c.Rule.(model.Treated).Now {
			all.times = append(all.times, c)
		}
	}
	return all
}

// Any reports whether a resource is returned otherwise than it is kept.
func (t Treatments) Any() bool { return len(t.clauses) > 0 }

func (t Treatments) method() string { return "return" + t.store.Shape.GoName }

// Returned returns a copy of a resource as reads return it.
func (t Treatments) Returned(v jen.Code) *jen.Statement {
	if !t.Any() {
		return jen.Add(v)
	}
	return jen.Id("f").Dot(t.method()).Call(v)
}

// Method adds
//
//	// returnConfigRule returns a rule as reads return it.
//	func (f *Fake) returnConfigRule(v ConfigRule) ConfigRule {
//		// clause rule-modes: …
//		…
//		return v
//	}
func (t Treatments) Method(f *jen.File) {
	if !t.Any() {
		return
	}
	name := t.store.Shape.GoName
	f.Add(printer.Doc(t.method() + " changes what is kept of a resource into what reads return of it. It takes a copy."))
	f.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id(t.method()).Params(jen.Id("v").Id(name)).Id(name).BlockFunc(func(g *jen.Group) {
		b := printer.NewBlock(g)
		for _, c := range t.clauses {
			b.Say(c.ID, c.Description)
			operation.Choose(t.types.Plan, b, "f", c, func(b printer.Block, choice string) { t.treat(b, c.Rule.(model.Treated), choice) })
		}
		b.Return(jen.Id("v"))
	})
	f.Line()
}

// treat adds what is done with one member.
func (t Treatments) treat(b printer.Block, rule model.Treated, choice string) {
	switch {
	case choice == string(model.Moved):
		t.move(b, rule)
	case choice == string(model.Withheld):
		t.owners(b, rule, rule.Member, func(b printer.Block, p shape.Place, _ member) {
			none := jen.Lit("")
			if p.Ptr {
				none = jen.Nil()
			}
			b.Set(p.Expr, "=", none)
		})
	case rule.Now && choice == "absent":
		p := t.types.MemberOf(jen.Id("v"), t.store.Shape, string(rule.Member))
		b.Set(p.Expr, "=", jen.Nil())
	case rule.Now:
		b.Remark("It was set when the resource was put.")
	case choice == string(rule.Treatment):
		t.owners(b, rule, rule.Member, func(b printer.Block, p shape.Place, beside member) {
			b.If(p.Absent(), func(b printer.Block) {
				if rule.Like != "" {
					b.Set(p.Expr, "=", t.types.Assign(p, beside(rule.Like)))
					return
				}
				b.Set(p.Expr, "=", pointed(p, t.value(p.Shape, rule.Values[0])))
			})
		})
	default:
		b.Remark("It is returned as it was put.")
	}
}

// move adds
//
//	if v.MaximumExecutionFrequency != nil {
//		moved := false
//		for i := range v.Source.SourceDetails {
//			one := &v.Source.SourceDetails[i]
//			if … && one.MaximumExecutionFrequency == nil {
//				one.MaximumExecutionFrequency, moved = runtime.Copy(v.MaximumExecutionFrequency), true
//			}
//		}
//		if moved { v.MaximumExecutionFrequency = nil }
//	}
func (t Treatments) move(b printer.Block, rule model.Treated) {
	from := t.types.MemberOf(jen.Id("v"), t.store.Shape, string(rule.Member))
	moved := jen.Id("moved")
	b.If(from.Present(), func(b printer.Block) {
		b.Set(moved, ":=", jen.False())
		t.owners(b, rule, rule.To, func(b printer.Block, p shape.Place, _ member) {
			b.If(p.Absent(), func(b printer.Block) {
				b.Set(p.Expr, "=", t.types.Assign(p, from))
				b.Set(moved, "=", jen.True())
			})
		})
		b.If(moved, func(b printer.Block) { b.Set(from.Expr, "=", jen.Nil()) })
	})
}

// A member returns the member of some name of the structure that is being treated.
type member func(name string) shape.Place

// owners adds what is done with a member in each structure that has it and that a
// clause is about.
func (t Treatments) owners(b printer.Block, rule model.Treated, path model.Path, do func(b printer.Block, p shape.Place, beside member)) {
	t.within(b, jen.Id("v"), t.store.Shape.Name, path, 1, func(b printer.Block, owner jen.Code, of *model.Shape, name string) {
		beside := func(name string) shape.Place { return t.types.MemberOf(owner, of, name) }
		var suits []*jen.Statement
		for _, when := range rule.When {
			suits = append(suits, t.types.Text(beside(string(when.Path))).Op("==").Lit(when.Value))
		}
		if len(suits) == 0 {
			do(b, beside(name), beside)
			return
		}
		b.If(printer.And(suits...), func(b printer.Block) { do(b, beside(name), beside) })
	})
}

// within adds what is needed to reach the structures that have the last member of
// a path: loops over lists, and checks that optional structures are there.
func (t Treatments) within(b printer.Block, root jen.Code, from string, path model.Path, depth int, f func(b printer.Block, owner jen.Code, of *model.Shape, member string)) {
	list, rest, through := shape.CutList(path)
	if !through {
		structure, member := splitLast(path)
		p := t.types.Follow(root, from, structure)
		there := p.Present()
		if structure == "" {
			there = nil
		}
		if there == nil {
			f(b, p.Expr, p.Shape, member)
			return
		}
		b.If(there, func(b printer.Block) { f(b, p.Expr, p.Shape, member) })
		return
	}
	p := t.types.Follow(root, from, list)
	loop := func(b printer.Block) {
		i, one := "i", "one"
		if depth > 1 {
			i, one = i+strings.Repeat("i", depth-1), one+strings.Repeat("e", depth-1)
		}
		b.For(jen.Id(i).Op(":=").Range().Add(p.Expr), func(b printer.Block) {
			b.Set(jen.Id(one), ":=", jen.Op("&").Add(p.Expr).Index(jen.Id(i)))
			t.within(b, jen.Id(one), t.types.Shape(p.Shape.Elem).Name, rest, depth+1, f)
		})
	}
	if there := p.Reachable(); there != nil {
		b.If(there, loop)
		return
	}
	loop(b)
}

// splitLast splits a path before its last member.
func splitLast(path model.Path) (structure model.Path, member string) {
	member = path.Last()
	return model.Path(strings.TrimSuffix(strings.TrimSuffix(string(path), member), ".")), member
}

// value returns a JSON value of a shape as Go.
func (t Treatments) value(s *model.Shape, text string) *jen.Statement {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		panic("clause: the model has checked that this is JSON: " + err.Error())
	}
	return t.literal(s, v)
}

func (t Treatments) literal(s *model.Shape, v any) *jen.Statement {
	switch v := v.(type) {
	case string:
		return shape.EnumValue(s, v)
	case bool:
		return jen.Lit(v)
	case json.Number:
		return t.types.TypeOf(s).Call(jen.Id(v.String()))
	case []any:
		elem := t.types.Shape(s.Elem)
		return t.types.TypeOf(s).ValuesFunc(func(g *jen.Group) {
			for _, e := range v {
				one := t.literal(elem, e)
				if o, isObject := e.(map[string]any); isObject {
					one = t.members(elem, o, jen.Null()) // the list says what they are
				}
				g.Add(one)
			}
		})
	case map[string]any:
		return t.members(s, v, jen.Id(s.GoName))
	}
	return jen.Nil()
}

// members returns the literal of a structure behind its type.
func (t Treatments) members(s *model.Shape, v map[string]any, name *jen.Statement) *jen.Statement {
	return name.CustomFunc(printer.Inline, func(g *jen.Group) {
		for i := range s.Members {
			if e, there := v[s.Members[i].Name]; there {
				field := t.types.MemberOf(jen.Nil(), s, s.Members[i].Name)
				g.Id(s.Members[i].GoName).Op(":").Add(pointed(field, t.literal(field.Shape, e)))
			}
		}
	})
}

// Times adds what gives to a resource the members that are set when it is put, as
// far as they are not there yet.
func (t Treatments) Times(b printer.Block, root jen.Code) {
	for _, c := range t.times {
		p := t.types.MemberOf(root, t.store.Shape, string(c.Rule.(model.Treated).Member))
		b.Say(c.ID, c.Description)
		b.If(p.Absent(), func(b printer.Block) { b.Set(p.Expr, "=", present(p)) })
	}
}
