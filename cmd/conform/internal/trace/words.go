package trace

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A group has the clauses of one operation: rows of their own, and the limits
// that its schemas set, which are added up.
type group struct {
	operation    string
	rows, limits []Row
}

func (g *group) title() string {
	if g.operation == "" {
		return "Every operation"
	}
	return g.operation
}

// groups returns the clauses by operation. With all, constraints
// have rows of their own too.
func (m *Matrix) groups(all bool) []group {
	var groups []group
	for _, r := range m.Clauses {
		if len(groups) == 0 || groups[len(groups)-1].operation != r.Operation {
			groups = append(groups, group{operation: r.Operation})
		}
		g := &groups[len(groups)-1]
		if r.Kind == "constraint" && !all {
			g.limits = append(g.limits, r)
		} else {
			g.rows = append(g.rows, r)
		}
	}
	return groups
}

// measured reports what became of the mutants, and of which contract they are.
func (m *Matrix) measured() string {
	switch {
	case m.Mutants == nil:
		return "Mutants were not measured. To measure them: " + m.measuring() + "."
	case m.Mutants.Contract != m.Contract:
		return fmt.Sprintf("The contract has changed since its mutants were measured, when it was %s: %s. To measure again: %s.", m.Mutants.Contract, m.Mutants.Count.String(), m.measuring())
	}
	return fmt.Sprintf("Mutants of this contract: %s.", m.Mutants.Count.String())
}

// measuring is the command that measures mutants.
func (m *Matrix) measuring() string {
	if m.sourced() {
		return "make mutants"
	}
	return "go tool mutants -model MODEL -contract CONTRACT -record FOLDER/mutants.json"
}

// sum counts the clauses, sentences and open questions.
func (m *Matrix) sum() string {
	provenances := map[model.Provenance]int{}
	seen := 0
	for i := range m.Clauses {
		provenances[m.Clauses[i].Provenance]++
		if m.Clauses[i].Observed != nil {
			seen++
		}
	}
	counted := fmt.Sprintf("%d clauses: %d documented, %d observed in public, %d assumed; %d seen in a recorded run.",
		len(m.Clauses), provenances[model.Documented], provenances[model.Observed], provenances[model.Assumed], seen)
	if !m.sourced() {
		return counted
	}
	sentences, uncovered := 0, 0
	for _, s := range m.Sections {
		sentences += len(s.Sentences)
		for _, item := range s.Sentences {
			if len(item.Clauses) == 0 {
				uncovered++
			}
		}
	}
	undecided := 0
	for _, item := range m.Unspecified {
		if len(item.Clauses) == 0 {
			undecided++
		}
	}
	return fmt.Sprintf("%s %d sentences, %d of them covered by no clause; %d open questions, %d of them without a clause.", counted, sentences, uncovered, len(m.Unspecified), undecided)
}

// sourced reports whether the documents are known that the contract is from.
func (m *Matrix) sourced() bool { return len(m.Sections)+len(m.Unspecified) > 0 }

// String says what became of mutants.
func (c *Count) String() string {
	switch {
	case c == nil:
		return "not measured"
	case c.Made == 0:
		return "none"
	}
	text := fmt.Sprintf("%d of %d killed", c.Killed, c.Made)
	if c.Equivalent > 0 {
		text += fmt.Sprintf(", %d equivalent", c.Equivalent)
	}
	return text
}

// String says when a clause was observed, and what was seen.
func (s *Sighting) String() string {
	if s == nil {
		return "never"
	}
	text := fmt.Sprintf("%s, %s: %s", s.Date, s.Target, s.Outcome)
	if s.Choice != "" {
		text += " " + s.Choice
	}
	return text
}

// others returns the choices that the model does not make.
func (r *Row) others() []string {
	return slices.DeleteFunc(slices.Clone(r.Choices), func(c string) bool { return c == r.Choice })
}

// countAll adds up what became of the mutants of several clauses.
func countAll(rows []Row) *Count {
	var sum *Count
	for i := range rows {
		if c := rows[i].Mutants; c != nil {
			if sum == nil {
				sum = &Count{}
			}
			sum.Made += c.Made
			sum.Killed += c.Killed
			sum.Equivalent += c.Equivalent
		}
	}
	return sum
}

// lastOf returns the earliest sighting of several clauses: since then all of
// them have been observed. It is nil if one never was.
func lastOf(rows []Row) *Sighting {
	var first *Sighting
	for i := range rows {
		s := rows[i].Observed
		if s == nil {
			return nil
		}
		if first == nil || s.at.Before(first.at) {
			first = s
		}
	}
	return first
}

// A fileCount says how many lines of a file implement clauses.
type fileCount struct {
	file  string
	lines int
}

func (c fileCount) count() string {
	if c.lines == 1 {
		return "1 line"
	}
	return fmt.Sprintf("%d lines", c.lines)
}

// filesOf counts the lines that implement several clauses, by file.
func filesOf(rows []Row) []fileCount {
	lines := map[string]map[int]bool{}
	var order []string
	for i := range rows {
		for _, p := range rows[i].Code {
			if lines[p.File] == nil {
				lines[p.File] = map[int]bool{}
				order = append(order, p.File)
			}
			lines[p.File][p.Line] = true
		}
	}
	slices.Sort(order)
	counts := make([]fileCount, len(order))
	for i, file := range order {
		counts[i] = fileCount{file, len(lines[file])}
	}
	return counts
}

// shorten replaces the constraints of an operation, of which there may be many,
// by how many they are.
func shorten(clauses []string) []string {
	var short []string
	limits := map[string]int{}
	for _, id := range clauses {
		operation, _, limit := strings.Cut(id, ".")
		if !limit {
			short = append(short, id)
			continue
		}
		limits[operation]++
		if limits[operation] == 1 {
			short = append(short, operation)
		}
	}
	for i, id := range short {
		switch n := limits[id]; {
		case n == 1:
			short[i] = clauses[slices.IndexFunc(clauses, func(c string) bool { return strings.HasPrefix(c, id+".") })]
		case n > 1:
			short[i] = fmt.Sprintf("%d constraints of %s", n, id)
		}
	}
	return short
}
