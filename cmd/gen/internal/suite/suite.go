// Package suite writes the package that checks a target: the contract as data,
// and a function for each clause. It knows what the model is as data. It does
// not know what a clause means, or what the fake does.
package suite

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A Suite writes the files of one suite.
type Suite struct {
	*names.Plan
	folder string
}

// New returns what writes the suite of an API, in a package in the folder of
// some import path.
func New(p *names.Plan, folder string) *Suite { return &Suite{p, folder} }

// Parts returns the files of the package: the contract as data and the function
// that checks all of it, the shapes, and for each operation its part of the
// contract, with a function for each clause.
func (u *Suite) Parts() []printer.Part {
	parts := []printer.Part{u.part("contract.go", u.contractFile), u.part("shapes.go", u.shapesFile)}
	parts[0].Doc = "Package " + u.Suite + " checks a target against the contract of " + u.APIName() + "."
	for i := range u.Given.Operations {
		op := &u.Given.Operations[i]
		parts = append(parts, u.part(u.File(op), func(f *jen.File) { u.operationFile(f, op) }))
	}
	return parts
}

func (u *Suite) part(name string, build func(*jen.File)) printer.Part {
	return printer.Part{Folder: u.folder, Package: u.Suite, File: name, Build: build}
}

// contractFile adds the contract, the function that checks all of it, and those
// that check the clauses for every operation.
//
//	// Contract is …
//	var Contract = model.API{
//		Name: "AWS Config",
//		…
//		Shapes: shapes,
//		Operations: []model.Operation{
//			operationPutConfigRule,
//			…
//		},
//	}
//
//	// Run checks …
//	func Run(t *testing.T, target conformance.Target) {
//		conformance.Run(t, &Contract, target)
//	}
func (u *Suite) contractFile(f *jen.File) {
	f.Add(printer.Doc("Contract is what the document says of " + u.APIName() + ", as data."))
	f.Var().Id("Contract").Op("=").Add(u.contract())
	f.Line()
	f.Add(printer.Doc("Run checks a target against every clause of the contract, each in a subtest of its name."))
	f.Func().Id("Run").Params(testParams()...).Block(
		jen.Qual(printer.ConformancePath, "Run").Call(jen.Id("t"), jen.Op("&").Id("Contract"), jen.Id("target")),
	)
	f.Line()
	for i := range u.Given.Clauses {
		f.Add(u.clauseFunc(&u.Given.Clauses[i], nil))
		f.Line()
	}
}

// contract returns the literal of the API. The shapes and operations stand in
// files of their own.
func (u *Suite) contract() *jen.Statement {
	return modelLiteral(*u.Given, map[string]*jen.Statement{
		"Shapes": jen.Id("shapes"),
		"Operations": jen.Index().Qual(printer.ModelPath, "Operation").CustomFunc(printer.Lines, func(g *jen.Group) {
			for i := range u.Given.Operations {
				g.Id(operationVar(&u.Given.Operations[i]))
			}
		}),
	})
}

// shapesFile adds
//
//	// shapes are the types of the API.
//	var shapes = []model.Shape{ … }
func (u *Suite) shapesFile(f *jen.File) {
	f.Add(printer.Doc("shapes are the types that the operations and resources of the contract are made of."))
	f.Var().Id("shapes").Op("=").Add(modelLiteral(u.Given.Shapes, nil))
}

// operationFile adds what the contract says of an operation, and the
// functions of its clauses.
//
//	// operationPutConfigRule is the contract of PutConfigRule.
//	var operationPutConfigRule = model.Operation{ … }
func (u *Suite) operationFile(f *jen.File, op *model.Operation) {
	f.Add(printer.Doc(operationVar(op) + " is the contract of " + op.GoName + "."))
	f.Var().Id(operationVar(op)).Op("=").Add(modelLiteral(*op, nil))
	f.Line()
	for i := range op.Clauses {
		f.Add(u.clauseFunc(&op.Clauses[i], op))
		f.Line()
	}
}

func operationVar(op *model.Operation) string { return "operation" + op.GoName }

// clauseFunc returns
//
//	// UpsertClause checks a target against the clause upsert of
//	// PutRemediationExceptions, which is documented:
//	//
//	// A put adds the exception, or replaces it.
//	//
//	// Source: …
//	func UpsertClause(t *testing.T, target conformance.Target) {
//		conformance.Clause(t, &Contract, target, "upsert")
//	}
func (u *Suite) clauseFunc(c *model.Clause, op *model.Operation) *jen.Statement {
	name := u.Function(c)
	text := name + " checks a target against the clause " + c.ID
	if op != nil && !strings.HasPrefix(c.ID, op.Name+".") {
		text += " of " + op.GoName
	}
	text += ", which is " + string(c.Provenance) + ":\n\n" + printer.Sentence(c.Description) + "\n\nSource: " + printer.Sentence(c.Source)
	return printer.Doc(text).Line().Func().Id(name).Params(testParams()...).Block(
		jen.Qual(printer.ConformancePath, "Clause").Call(jen.Id("t"), jen.Op("&").Id("Contract"), jen.Id("target"), jen.Lit(c.ID)),
	)
}

func testParams() []jen.Code {
	return []jen.Code{
		jen.Id("t").Op("*").Qual("testing", "T"),
		jen.Id("target").Qual(printer.ConformancePath, "Target"),
	}
}
