package conformance_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/effectiveness"
)

var update = flag.Bool("update", false, "write the tables in README.md and docs/teeth.md anew")

// TestTeeth holds the tables that show what the suite rejects to what it does
// reject. They are made from runs, never by hand.
func TestTeeth(t *testing.T) {
	for file, tables := range map[string]map[string]string{
		"../README.md":     {"effectiveness": summary(t)},
		"../docs/teeth.md": {"laws by server": lawTable(), "museum": collection()},
	} {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(src)
		for name, table := range tables {
			text = replaceTable(t, file, text, name, table)
		}
		if text == string(src) {
			continue
		}
		if !*update {
			t.Errorf("%s is not what the suite finds; to mend: go test ./conformance -run '^TestTeeth$' -update", file)
			continue
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// replaceTable puts a table between its marks in a text.
func replaceTable(t *testing.T, file, text, name, table string) string {
	t.Helper()
	begin, end := "<!-- "+name+": made by TestTeeth -->\n", "<!-- end -->"
	before, rest, found := strings.Cut(text, begin)
	_, after, ends := strings.Cut(rest, end)
	if !found || !ends {
		t.Fatalf("%s has no place for the table %s, which is between %q and %q", file, name, begin, end)
	}
	return before + begin + table + end + after
}

// lawTable says of each property what became of it on each trivial server.
func lawTable() string {
	var b strings.Builder
	all := trialsOfNulls()
	for i, n := range all {
		fmt.Fprintf(&b, "%d. %s\n", i+1, n.name)
	}
	b.WriteString("\n| kind | law |")
	for i := range all {
		fmt.Fprintf(&b, " %d |", i+1)
	}
	b.WriteString("\n|---|---|" + strings.Repeat(":-:|", len(all)) + "\n")
	for _, law := range effectiveness.Properties() {
		if _, tried := all[0].fates[law]; !tried {
			continue // it is tried when asked for only
		}
		fmt.Fprintf(&b, "| %s | %s |", law.Kind, law.Name)
		for _, n := range all {
			fmt.Fprintf(&b, " %s |", n.fates[law])
		}
		b.WriteString("\n")
	}
	return b.String()
}

// collection is the known defects with all that is known of its pieces.
func collection() string {
	var b strings.Builder
	b.WriteString("| defect | seen in | clause | the law that is broken | of a target that may choose |\n|---|---|---|---|---|\n")
	for _, j := range museum() {
		law, seen := "", "not noted down"
		if j.held.Counterexample != nil {
			law = j.held.Counterexample.Property
		}
		if len(j.Seen) > 0 {
			seen = strings.Join(j.Seen, ", ")
		}
		free := string(j.free.Outcome)
		if j.free.Observed != "" {
			free += " `" + j.free.Observed + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | `%s` | %s | %s |\n", j.Defect, seen, j.Clause, law, free)
	}
	return b.String()
}
