package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

func showCommand() command {
	return command{
		name:     "show",
		summary:  "print a report from a JSON file, or convert it to another form",
		usage:    "REPORT.json [-report FILE] [-repro FOLDER] [-all] [-q]",
		operands: "REPORT.json",
		about: `Reads a report that conform -report FILE.json has written, and prints it as it was
printed then. Nothing is checked. Flags may come before the file or after it.
`,
		examples: `
# print the report of a run in CI
conform show report.json
# convert it to a page, and write programs that reproduce each failure
conform show report.json -report report.html -repro failures
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
					return c.misused(stderr, fmt.Errorf("one report is required, not %d", len(operands)))
				}
				if err := s.showFile(operands[0], stdout, stderr); err != nil {
					fmt.Fprintf(stderr, "conform show: %v\n", err)
					return exitError
				}
				return exitPass
			}
		},
	}
}

// showFile shows the report in a file.
func (s *settings) showFile(name string, stdout, stderr io.Writer) error {
	r, err := readReport(name)
	if err := errors.Join(err, s.reports.check()); err != nil {
		return err
	}
	return s.show(r, stdout, stderr)
}
