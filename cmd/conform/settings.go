package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/model"
)

// settings are what the command line asks for.
type settings struct {
	modelFlags
	endpoint, region string
	api              *model.API
	profile          map[string]string
	options          conformance.Options
	reports          outputs
	repro            string
	comparison       string // where conform compare writes what it found
	profileOut       string
	timeout          time.Duration
	maxResponse      int64
	all, quiet       bool
	verbose          bool

	fixtures    *conformance.Fixtures
	divergences []conformance.Divergence
	tolerances  conformance.Tolerances

	run, profileFile, fixturesFile, divergencesFile, tolerancesFile string // as they are given
}

// declareOutput declares the flags that say how a report is shown.
func (s *settings) declareOutput(flags *flag.FlagSet) {
	flags.Var(&s.reports, "report", "write the report to `FILE`, in the form that its name ends in: .json, .xml (JUnit) or .html; - is standard output, as JSON; may be given several times")
	flags.StringVar(&s.repro, "repro", "", "write programs that reproduce each failure, for Go, boto3, the AWS CLI and curl, into a `FOLDER`")
	flags.BoolVar(&s.all, "all", false, "print each constraint of the schemas in a line of its own")
	flags.BoolVar(&s.quiet, "q", false, "print only what fails, and how many clauses have each outcome")
}

// declare declares the flags that fill the settings.
func (s *settings) declare(flags *flag.FlagSet) {
	flags.StringVar(&s.endpoint, "endpoint", "", "check what answers at `URL`; without it, the fake of the model")
	flags.StringVar(&s.region, "region", "", "sign requests for that `region` (us-east-1 if not given)")
	flags.IntVar(&s.options.Exhaustive, "exhaustive", 0, "also check every sequence of up to `DEPTH` calls with two keys in two partitions; each step makes it about 15 times as many")
	flags.StringVar(&s.options.Pictures, "pictures", "", "write pictures of concurrent calls that have no valid order to a `folder` (that of temporary files if not given)")
	flags.DurationVar(&s.timeout, "timeout", 0, "stop after a `duration` such as 90s; 0 takes the time it needs")
	flags.StringVar(&s.fixturesFile, "fixtures", "", "use the rules and resources that `FILE` lists, and create, delete or evaluate none")
	flags.StringVar(&s.tolerancesFile, "tolerances", "none", "tolerate what `FILE` lists, such as {\"visible\": \"1m\"}; cloud is a set for AWS, and none tolerates nothing")
	flags.Var(&s.options.Shard, "shard", "check only part `I/N` of the clauses, from 0/N, as one of N machines with the same flags and -seed; conform merge makes one report")
	s.declareModel(flags)
	s.declareShared(flags)
}

// declareShared declares the flags of every command that checks something: what to
// check, and how to report it.
func (s *settings) declareShared(flags *flag.FlagSet) {
	s.declareOutput(flags)
	s.declareMaxResponse(flags)
	flags.BoolVar(&s.verbose, "v", false, "write each request and its answer to standard error, without credentials and signatures")
	flags.StringVar(&s.profileOut, "profile-out", "", "write the choices that were observed to `FILE`, a profile that fake -profile loads")
	flags.Uint64Var(&s.options.Seed, "seed", 0, "repeat the cases of a run with seed `N`; 0 chooses one")
	flags.IntVar(&s.options.Checks, "checks", 0, "try each check on `N` cases; 0 leaves it to the check, about 25")
	flags.StringVar(&s.profileFile, "profile", "", "assert the choices in `FILE`: a JSON object of clause ids and choices, or the report of an earlier run")
	flags.StringVar(&s.run, "run", "", "check only the clauses whose id matches a `regexp`")
	flags.StringVar(&s.divergencesFile, "divergences", "", "expect the failures that `FILE` lists: a JSON array of objects with clause, reason and link")
}

// complete checks what was given, and reads the files that it names.
func (s *settings) complete(flags *flag.FlagSet) error {
	if s.options.Exhaustive < 0 {
		return fmt.Errorf("-exhaustive %d: write 1 or more", s.options.Exhaustive)
	}
	if s.endpoint != "" {
		if err := checkEndpoint(s.endpoint); err != nil {
			return err
		}
	}
	if s.options.Shard.Parts() && s.options.Seed == 0 {
		return errors.New("-shard takes -seed N, the same for all shards: without it each would check other cases")
	}
	var err error
	if s.api, err = s.readContract(); err != nil {
		return err
	}
	if err := s.completeShared(); err != nil {
		return err
	}
	if s.fixturesFile != "" {
		if s.endpoint == "" {
			return errors.New("-fixtures lists what exists at an endpoint: -endpoint URL is required")
		}
		if s.fixtures, err = readFixtures(s.fixturesFile, s.api); err != nil {
			return err
		}
	}
	if s.tolerances, err = readTolerances(s.tolerancesFile); err != nil {
		return err
	}
	if s.profileFile == "" && s.endpoint == "" {
		s.profile = conformance.Profile(s.api)
	}
	s.options.Command = again(flags)
	return nil
}

// completeShared does for the shared flags what complete does for all.
func (s *settings) completeShared() (err error) {
	if s.options.Checks < 0 {
		return fmt.Errorf("-checks %d: write 1 or more", s.options.Checks)
	}
	if err := errors.Join(s.reports.check(), s.checkMaxResponse()); err != nil {
		return err
	}
	if s.run != "" {
		if s.options.Run, err = regexp.Compile(s.run); err != nil {
			return fmt.Errorf("-run: %w", err)
		}
	}
	if s.profileFile != "" {
		if s.profile, err = readProfile(s.profileFile); err != nil {
			return err
		}
	}
	if s.divergencesFile != "" {
		if s.divergences, err = readDivergences(s.divergencesFile); err != nil {
			return err
		}
	}
	return nil
}

// checkEndpoint returns an error for a URL that can't be an endpoint.
func checkEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("-endpoint %q is not a URL: write http://HOST:PORT", reproduce.WithoutUserinfo(endpoint))
	}
	return nil
}

// again returns the command line that checks the same target again, without
// what a counterexample adds: -run and -seed.
func again(flags *flag.FlagSet) string {
	words := strings.Fields(flags.Name())
	flags.Visit(func(f *flag.Flag) {
		if endpoints, several := f.Value.(*endpointsFlag); several {
			for _, url := range *endpoints {
				words = append(words, "-"+f.Name, quoted(reproduce.WithoutUserinfo(url)))
			}
			return
		}
		switch f.Name {
		case "endpoint":
			words = append(words, "-endpoint", quoted(reproduce.WithoutUserinfo(f.Value.String())))
		case "region", "profile", "model", "contract", "checks", "exhaustive", "fixtures", "divergences", "tolerances", "max-response":
			words = append(words, "-"+f.Name, quoted(f.Value.String()))
		}
	})
	return strings.Join(words, " ")
}

var plain = regexp.MustCompile(`^[\w./:@%+=-]+$`)

// quoted returns a word as a shell reads it.
func quoted(word string) string {
	if plain.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// readFixtures reads the fixtures of a target.
func readFixtures(name string, api *model.API) (*conformance.Fixtures, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return conformance.ReadFixtures(name, file, api)
}

// readDivergences reads the known divergences of a target.
func readDivergences(name string) ([]conformance.Divergence, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return conformance.ReadDivergences(name, file)
}

// readProfile reads the choices that are asserted of a target.
func readProfile(name string) (map[string]string, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var report conformance.Report
	if json.Unmarshal(src, &report) == nil && len(report.Clauses) > 0 {
		return report.Profile(), nil
	}
	profile := map[string]string{}
	if err := json.Unmarshal(src, &profile); err != nil {
		return nil, fmt.Errorf("%s: a profile is a JSON object of clause ids and choices, or a report: %w", name, err)
	}
	return profile, nil
}
