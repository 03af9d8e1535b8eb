package main

import (
	"io"
	"os"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fatih/color"
)

// colours are those of the verdicts.
var colours = map[conformance.Verdict]color.Attribute{
	conformance.Holds:       color.FgGreen,
	conformance.Violated:    color.FgRed,
	conformance.Observed:    color.FgMagenta,
	conformance.Skipped:     color.FgHiBlack,
	conformance.Unreachable: color.FgYellow,
}

// painter returns what colours a text for a terminal, and nil for anything else,
// and for whoever wants no colours: see https://no-color.org.
func painter(w io.Writer) func(conformance.Verdict, string) string {
	if !isTerminal(w) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return func(v conformance.Verdict, text string) string {
		c := color.New(colours[v])
		c.EnableColor() // whatever the package makes of standard output
		return c.Sprint(text)
	}
}
