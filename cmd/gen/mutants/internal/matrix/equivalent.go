package matrix

import (
	"cmp"
	"fmt"
	"strings"
)

// An Excuse says why a mutant survives: no client could tell it from the true
// fake.
type Excuse struct {
	ID, Why string
	line    int
}

// ReadExcuses reads the list of mutants that survive and may. A line names a
// mutant, and the indented lines below it are the argument why no client could
// tell. Lines that begin with # are comments.
func ReadExcuses(name, text string) ([]Excuse, error) {
	var all []Excuse
	for i, line := range strings.Split(text, "\n") {
		words := strings.TrimSpace(line)
		switch {
		case words == "" || words[0] == '#':
		case line[0] != ' ' && line[0] != '\t':
			all = append(all, Excuse{ID: words, line: i + 1})
		case len(all) == 0:
			return nil, fmt.Errorf("%s:%d: an argument for no mutant: put the mutant's id on a line of its own above it", name, i+1)
		default:
			last := &all[len(all)-1]
			last.Why = strings.TrimSpace(last.Why + " " + words)
		}
	}
	for i, e := range all {
		if e.Why == "" {
			return nil, fmt.Errorf("%s:%d: %s has no argument: write below it why no client could tell", name, e.line, e.ID)
		}
		for _, before := range all[:i] {
			if before.ID == e.ID {
				return nil, fmt.Errorf("%s:%d: %s stands here a second time, after line %d", name, e.line, e.ID, before.line)
			}
		}
	}
	return all, nil
}

// excuse compares the mutants that survived with the excuses, and adds as problems
// those that have none, and excuses that are stale.
func (r *Report) excuse(name string, excuses []Excuse) {
	why := map[string]Excuse{}
	for _, e := range excuses {
		why[e.ID] = e
	}
	for i := range r.Mutants {
		m := &r.Mutants[i]
		e, excused := why[m.ID]
		delete(why, m.ID)
		switch {
		case !m.Killed && excused:
			m.Equivalent = e.Why
		case !m.Killed:
			r.problem("%s survives: %s. Strengthen a property, or write in %s why no client could tell", m.ID, m.Breaks, cmp.Or(name, "a file for -equivalent"))
		case excused:
			r.problem("%s:%d: %s is said to be equivalent, and %s kills it: delete the entry", name, e.line, m.ID, m.Kills[0].Property)
		}
	}
	for _, e := range excuses {
		if _, left := why[e.ID]; left {
			r.problem("%s:%d: there is no mutant %s: delete the entry", name, e.line, e.ID)
		}
	}
}

func (r *Report) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// markEquivalent notes which of the mutants that survived no client could tell from the
// true fake. Others may survive as well.
func (r *Report) markEquivalent(excuses []Excuse) {
	for i := range r.Mutants {
		m := &r.Mutants[i]
		for _, e := range excuses {
			if e.ID == m.ID && !m.Killed {
				m.Equivalent = e.Why
			}
		}
	}
}
