package trace

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// A Measure is what became of the mutants of a contract.
type Measure struct {
	// Contract is the digest of the contract that they were made from.
	Contract string `json:"contract"`
	Count
	clauses map[string]*Count
}

// A Count counts mutants.
type Count struct {
	Made   int `json:"made"`
	Killed int `json:"killed"`
	// Equivalent counts those that no client could tell from the true fake.
	Equivalent int `json:"equivalent"`
}

// of returns the count for one clause, or nil if nothing was measured.
func (m *Measure) of(clause string) *Count {
	switch {
	case m == nil:
		return nil
	case m.clauses[clause] == nil:
		return &Count{}
	}
	return m.clauses[clause]
}

func (c *Count) add(killed, equivalent bool) {
	c.Made++
	if killed {
		c.Killed++
	}
	if equivalent {
		c.Equivalent++
	}
}

// mutantsFile is the record that make mutants writes.
const mutantsFile = "mutants.json"

// readMutants reads the record of mutants. It returns nil if there is none.
func readMutants(found fs.FS) (*Measure, error) {
	src, err := fs.ReadFile(found, mutantsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var record struct {
		Contract string `json:"contract"`
		Mutants  []struct {
			Clause     string `json:"clause"`
			Killed     bool   `json:"killed"`
			Equivalent string `json:"equivalent"`
		} `json:"mutants"`
	}
	if err := json.Unmarshal(src, &record); err != nil {
		return nil, fmt.Errorf("%s: %w", mutantsFile, err)
	}
	if record.Contract == "" || len(record.Mutants) == 0 {
		return nil, fmt.Errorf("%s: it has no contract or no mutants; to write it again: make mutants", mutantsFile)
	}
	m := &Measure{Contract: record.Contract, clauses: map[string]*Count{}}
	for _, one := range record.Mutants {
		if m.clauses[one.Clause] == nil {
			m.clauses[one.Clause] = &Count{}
		}
		m.clauses[one.Clause].add(one.Killed, one.Equivalent != "")
		m.add(one.Killed, one.Equivalent != "")
	}
	return m, nil
}

// A Sighting is what a run against a service saw of a clause.
type Sighting struct {
	Date    string         `json:"date"`
	Target  string         `json:"target"`
	Outcome report.Outcome `json:"outcome"`
	// Choice is the choice that was seen, where the clause leaves one open.
	Choice string `json:"choice,omitempty"`
	at     time.Time
}

// readRuns reads the reports of runs, and returns for each clause the latest
// with an outcome for it.
func readRuns(found fs.FS) (map[string]*Sighting, error) {
	names, err := fs.Glob(found, "runs/*.json")
	if err != nil {
		return nil, err
	}
	seen := map[string]*Sighting{}
	for _, name := range names {
		src, err := fs.ReadFile(found, name)
		if err != nil {
			return nil, err
		}
		var rep conformance.Report
		if err := json.Unmarshal(src, &rep); err != nil {
			return nil, fmt.Errorf("%s: this is not a report: %w", name, err)
		}
		if err := public(rep.Target); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, c := range rep.Clauses {
			checked := c.Outcome == report.Pass || c.Outcome == report.Fail || c.Outcome == report.Observed
			if last := seen[c.ID]; checked && (last == nil || last.at.Before(rep.Started)) {
				seen[c.ID] = &Sighting{rep.Started.UTC().Format(time.DateOnly), rep.Target, c.Outcome, c.Observed, rep.Started}
			}
		}
	}
	return seen, nil
}

// public returns an error for a target that nobody else could reach.
func public(target string) error {
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		return fmt.Errorf("the target %q is not a URL", target)
	}
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		return fmt.Errorf("the target %s is on this machine: record runs against services that others can reach", target)
	}
	return nil
}
