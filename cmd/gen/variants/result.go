package main

import (
	"fmt"
	"io"
	"slices"
)

// A result is what became of the variants.
type result struct {
	*options
	alone, mixed []*trial
}

// failures returns how many implementations failed, or could not be checked.
func (r *result) failures() int { return failing(r.alone) + failing(r.mixed) }

func failing(trials []*trial) int {
	n := 0
	for _, t := range trials {
		if t.err != nil || len(t.failed) > 0 {
			n++
		}
	}
	return n
}

// mostShown is how many clauses are printed that one implementation fails.
const mostShown = 6

// write prints what fails of an implementation.
func (t *trial) write(w io.Writer) {
	if t.err != nil {
		fmt.Fprintf(w, "✗ %s (seed %d)\n\tcan't be checked: %v\n", t.mixture, t.seed, t.err)
	}
	if len(t.failed) == 0 {
		return
	}
	fmt.Fprintf(w, "✗ %s (seed %d)\n", t.mixture, t.seed)
	for i, c := range t.failed {
		if i == mostShown && len(t.failed) > mostShown+1 {
			fmt.Fprintf(w, "\tand %d more\n", len(t.failed)-i)
			break
		}
		if c.Counterexample == nil {
			fmt.Fprintf(w, "\t%s: %s\n", c.ID, c.Reason)
			continue
		}
		fmt.Fprintf(w, "\t%s: %s\n", c.ID, c.Counterexample.Text())
	}
}

// write prints how many failed.
func (r *result) write(w io.Writer) error {
	tried := 0
	for _, t := range slices.Concat(r.alone, r.mixed) {
		tried += t.tried
	}
	_, err := fmt.Fprintf(w, "\n%d variants alone: %d failed. %d mixtures: %d failed. %d outcomes of clauses, seed %d.\n",
		len(r.alone), failing(r.alone), len(r.mixed), failing(r.mixed), tried, r.seed)
	return err
}

// alone reports whether the implementation is a variant that is no mixture.
func (t *trial) alone() bool { return len(t.mixture) == 1 }
