package report

import (
	"slices"
)

// Failures counts the clauses that fail without being known to be, and
// the divergences that are not as they are listed.
func (r *Report) Failures() int {
	n := len(r.Unexpected)
	for _, c := range slices.Concat(r.Clauses, r.Checks) {
		if c.Outcome == Fail && c.Divergence == nil {
			n++
		}
	}
	return n
}
