package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/internal/printable"
	"github.com/fakesmith/fakesmith/model"
)

// A Report is the result of checking a target.
type Report struct {
	// Target is the URL that was checked.
	Target string `json:"target"`
	// Model names the document that the contract is from.
	Model string `json:"model"`
	// Seed makes the same cases again.
	Seed    uint64    `json:"seed"`
	Started time.Time `json:"started"`
	Seconds float64   `json:"seconds"`
	Calls   int       `json:"calls"`
	// Setup says how facts were set up. It is nil if the contract has none.
	Setup *Setup `json:"setup,omitempty"`
	// Causes are the failures, grouped by the wrong answer that they share.
	Causes  []Cause  `json:"causes,omitempty"`
	Clauses []Clause `json:"clauses"`
	// Checks are the results of the checks of the contract as a whole.
	Checks []Clause `json:"checks,omitempty"`

	// Shard says which part of a run it is, nil if it is a whole one.
	Shard *Shard `json:"shard,omitempty"`
	// Unexpected lists where the target differs from its list of divergences.
	Unexpected []string `json:"unexpected,omitempty"`
	// Absent says what the target answers with, such as "501 text/html", if it
	// implements no operation at all. It is known to the run alone.
	Absent string `json:"-"`
	// Ended says why the run ended early: the context was done, or the
	// credentials expired. Clauses that had not been checked by then are skipped.
	Ended string `json:"ended,omitempty"`
	// Tolerances are those of the target, if it has any.
	Tolerances *endpoint.Tolerances `json:"tolerances,omitempty"`
	// Lag counts how long after a write it took until a read returned it.
	Lag []endpoint.LagBin `json:"lag,omitempty"`
	// Skew is how far the clock of the target is ahead of ours, where it can't
	// be set.
	Skew *endpoint.Skew `json:"skew,omitempty"`
	// Retries counts the calls that were made again, and why.
	Retries *endpoint.Retries `json:"retries,omitempty"`
}

// A Setup says how the suite set up the facts on which the API depends.
type Setup struct {
	// Strategy is one of [ByControl], [ByWire], [ByFile] and [ByNone].
	Strategy string `json:"strategy"`
	// By is the power, the operations or the file by which it was done.
	By string `json:"by,omitempty"`
	// Why says why no better strategy was used.
	Why string `json:"why,omitempty"`
	// Lacks lists what could not be set up.
	Lacks []string `json:"lacks,omitempty"`
	// Left lists the places of a fixtures file that are not as they were before
	// the run.
	Left []string `json:"left,omitempty"`
}

// The strategies by which facts are set up, the best first.
const (
	ByControl = "control" // by a power of the target
	ByWire    = "wire"    // by the API's own operations
	ByFile    = "file"    // by a fixtures file
	ByNone    = "none"    // not at all
)

// A Clause is the result of checking one clause.
type Clause struct {
	ID          string  `json:"id"`
	Kind        string  `json:"kind"`
	Operation   string  `json:"operation,omitempty"`
	Description string  `json:"description"`
	Source      string  `json:"source"`
	Provenance  string  `json:"provenance"`
	Outcome     Outcome `json:"outcome"`
	// Choices are those that the clause leaves, and Choice is the one that the
	// model makes.
	Choices []string `json:"choices,omitempty"`
	Choice  string   `json:"choice,omitempty"`
	// Cases counts the generated cases that were checked, or for a rule about
	// replies, the replies.
	Cases int `json:"cases"`
	// Reason says why the clause, or one of its properties, was not checked.
	Reason string `json:"reason,omitempty"`
	// Stray is a fault that the suite met on a call which the clause is not about: it
	// says nothing of the clause, and yet something of the target.
	Stray string `json:"stray,omitempty"`
	// Observed is the choice that was seen: one of Choices, if it is any of
	// them.
	Observed       string          `json:"observed,omitempty"`
	Counterexample *Counterexample `json:"counterexample,omitempty"`
	// Divergence is the known divergence of the target from the clause. It is
	// nil if none is listed.
	Divergence *endpoint.Divergence `json:"divergence,omitempty"`
}

// all returns the clauses, and after them the checks of the whole.
func (r *Report) all() []Clause { return slices.Concat(r.Clauses, r.Checks) }

// everything returns all results, with those that a shard has of clauses that another
// one reports.
func (r *Report) everything() []Clause {
	if r.Shard == nil {
		return r.all()
	}
	return append(r.all(), r.Shard.Broken...)
}

// extent says how many clauses and checks the report has.
func (r *Report) extent() string {
	text := Counted(len(r.Clauses), "clause")
	if n := len(r.Checks); n > 0 {
		text += " and " + Counted(n, "check") + " of the whole"
	}
	return text
}

// Complete fills in what follows from the outcomes of the clauses: the causes of
// the failures.
func (r *Report) Complete() { r.Causes = CausesOf(r.all()) }

// Count returns how many clauses, and checks of the contract as a whole, have
// an outcome.
func (r *Report) Count(o Outcome) int {
	n := 0
	for _, c := range r.all() {
		if c.Outcome == o {
			n++
		}
	}
	return n
}

// Failures returns how many clauses fail that are not listed as divergences,
// plus the number of entries in Unexpected.
func (r *Report) Failures() int {
	n := len(r.Unexpected)
	for _, c := range r.all() {
		if c.Outcome == Fail && c.Divergence == nil {
			n++
		}
	}
	return n
}

// Profile returns the choices that were seen, by clause id, so that a run
// becomes the profile of the target that it checked. Clauses for which no
// choice, or more than one, was seen are left out.
func (r *Report) Profile() map[string]string {
	profile := map[string]string{}
	for _, c := range r.Clauses {
		if c.Outcome == Observed && c.Observed != "" && !strings.Contains(c.Observed, ", ") {
			profile[c.ID] = c.Observed
		}
	}
	return profile
}

// Learned returns the choices that were seen, by clause id, as a profile that
// a generated fake can load to choose as the target did. Each element of
// strange describes a choice that the contract does not list, which a fake
// can't make.
func (r *Report) Learned(api *model.API) (choices map[string]string, strange []string) {
	choices = map[string]string{}
	for _, p := range api.AllClauses() {
		i := slices.IndexFunc(r.Clauses, func(c Clause) bool { return c.ID == p.Clause.ID })
		if i < 0 || len(p.Clause.Choices) == 0 || r.Clauses[i].Observed == "" {
			continue
		}
		if seen := r.Clauses[i].Observed; slices.Contains(p.Clause.Choices, seen) {
			choices[p.Clause.ID] = seen
		} else {
			strange = append(strange, fmt.Sprintf("%s: %s", p.Clause.ID, seen))
		}
	}
	return choices, strange
}

// WriteJSON writes the report as indented JSON, [Report.Bounded] in size.
func (r *Report) WriteJSON(w io.Writer) error { return writeJSON(w, r.Bounded()) }

// writeJSON writes a value as indented JSON. Control characters for terminals,
// and bytes that are not UTF-8, are escaped in its texts.
func writeJSON[T any](w io.Writer, v T) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(printable.ValidUTF8(v)); err != nil {
		return err
	}
	_, err := w.Write(printable.JSON(b.Bytes()))
	return err
}
