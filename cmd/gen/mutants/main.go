// Command mutants measures the effectiveness of the suite. It makes mutants of a
// contract, generates a fake for each, and has the suite check them all.
//
//	go tool mutants [-model FILE [-contract FILE]] [-run REGEXP] [-json FILE]
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/internal/matrix"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

const manual = `mutants measures the effectiveness of the suite: it makes mutants of a contract,
generates a fake for each, and checks them with the suite of the true contract. A
mutant that survives shows a weakness of the suite, unless the list of equivalent
mutants gives the reason why no client could tell it from the true fake.

Usage:

	go tool mutants -model FILE [-contract FILE] [flags]
	go run ./cmd/gen/mutants [flags]
	go run ./cmd/gen/mutants -page FILE RECORD...
	go run ./cmd/gen/mutants -merge FILE RECORD...

The mutants are compiled in a temporary folder, against the source that this command
was built from. The true fake is checked first: by what the suite rejects it, no
mutant is killed.

	-model FILE       the model, a Smithy or OpenAPI document (default, in a clone:
	                  model/putremediationexceptions.json)
	-contract FILE    the contract of the model, where it is in a file of its own
	-equivalent FILE  the mutants that may survive, with arguments (default, for the default
	                  model: testdata/equivalent.txt)
	-run REGEXP       only mutants whose ids match; -list prints the ids
	-every N          only each N-th mutant: a sample
	-shard I/N        only part I of N of them, from 0: one of several machines with the same flags
	-merge FILE       check nothing, and write the record of the run whose shards wrote the records
	-list             print each mutant with what it breaks, and check none
	-others N         try each property on N cases in search of another one that kills a mutant,
	                  to report the properties that alone detect something (default 0, for no
	                  search and no such report; with 2 a run takes four times as long)
	-seed N           make the same cases again (default 1)
	-faults PROFILE   check them as accounts under a fault profile: none, typical or severe.
	                  They then have no control endpoints and are read from replicas, and
	                  waiting is simulated. No other property is looked for, and a mutant that
	                  survives is no problem; the record has the reason. -checks is then for the
	                  clauses near the one that a mutant breaks.
	-checks N         try each property on N cases (default: each on a number of its own)
	-json FILE        write the report as JSON
	-record FILE      write what conform trace reads of it: which mutants were killed
	-outofsight FILE  the mutants that can't be detected under a fault profile, with arguments,
	                  for the page (default testdata/outofsight.txt)
	-page FILE        check nothing, and write the page on the effectiveness under faults, from
	                  the record of the true fake under fault profiles, and those of mutants

Examples:

	# the mutants of your own contract, and which property kills each
	go tool mutants -model secretsmanager.json -contract contract.json
	# those of one clause
	go tool mutants -model secretsmanager.json -contract contract.json -run '^upsert/'

Exit status: 0 every mutant is killed or listed as equivalent; 1 one is not, an entry
of the list is stale, or a mutant is invalid; 2 wrong usage.
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
	o := matrix.Options{}
	var pattern, report, record, page, merged, outOfSight string
	var list bool
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.Model, "model", "", "")
	flags.StringVar(&o.Contract, "contract", "", "")
	flags.StringVar(&o.Equivalent, "equivalent", "", "")
	flags.StringVar(&pattern, "run", "", "")
	flags.IntVar(&o.Every, "every", 0, "")
	flags.Var(&o.Shard, "shard", "")
	flags.StringVar(&merged, "merge", "", "")
	flags.BoolVar(&list, "list", false, "")
	flags.IntVar(&o.Others, "others", 0, "")
	flags.Uint64Var(&o.Seed, "seed", 1, "")
	flags.StringVar(&o.Faults, "faults", "", "")
	flags.IntVar(&o.Checks, "checks", 0, "")
	flags.StringVar(&report, "json", "", "")
	flags.StringVar(&record, "record", "", "")
	flags.StringVar(&page, "page", "", "")
	flags.StringVar(&outOfSight, "outofsight", "testdata/outofsight.txt", "")
	err := flags.Parse(args)
	if err == nil && page != "" && flags.NArg() < 2 {
		err = errors.New("-page needs the record of the true fake, and one or more records of mutants")
	}
	if err == nil && merged != "" && flags.NArg() == 0 {
		err = errors.New("-merge needs the records of all shards")
	}
	if err == nil && page == "" && merged == "" && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected arguments %q: this command takes flags only", flags.Args())
	}
	if err == nil && page == "" && merged == "" {
		err = withModel(&o)
	}
	if err == nil && o.Faults != "" {
		o.Others = 0
		_, err = o.Profile()
	}
	if err == nil && record != "" && (pattern != "" || o.Every > 0 && o.Faults == "") {
		err = errors.New("-record is for all mutants, or with -faults for a sample: leave out -run and -every")
	}
	if err == nil && pattern != "" {
		o.Run, err = regexp.Compile(pattern)
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, manual)
		return done
	case err != nil:
		fmt.Fprintf(stderr, "mutants: %v\nRun mutants -h for the manual.\n", err)
		return misuse
	}
	switch {
	case page != "":
		err = writePage(page, outOfSight, flags.Args())
	case merged != "":
		err = merge(merged, flags.Args())
	case list:
		err = matrix.List(stdout, o)
	default:
		err = check(ctx, o, report, record, stdout, stderr)
	}
	if err != nil {
		fmt.Fprintf(stderr, "mutants: %v\n", err)
		return failed
	}
	return done
}

// The model, and its equivalent mutants, where none is named.
const (
	ourModel      = "model/putremediationexceptions.json"
	ourEquivalent = "testdata/equivalent.txt"
)

// withModel fills in the model in a clone; elsewhere it has to be named.
func withModel(o *matrix.Options) error {
	switch _, err := os.Stat(ourModel); {
	case o.Model != "" && o.Model != ourModel:
		o.Foreign = true
		return nil
	case o.Model == "" && o.Contract != "":
		return errors.New("-contract is that of a model: -model FILE is required")
	case err != nil:
		return errors.New("-model FILE is required")
	}
	o.Model = ourModel
	if o.Equivalent == "" {
		o.Equivalent = ourEquivalent
	}
	return nil
}

// check tries the mutants and prints what became of them.
func check(ctx context.Context, o matrix.Options, report, record string, stdout, stderr io.Writer) error {
	progress := terminal.NewProgress(stderr)
	o.Progress = func(done, of int) { progress.Show(done, of, "") }
	r, err := matrix.Run(ctx, o)
	progress.End()
	if err != nil {
		return err
	}
	if err := r.Write(stdout); err != nil {
		return err
	}
	if err := errors.Join(save(report, r.WriteJSON), save(record, r.WriteRecord)); err != nil {
		return err
	}
	if n := len(r.Problems); n > 0 {
		return fmt.Errorf("there are %d problems", n)
	}
	return nil
}

// writePage writes the page on the effectiveness of the suite under faults.
func writePage(page, outOfSight string, records []string) error {
	list, err := os.ReadFile(outOfSight)
	if err != nil {
		return err
	}
	excuses, err := matrix.ReadExcuses(outOfSight, string(list))
	if err != nil {
		return err
	}
	var texts [][]byte
	for _, name := range records {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		texts = append(texts, text)
	}
	return save(page, func(w io.Writer) error { return matrix.WritePage(w, excuses, texts[0], texts[1:]...) })
}

// merge writes the record of a run from those of its shards.
func merge(merged string, names []string) error {
	var records []matrix.NamedRecord
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		records = append(records, matrix.NamedRecord{Name: name, Text: text})
	}
	var b bytes.Buffer // a file stays as it was if there is an error
	if err := matrix.MergeRecords(&b, records); err != nil {
		return err
	}
	return os.WriteFile(merged, b.Bytes(), 0o666)
}

// save writes a file, if one is asked for.
func save(name string, write func(io.Writer) error) error {
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
