package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"testing/fstest"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/trace"
	"github.com/fakesmith/fakesmith/cmd/gen/program"
	"github.com/fakesmith/fakesmith/generated"
	"github.com/fakesmith/fakesmith/internal/terminal"
	"github.com/fakesmith/fakesmith/model/sources"
	"github.com/fakesmith/fakesmith/records"
)

func traceCommand() command {
	return command{
		name:    "trace",
		summary: "print the traceability matrix of the contract",
		usage:   "[-model FILE [-contract FILE] [-records FOLDER]] [-format terminal|markdown|json] [-all]",
		about: `Prints for each clause of the contract its source, the lines of the
generated fake that implement it, the checks of the suite, what became of its
mutants, and when it was last observed; and for each sentence of the documents the
clauses that cover it. Nothing is checked: the measurements are those in records/,
and the fake is the embedded one.

With -model the contract and the fake are those of the model, with lines as gen writes
them. Of another model no documents are known, and nothing was measured but what
-records has: mutants.json, which mutants -record writes, and reports of runs in the
folder runs.
`,
		examples: `
# read it, a screen at a time
conform trace -all | less
# the page TRACEABILITY.md
conform trace -format markdown > TRACEABILITY.md
# the matrix of your own contract
conform trace -model secretsmanager.json -contract contract.json
`,
		flags: func(flags *flag.FlagSet) action {
			format := flags.String("format", "terminal", "print it as `FORMAT`: terminal, markdown or json")
			var of modelFlags
			of.declareModel(flags)
			measured := flags.String("records", "", "with -model: a `FOLDER` with what was measured and observed")
			all := flags.Bool("all", false, "print each constraint of the schemas by itself; json always does")
			return func(_ context.Context, _ []string, stdout, stderr io.Writer) int {
				m, err := of.trace(*measured)
				if err == nil {
					err = writeTrace(stdout, m, *format, *all)
				}
				if err != nil {
					fmt.Fprintf(stderr, "conform trace: %v\n", err)
					return exitError
				}
				return exitPass
			}
		},
	}
}

// trace makes the matrix of the contract, with what a folder holds of measurements.
func (m *modelFlags) trace(measured string) (*trace.Matrix, error) {
	api, err := m.readContract()
	switch {
	case err != nil:
		return nil, err
	case m.modelFile != "" && !api.HasContract():
		return nil, noContract(api)
	case m.modelFile != "":
		code, err := program.Fake(api, api.Package)
		if err != nil {
			return nil, err
		}
		files := fstest.MapFS{}
		for name, text := range code {
			files[name] = &fstest.MapFile{Data: text}
		}
		found := fs.FS(fstest.MapFS{})
		if measured != "" {
			found = os.DirFS(measured)
		}
		return trace.Make(api, trace.Records{Code: files, Found: found, Sources: &sources.Sources{}})
	case measured != "":
		return nil, errors.New("-records is what was measured of a model: -model FILE is required")
	}
	said, err := sources.Remediation()
	if err != nil {
		return nil, err
	}
	return trace.Make(api, trace.Records{Code: generated.Source, CodeIn: "generated", Found: records.Files, Sources: said})
}

// writeTrace writes a matrix in a format.
func writeTrace(w io.Writer, m *trace.Matrix, format string, all bool) error {
	switch format {
	case "terminal":
		return m.WriteTerminal(w, terminal.Width(w), all)
	case "markdown":
		return m.WriteMarkdown(w)
	case "json":
		return m.WriteJSON(w)
	}
	return fmt.Errorf("-format %q: write terminal, markdown or json", format)
}
