package emit

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// suiteSuffix ends the name of the package with the suite.
const suiteSuffix = "test"

// suite lists the files of the package that judges a target: the contract as
// data and the function that judges by all of it, the shapes, and for each
// operation its part of the contract, with a function for each clause.
func (e *emitter) suite() []part {
	parts := []part{
		e.suitePart("contract.go", e.contractFile),
		e.suitePart("shapes.go", e.shapesFile),
	}
	parts[0].doc = "Package " + e.pkg + suiteSuffix + " judges whether a target keeps the contract of " + e.apiName() + "."
	for i := range e.given.Operations {
		op := &e.given.Operations[i]
		parts = append(parts, e.suitePart(fileName(op), func(f *jen.File) { e.operationSuite(f, op) }))
	}
	return parts
}

// suitePart returns a file of the suite's package.
func (e *emitter) suitePart(name string, build func(*jen.File)) part {
	return part{
		name:  e.pkg + suiteSuffix + "/" + name,
		pkg:   e.pkg + suiteSuffix,
		path:  e.path + suiteSuffix,
		build: build,
	}
}

// fileName returns the name of the file of an operation.
func fileName(op *model.Operation) string { return strings.ToLower(op.GoName) + ".go" }

// contractFile adds the contract, the function that judges by all of it, and
// those that judge by the clauses that hold for every operation.
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
//	// Run judges …
//	func Run(t *testing.T, target conformance.Target) {
//		conformance.Run(t, &Contract, target)
//	}
func (e *emitter) contractFile(f *jen.File) {
	f.Add(doc("Contract is what the document says of " + e.apiName() + ", as data."))
	f.Var().Id("Contract").Op("=").Add(e.contract())
	f.Line()
	f.Add(doc("Run judges a target by every clause of the contract, each in a subtest of its name."))
	f.Func().Id("Run").Params(testParams()...).Block(
		jen.Qual(conformancePath, "Run").Call(jen.Id("t"), jen.Op("&").Id("Contract"), jen.Id("target")),
	)
	f.Line()
	for i := range e.given.Clauses {
		f.Add(e.clauseFunc(&e.given.Clauses[i], nil))
		f.Line()
	}
}

// contract returns the literal of the API. The shapes and operations stand in
// files of their own.
func (e *emitter) contract() *jen.Statement {
	return modelLiteral(*e.given, map[string]*jen.Statement{
		"Shapes": jen.Id("shapes"),
		"Operations": jen.Index().Qual(modelPath, "Operation").CustomFunc(lines, func(g *jen.Group) {
			for i := range e.given.Operations {
				g.Id(operationVar(&e.given.Operations[i]))
			}
		}),
	})
}

// shapesFile adds
//
//	// shapes are the types of the API.
//	var shapes = []model.Shape{ … }
func (e *emitter) shapesFile(f *jen.File) {
	f.Add(doc("shapes are the types that the operations and things of the contract are made of."))
	f.Var().Id("shapes").Op("=").Add(modelLiteral(e.given.Shapes, nil))
}

// operationSuite adds what the contract says of an operation, and the
// functions of its clauses.
//
//	// operationPutConfigRule is the contract of PutConfigRule.
//	var operationPutConfigRule = model.Operation{ … }
func (e *emitter) operationSuite(f *jen.File, op *model.Operation) {
	f.Add(doc(operationVar(op) + " is the contract of " + op.GoName + "."))
	f.Var().Id(operationVar(op)).Op("=").Add(modelLiteral(*op, nil))
	f.Line()
	for i := range op.Clauses {
		f.Add(e.clauseFunc(&op.Clauses[i], op))
		f.Line()
	}
}

func operationVar(op *model.Operation) string { return "operation" + op.GoName }

// clauseFunc returns
//
//	// UpsertClause judges a target by the clause upsert of
//	// PutRemediationExceptions, which is documented:
//	//
//	// A put adds the exception, or replaces it.
//	//
//	// Source: …
//	func UpsertClause(t *testing.T, target conformance.Target) {
//		conformance.Clause(t, &Contract, target, "upsert")
//	}
func (e *emitter) clauseFunc(c *model.Clause, op *model.Operation) *jen.Statement {
	name := e.clauseNames[c.ID]
	text := name + " judges a target by the clause " + c.ID
	if op != nil && !strings.HasPrefix(c.ID, op.Name+".") {
		text += " of " + op.GoName
	}
	text += ", which is " + string(c.Ground) + ":\n\n" + sentence(c.Says) + "\n\nSource: " + sentence(c.Source)
	return doc(text).Line().Func().Id(name).Params(testParams()...).Block(
		jen.Qual(conformancePath, "Clause").Call(jen.Id("t"), jen.Op("&").Id("Contract"), jen.Id("target"), jen.Lit(c.ID)),
	)
}

// nameClauses returns the names of the functions of all clauses, by id. Ids
// that differ in what Go can't put into a name are told apart by a number.
func (e *emitter) nameClauses() map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	for _, p := range e.given.AllClauses() {
		name := model.GoName(p.Clause.ID) + "Clause"
		for n := 2; taken[name]; n++ {
			name = fmt.Sprint(model.GoName(p.Clause.ID), "Clause", n)
		}
		names[p.Clause.ID], taken[name] = name, true
	}
	return names
}

func testParams() []jen.Code {
	return []jen.Code{
		jen.Id("t").Op("*").Qual("testing", "T"),
		jen.Id("target").Qual(conformancePath, "Target"),
	}
}
