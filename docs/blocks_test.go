// Package docs_test runs what the README and the guides show: commands in
// fenced console blocks, files that they name, and Go, all in the order in which
// a reader would.
package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// guides are the documents that people write: those that commands write show no
// commands.
func guides(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	return append(names, "../README.md", "../CONTRIBUTING.md", "../SECURITY.md")
}

// A block is what stands in a document between fences.
type block struct {
	line     int    // of the first line in it
	language string // after the opening fence
	text     string
	// file is the name of the file whose content it is, if the line before says
	// so: "`state.json`:".
	file string
	// notRun says why it is not run, if a comment before it does.
	notRun string
}

var (
	fileLine = regexp.MustCompile("`([\\w./-]+\\.\\w+)`:$")
	// What a test has generated, up to a line "<!-- end -->", is left to that test.
	generatedLine = regexp.MustCompile(`^<!-- .+: made by Test\w+ -->$`)
	notRunLine    = regexp.MustCompile(`^<!-- not run: (.+) -->$`)
	longLine      = regexp.MustCompile(`^<!-- long: (.+) -->$`)
)

// blocksOf returns the fenced blocks of a document.
func blocksOf(t *testing.T, name string) []block {
	t.Helper()
	var blocks []block
	var open *block
	before := "" // the last line that is not empty
	generated := false
	for i, line := range strings.Split(read(t, name), "\n") {
		fence, fenced := strings.CutPrefix(line, "```")
		switch {
		case generated:
			generated = line != "<!-- end -->"
		case generatedLine.MatchString(line):
			generated = true
		case fenced && open == nil:
			open = &block{line: i + 2, language: fence}
			if found := fileLine.FindStringSubmatch(before); found != nil {
				open.file = found[1]
			}
			if found := notRunLine.FindStringSubmatch(before); found != nil {
				open.notRun = found[1]
			}
			if found := longLine.FindStringSubmatch(before); found != nil && !sample.Campaign() {
				open.notRun = found[1] + "; make guides runs it"
			}
		case fenced:
			blocks = append(blocks, *open)
			open, before = nil, ""
		case open != nil:
			open.text += line + "\n"
		case line != "":
			before = line
		}
	}
	if open != nil {
		t.Fatalf("%s:%d: a fence is never closed", name, open.line)
	}
	return blocks
}

// A command is one that a console block shows, with the output that it shows.
type command struct {
	line   int
	text   string
	output []string
}

// commandsOf returns the commands of a console block. A command goes on in the
// next line after a backslash, within quotes, and up to the end of a here
// document.
func commandsOf(b block) []command {
	var commands []command
	unfinished := false
	for i, line := range strings.Split(strings.TrimSuffix(b.text, "\n"), "\n") {
		text, begins := strings.CutPrefix(line, "$ ")
		switch {
		case unfinished:
			last := &commands[len(commands)-1]
			last.text += "\n" + line
			unfinished = goesOn(last.text)
		case begins:
			commands = append(commands, command{line: b.line + i, text: text})
			unfinished = goesOn(text)
		case len(commands) > 0:
			last := &commands[len(commands)-1]
			last.output = append(last.output, line)
		}
	}
	return commands
}

var recipeLine = regexp.MustCompile(`^(?:- )?(?:run: )?((go run \./cmd/|\./start --port (\d+)).*)$`)

// recipeOf returns what a recipe for CI runs of this module's commands. ./start
// stands for the reader's own endpoint; the fake takes its place.
func recipeOf(b block) []command {
	var commands []command
	for i, line := range strings.Split(b.text, "\n") {
		found := recipeLine.FindStringSubmatch(strings.TrimSpace(line))
		switch {
		case found == nil:
		case found[3] != "":
			commands = append(commands, command{line: b.line + i, text: "go run ./cmd/fake -addr 127.0.0.1:" + found[3], output: []string{"listening on …"}})
		default:
			commands = append(commands, command{line: b.line + i, text: found[1]})
		}
	}
	return commands
}

var hereDocument = regexp.MustCompile(`<<'?(\w+)'?`)

// goesOn tells whether the text of a command is not its end.
func goesOn(text string) bool {
	if found := hereDocument.FindStringSubmatch(text); found != nil {
		return !strings.HasSuffix(text, "\n"+found[1])
	}
	quote := rune(0)
	for _, r := range text {
		switch {
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case r == quote:
			quote = 0
		}
	}
	return quote != 0 || strings.HasSuffix(text, `\`)
}

// serves tells whether the command is a server, which runs until it is stopped.
func (c command) serves() bool {
	return len(c.output) > 0 && strings.HasPrefix(c.output[0], "listening on ")
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
