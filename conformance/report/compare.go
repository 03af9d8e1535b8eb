package report

import (
	"slices"
	"strings"
	"time"
)

// A Comparison is what became of several targets that were asked the same.
type Comparison struct {
	// Targets are the URLs that were compared, in the order in which a step has
	// their answers.
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
	// World says how facts were set up, which is in the best way that all
	// targets have.
	Setup *Setup `json:"setup,omitempty"`
	// Lacks are operations that a target does not have. They were left out.
	Lacks []Lack `json:"lacks,omitempty"`
	// Difference is the first that was found, nil if there is none.
	Difference *Difference `json:"difference,omitempty"`
}

// A Lack is an operation that a target does not have.
type Lack struct {
	Operation string `json:"operation"`
	Target    string `json:"target"`
	// Seen is what came instead of an answer.
	Seen string `json:"seen"`
}

// Same reports whether nothing was found in which the targets differ.
func (c *Comparison) Same() bool { return c.Difference == nil && len(c.Lacks) == 0 }

// names returns what the targets are called: their URLs, or where those are
// alike, letters.
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
