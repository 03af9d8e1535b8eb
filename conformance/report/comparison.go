package report

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// A Comparison is the result of making the same calls of several targets.
type Comparison struct {
	// Targets are the URLs that were compared, in the order of a step's answers.
	Targets []string `json:"targets"`
	// Model names the document that the contract is from.
	Model string `json:"model"`
	// Seed makes the same cases again.
	Seed    uint64    `json:"seed"`
	Started time.Time `json:"started"`
	Seconds float64   `json:"seconds"`
	// Calls is how many calls were made of each target.
	Calls int `json:"calls"`
	// Cases is how many generated cases were tried.
	Cases int `json:"cases"`
	// Powers are those that all targets have, so that they were used.
	Powers []string `json:"powers,omitempty"`
	// Setup says how facts were set up: by the best strategy that works for all
	// targets.
	Setup *Setup `json:"setup,omitempty"`
	// Lacks are operations that a target does not implement. They were left out.
	Lacks []Lack `json:"lacks,omitempty"`
	// Clocks are the times of the targets, if they differ and can't be set.
	Clocks []TargetTime `json:"clocks,omitempty"`
	// Difference is the first that was found, nil if there is none.
	Difference *Difference `json:"difference,omitempty"`
}

// A TargetTime is the time that a target takes for now.
type TargetTime struct {
	Target string `json:"target"`
	Time   string `json:"time"`
}

// A Lack is an operation that a target does not implement.
type Lack struct {
	Operation string `json:"operation"`
	Target    string `json:"target"`
	// Seen is what the target answered instead.
	Seen string `json:"seen"`
}

// A Difference is the shortest sequence of steps found that the targets answer
// differently. They differ in the last step.
type Difference struct {
	// Property names the property that was being checked.
	Property string `json:"property"`
	// Clauses are those that the difference is about, as far as is known.
	Clauses []DifferenceClause `json:"clauses"`
	// Clock is the time of the targets at the first step, if it can be set.
	Clock string         `json:"clock,omitempty"`
	Steps []ComparedStep `json:"steps"`
	// Once reports that the targets did not differ when the steps were repeated,
	// so that these could not be shortened.
	Once bool `json:"once,omitempty"`
	// Reproduce is a command that finds it again.
	Reproduce string `json:"reproduce"`
}

// A DifferenceClause is a clause that a difference is about.
type DifferenceClause struct {
	ID          string `json:"id"`
	Description string `json:"description"`
	Source      string `json:"source"`
	Provenance  string `json:"provenance"`
	// Why says how that is known.
	Why string `json:"why"`
}

// A ComparedStep is one step that was taken at all targets, with their answers.
type ComparedStep struct {
	// Call is an operation, or one of "clock" and "fact".
	Call string `json:"call"`
	// As is the account and region of the call, if not the usual ones.
	As string `json:"as,omitempty"`
	// At is the time since the first step, by the clocks of the targets.
	At      string          `json:"at,omitempty"`
	Request json.RawMessage `json:"request,omitempty"`
	// Expected is the answer that the contract asks for, if it asks for one.
	Expected string `json:"expected,omitempty"`
	// Answers are those of the targets. A step that is no call has none.
	Answers []ComparedAnswer `json:"answers,omitempty"`
}

// A ComparedAnswer is the answer of one target.
type ComparedAnswer struct {
	Status int `json:"status,omitempty"`
	// Got is the answer in a few words, Body its body.
	Got  string          `json:"got"`
	Body json.RawMessage `json:"body,omitempty"`
	// Against says what the contract does not allow about the answer. It is
	// empty if the contract allows it, or does not specify it.
	Against string `json:"against,omitempty"`
}

// Same reports whether no difference between the targets was found.
func (c *Comparison) Same() bool { return c.Difference == nil && len(c.Lacks) == 0 }

// names returns a name for each target: its URL, or where those are alike, a
// letter.
func (c *Comparison) names() []string {
	names := make([]string, len(c.Targets))
	for i, url := range c.Targets {
		names[i] = strings.TrimPrefix(strings.TrimPrefix(url, "http://"), "https://")
	}
	if len(slices.Compact(slices.Sorted(slices.Values(names)))) < len(names) {
		for i := range names {
			names[i] = string(rune('A' + i))
		}
	}
	return names
}
