// Command variants measures how sound the suite is. It makes variants of the
// generated fake, each of which differs in a place in which it may, and has the
// suite check them all: none is to fail.
//
//	go run ./cmd/gen/variants [-run REGEXP] [-mixtures N] [-record FILE]
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"

	"github.com/fakesmith/fakesmith/conformance/vary"
)

const manual = `variants measures how sound the suite is: it has the generated fake differ in every
place in which an implementation may, and checks each variant with the suite. A
clause that fails shows a mistake of the suite, or a variant that is not permitted.

Usage:

	go run ./cmd/gen/variants [flags]
	go run ./cmd/gen/variants -merge FILE RECORD...

It has to run in the module, whose files it reads.

	-contract NAME  variants of the fake of that contract: remediation, parameters or
	                pipelines (default remediation)
	-run REGEXP     only variants whose ids match, alone and in mixtures; -list prints the ids
	-skip REGEXP    no variants whose ids match
	-list           print each variant with why it is permitted, and check none
	-mixtures N     check N mixtures of two to eight variants, each on a seed of its own (default 200)
	-mixture N      check only the mixture on seed N, as it is among all those of -mixtures
	-alone=false    check no variant alone
	-clauses REGEXP check only clauses whose ids match
	-checks N       try each property on N cases (default 3)
	-seed N         make the same mixtures and cases again (default 1)
	-members FILE   members that are returned otherwise than they were put and of which the
	                contract does not speak, to see that the suite fails them (default: none)
	-record FILE    write what became of each variant and mixture
	-shard I/N      only part I of N of the variants and mixtures, from 0: one of several
	                machines with the same flags
	-merge FILE     check nothing, and write the record of the run whose shards wrote the records

A variant alone is checked as a target of which nothing is known, and so is each
second mixture; what the others choose is told to the suite, which then asserts it.

Exit status: 0 no variant failed; 1 one did, or could not be checked; 2 wrong usage.
`

// Exit statuses.
const (
	done   = 0
	failed = 1
	misuse = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its surroundings as parameters. It returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	var contract, only, skip, clauses, members, record, merged string
	var list bool
	flags := flag.NewFlagSet("variants", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&contract, "contract", "remediation", "")
	flags.StringVar(&only, "run", "", "")
	flags.StringVar(&skip, "skip", "", "")
	flags.BoolVar(&list, "list", false, "")
	flags.IntVar(&o.mixtures, "mixtures", 200, "")
	flags.Uint64Var(&o.mixture, "mixture", 0, "")
	flags.BoolVar(&o.alone, "alone", true, "")
	flags.StringVar(&clauses, "clauses", "", "")
	flags.IntVar(&o.checks, "checks", 3, "")
	flags.Uint64Var(&o.seed, "seed", 1, "")
	flags.StringVar(&members, "members", "", "")
	flags.StringVar(&record, "record", "", "")
	flags.Var(&o.shard, "shard", "")
	flags.StringVar(&merged, "merge", "", "")
	err := flags.Parse(args)
	switch {
	case err != nil:
	case merged != "" && flags.NArg() == 0:
		err = errors.New("-merge needs the records of all shards")
	case merged != "":
	case flags.NArg() > 0:
		err = fmt.Errorf("unexpected arguments %q: there are only flags", flags.Args())
	case o.mixtures < 0:
		err = errors.New("-mixtures is the number of mixtures: 0 or more")
	case o.checks < 1 || o.seed == 0:
		err = errors.New("-checks and -seed have to be above 0")
	case o.mixture != 0 && o.mixture < o.seed:
		err = fmt.Errorf("-mixture is the seed that is printed with a mixture: %d or more", o.seed)
	case record != "" && (only+skip+clauses != "" || !o.alone || o.mixture != 0):
		err = errors.New("-record keeps what became of all variants: leave out -run, -skip, -clauses, -mixture and -alone")
	default:
		err = o.prepare(contract, only, skip, clauses, members)
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, manual)
		return done
	case err != nil:
		fmt.Fprintf(stderr, "variants: %v\nRun variants -h for the manual.\n", err)
		return misuse
	case merged != "":
		if err := merge(merged, flags.Args()); err != nil {
			fmt.Fprintf(stderr, "variants: %v\n", err)
			return failed
		}
		return done
	case list:
		for _, v := range o.variants {
			fmt.Fprintf(stdout, "%s\n\t%s\n", v.ID, v.Permitted)
		}
		return done
	}
	r, err := o.check(ctx, stdout, stderr)
	if err == nil {
		err = errors.Join(r.write(stdout), save(record, r))
	}
	if err != nil {
		fmt.Fprintf(stderr, "variants: %v\n", err)
		return failed
	}
	if r.failures() > 0 {
		return failed
	}
	return done
}

// prepare makes the variants of a contract whose ids match one pattern and not the
// other, where that is not empty.
func (o *options) prepare(contract, only, skip, clauses, members string) error {
	var treated []vary.Member
	if members != "" {
		text, err := os.ReadFile(members)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &treated); err != nil {
			return fmt.Errorf("%s: %w", members, err)
		}
	}
	of, err := subjectOf(contract)
	if err != nil {
		return err
	}
	o.subject = of
	run, err1 := regexp.Compile(only)
	without, err2 := regexp.Compile(skip)
	checked, err3 := regexp.Compile(clauses)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	o.run = checked
	for _, v := range vary.Variants(o.api, treated...) {
		if run.MatchString(v.ID) && (skip == "" || !without.MatchString(v.ID)) {
			o.variants = append(o.variants, v)
		}
	}
	if len(o.variants) == 0 {
		return errors.New("no variant has an id that -run matches and -skip does not: -list prints them")
	}
	return nil
}

// save writes a record, if one is asked for.
func save(name string, r *result) error {
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(r.record().write(f), f.Close())
}
