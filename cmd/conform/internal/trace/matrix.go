// Package trace makes the traceability matrix of a contract: for each clause, its
// source, the lines of the generated fake that implement it, the properties that
// check it, what became of its mutants, and when it was last observed. All of it is
// computed.
package trace

import (
	"encoding/json"
	"io"
	"io/fs"

	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/sources"
)

// A Matrix is the traceability matrix of a contract.
type Matrix struct {
	// Model names the document that the contract is from, and Contract is its
	// digest.
	Model    string `json:"model"`
	Contract string `json:"contract"`
	// Mutants are what became of all mutants. It is nil if they were not
	// measured.
	Mutants *Measure `json:"mutants"`
	Clauses []Row    `json:"clauses"`
	// Whole are the names of the properties that belong to no single clause, but to
	// all together.
	Whole []string `json:"whole"`
	// Sections are the sentences of the public documents, and Unspecified what
	// they leave open, each with the clauses that cover it.
	Sections    []sources.Section `json:"sections"`
	Unspecified []sources.Item    `json:"unspecified"`
}

// A Row is about one clause.
type Row struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	// Operation is empty for a clause that holds for all of them.
	Operation   string           `json:"operation,omitempty"`
	Description string           `json:"description"`
	Source      string           `json:"source"`
	Provenance  model.Provenance `json:"provenance"`
	Choice      string           `json:"choice,omitempty"`
	Choices     []string         `json:"choices,omitempty"`
	// Code are the lines of the fake that implement the clause.
	Code []Place `json:"code"`
	// Properties are the names of what the suite checks for the clause.
	Properties []string `json:"properties"`
	// Mutants are what became of those of this clause. It is nil if they were
	// not measured.
	Mutants *Count `json:"mutants"`
	// Observed is when the clause was last observed. It is nil if it never
	// was.
	Observed *Sighting `json:"observed"`
}

// Records are what a matrix is computed from, beside the contract.
type Records struct {
	// Code has the generated fake, in files that are named as in the module's
	// folder CodeIn.
	Code   fs.FS
	CodeIn string
	// Found has what was measured and observed; see package records.
	Found fs.FS
	// Sources are the public documents.
	Sources *sources.Sources
}

// Make computes the matrix of a contract.
func Make(api *model.API, r Records) (*Matrix, error) {
	m := &Matrix{Model: api.Source, Contract: api.Digest(), Sections: r.Sources.Sections, Unspecified: r.Sources.Unspecified}
	places, err := findPlaces(r.Code, r.CodeIn)
	if err != nil {
		return nil, err
	}
	if m.Mutants, err = readMutants(r.Found); err != nil {
		return nil, err
	}
	seen, err := readRuns(r.Found)
	if err != nil {
		return nil, err
	}
	properties := effectiveness.Properties()
	known := map[string]bool{}
	for _, p := range api.AllClauses() {
		c := p.Clause
		row := Row{
			ID: c.ID, Kind: c.Kind, Description: c.Description, Source: c.Source, Provenance: c.Provenance, Choice: c.Choice, Choices: c.Choices,
			Code: places[c.ID], Mutants: m.Mutants.of(c.ID), Observed: seen[c.ID],
		}
		if p.Operation != nil {
			row.Operation = p.Operation.Name
		}
		for _, property := range properties {
			if property.Kind == c.Kind {
				row.Properties = append(row.Properties, property.Name)
			}
		}
		known[c.Kind] = true
		m.Clauses = append(m.Clauses, row)
	}
	// A property of a kind that no clause here has, but that the model knows, has
	// nothing to check.
	for _, k := range model.Kinds() {
		known[k.Name] = true
	}
	for _, property := range properties {
		if !known[property.Kind] {
			m.Whole = append(m.Whole, property.Name)
		}
	}
	return m, nil
}

// WriteJSON writes the matrix as indented JSON.
func (m *Matrix) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(m)
}
