package report

import (
	"slices"
	"strings"
)

// A Stray is a fault of the target that was met on calls which the clauses that
// were checked are not about, such as a 500 to a put that sets something up.
type Stray struct {
	// Fault says which operation met it, and what came back.
	Fault string
	// Clauses are the ids of the clauses that met it.
	Clauses []string
}

// Strays returns the faults that no clause fails for, each once, in the order in
// which clauses met them.
func (r *Report) Strays() []Stray {
	var all []Stray
	for _, c := range r.all() {
		if c.Stray == "" || r.failsFor(c.Stray) {
			continue
		}
		i := slices.IndexFunc(all, func(s Stray) bool { return alikeFaults(s.Fault, c.Stray) })
		if i < 0 {
			i = len(all)
			all = append(all, Stray{Fault: c.Stray})
		}
		all[i].Clauses = append(all[i].Clauses, c.ID)
	}
	return all
}

// failsFor reports whether a clause fails that is about the operation of a fault,
// with an answer that is no answer of a sound server.
func (r *Report) failsFor(fault string) bool {
	operation, _, _ := strings.Cut(fault, " ")
	return slices.ContainsFunc(r.all(), func(c Clause) bool {
		if c.Outcome != Fail || c.Counterexample == nil || len(c.Counterexample.Steps) == 0 {
			return false
		}
		last := c.Counterexample.Steps[len(c.Counterexample.Steps)-1]
		return last.Call == operation && (last.Status >= 500 || last.Status == 0)
	})
}

// alikeFaults reports whether two faults are one, whatever texts it came with.
func alikeFaults(a, b string) bool { return withoutText(a) == withoutText(b) }

// withoutText returns a fault without the words of the answer: what comes after the
// code of its error.
func withoutText(fault string) string {
	head, rest, _ := strings.Cut(fault, ": ")
	code, _, _ := strings.Cut(rest, ": ")
	return head + ": " + code
}
