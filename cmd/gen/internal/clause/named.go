package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

// A Named is the clause that an output lists keys of the request.
type Named struct {
	clause *model.Clause
	rule   model.Named
}

// NamedOf returns the clause of an operation, and whether there is one.
func NamedOf(o *operation.Operation) (Named, bool) {
	c := o.Clause("named")
	if c == nil {
		return Named{}, false
	}
	return Named{c, c.Rule.(model.Named)}, true
}

// Deleted adds the deletion of the resource called key, and of its key to the lists of
// the output:
//
//	// clause delete-parameters-named: …
//	if !here.Parameters.Delete(key) {
//		out.InvalidParameters = append(out.InvalidParameters, key)
//		continue
//	}
//	out.DeletedParameters = append(out.DeletedParameters, key)
func (n Named) Deleted(s operation.Scope, remove *jen.Statement, effects func(operation.Scope)) {
	s.SayToo(n.clause)
	key := s.KeyText(s.Store.Resource.Key[0])
	s.If(jen.Op("!").Add(remove), func(s scope) {
		n.add(s, n.rule.Absent, key)
		s.Continue()
	})
	n.add(s, n.rule.Done, key)
	effects(s)
}

// add adds a key to a list of the output, if it has one.
func (n Named) add(s scope, list model.Path, key jen.Code) {
	if list == "" {
		return
	}
	into := s.OutputPlace(list).Expr
	s.Set(into, "=", jen.Append(into, key))
}
