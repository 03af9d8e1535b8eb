package clients_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

var writePage = flag.Bool("page", false, "drive every client through every fault, and write docs/clients.md: 4 to 10 minutes")

const page = "../docs/clients.md"

// A column is a client, and what it did in each row of each section.
type column struct {
	name  string
	d     driver
	lanes int // how many rows at once
	cells [][]string
}

// fill has the client go through all rows.
func (c *column) fill(t *testing.T, all []section) {
	c.cells = make([][]string, len(all))
	lanes := make(chan struct{}, c.lanes)
	var rows sync.WaitGroup
	for i := range all {
		c.cells[i] = make([]string, len(all[i].rows))
		for j := range all[i].rows {
			lanes <- struct{}{}
			rows.Go(func() {
				defer func() { <-lanes }()
				var err error
				if c.cells[i][j], err = all[i].run(&all[i].rows[j], c.d); err != nil {
					t.Errorf("%s: %s: %v", c.name, all[i].title, err)
				}
			})
		}
	}
	rows.Wait()
}

// TestPage drives every client, and writes the page.
func TestPage(t *testing.T) {
	if !*writePage {
		t.Skip("it takes minutes: make clients")
	}
	python := python3(t)
	cli, err := newCLI(t)
	if err != nil {
		t.Fatal(err)
	}
	v2, v3 := javaScript(t)
	columns := []*column{
		{name: "Go v1", d: goV1(t), lanes: 1},
		{name: "Go v2", d: newGoV2(t), lanes: 1},
		{name: "boto3", d: newProcess(t, python, "testdata/calls.py"), lanes: 1},
		{name: "boto3, standard mode", d: newProcess(t, python, "testdata/calls.py", "standard"), lanes: 1},
		{name: "AWS CLI", d: cli, lanes: 6},
		{name: "JavaScript v2", d: v2, lanes: 1},
		{name: "JavaScript v3", d: v3, lanes: 1},
	}
	all := sections()
	var clients sync.WaitGroup
	for _, c := range columns {
		clients.Go(func() { c.fill(t, all) })
	}
	clients.Wait()
	if t.Failed() {
		return
	}
	if err := os.WriteFile(page, []byte(written(all, columns)), 0o666); err != nil {
		t.Fatal(err)
	}
}

// written returns the page.
func written(all []section, columns []*column) string {
	var b strings.Builder
	b.WriteString("# What clients do with faults\n\n")
	b.WriteString(wrapped("Which faults does a client retry, how often, and what is left for your code to do? `make clients` has written this page: " +
		"it drives each client against a server on loopback that behaves in one way, with the settings that the client has if nothing is said, " +
		"and counts the requests. Only how long a client waits between them is cut short. [fault-profiles.md](fault-profiles.md) has the faults."))
	b.WriteString("\n\n| client | versions |\n|---|---|\n")
	for _, c := range columns {
		b.WriteString("| " + c.name + " | " + c.d.version() + " |\n")
	}
	for i, s := range all {
		b.WriteString("\n## " + s.title + "\n\n" + wrapped(s.text) + "\n\n| " + s.first)
		for _, c := range columns {
			b.WriteString(" | " + c.name)
		}
		b.WriteString(" |\n|---" + strings.Repeat("|---", len(columns)) + "|\n")
		for j, r := range s.rows {
			b.WriteString("| " + r.name)
			for _, c := range columns {
				b.WriteString(" | " + c.cells[i][j])
			}
			b.WriteString(" |\n")
		}
	}
	return b.String()
}

// wrapped breaks a text into lines.
func wrapped(text string) string {
	var b strings.Builder
	width := 0
	for word := range strings.FieldsSeq(text) {
		if width > 0 && width+1+len(word) > 118 {
			b.WriteString("\n")
			width = 0
		} else if width > 0 {
			b.WriteString(" ")
			width++
		}
		b.WriteString(word)
		width += len(word)
	}
	return b.String()
}

func newGoV2(t *testing.T) goV2 {
	return goV2{"configservice " + version(t, "github.com/aws/aws-sdk-go-v2/service/configservice") + ", core " + version(t, "github.com/aws/aws-sdk-go-v2")}
}

// version returns the version of a module that this one requires.
func version(t *testing.T, module string) string {
	t.Helper()
	text, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(text), "\t"+module+" ")
	v, _, _ := strings.Cut(after, "\n")
	if !ok {
		t.Fatalf("../go.mod does not require %s", module)
	}
	return v
}

// TestPageIsFresh: what the page says of the client that this module requires is
// what it does, and the page has all rows.
func TestPageIsFresh(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	c := &column{name: "Go v2", d: newGoV2(t), lanes: 4}
	if line := "| " + c.name + " | " + c.d.version() + " |\n"; !strings.Contains(string(text), line) {
		t.Errorf("docs/clients.md has no line %q: make clients", line)
	}
	all := sections()
	for i := range all {
		// What is waited for takes too long for this test.
		all[i].rows = slices.DeleteFunc(all[i].rows, func(r row) bool { return r.order.Timeout > 0 })
	}
	c.fill(t, all)
	for i, s := range all {
		_, table, _ := strings.Cut(string(text), "\n## "+s.title+"\n")
		table, _, _ = strings.Cut(table, "\n## ")
		for j, r := range s.rows {
			if got, want := cellOf(table, r.name, 2), c.cells[i][j]; got != want {
				t.Errorf("docs/clients.md has %q under %s for %s, want %q: make clients", got, s.title, r.name, want)
			}
		}
	}
}

// cellOf returns what stands in a column of a table, in the line that begins with a
// name.
func cellOf(table, name string, column int) string {
	for line := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if cells[0] == name && len(cells) > column {
			return cells[column]
		}
	}
	return ""
}
