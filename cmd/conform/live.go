package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/live"
	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

// carrier is the key under which a context has what carries requests to accounts.
// Tests have it lead to an account in their own process and time; else there is
// none, and the network does.
type carrier struct{}

func carriedBy(ctx context.Context) http.RoundTripper {
	base, _ := ctx.Value(carrier{}).(http.RoundTripper)
	return base
}

// liveFlags are the flags of the commands about a real account.
type liveFlags struct {
	settings
	aws            bool
	account, runID string
	observe        bool
	remediation    string
	rate           float64
	maxCalls       int
	maxMinutes     float64
	journal        string
	wait, grace    time.Duration
	lag            time.Duration
}

// declareAccount declares the flags that select an account.
func (l *liveFlags) declareAccount(flags *flag.FlagSet) {
	flags.BoolVar(&l.aws, "aws", false, "required: confirms that the command is for AWS")
	flags.StringVar(&l.region, "region", "", "the AWS `region` (default: that of the SDK's settings)")
	flags.StringVar(&l.account, "account", "", "the 12-digit ID of the `account`: with credentials of another one, nothing is done")
	flags.StringVar(&l.endpoint, "endpoint", "", "send requests to `URL` instead of AWS, as AWS_ENDPOINT_URL does")
	flags.Float64Var(&l.rate, "rate", 1, "make at most `N` calls a second")
}

// declareCleaning declares the flags about how long cleaning up waits.
func (l *liveFlags) declareCleaning(flags *flag.FlagSet) {
	flags.DurationVar(&l.wait, "wait", 5*time.Minute, "wait for a `duration` until deleted rules are gone")
	flags.DurationVar(&l.grace, "grace", 30*time.Second, "assume that a request without an answer may still take effect for a `duration`")
}

// declareJob declares the flags of plan and apply.
func (l *liveFlags) declareJob(flags *flag.FlagSet) {
	l.declareAccount(flags)
	l.declareShared(flags)
	l.options.Checks = liveChecks
	flags.Lookup("checks").DefValue, flags.Lookup("checks").Usage = fmt.Sprint(liveChecks), "try each check on `N` cases"
	flags.BoolVar(&l.observe, "observe", false, "read-only: make no change")
	flags.StringVar(&l.remediation, "allow-remediation", "", "let rules of the run remediate on demand, by a `DOCUMENT` of Systems Manager that does no harm; without it, and automatically, none does")
	flags.StringVar(&l.runID, "run-id", "", "begin all names with fakesmith-`ID`- (default: a new id)")
	flags.StringVar(&l.fixturesFile, "fixtures", "", "use the rules and resources that `FILE` lists, and create none")
	flags.StringVar(&l.tolerancesFile, "tolerances", liveTolerances, "tolerate what `FILE` lists, such as {\"visible\": \"1m\"}; cloud is a set for AWS, and none tolerates nothing")
	flags.IntVar(&l.maxCalls, "max-calls", 20000, "make at most `N` calls")
	flags.Float64Var(&l.maxMinutes, "max-minutes", 180, "run checks for at most `N` minutes; cleaning up comes after that")
	flags.StringVar(&l.journal, "journal", "", "write what is created to `FILE`, beforehand (default: a name made from the run id)")
}

// liveChecks is how many cases each property is tried on, unless more are asked for:
// calls cost time and money.
const liveChecks = 1

// liveTolerances are the default tolerances for an account.
const liveTolerances = "cloud"

// fastest is how many calls are made a second at most, but of a stand-in on this
// machine.
const fastest = 10

var twelveDigits = regexp.MustCompile(`^\d{12}$`)

// completeAccount checks the flags that select an account, and returns
// all errors at once.
func (l *liveFlags) completeAccount(needAccount bool) error {
	var wrong []error
	if !l.aws {
		wrong = append(wrong, errors.New("this command is for a real account: -aws is required"))
	}
	if l.region == "" {
		l.region = live.DefaultRegion()
	}
	switch {
	case l.account == "" && needAccount:
		wrong = append(wrong, errors.New("-account is required: the 12-digit account ID"))
	case l.account != "" && !twelveDigits.MatchString(l.account):
		wrong = append(wrong, fmt.Errorf("-account %q: write the 12-digit account ID", l.account))
	}
	if l.region == "" {
		wrong = append(wrong, errors.New("-region is required, such as -region eu-west-1"))
	}
	if !(l.rate > 0) || l.rate > fastest && !live.IsLoopback(l.endpoint) {
		wrong = append(wrong, fmt.Errorf("-rate %v: write more than 0, and at most %d: AWS throttles higher rates", l.rate, fastest))
	}
	if l.endpoint != "" {
		wrong = append(wrong, checkEndpoint(l.endpoint))
	}
	return errors.Join(wrong...)
}

// job checks all flags, reads the files that they name, and returns what is to
// be done.
func (l *liveFlags) job(needAccount bool) (*live.Job, error) {
	l.api = &remediationtest.Contract
	wrong := []error{l.completeAccount(needAccount), l.completeShared()}
	run := live.NewRunID()
	if l.runID != "" {
		var err error
		if run, err = live.ParseRunID(l.runID); err != nil {
			wrong = append(wrong, fmt.Errorf("-run-id: %w", err))
		}
	}
	if l.maxCalls < 100 {
		wrong = append(wrong, fmt.Errorf("-max-calls %d: write 100 or more: cleaning up needs some", l.maxCalls))
	}
	if !(l.maxMinutes > 0) {
		wrong = append(wrong, fmt.Errorf("-max-minutes %v: write more than 0", l.maxMinutes))
	}
	var err error
	if l.fixturesFile != "" {
		if l.fixtures, err = readFixtures(l.fixturesFile, l.api); err != nil {
			wrong = append(wrong, err)
		} else if l.fixtures.Account != "" && l.account != "" && l.fixtures.Account != l.account {
			wrong = append(wrong, fmt.Errorf("%s is of the account %s, not of %s (-account)", l.fixturesFile, l.fixtures.Account, l.account))
		} else if l.fixtures.Region != "" && l.fixtures.Region != l.region {
			wrong = append(wrong, fmt.Errorf("%s is of the region %s, not of %s (-region)", l.fixturesFile, l.fixtures.Region, l.region))
		}
	}
	l.tolerances, err = readTolerances(l.tolerancesFile)
	if err := errors.Join(append(wrong, err)...); err != nil {
		return nil, err
	}
	options := l.options
	options.Costly = true
	if options.Seed == 0 {
		options.Seed = live.NewSeed()
	}
	options.Command = l.again()
	return &live.Job{
		Suite:     live.Suite{API: l.api, Options: options, Profile: l.profile, Fixtures: l.fixtures, Tolerances: l.tolerances, Observe: l.observe, Remediation: l.remediation, Divergences: l.divergences},
		Access:    live.Access{Region: l.region, Endpoint: l.endpoint, Rate: l.rate, MaxResponse: l.maxResponse},
		AccountID: l.account,
		Run:       run,
		MaxCalls:  l.maxCalls,
		MaxTime:   time.Duration(l.maxMinutes * float64(time.Minute)),
		Journal:   cmp.Or(l.journal, "fakesmith-"+string(run)+".journal"),
		Wait:      l.wait,
		Grace:     l.grace,
	}, nil
}

// again returns the command that checks the same account again.
func (l *liveFlags) again() string {
	words := []string{"conform apply -aws -region", quoted(l.region), "-account", quoted(l.account)}
	for _, f := range []struct{ name, value string }{{"endpoint", l.endpoint}, {"profile", l.profileFile}, {"fixtures", l.fixturesFile}, {"divergences", l.divergencesFile}, {"allow-remediation", l.remediation}} {
		if f.value != "" {
			words = append(words, "-"+f.name, quoted(f.value))
		}
	}
	if l.options.Checks != liveChecks {
		words = append(words, "-checks", fmt.Sprint(l.options.Checks))
	}
	if l.tolerancesFile != liveTolerances {
		words = append(words, "-tolerances", quoted(l.tolerancesFile))
	}
	return strings.Join(words, " ")
}

// readTolerances reads the tolerances for a target.
func readTolerances(name string) (t conformance.Tolerances, err error) {
	switch name {
	case "cloud":
		return conformance.CloudTolerances(), nil
	case "none", "": // some commands have no such flag
		return t, nil
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return t, fmt.Errorf("-tolerances: %w", err)
	}
	if err := json.Unmarshal(src, &t); err != nil {
		return t, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// A clearing takes the line of a progress away before anything is written.
type clearing struct {
	io.Writer
	progress *terminal.Progress
}

func (c clearing) Write(b []byte) (int, error) {
	c.progress.Clear()
	return c.Writer.Write(b)
}

// printLeftovers prints what is left behind, and how to remove it.
func printLeftovers(w io.Writer, leftovers []live.Leftover, command string) {
	if len(leftovers) == 0 {
		return
	}
	fmt.Fprintf(w, "\nleft behind:\n")
	for _, l := range leftovers {
		fmt.Fprintf(w, "  %v\n", l)
	}
	fmt.Fprintf(w, "to remove them: %s\n", command)
}
