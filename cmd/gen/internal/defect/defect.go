// Package defect writes defects into generated fakes, so that it can be seen
// whether the suite finds them. It knows the form of generated code: it finds
// its places by the comments that name the clauses, and by the names of
// functions. It does not know how that code comes about, and nothing that
// generates code knows of it.
//
// A defect is what no contract can say, such as that an entity is gone one
// moment too late. Each kind of clause has a file with its defects, and each
// defect is a row of that file's table.
package defect

import (
	"fmt"
	"slices"
	"strings"
)

// A Defect says what is to be wrong.
type Defect struct {
	// Clause is the id of the clause that is broken.
	Clause string
	// Name says how. Each kind of clause has names of its own.
	Name string
	// Detail is the member that the defect is about, if it is about one.
	Detail string
}

// A row is a defect that can be written into code about clauses of a kind. The
// kind is empty for one that is about a member and about no clause.
type row struct {
	kind, name string
	write      func(*rewrite)
}

// tables are the defects of all kinds.
func tables() [][]row {
	return [][]row{
		constraintDefects, validationDefects, precedenceDefects, protocolDefects, isolationDefects,
		upsertDefects, updateDefects, existingDefects, assignedDefects, countedDefects, membersDefects, outputDefects, lifecycleDefects, idempotencyDefects, attachedDefects, quotaDefects, intervalDefects, historyDefects, labelDefects, processDefects, tierDefects, matchedDefects, fanOutDefects, keyDefects, referenceDefects, allowedDefects, combinationDefects,
		guardDefects, rejectionDefects, batchDefects, expiryDefects, embeddedDefects, paginationDefects, filterDefects, hierarchyDefects, criteriaDefects,
		removalDefects, absentDefects, selectorDefects, sealedDefects, namedDefects, cascadeDefects, inUseDefects, factDefects, aggregateDefects,
	}
}

// Names returns the names of the defects that can be written, by kind of
// clause. Those that are about no clause have the empty kind.
func Names() map[string][]string {
	names := map[string][]string{}
	for _, table := range tables() {
		for _, r := range table {
			names[r.kind] = append(names[r.kind], r.name)
		}
	}
	return names
}

// With returns the files that a defect changes, by name, with the defect in
// them. Several goroutines may call it at once.
func (s *Source) With(d Defect) (map[string][]byte, error) {
	r := &rewrite{Source: s, detail: d.Detail, edits: map[string][]edit{}}
	for _, p := range s.api.AllClauses() {
		if p.Clause.ID == d.Clause {
			r.clause, r.op = p.Clause, p.Operation
		}
	}
	if r.clause == nil {
		return nil, fmt.Errorf("there is no clause %s to break", d.Clause)
	}
	write := find(r.clause.Kind, d.Name)
	if write == nil {
		return nil, fmt.Errorf("the defects of the kind %s are %s, and not %q", r.clause.Kind, strings.Join(Names()[r.clause.Kind], ", "), d.Name)
	}
	write(r)
	if r.err == nil && len(r.edits) == 0 {
		r.fail("no place for it")
	}
	if r.err != nil {
		return nil, fmt.Errorf("the defect %s of the clause %s: %w", d.Name, d.Clause, r.err)
	}
	return r.apply(), nil
}

// find returns what writes a defect, or nil.
func find(kind, name string) func(*rewrite) {
	for _, table := range tables() {
		i := slices.IndexFunc(table, func(r row) bool { return r.name == name && (r.kind == kind || r.kind == "") })
		if i >= 0 {
			return table[i].write
		}
	}
	return nil
}

// fail notes why a defect can't be written. The first reason counts.
func (r *rewrite) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}
