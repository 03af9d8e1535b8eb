package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/fakesmith/fakesmith/conformance/report"
)

func showCommand() command {
	return command{
		name:     "show",
		summary:  "print a report that was kept as JSON, or put it in another form",
		usage:    "REPORT.json [-report FILE] [-repro FOLDER] [-all] [-q]",
		operands: "REPORT.json",
		about: `Reads a report that conform -report FILE.json has written, and prints it as it was
printed then. Nothing is judged. Flags may stand before the file or after it.
`,
		examples: `
# look at what a run in CI has found
conform show report.json
# make a page of it, and the programs that show each violation
conform show report.json -report report.html -repro violations
`,
		flags: func(flags *flag.FlagSet) action {
			var s settings
			s.declareOutput(flags)
			return func(_ context.Context, operands []string, stdout, stderr io.Writer) int {
				if len(operands) > 1 {
					// The flags may come behind the file, where package flag does not look.
					if err := flags.Parse(operands[1:]); err != nil {
						c := showCommand()
						return c.misused(stderr, err)
					}
					operands = append(operands[:1], flags.Args()...)
				}
				if len(operands) != 1 {
					c := showCommand()
					return c.misused(stderr, fmt.Errorf("one report is needed, and %d are given", len(operands)))
				}
				if err := s.showFile(operands[0], stdout, stderr); err != nil {
					fmt.Fprintf(stderr, "conform show: %v\n", err)
					return failed
				}
				return allHold
			}
		},
	}
}

// showFile shows the report in a file.
func (s *settings) showFile(name string, stdout, stderr io.Writer) error {
	src, err := os.ReadFile(name)
	if err := errors.Join(err, s.reports.check()); err != nil {
		return err
	}
	r, err := report.Read(name, src)
	if err != nil {
		return err
	}
	return s.show(r, stdout, stderr)
}
