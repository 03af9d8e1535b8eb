package names

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// nameSuite names the functions of the suite, and its files.
func (p *Plan) nameSuite() {
	var clauses []*model.Clause
	for _, placed := range p.Given.AllClauses() {
		clauses = append(clauses, placed.Clause)
	}
	p.functions = p.byClause(newScope(), "", clauses, func(c *model.Clause) string { return model.GoName(c.ID) + "Clause" })

	files := newScope("contract", "shapes")
	granted := make([]string, len(p.API.Operations))
	for i := range p.API.Operations {
		// The go command reads the end of a name behind an underscore.
		granted[i] = strings.ReplaceAll(strings.ToLower(p.API.Operations[i].GoName), "_", "")
		files.wish(&granted[i], "operation")
	}
	files.settle()
	p.files = map[string]string{}
	for i := range p.API.Operations {
		p.files[p.API.Operations[i].Name] = granted[i] + ".go"
	}
}

// Function returns the name of the suite's function for a clause.
func (p *Plan) Function(c *model.Clause) string { return p.functions[c.ID] }

// File returns the name of the suite's file for an operation.
func (p *Plan) File(op *model.Operation) string { return p.files[op.Name] }
