package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/ledger"
	"github.com/fakesmith/fakesmith/generated"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/model/sources"
	"github.com/fakesmith/fakesmith/records"
)

const ledgerManual = `usage: conform ledger [-format terminal|markdown|json] [-v]

Prints for each clause of the generated contract where it is from, the lines of the
generated fake that do it, the laws that judge it, what became of its mutants, and
when it was last observed; and for each sentence of the documents the clauses that
cover it. Nothing is judged: what was measured and observed stands in records/.

  -format  terminal, markdown (the page LEDGER.md) or json
  -v       print each constraint of the schemas by itself; json always does
`

// runLedger is the command "conform ledger": it returns the exit status.
func runLedger(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("conform ledger", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	format := flags.String("format", "terminal", "")
	all := flags.Bool("v", false, "")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stderr, ledgerManual)
		return allHold
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("%q is no flag", flags.Arg(0))
	}
	if err != nil {
		fmt.Fprintf(stderr, "conform ledger: %v; conform ledger -h prints the manual\n", err)
		return failed
	}
	if err := writeLedger(stdout, *format, *all); err != nil {
		fmt.Fprintf(stderr, "conform ledger: %v\n", err)
		return failed
	}
	return allHold
}

func writeLedger(w io.Writer, format string, all bool) error {
	said, err := sources.Remediation()
	if err != nil {
		return err
	}
	l, err := ledger.Make(&remediationtest.Contract, ledger.Records{
		Code: generated.Source, CodeIn: "generated", Found: records.Files, Sources: said,
	})
	if err != nil {
		return err
	}
	switch format {
	case "terminal":
		return l.WriteTerminal(w, width(w), all)
	case "markdown":
		return l.WriteMarkdown(w)
	case "json":
		return l.WriteJSON(w)
	}
	return fmt.Errorf("-format %q: write terminal, markdown or json", format)
}
