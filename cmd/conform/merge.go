package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/fakesmith/fakesmith/conformance/report"
)

func mergeCommand() command {
	return command{
		name:     "merge",
		summary:  "make one report of the reports of all shards",
		usage:    "[-report FILE] [-repro FOLDER] [-all] [-q] SHARD.json ...",
		operands: "SHARD.json ...",
		about: `Makes one report of those that conform -shard I/N -report FILE.json has written on
several machines, and prints it: each clause has the outcome and the cases that it has in
one run with that seed. The reports may be named in any order. It is an error if one of
them is missing, there twice, or of a run with another contract, seed or other flags.
Targets may differ only in that each is on the loopback interface of its machine.
`,
		examples: `
# two machines
conform -seed 7 -shard 0/2 -report shard-0.json
conform -seed 7 -shard 1/2 -report shard-1.json
# the report of both
conform merge -report report.html shard-*.json
`,
		flags: func(flags *flag.FlagSet) action {
			var s settings
			s.declareOutput(flags)
			return func(ctx context.Context, operands []string, stdout, stderr io.Writer) int {
				if len(operands) == 0 {
					c := mergeCommand()
					return c.misused(stderr, errors.New("the reports of all shards are required"))
				}
				rep, err := s.merge(operands)
				if err == nil {
					err = s.show(rep, stdout, stderr)
				}
				if err != nil {
					fmt.Fprintf(stderr, "conform merge: %v\n", err)
					return exitError
				}
				return status(ctx, rep, stderr)
			}
		},
	}
}

// merge reads reports, and makes one of them.
func (s *settings) merge(names []string) (*report.Report, error) {
	all, err := readReports(names)
	if err := errors.Join(s.reports.check(), err); err != nil {
		return nil, err
	}
	return report.Merge(all)
}
