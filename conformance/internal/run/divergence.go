package run

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// divergence returns what is known of a clause that the target diverges from,
// or nil.
func (s *Suite) divergence(id string) *endpoint.Divergence {
	i := slices.IndexFunc(s.Target.Divergences, func(d endpoint.Divergence) bool { return d.Clause == id })
	if i < 0 {
		return nil
	}
	return &s.Target.Divergences[i]
}

// unexpected says what is not as the divergences of the target have it: a
// clause that holds nevertheless, or that does not exist.
func (s *Suite) unexpected(rep *report.Report) []string {
	known := map[string]bool{}
	for _, p := range slices.Concat(s.API.AllClauses(), s.Wholes()) {
		known[p.Clause.ID] = true
	}
	var all []string
	for _, d := range s.Target.Divergences {
		if !known[d.Clause] {
			all = append(all, fmt.Sprintf("%s: listed as a divergence, and there is no such clause", d.Clause))
		}
	}
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		if c.Divergence != nil && c.Outcome == report.Pass {
			all = append(all, fmt.Sprintf("%s: listed as a divergence, and it passes", c.ID))
		}
	}
	return all
}
