package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

func compareCommand() command {
	return command{
		name:    "compare",
		summary: "send the same calls to several endpoints, and print the shortest sequence that differs",
		usage:   "-endpoint URL [-endpoint URL ...] [flags]",
		about: `Sends the same calls to several endpoints, stops at the first reply that differs, and
shortens the sequence: it prints the calls that are needed, and the replies side by
side with what the contract requires. With one -endpoint, that one is compared with
the embedded fake.

The calls are the cases of the checks, and random calls; no endpoint is checked
against the contract. Values that are not expected to be equal are ignored: ids and
times that a service assigns, request ids, messages, page tokens. Clocks are moved,
and facts set, by control endpoints if all of the endpoints have them: they begin at
the time of the first. Otherwise it is reported if their times differ. An endpoint
that can be reset is reset.

The exit status is 0 if no difference was found, and 1 if there is one.
`,
		examples: `
# an emulator, and the embedded fake
conform compare -endpoint http://127.0.0.1:4566
# two emulators, in the clauses about pages
conform compare -endpoint http://127.0.0.1:4566 -endpoint http://127.0.0.1:5000 -run pages
# write the difference as JSON
conform compare -endpoint http://127.0.0.1:4566 -report difference.json
`,
		flags: func(flags *flag.FlagSet) action {
			s := &settings{}
			var endpoints endpointsFlag
			flags.Var(&endpoints, "endpoint", "compare what answers at `URL`; may be given several times")
			flags.StringVar(&s.region, "region", "", "sign requests for that `region` (us-east-1 if not given)")
			flags.StringVar(&s.comparison, "report", "", "write the result to `FILE` as JSON; - is standard output")
			flags.Uint64Var(&s.options.Seed, "seed", 0, "repeat the cases of a run with seed `N`; 0 chooses one")
			flags.IntVar(&s.options.Checks, "checks", 0, "try each check on `N` cases; 0 leaves it to the check, about 25")
			flags.DurationVar(&s.timeout, "timeout", 0, "stop after a `duration` such as 90s; 0 takes the time it needs")
			s.declareMaxResponse(flags)
			flags.StringVar(&s.profileFile, "profile", "", "the contract makes the choices in `FILE`: a JSON object of clause ids and choices, or the report of an earlier run")
			flags.StringVar(&s.run, "run", "", "compare only by the clauses whose id matches a `regexp`")
			s.declareModel(flags)
			return func(ctx context.Context, _ []string, stdout, stderr io.Writer) int {
				err := endpoints.check()
				if err == nil {
					err = s.complete(flags)
				}
				if err != nil {
					fmt.Fprintf(stderr, "conform compare: %v\n", err)
					return exitError
				}
				s.options.Command = again(flags)
				return s.compare(ctx, endpoints, stdout, stderr)
			}
		},
	}
}

// An endpointsFlag is a flag that names an endpoint each time it is given.
type endpointsFlag []string

func (e *endpointsFlag) String() string { return strings.Join(*e, " ") }

func (e *endpointsFlag) Set(url string) error {
	*e = append(*e, url)
	return nil
}

// check returns an error for endpoints that can't be compared.
func (e *endpointsFlag) check() error {
	if len(*e) == 0 {
		return fmt.Errorf("-endpoint URL is required, once or several times")
	}
	for _, url := range *e {
		if err := checkEndpoint(url); err != nil {
			return err
		}
	}
	return nil
}

// compare compares the endpoints, and reports what was found.
func (s *settings) compare(ctx context.Context, endpoints []string, stdout, stderr io.Writer) int {
	ctx, cancel := s.limited(ctx)
	defer cancel()
	return inTime(ctx, stderr, func() int { return s.compareAndShow(ctx, endpoints, stdout, stderr) })
}

// compareAndShow does what compare says, however long it takes.
func (s *settings) compareAndShow(ctx context.Context, endpoints []string, stdout, stderr io.Writer) int {
	found, err := s.compareAll(ctx, endpoints, stderr)
	if err == nil {
		err = s.showComparison(found, stdout, stderr)
	}
	switch {
	case err != nil:
		fmt.Fprintf(stderr, "conform compare: %v\n", err)
		return exitError
	case !found.Same():
		return exitFail
	}
	return exitPass
}

// compareAll compares the endpoints, with the fake of the model if there is but one.
func (s *settings) compareAll(ctx context.Context, endpoints []string, stderr io.Writer) (*conformance.Comparison, error) {
	if len(endpoints) == 1 {
		own, err := serve(ctx, s.api, stderr)
		if err != nil {
			return nil, err
		}
		defer own.stop()
		endpoints = []string{own.address, endpoints[0]}
	}
	progress := terminal.NewProgress(stderr)
	var targets []conformance.Target
	for _, url := range endpoints {
		target := conformance.Target{URL: url, Region: s.region, Profile: s.profile, Timeout: 5 * time.Second, MaxResponse: s.maxResponse}
		if _, err := conformance.Discover(ctx, &target); err != nil {
			return nil, fmt.Errorf("%s can't be reached: %w", url, err)
		}
		targets = append(targets, target)
	}
	options := s.options
	options.Progress, options.Waiting = progress.Show, progress.Waiting
	defer progress.End()
	return conformance.Compare(ctx, s.api, targets, options)
}

// showComparison prints a comparison, and writes it where that is asked for.
func (s *settings) showComparison(found *conformance.Comparison, stdout, stderr io.Writer) error {
	columns := cmp.Or(terminal.Width(stdout), 140)
	switch s.comparison {
	case "":
		return found.Write(stdout, columns)
	case "-":
		if err := found.WriteJSON(stdout); err != nil {
			return err
		}
		return found.Write(stderr, columns)
	}
	file, err := os.Create(s.comparison)
	if err != nil {
		return err
	}
	if err := errors.Join(found.WriteJSON(file), file.Close()); err != nil {
		return err
	}
	return found.Write(stdout, columns)
}
