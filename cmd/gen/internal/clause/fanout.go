package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

// A duplicates is the clause about a key that is given twice.
type duplicates struct{ clause *model.Clause }

func newDuplicates(c *model.Clause) any { return duplicates{c} }

// Request adds, where that is an error:
//
//	// clause duplicate-keys: …
//	seen := map[[2]string]bool{}
//	for i := range in.ResourceKeys {
//		key := &in.ResourceKeys[i]
//		one := [2]string{…}
//		if seen[one] {
//			return nil, runtime.Errorf(…)
//		}
//		seen[one] = true
//	}
func (d duplicates) Request(s operation.Scope) {
	once := "Doing it twice has the same effect, and a failure is reported once."
	if d.counts(s.Operation) {
		once = "It is left out below when it comes again."
	}
	s.Say(d.clause)
	s.Choose(d.clause, func(s scope, choice string) {
		code := model.ErrorOf(choice)
		if code == "" {
			s.Remark(once)
			return
		}
		s.Set(jen.Id("seen"), ":=", jen.Map(operation.KeyType(s.EachMembers())).Bool().Values())
		s.Each(func(s scope) {
			seen := jen.Id("seen").Index(jen.Id("one"))
			s.Set(jen.Id("one"), ":=", s.KeyOfEach())
			s.If(seen, func(s scope) {
				s.Fail(code, "element %d of "+s.Effect.Each.Last()+" is there already", jen.Id("i"))
			})
			s.Set(seen, "=", jen.True())
		})
	})
}

// counts reports whether it matters how often something is done.
func (d duplicates) counts(o *operation.Operation) bool {
	return o.Clause("process") != nil && operation.May(d.clause, "once")
}

// declare adds, above the loop over the keys of an operation of which that matters, what
// notes them.
func (d duplicates) declare(s scope) {
	s.Set(jen.Id("met"), ":=", jen.Map(operation.KeyType(s.EachMembers())).Bool().Values())
}

// Item adds, where it matters how often something is done, that it is done once:
//
//	// clause start-duplicates: …
//	if met[one] {
//		continue
//	}
//	met[one] = true
func (d duplicates) Item(s operation.Scope) {
	if !d.counts(s.Operation) {
		return
	}
	met := jen.Id("met").Index(s.KeyOfEach())
	s.Say(d.clause)
	s.If(met, func(s scope) { s.Continue() })
	s.Set(met, "=", jen.True())
}
