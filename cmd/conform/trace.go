package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/trace"
	"github.com/fakesmith/fakesmith/generated"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/model/sources"
	"github.com/fakesmith/fakesmith/records"
)

func traceCommand() command {
	return command{
		name:    "trace",
		summary: "print the traceability matrix of the contract",
		usage:   "[-format terminal|markdown|json] [-all]",
		about: `Prints for each clause of the generated contract its source, the lines of the
generated fake that implement it, the checks of the suite, what became of its
mutants, and when it was last observed; and for each sentence of the documents the
clauses that cover it. Nothing is checked: the measurements are those in records/,
and the fake is the embedded one.
`,
		examples: `
# read it, a screen at a time
conform trace -all | less
# the page TRACEABILITY.md
conform trace -format markdown > TRACEABILITY.md
`,
		flags: func(flags *flag.FlagSet) action {
			format := flags.String("format", "terminal", "print it as `FORMAT`: terminal, markdown or json")
			all := flags.Bool("all", false, "print each constraint of the schemas by itself; json always does")
			return func(_ context.Context, _ []string, stdout, stderr io.Writer) int {
				if err := writeTrace(stdout, *format, *all); err != nil {
					fmt.Fprintf(stderr, "conform trace: %v\n", err)
					return exitError
				}
				return exitPass
			}
		},
	}
}

func writeTrace(w io.Writer, format string, all bool) error {
	said, err := sources.Remediation()
	if err != nil {
		return err
	}
	m, err := trace.Make(&remediationtest.Contract, trace.Records{
		Code: generated.Source, CodeIn: "generated", Found: records.Files, Sources: said,
	})
	if err != nil {
		return err
	}
	switch format {
	case "terminal":
		return m.WriteTerminal(w, width(w), all)
	case "markdown":
		return m.WriteMarkdown(w)
	case "json":
		return m.WriteJSON(w)
	}
	return fmt.Errorf("-format %q: write terminal, markdown or json", format)
}
