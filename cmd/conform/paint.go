package main

import (
	"io"
	"os"

	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/terminal"
	"github.com/fatih/color"
)

// colours are those of the outcomes.
var colours = map[report.Outcome]color.Attribute{
	report.Pass:        color.FgGreen,
	report.Fail:        color.FgRed,
	report.Observed:    color.FgMagenta,
	report.Skip:        color.FgHiBlack,
	report.Unsupported: color.FgYellow,
}

// painter returns what colours a text for a terminal, and nil for anything else,
// and for whoever wants no colours: see https://no-color.org.
func painter(w io.Writer) func(report.Outcome, string) string {
	if !terminal.Is(w) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return func(v report.Outcome, text string) string {
		c := color.New(colours[v])
		c.EnableColor() // whatever the package makes of standard output
		return c.Sprint(text)
	}
}
