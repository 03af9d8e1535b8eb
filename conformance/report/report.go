package report

import (
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"

	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/internal/printable"
)

// An Outcome is what the suite found of a clause.
type Outcome string

// The outcomes.
const (
	// Pass: every case agreed with the clause.
	Pass Outcome = "pass"
	// Fail: a case did not; there is a counterexample.
	Fail Outcome = "fail"
	// Observed: the clause leaves a choice, and this is the one seen.
	Observed Outcome = "observed"
	// Skip: the clause could not be tried here, for the reason given.
	Skip Outcome = "skip"
	// Unsupported: the target does not offer an operation that it takes.
	Unsupported Outcome = "unsupported"
)

// A Report is what the suite found of a target.
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
	// World says how facts were set up, nil if the contract has none.
	Setup   *Setup   `json:"setup,omitempty"`
	Clauses []Clause `json:"clauses"`
	// Checks are what was found of the contract as a whole: the properties that are
	// about all clauses together.
	Checks []Clause `json:"checks,omitempty"`

	// Unexpected says what is not as the divergences of the target have it.
	Unexpected []string `json:"unexpected,omitempty"`
	// Ended says why the run came to an end before its time: the context was
	// done, or the target knows us no more. What had not been checked by then is
	// skipped.
	Ended string `json:"ended,omitempty"`
	// Tolerances are those of the target, if it has any.
	Tolerances *endpoint.Tolerances `json:"tolerances,omitempty"`
	// Lag counts how long after a write it took until a read showed it.
	Lag []endpoint.LagBin `json:"lag,omitempty"`
	// Skew is how far the clock of the target is ahead of ours, where it can't
	// be set.
	Skew *endpoint.Skew `json:"skew,omitempty"`
	// Retries counts what stood in the way.
	Retries *endpoint.Retries `json:"retries,omitempty"`
}

// A Setup says how the suite set up the facts on which the API
// depends.
type Setup struct {
	// Way is one of "control", "wire", "file" and "none".
	Strategy string `json:"strategy"`
	// By is the power, the operations or the file by which it was done.
	By string `json:"by,omitempty"`
	// Why says why no better way was taken.
	Why string `json:"why,omitempty"`
	// Lacks are what could not be set up.
	Lacks []string `json:"lacks,omitempty"`
	// Left are places of a fixtures file that are not as they were found, after
	// all was checked.
	Left []string `json:"left,omitempty"`
}

// A Clause is what the suite found of one clause.
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
	// Cases counts the generated cases, or for a rule about replies the
	// replies, that were held against the clause.
	Cases int `json:"cases"`
	// Reason says why a clause, or one of its properties, was not tried.
	Reason string `json:"reason,omitempty"`
	// Observed is the choice that was seen, in the words of the clause's own
	// choices where it is one of them.
	Observed       string          `json:"observed,omitempty"`
	Counterexample *Counterexample `json:"counterexample,omitempty"`
	// Divergence is what is known beforehand of how the target does otherwise,
	// nil if nothing is.
	Divergence *endpoint.Divergence `json:"divergence,omitempty"`
}

// A Counterexample is the shortest case found that a clause does not hold in.
type Counterexample struct {
	// Property says what was tried.
	Property string `json:"property"`
	Steps    []Step `json:"steps"`
	// Reproduce is a command that finds it again.
	Reproduce string `json:"reproduce"`
	// Confirmed says whether the target did the same once more, when it was
	// shown the shortened case: "yes" or "no", and "" where it was not asked.
	Confirmed string `json:"confirmed,omitempty"`
	// Began is the time of the target when the steps began.
	Began time.Time `json:"began,omitzero"`
	// Reset reports that the target was emptied before the first step.
	Reset bool `json:"reset,omitempty"`
	// Reproductions are the same steps, ready to run without the suite: "go",
	// "boto3", "cli" and "curl" are programs, "english" is for people.
	Reproductions map[string]string `json:"reproductions,omitempty" printable:"lines"`
}

// A Step is one thing that was done to the target. The last one shows what was
// expected of all.
type Step struct {
	// Call is an operation, or "clock", "fact" for what was set up besides.
	Call string `json:"call"`
	As   string `json:"as,omitempty"`
	// At is the time since the beginning, for a step that was taken in
	// lock-step with the oracle.
	At       string          `json:"at,omitempty"`
	Request  json.RawMessage `json:"request,omitempty"`
	Expected string          `json:"expected,omitempty"`
	Got      string          `json:"got"`
	// ContentType is that of the request where it is not the protocol's own.
	ContentType string `json:"contentType,omitempty"`
	// Headers are those of the answer, where a rule about them is broken.
	Headers map[string]string `json:"headers,omitempty"`
	// Status is that of the answer, and 0 if there was none; Answer is its
	// body, or a JSON text of it where it is no JSON.
	Status int             `json:"status,omitempty"`
	Answer json.RawMessage `json:"answer,omitempty"`
	// Cut is set if Answer is a text with the beginning and the end of a body that
	// was too large: it has the length and the digest of the whole.
	Cut *Digest `json:"cut,omitempty"`
	// Differs says what the contract does not allow about the answer. In the
	// first step that has it stands what is wrong; it is empty in all if that
	// shows only from several answers together.
	Differs string `json:"differs,omitempty"`
	// State is what there is after the step by the contract: a list of things,
	// each of which says with "is" what it is.
	State json.RawMessage `json:"state,omitempty"`
}

// A Digest is the length of a body, and its SHA-256 in hexadecimal digits.
type Digest = excerpt.Digest

// Count returns how many clauses, and checks of all of them together, have that
// outcome.
func (r *Report) Count(v Outcome) int {
	n := 0
	for _, c := range slices.Concat(r.Clauses, r.Checks) {
		if c.Outcome == v {
			n++
		}
	}
	return n
}

// Profile returns the choices that were seen, by clause, so that a run becomes
// the profile of the target that it checked. Clauses for which no choice, or
// more than one, was seen are left out.
func (r *Report) Profile() map[string]string {
	profile := map[string]string{}
	for _, c := range r.Clauses {
		if c.Outcome == Observed && c.Observed != "" && !strings.Contains(c.Observed, ", ") {
			profile[c.ID] = c.Observed
		}
	}
	return profile
}

// WriteJSON writes the report as indented JSON, [Report.Bounded] in size.
func (r *Report) WriteJSON(w io.Writer) error { return writeJSON(w, r.Bounded()) }

// writeJSON writes a value as indented JSON. In its texts, what would steer a
// terminal, and bytes that are not UTF-8, are escaped.
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
