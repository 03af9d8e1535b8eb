// Package mutate makes mutants: contracts that are wrong in one place. A suite
// that is worth its name rejects every fake that is generated from one, unless
// no client could tell the difference.
//
// What a contract can say is changed in the contract: a guard accepts a value
// more, a page is larger by one, a clause is not there. What no contract says,
// such as that an entity is gone one moment too late, is a [Defect]: it has a
// name, and whoever makes a fake of the contract writes it into that fake. A
// defect never comes from a document.
//
// Like the contract, mutants have one file for each file of clause kinds, in
// which every mutation is a row.
package mutate

import (
	"fmt"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A Mutant is a contract that is wrong in one place.
type Mutant struct {
	// ID names the mutant: the clause, a slash, and what is done to it, e.g.
	// "describe-pages/default-less" or "non-compliant-only/accepts:COMPLIANT".
	ID string
	// Clause is the id of the clause that the mutant breaks.
	Clause string
	// Kind is the kind of that clause.
	Kind string
	// Breaks says in English what is wrong about it.
	Breaks string
	// API makes the contract, anew at each call: it shares nothing with the true one, and
	// of hundreds of mutants a sample needs that of a few.
	API func() *model.API
	// Defect is what is wrong that no contract can say, or nil. The contract is
	// then the true one.
	Defect *Defect
	// Under are choices, by the ids of their clauses, that a fake has to make
	// for the mutant to be seen. It is nil if none but those of the contract are
	// needed.
	Under map[string]string
}

// A Defect is what can be wrong about a fake and no contract can say.
type Defect struct {
	// Clause is the id of the clause that is kept wrongly.
	Clause string
	// Name says how, e.g. "late" for a clause of the kind expiry.
	Name string
	// Detail is the member that the defect is about, if it is about one.
	Detail string
}

// A mutation is a way to break clauses of one kind.
type mutation struct {
	kind string
	name string
	// breaks says what is wrong then. A %s in it is the detail of the change.
	breaks string
	// changes returns what can be done to a clause in this way. It is nil for
	// a defect that every clause of the kind can have.
	changes func(*site) []change
}

// A change is one thing that is done to a contract.
type change struct {
	// detail tells the changes of one mutation apart. It may be empty.
	detail string
	// edit changes the contract. It is nil for a defect.
	edit func(*site)
	// under is the choice of the clause that the change is about, if it is not
	// the one that the contract makes.
	under string
}

// A site is a place in a contract: a clause, and the operation that has it,
// which is nil for a clause that holds for all of them.
type site struct {
	api    *model.API
	op     *model.Operation
	clause *model.Clause
}

// kinds returns the mutations of all kinds of clause, in the order of their files.
func kinds() [][]mutation {
	return [][]mutation{
		validationMutations, precedenceMutations, protocolMutations, isolationMutations,
		upsertMutations, updateMutations, existingMutations, assignedMutations, countedMutations, membersMutations, outputMutations, lifecycleMutations, idempotencyMutations, attachedMutations, quotaMutations, intervalMutations, historyMutations, labelMutations, processMutations, tierMutations, matchedMutations, fanOutMutations, keyMutations, referenceMutations, allowedMutations, combinationMutations,
		guardMutations, rejectionMutations, batchMutations, expiryMutations, embeddedMutations, paginationMutations, filterMutations, hierarchyMutations, criteriaMutations,
		removalMutations, absentMutations, selectorMutations, sealedMutations, namedMutations, cascadeMutations, inUseMutations, factMutations, aggregateMutations, constraintMutations,
	}
}

// Mutants returns every mutant of a contract: for each clause, in the order of
// the contract, each mutation of its kind. The same contract gives the same
// mutants in the same order.
func Mutants(api *model.API) []Mutant {
	byKind := map[string][]mutation{}
	for _, mutations := range kinds() {
		for _, m := range mutations {
			byKind[m.kind] = append(byKind[m.kind], m)
		}
	}
	var all []Mutant
	seen := map[string]bool{}
	for _, placed := range api.AllClauses() {
		here := &site{api: api, op: placed.Operation, clause: placed.Clause}
		for _, m := range byKind[placed.Clause.Kind] {
			changes := []change{{}}
			if m.changes != nil {
				changes = m.changes(here)
			}
			for _, c := range changes {
				mutant := here.mutant(m, c)
				// Structures that several operations share are changed once.
				if key := mutant.key(here, m, c); !seen[key] {
					seen[key] = true
					all = append(all, mutant)
				}
			}
		}
	}
	return append(all, optionals(api)...)
}

// mutant returns what a change makes of the contract.
func (s *site) mutant(m mutation, c change) Mutant {
	mutant := Mutant{
		ID:     s.clause.ID + "/" + m.name,
		Clause: s.clause.ID,
		Kind:   s.clause.Kind,
		Breaks: m.breaks,
		API:    func() *model.API { return clone(s.api) },
	}
	if c.detail != "" {
		mutant.ID += ":" + c.detail
	}
	if c.under != "" {
		mutant.Under = map[string]string{s.clause.ID: c.under}
	}
	if strings.Contains(m.breaks, "%s") {
		mutant.Breaks = fmt.Sprintf(m.breaks, c.detail)
	}
	if c.edit == nil {
		mutant.Defect = &Defect{Clause: s.clause.ID, Name: m.name, Detail: c.detail}
		return mutant
	}
	mutant.API = func() *model.API {
		api := clone(s.api)
		c.edit(s.in(api))
		derive(api)
		return api
	}
	return mutant
}

// key returns what two changes that are the same have in common. Only those of
// constraints can be, for operations share structures.
func (m *Mutant) key(s *site, mu mutation, c change) string {
	if rule, ok := s.clause.Rule.(model.Constraint); ok {
		return "constraint " + s.place(rule) + " " + mu.name + " " + c.detail
	}
	return m.ID
}

// in returns the same place in a copy of the contract.
func (s *site) in(api *model.API) *site {
	for _, placed := range api.AllClauses() {
		if placed.Clause.ID == s.clause.ID {
			return &site{api: api, op: placed.Operation, clause: placed.Clause}
		}
	}
	panic("mutate: a copy of a contract lacks the clause " + s.clause.ID)
}
