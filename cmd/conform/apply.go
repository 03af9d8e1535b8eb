package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/live"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

func applyCommand() command {
	return command{
		name:    "apply",
		summary: "check a real account, and clean up",
		usage:   "-aws -region R -account DIGITS [flags]",
		about: `Checks a real account against the contract, and deletes what it created. "conform
plan" prints beforehand what it does and what it costs: it makes the same run on the
embedded fake.

Credentials come from the SDK's default chain: the environment, a profile, a role.
Nothing is done unless they are of the account that -account names, and unless AWS
Config is set up there; its recorder is never touched. No rule is touched but those
of the run, whose names begin with fakesmith-, the run's id and -, and those that a
file given with -fixtures lists. Whatever is created is written to a journal first, so
that "conform sweep" finds it however the run ends. An interrupt ends the checks and
cleans up; a second one ends that too.
`,
		examples: `
# a first run, of three clauses
conform apply -aws -region eu-west-1 -account 123456789012 -run '^(upsert|expiry|non-compliant-only)$'
# all clauses, with a report, and the choices that AWS makes for fake -profile
conform apply -aws -region eu-west-1 -account 123456789012 -report report.json -profile-out aws.json
# change nothing
conform apply -aws -region eu-west-1 -account 123456789012 -observe
# the same on a stand-in: fake -addr 127.0.0.1:4599 -strict
AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=any conform apply -aws -region us-east-1 -account 123456789012 -endpoint http://127.0.0.1:4599 -rate 10
`,
		flags: func(flags *flag.FlagSet) action {
			l := &liveFlags{}
			l.declareJob(flags)
			l.declareCleaning(flags)
			return func(ctx context.Context, _ []string, stdout, stderr io.Writer) int {
				job, err := l.job(true)
				if err != nil {
					fmt.Fprintf(stderr, "conform apply: %v\n", err)
					return exitError
				}
				return l.apply(ctx, job, stdout, stderr)
			}
		},
	}
}

// apply does a job, and reports what was found and what is left.
func (l *liveFlags) apply(ctx context.Context, job *live.Job, stdout, stderr io.Writer) int {
	progress := terminal.NewProgress(stderr)
	job.Log, job.Base = clearing{stderr, progress}, carriedBy(ctx)
	sweep := fmt.Sprintf("conform sweep -journal %s", quoted(job.Journal))
	if l.fixturesFile != "" {
		sweep += " -fixtures " + quoted(l.fixturesFile)
	}
	if l.endpoint != "" && !live.IsLoopback(l.endpoint) {
		sweep += " -endpoint " + quoted(l.endpoint)
	}
	fmt.Fprintf(stderr, "run %s, seed %d; if interrupted, clean up with: %s\n", job.Run, job.Options.Seed, sweep)
	defer context.AfterFunc(ctx, func() {
		fmt.Fprintln(job.Log, "interrupted: cleaning up; interrupt again to stop at once")
	})()
	defer secondInterrupt(func() {
		fmt.Fprintf(job.Log, "stopped: resources may be left behind; to remove them: %s\n", sweep)
		os.Exit(exitFail)
	})()
	job.Tap = func(next http.RoundTripper) http.RoundTripper { return listening(progress, next, l.trace(stderr)) }
	job.Options.Progress, job.Options.Waiting = progress.Show, progress.Waiting
	outcome, err := job.Apply(ctx)
	progress.End()
	if outcome.Report != nil {
		err = errors.Join(err, l.show(outcome.Report, stdout, stderr), l.learn(outcome.Report, stderr))
	}
	fmt.Fprintf(stderr, "%d calls were made\n", outcome.Calls)
	printLeftovers(stderr, outcome.Leftovers, sweep)
	if outcome.Report != nil {
		for _, wrong := range outcome.Report.Unexpected {
			fmt.Fprintf(stderr, "conform apply: %s\n", wrong)
		}
	}
	if err != nil {
		fmt.Fprintf(stderr, "conform apply: %v\n", err)
	}
	return applied(outcome, err)
}

// applied returns the exit status that an outcome asks for.
func applied(outcome *live.Outcome, err error) int {
	r := outcome.Report
	switch {
	case len(outcome.Leftovers) > 0:
		return exitFail
	case err != nil || r == nil:
		return exitError
	case r.Failures() > 0:
		return exitFail
	case outcome.Cut != nil || r.Ended != "" || r.Count(report.Pass)+r.Count(report.Observed) == 0:
		return exitError
	}
	return exitPass
}
