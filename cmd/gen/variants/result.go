package main

import (
	"bytes"
	"encoding/json"
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

// writeRecord writes what is kept of a run, as JSON with a line for each
// implementation. A run that finds the same writes the same.
func (r *result) writeRecord(w io.Writer) error {
	type line struct {
		ID       string   `json:"id,omitempty"`
		Variants []string `json:"variants,omitempty"`
		Seed     uint64   `json:"seed,omitempty"`
		Told     bool     `json:"told,omitempty"`
		Failed   []string `json:"failed"`
		Skipped  int      `json:"skipped,omitempty"`
		Error    string   `json:"error,omitempty"`
	}
	lines := func(trials []*trial) ([][]byte, error) {
		var all [][]byte
		for _, t := range trials {
			l := line{Failed: []string{}, Skipped: t.skipped}
			for _, c := range t.failed {
				l.Failed = append(l.Failed, c.ID)
			}
			if t.err != nil {
				l.Error = t.err.Error()
			}
			if t.alone() {
				l.ID = t.mixture[0].ID
			} else {
				l.Seed, l.Told = t.seed, t.known
				for _, v := range t.mixture {
					l.Variants = append(l.Variants, v.ID)
				}
			}
			text, err := quote(l)
			if err != nil {
				return nil, err
			}
			all = append(all, text)
		}
		return all, nil
	}
	head, err := quote(map[string]any{"model": r.api.Source, "contract": r.api.Digest(), "seed": r.seed, "checks": r.checks})
	if err != nil {
		return err
	}
	alone, err := lines(r.alone)
	if err != nil {
		return err
	}
	mixed, err := lines(r.mixed)
	if err != nil {
		return err
	}
	sep := []byte(",\n")
	_, err = fmt.Fprintf(w, "%s,\n\"variants\": [\n%s\n],\n\"mixtures\": [\n%s\n]}\n",
		bytes.TrimSuffix(head, []byte("}")), bytes.Join(alone, sep), bytes.Join(mixed, sep))
	return err
}

// alone reports whether the implementation is a variant that is no mixture.
func (t *trial) alone() bool { return len(t.mixture) == 1 }

// quote returns a value as JSON in one line, in which a comparison stays one.
func quote(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
