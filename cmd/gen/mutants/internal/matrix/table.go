package matrix

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Write prints the report for people: per clause the mutants, how many were
// killed, what it took and by which properties; then the properties that are the only
// guard of something, and those that guard nothing; then what has to be fixed.
func (r *Report) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d mutants\n\n", r.Model, len(r.Mutants))
	fmt.Fprintf(&b, "%-52s %7s %6s %6s %8s  %s\n", "clause", "mutants", "killed", "cases", "ms", "properties that killed first")
	for _, group := range r.byClause() {
		r.row(&b, group)
	}
	r.worth(&b)
	for _, m := range r.Mutants {
		if m.Equivalent != "" {
			fmt.Fprintf(&b, "\nequivalent: %s (%s)\n  %s\n", m.ID, m.Breaks, m.Equivalent)
		}
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "\n✗ %s\n", p)
	}
	fmt.Fprintf(&b, "\n%d mutants: %d killed, %d equivalent, %d to be fixed. Written in %.1f s, built in %.1f s, checked in %.1f s, seed %d.\n",
		len(r.Mutants), r.Killed(), r.Equivalent(), len(r.Problems), r.Seconds.Write, r.Seconds.Build, r.Seconds.Check, r.Seed)
	_, err := io.WriteString(w, b.String())
	return err
}

// byClause returns the mutants of each clause, in the order of the clauses.
func (r *Report) byClause() [][]Mutant {
	var groups [][]Mutant
	at := map[string]int{}
	for _, m := range r.Mutants {
		i, ok := at[m.Clause]
		if !ok {
			i = len(groups)
			at[m.Clause] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], m)
	}
	return groups
}

// row prints what became of the mutants of one clause.
func (r *Report) row(b *strings.Builder, group []Mutant) {
	var cases []int
	var millis []float64
	killed := 0
	properties := map[string]int{}
	var order []string
	for _, m := range group {
		if !m.Killed {
			continue
		}
		killed++
		cases, millis = append(cases, m.Cases), append(millis, m.Millis)
		if properties[m.Kills[0].Property] == 0 {
			order = append(order, m.Kills[0].Property)
		}
		properties[m.Kills[0].Property]++
	}
	slices.SortStableFunc(order, func(a, b string) int { return properties[b] - properties[a] })
	for i, property := range order {
		if properties[property] > 1 {
			order[i] = fmt.Sprintf("%s (%d)", property, properties[property])
		}
	}
	fmt.Fprintf(b, "%-52s %7d %6d %6d %8.1f  %s\n", group[0].Clause, len(group), killed, median(cases), median(millis), strings.Join(order, "; "))
}

// worth prints what properties are worth: those without which something would
// survive, and those of which nobody would notice that they are not there.
func (r *Report) worth(b *strings.Builder) {
	if r.Others > 0 {
		b.WriteString("\nproperties that are the only guard of something\n")
		for _, l := range r.Properties {
			if len(l.Only) > 0 {
				fmt.Fprintf(b, "  %-72s only %3d of %3d  %s\n", l.Name, len(l.Only), l.Kills, some(l.Only, 3))
			}
		}
	}
	if r.Sample {
		return // what properties do not kill in a sample says nothing
	}
	b.WriteString("\nproperties that guard nothing: others kill sooner whatever they kill\n")
	none := true
	for _, l := range r.Properties {
		if l.Kills == 0 {
			none = false
			fmt.Fprintf(b, "  %s\n", l.Name)
		}
	}
	if none {
		b.WriteString("  none\n")
	}
}

// some names a few.
func some(names []string, n int) string {
	if len(names) <= n {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:n], ", "), len(names)-n)
}
