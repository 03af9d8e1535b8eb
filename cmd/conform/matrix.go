package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/report"
)

func matrixCommand() command {
	return command{
		name:     "matrix",
		summary:  "make one table of several reports: clauses by target",
		usage:    "[-format markdown|html] [-o FILE] FOLDER",
		operands: "FOLDER",
		about: `Reads all reports in a folder that conform -report FILE.json has written, and makes one
table of them: for each clause what was found at each target, where the targets
disagree first. A target is called by the name of its file. Nothing is checked.
`,
		examples: `
# check two endpoints, and compare the reports
mkdir -p reports
conform -endpoint http://127.0.0.1:4566 -report reports/one.json
conform -endpoint http://127.0.0.1:5000 -report reports/other.json
conform matrix reports
# as a page to look at
conform matrix -o matrix.html reports
`,
		flags: func(flags *flag.FlagSet) action {
			format := flags.String("format", "", "write `FORMAT`: markdown or html; without it, by the extension of the file, or markdown")
			output := flags.String("o", "", "write to `FILE`, which ends in .md or .html; without it, to standard output")
			return func(_ context.Context, operands []string, stdout, stderr io.Writer) int {
				c := matrixCommand()
				if len(operands) != 1 {
					return c.misused(stderr, fmt.Errorf("one folder is required, not %d; flags come before it", len(operands)))
				}
				write, err := matrixFormat(*format, *output)
				if err != nil {
					return c.misused(stderr, err)
				}
				l, err := readMatrix(operands[0])
				if err == nil && *output == "" {
					err = write(l, stdout)
				} else if err == nil {
					err = whole(*output, func(w io.Writer) error { return write(l, w) })
				}
				if err != nil {
					fmt.Fprintf(stderr, "conform matrix: %v\n", err)
					return exitError
				}
				return exitPass
			}
		},
	}
}

// matrixFormat returns how a matrix is written.
func matrixFormat(format, output string) (func(*report.Matrix, io.Writer) error, error) {
	extension := strings.ToLower(filepath.Ext(output))
	if format == "" {
		switch extension {
		case ".html":
			format = "html"
		case "", ".md":
			format = "markdown"
		default:
			return nil, fmt.Errorf("-o %s: the name must end in .md or .html, or add -format", output)
		}
	}
	switch format {
	case "markdown":
		return (*report.Matrix).WriteMarkdown, nil
	case "html":
		return (*report.Matrix).WriteHTML, nil
	}
	return nil, fmt.Errorf("-format %q: write markdown or html", format)
}

// readMatrix reads all reports in a folder. The error names all files that are none.
func readMatrix(folder string) (*report.Matrix, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		if _, err := os.Stat(folder); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%s: there is no report; to write one: conform -report %s", folder, filepath.Join(folder, "NAME.json"))
	}
	all, err := readReports(names)
	if err != nil {
		return nil, err
	}
	entrants := make([]report.Entrant, len(all))
	for i, r := range all {
		entrants[i] = report.Entrant{Name: strings.TrimSuffix(filepath.Base(r.Name), ".json"), Report: r.Report}
	}
	return report.NewMatrix(entrants)
}
