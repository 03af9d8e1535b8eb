package main

import (
	"flag"
	"io"
	"strings"
	"testing"
)

// TestManuals shows that each command has a manual with every part that it
// should have, and that its examples use flags that there are.
func TestManuals(t *testing.T) {
	for _, c := range commands() {
		status, stdout, stderr := conform(t.Context(), c.name, "-h")
		if status != exitPass || stderr != "" {
			t.Errorf("conform %s -h = %d and prints to standard error %s", c.name, status, stderr)
		}
		for _, part := range []string{"USAGE\n  " + c.title(), "\nFLAGS\n", "\nEXAMPLES\n", "\nEXIT STATUS\n"} {
			if !strings.Contains(stdout, part) {
				t.Errorf("the manual of conform %s lacks %q:\n%s", c.name, part, stdout)
			}
		}
		if twice := c.title() + " " + c.name + " "; strings.Contains(stdout, twice) {
			t.Errorf("the manual of conform %s has the words %q:\n%s", c.name, twice, stdout)
		}
		examples := 0
		for line := range strings.Lines(c.examples) {
			words := wordsOf(line)
			if len(words) == 0 || strings.HasPrefix(words[0], "#") {
				continue
			}
			examples++
			if words[0] != "conform" {
				continue // another program, before or after ours
			}
			meant, rest := chosen(words[1:])
			flags := flag.NewFlagSet(line, flag.ContinueOnError)
			flags.SetOutput(io.Discard)
			meant.flags(flags)
			err := flags.Parse(rest)
			if err == nil && meant.operands != "" && flags.NArg() > 1 {
				err = flags.Parse(flags.Args()[1:]) // flags may stand behind the operand
			}
			if err != nil {
				t.Errorf("the manual of conform %s has an example that can't be run: %s: %v", c.name, strings.TrimSpace(line), err)
			} else if meant.operands == "" && flags.NArg() > 0 {
				t.Errorf("the manual of conform %s has an example with operands that the command has not: %s", c.name, strings.TrimSpace(line))
			}
		}
		if examples == 0 || c.summary == "" || c.about == "" {
			t.Errorf("conform %s has %d examples, summary %q, about %q; want all of them", c.name, examples, c.summary, c.about)
		}
	}
}

// wordsOf returns the words of a line as a shell reads them, up to a pipe or a
// redirection.
func wordsOf(line string) []string {
	var words []string
	word, quoted, inWord := "", false, false
	for _, r := range strings.TrimSpace(line) + " " {
		switch {
		case r == '\'':
			quoted, inWord = !quoted, true
		case r == ' ' && !quoted:
			if inWord && (word == "|" || word == ">" || word == "&&") {
				return words
			}
			if inWord {
				words = append(words, word)
			}
			word, inWord = "", false
		default:
			word, inWord = word+string(r), true
		}
	}
	return words
}
