package conformance_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/report"
)

// summary is the table in the README: what the suite rejects, in a line each.
func summary(t *testing.T) string {
	t.Helper()
	mutants, killed, equivalent := countedMutants(t)
	variants, failing := countedVariants(t)
	defects, rejected, observed, reported := countedDefects()
	servers, passing := countedServers()
	var b strings.Builder
	b.WriteString("| the suite against ([details](docs/effectiveness.md)) | number | result |\n|---|---:|---|\n")
	fmt.Fprintf(&b, "| mutants: the fake with one defect | %d | %d killed; %d equivalent; %d survive |\n", mutants, killed, equivalent, mutants-killed-equivalent)
	fmt.Fprintf(&b, "| known defects of other implementations | %d | %d rejected; %d recorded as a choice; %d reported |\n", defects, rejected, observed, reported)
	fmt.Fprintf(&b, "| permitted variants of the fake, alone and mixed | %d | %d fail a clause |\n", variants, failing)
	fmt.Fprintf(&b, "| trivial servers, such as one that echoes | %d | %d pass any property |\n", servers, passing)
	return b.String()
}

// countedMutants counts what make mutants has recorded of all contracts.
func countedMutants(t *testing.T) (all, killed, equivalent int) {
	t.Helper()
	for _, name := range recordsOf("mutants.json") {
		var record struct {
			Mutants []struct {
				Killed     bool
				Equivalent string
			}
		}
		readRecord(t, name, &record)
		all += len(record.Mutants)
		for _, m := range record.Mutants {
			switch {
			case m.Killed:
				killed++
			case m.Equivalent != "":
				equivalent++
			}
		}
	}
	return all, killed, equivalent
}

// countedVariants counts what make variants has recorded of all contracts: fakes that differ where
// they may, and those of them that the suite fails all the same.
func countedVariants(t *testing.T) (all, failing int) {
	t.Helper()
	type result struct{ Failed []string }
	for _, name := range recordsOf("variants.json") {
		var record struct{ Variants, Mixtures []result }
		readRecord(t, name, &record)
		results := slices.Concat(record.Variants, record.Mixtures)
		all += len(results)
		for _, r := range results {
			if len(r.Failed) > 0 {
				failing++
			}
		}
	}
	return all, failing
}

// recordsOf returns the names of what was recorded of each contract.
func recordsOf(name string) []string {
	return []string{"../records/" + name, "../records/parameters/" + name, "../records/pipelines/" + name}
}

// readRecord reads what a command has recorded.
func readRecord(t *testing.T, name string, into any) {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(src, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// countedDefects counts the known defects, and what is found of each at a target
// that may choose where the documents are silent, as other implementations may.
func countedDefects() (all, rejected, observed, reported int) {
	for _, j := range knownDefects() {
		switch {
		case j.free.Outcome == report.Fail:
			rejected++
		case j.free.Outcome == report.Observed:
			observed++
		case j.Reported != "" && strings.Contains(j.free.Reason, j.Reported):
			reported++
		}
	}
	return len(knownDefects()), rejected, observed, reported
}

// countedServers counts the trivial servers, and those that pass a property.
func countedServers() (all, passing int) {
	for _, n := range trivialResults() {
		if n.count(passes) > 0 {
			passing++
		}
	}
	return len(trivialResults()), passing
}
