package conformance_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/internal/sample"
)

var update = flag.Bool("update", false, "write the tables in README.md and docs/effectiveness.md")

// TestEffectivenessTables compares the tables in the documentation that show
// what the suite rejects with what it does reject. With -update it writes them.
func TestEffectivenessTables(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for file, tables := range map[string]map[string]func(text string) string{
		"../README.md": {"effectiveness": func(string) string { return summary(t) }},
		"../docs/effectiveness.md": {
			"properties by server":             propertyTable,
			"known defects":                    func(string) string { return fullDefectTable() },
			"known defects of Parameter Store": func(string) string { return storeDefectTable() },
		},
	} {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(src)
		for name, table := range tables {
			text = replaceTable(t, file, text, name, table(text))
		}
		if text == string(src) {
			continue
		}
		if !*update {
			t.Errorf("%s is out of date; to fix: go test ./conformance -run '^TestEffectivenessTables$' -update", file)
			continue
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// replaceTable replaces the table between its markers in a text.
func replaceTable(t *testing.T, file, text, name, table string) string {
	t.Helper()
	begin, end := "<!-- "+name+": made by TestEffectivenessTables -->\n", "<!-- end -->"
	before, rest, found := strings.Cut(text, begin)
	_, after, ends := strings.Cut(rest, end)
	if !found || !ends {
		t.Fatalf("%s lacks the markers of the table %s: %q and %q", file, name, begin, end)
	}
	return before + begin + table + end + after
}

// writtenRows returns the cells of each row of the table of properties in a text, by
// the kind and the name of the property.
func writtenRows(text string) map[string][]string {
	rows := map[string][]string{}
	for line := range strings.SplitSeq(text, "\n") {
		if cells := strings.Split(strings.Trim(line, "| "), " | "); len(cells) == 2+len(trivialServers) {
			rows[cells[0]+" | "+cells[1]] = cells[2:]
		}
	}
	return rows
}

// propertyTable has the result of each property on each trivial server. In the sample,
// a property may be tried on some servers alone: of the others it has what is written in
// a text.
func propertyTable(text string) string {
	written := map[string][]string{}
	if !everyServer() {
		written = writtenRows(text)
	}
	var b strings.Builder
	all := trivialResults()
	for i, n := range all {
		fmt.Fprintf(&b, "%d. %s\n", i+1, n.name)
	}
	b.WriteString("\n| kind | check |")
	for i := range all {
		fmt.Fprintf(&b, " %d |", i+1)
	}
	b.WriteString("\n|---|---|" + strings.Repeat(":-:|", len(all)) + "\n")
	for _, name := range effectiveness.Properties() {
		row := name.Kind + " | " + name.Name
		known := slices.ContainsFunc(all, func(n trivialResult) bool { _, known := n.results[name]; return known })
		if !known && written[row] == nil {
			continue // it is tried on demand only
		}
		fmt.Fprintf(&b, "| %s |", row)
		for i, n := range all {
			cell := untried.String()
			if found, known := n.results[name]; known && found != untried {
				cell = found.String()
			} else if written[row] != nil {
				cell = written[row][i]
			}
			fmt.Fprintf(&b, " %s |", cell)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// fullDefectTable has all that is known of each known defect.
func fullDefectTable() string {
	var b strings.Builder
	b.WriteString("| defect | seen in | clause | check that fails | without a profile |\n|---|---|---|---|---|\n")
	for _, j := range knownDefects() {
		check, seen := "", "not recorded"
		if j.held.Counterexample != nil {
			check = j.held.Counterexample.Property
		}
		if len(j.Seen) > 0 {
			seen = strings.Join(j.Seen, ", ")
		}
		free := string(j.free.Outcome)
		if j.Reported != "" {
			free += ", and reported"
		}
		if j.free.Observed != "" {
			free += " `" + j.free.Observed + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | `%s` | %s | %s |\n", j.Defect, seen, j.Clause, check, free)
	}
	return b.String()
}
