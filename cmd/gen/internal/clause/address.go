package clause

import (
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// addressBase is the variable that has the address of the resource at hand.
const addressBase = "address"

// addressVar returns the variable that has an address of the resource which an operation
// deletes.
func addressVar(o *operation.Operation, member string) string {
	if i := slices.Index(addresses(o), member); i > 0 {
		return addressBase + strconv.Itoa(i+1)
	}
	return addressBase
}

// addresses returns the members by which others name what an operation deletes, and which
// go with it.
func addresses(o *operation.Operation) []string {
	var all []string
	for _, c := range o.All("cascade") {
		address := o.API.AddressIn(o.Store.Resource.Name, c.Rule.(model.Cascade).By)
		if address != "" && operation.May(c, "deleted") && !slices.Contains(all, address) {
			all = append(all, address)
		}
	}
	return all
}

// Addresses adds the variables that have the addresses of the resource at hand, before it
// is deleted:
//
//	address := runtime.Value(runtime.Value(here.Pipelines.Get(struct{}{}, in.PipelineName)).PipelineARN)
func Addresses(s operation.Scope) {
	for _, member := range addresses(s.Operation) {
		s.Line()
		s.Add(printer.Remark("What goes with it names it by its " + member + "."))
		s.Set(jen.Id(addressVar(s.Operation, member)), ":=", addressOf(s, member))
	}
}

// addressOf returns the address of the resource that the input names, or "" if it is not
// there.
func addressOf(s operation.Scope, member string) *jen.Statement {
	found := printer.Runtime("Value").Call(s.Store.Get(s.KeyText))
	return s.Text(s.MemberOf(found, s.Store.Shape, member))
}
