package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/live"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/internal/instance"
)

func planCommand() command {
	return command{
		name:    "plan",
		summary: "print what apply would do to a real account, and what it costs",
		usage:   "-aws -region R [-account DIGITS] [flags]",
		about: `Prints what "conform apply" with the same flags would do to a real account: the
operations that it would call, how often at most, what it would create, which
permissions it needs, how long it takes, and what it costs. The numbers come from a
run on the embedded fake, in this process. No call is made to AWS, and no credentials
are read. An -endpoint is asked which instance of the fake it is, and nothing else.
`,
		examples: `
# what would a first run do?
conform plan -aws -region eu-west-1 -run '^(upsert|expiry|non-compliant-only)$'
# the policy to attach to the role of whoever runs it
conform plan -aws -region eu-west-1 -account 123456789012 -policy > policy.json
# a run that changes nothing
conform plan -aws -region eu-west-1 -observe
`,
		flags: func(flags *flag.FlagSet) action {
			l := &liveFlags{}
			l.declareJob(flags)
			policy := flags.Bool("policy", false, "print the IAM policy alone, as JSON")
			names := flags.Bool("names", false, "print the names of the rules alone, one in a line")
			return func(ctx context.Context, _ []string, stdout, stderr io.Writer) int {
				job, err := l.job(false)
				if err == nil {
					err = plan(ctx, job, *policy, *names, stdout)
				}
				if err != nil {
					fmt.Fprintf(stderr, "conform plan: %v\n", err)
					return exitError
				}
				return exitPass
			}
		},
	}
}

// whoAnswers says which fake it is that answers at an endpoint, so that nobody means
// his own and speaks to somebody else's.
func whoAnswers(ctx context.Context, endpoint string) string {
	url := reproduce.WithoutUserinfo(endpoint)
	switch name, err := instance.Ask(ctx, carriedBy(ctx), endpoint); {
	case err != nil:
		return fmt.Sprintf("Nothing answers at %s yet.", url)
	case name == "":
		return fmt.Sprintf("What answers at %s names no instance of the fake.", url)
	default:
		return fmt.Sprintf("At %s answers the fake instance %s.", url, name)
	}
}

// plan prints what a job would do, or a part of that alone.
func plan(ctx context.Context, job *live.Job, policy, names bool, stdout io.Writer) error {
	p, err := job.Plan(ctx)
	if err != nil {
		return err
	}
	if names {
		for _, name := range p.Rehearsal.Rules {
			fmt.Fprintln(stdout, name)
		}
	}
	if policy {
		_, err = stdout.Write(p.Policy())
		return err
	}
	if names {
		return nil
	}
	if job.Endpoint != "" {
		fmt.Fprintln(stdout, whoAnswers(ctx, job.Endpoint))
	}
	return p.Write(stdout)
}
