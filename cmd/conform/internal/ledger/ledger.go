// Package ledger accounts for a contract: for each clause, where it is from, the
// line of the generated fake that does it, the laws that judge it, what became
// of its mutants, and when it was last observed. All of it is computed.
package ledger

import (
	"encoding/json"
	"io"
	"io/fs"

	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/sources"
)

// A Ledger is the account of a contract.
type Ledger struct {
	// Model names the document that the contract is from, and Contract is its
	// digest.
	Model    string `json:"model"`
	Contract string `json:"contract"`
	// Mutants are what became of all mutants. It is nil if they were not
	// measured.
	Mutants *Measure `json:"mutants"`
	Clauses []Row    `json:"clauses"`
	// Whole are the laws that are about no clause by itself, but about all
	// together.
	Whole []string `json:"whole"`
	// Sections are the sentences of the public documents, and Silences what
	// they leave open, each with the clauses that cover it.
	Sections []sources.Section `json:"sections"`
	Silences []sources.Item    `json:"silences"`
}

// A Row accounts for one clause.
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
	// Code are the lines of the fake at which the clause is done.
	Code []Place `json:"code"`
	// Laws are what the suite tries to judge the clause.
	Laws []string `json:"laws"`
	// Mutants are what became of those of this clause. It is nil if they were
	// not measured.
	Mutants *Count `json:"mutants"`
	// Observed is when the clause was last observed. It is nil if it never
	// was.
	Observed *Sighting `json:"observed"`
}

// Records are what a ledger is computed from, beside the contract.
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

// Make computes the ledger of a contract.
func Make(api *model.API, r Records) (*Ledger, error) {
	l := &Ledger{Model: api.Source, Contract: api.Digest(), Sections: r.Sources.Sections, Silences: r.Sources.Silences}
	places, err := findPlaces(r.Code, r.CodeIn)
	if err != nil {
		return nil, err
	}
	if l.Mutants, err = readMutants(r.Found); err != nil {
		return nil, err
	}
	seen, err := readRuns(r.Found)
	if err != nil {
		return nil, err
	}
	laws := effectiveness.Properties()
	judged := map[string]bool{}
	for _, p := range api.AllClauses() {
		c := p.Clause
		row := Row{
			ID: c.ID, Kind: c.Kind, Description: c.Description, Source: c.Source, Provenance: c.Provenance, Choice: c.Choice, Choices: c.Choices,
			Code: places[c.ID], Mutants: l.Mutants.of(c.ID), Observed: seen[c.ID],
		}
		if p.Operation != nil {
			row.Operation = p.Operation.Name
		}
		for _, law := range laws {
			if law.Kind == c.Kind {
				row.Laws = append(row.Laws, law.Name)
			}
		}
		judged[c.Kind] = true
		l.Clauses = append(l.Clauses, row)
	}
	// A law of a kind that no clause here has, but that the model knows, has
	// nothing to judge.
	for _, k := range model.Kinds() {
		judged[k.Name] = true
	}
	for _, law := range laws {
		if !judged[law.Kind] {
			l.Whole = append(l.Whole, law.Name)
		}
	}
	return l, nil
}

// WriteJSON writes the ledger as indented JSON.
func (l *Ledger) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(l)
}
