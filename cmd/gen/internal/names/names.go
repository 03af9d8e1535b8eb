// Package names decides, before anything is printed, what everything in
// generated code is called: types, fields, constants, methods, parameters,
// functions and files. It knows the model and the rules of Go about names; it
// knows nothing of the code in which the names will stand.
//
// What a model calls its parts is a wish. A wish that nobody else has is
// granted as it is. If a name is taken, by generated code itself or by another
// part of the model, the part gets the name of what it is after its own: a type
// called State is StateType, a member called EncodeJSON is the field
// EncodeJSONField, and if there is such a member too, EncodeJSONField2. So no
// two things ever have one name, whatever a document calls its parts.
package names

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A Plan has the names of everything that is generated from one model. It does
// not change.
type Plan struct {
	// Given is the model as it came.
	Given *model.API
	// API is the model with the names that its parts get, and with an empty
	// structure for each operation that has no input.
	API *model.API
	// Package is the name of the package with the fake, and Suite that of the
	// package with the suite.
	Package, Suite string

	shapes  map[string]*model.Shape
	errors  map[string]*model.ErrorShape
	roles   map[string]Roles
	open    []*model.Clause
	choices map[string]string
	// fields, methods and functions are the names of a clause in the profile
	// and in the suite, by its id, forms those of its variable, and lists those of the function that
	// knows its values.
	fields, methods, functions, forms, lists map[string]string
	// keys are the names of the methods that make keys, by resource.
	keys       map[string]string
	files      map[string]string
	parameters map[string]map[string]string
	// beside are those of the members that are told beside the value of a fact.
	beside map[string]map[string]string
}

// Resolve names everything that is generated from a model. The package has the
// model's own name if none is given. The error holds [model.Problems].
func Resolve(given *model.API, pkg string) (*Plan, error) {
	p := &Plan{Given: given, API: withInputs(given)}
	var problems model.Problems
	p.namePackage(pkg, &problems)
	p.index()
	p.nameDeclarations()
	p.nameMembers()
	p.nameProfile()
	p.nameSuite()
	p.checkTypes(&problems)
	return p, problems.Err()
}

// withInputs returns a copy of the API, whose names can be changed, with an
// empty structure for each operation that has no input, so that a member can be
// added to it one day and break no caller.
func withInputs(api *model.API) *model.API {
	whole := *api
	whole.Shapes = make([]model.Shape, 0, len(api.Shapes)+len(api.Operations))
	whole.Operations = slices.Clone(api.Operations)
	whole.Errors = slices.Clone(api.Errors)
	whole.Entities = slices.Clone(api.Entities)
	whole.Facts = slices.Clone(api.Facts)
	// The input stands before the output of its operation.
	before := map[string][]model.Shape{}
	known := map[string]bool{}
	for i := range api.Shapes {
		known[api.Shapes[i].Name] = true
	}
	for i := range whole.Operations {
		op := &whole.Operations[i]
		if op.Input != "" {
			continue
		}
		input := op.GoName + "Input"
		op.Input = input
		for known[op.Input] {
			op.Input += "'"
		}
		known[op.Input] = true
		at := op.Output
		if !known[at] {
			at = ""
		}
		before[at] = append(before[at], model.Shape{Name: op.Input, GoName: input, Kind: model.Structure, Pos: op.Pos})
	}
	for i := range api.Shapes {
		s := api.Shapes[i]
		s.Members, s.Enum = slices.Clone(s.Members), slices.Clone(s.Enum)
		whole.Shapes = append(append(whole.Shapes, before[s.Name]...), s)
	}
	whole.Shapes = append(whole.Shapes, before[""]...)
	return &whole
}

// APIName returns the API's name in prose.
func (p *Plan) APIName() string { return cmp.Or(p.API.Name, "the API") }

// namePackage names the packages. One that Go could not import gets another
// name, unless it was asked for by that name.
func (p *Plan) namePackage(asked string, problems *model.Problems) {
	p.Package = cmp.Or(asked, p.Given.Package)
	switch {
	case !token.IsIdentifier(p.Package):
		problems.Add(model.Pos{File: p.Given.Source}, "package",
			fmt.Sprintf("%q can't be the name of a Go package", p.Package), "letters and digits, starting with a letter, are right")
	case importable(p.Package):
	case asked != "":
		problems.Add(model.Pos{File: p.Given.Source}, "package",
			fmt.Sprintf("a package %q can't be imported, which the name means to the go command", p.Package), "another name is right, such as "+p.Package+"api")
	default:
		p.Package += "api"
	}
	p.Suite = p.Package + "test"
}

// importable reports whether the go command takes a package of that name for
// one that others import.
func importable(pkg string) bool {
	switch pkg {
	case "main", "_", "documentation", "internal", "vendor", "testdata":
		return false
	}
	return !strings.HasSuffix(pkg, "_test")
}

// index finds everything that is looked up by a name of the model.
func (p *Plan) index() {
	p.shapes, p.errors = map[string]*model.Shape{}, map[string]*model.ErrorShape{}
	for i := range p.API.Shapes {
		p.shapes[p.API.Shapes[i].Name] = &p.API.Shapes[i]
	}
	for i := range p.API.Errors {
		p.errors[p.API.Errors[i].Code] = &p.API.Errors[i]
	}
	p.roles = map[string]Roles{}
	for i := range p.API.Operations {
		op := &p.API.Operations[i]
		in := p.roles[op.Input]
		in.InputOf = append(in.InputOf, op)
		p.roles[op.Input] = in
		if op.Output != "" {
			out := p.roles[op.Output]
			out.OutputOf = append(out.OutputOf, op)
			p.roles[op.Output] = out
		}
	}
	for _, placed := range p.API.AllClauses() {
		if Open(placed.Clause) {
			p.open = append(p.open, placed.Clause)
		}
	}
}

// checkTypes reports every list and map that Go has no type for.
func (p *Plan) checkTypes(problems *model.Problems) {
	for i := range p.API.Shapes {
		if s := &p.API.Shapes[i]; p.onlyHoldsItself(s) {
			problems.Add(s.Pos, s.Name, fmt.Sprintf("the %s holds nothing but itself, which is no Go type", s.Kind),
				"a structure somewhere on the way round is right")
		}
	}
}

// onlyHoldsItself reports whether following elements from a list or map leads
// back to it with no structure between.
func (p *Plan) onlyHoldsItself(s *model.Shape) bool {
	seen := map[string]bool{}
	for at := s; at != nil && (at.Kind == model.List || at.Kind == model.Map); at = p.Shape(at.Elem) {
		if seen[at.Name] {
			return true
		}
		seen[at.Name] = true
	}
	return false
}
