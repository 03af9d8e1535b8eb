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
	s.Say(d.clause)
	s.Choose(d.clause, func(s scope, choice string) {
		code := model.ErrorOf(choice)
		if code == "" {
			s.Remark("Doing it twice has the same effect, and a failure is reported once.")
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
