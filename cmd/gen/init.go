package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/draft"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

const initManual = `gen init writes a first contract for some operations of a model.

Usage:

	go tool gen init [-o CONTRACT.json] MODEL.json OPERATION...

Entities, keys, what each operation does, and its clauses are guessed from names, shapes
and declared errors, or from the model's own resources, where it has some; pages, tokens,
standard values and states from the model's traits paginated, idempotencyToken, default and
waitable. Each part has the key guess, which says what it was
guessed from. Look each up in the documents of the API, correct it,
write where it stands under source, and delete the key; gen warns of those that are
left, and with -strict writes nothing. What can't be guessed or said of an operation is
named on standard error, with the reason.

	-o CONTRACT.json  write to a file, which must not be there yet (default: standard
	                  output)

Examples:

	go tool gen init -o contract.json logs.json PutDestination DescribeDestinations DeleteDestination

Exit status: 0 done; 1 the model can't be read, or lacks an operation; 2 wrong usage.
`

// runInit is gen init. It returns the exit status.
func runInit(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("gen init", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	output := flags.String("o", "", "")
	err := flags.Parse(args)
	if err == nil && flags.NArg() < 2 {
		err = errors.New("a model and one or more operations are needed")
	}
	switch {
	case len(args) == 0 || errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, initManual)
		return done
	case err != nil:
		fmt.Fprintf(stderr, "gen init: %v\nRun gen init without arguments for the manual.\n", err)
		return misuse
	}
	if err := writeDraft(flags.Arg(0), flags.Args()[1:], *output, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, err)
		return failed
	}
	return done
}

// writeDraft writes a contract for operations of a model to a file, or to stdout.
func writeDraft(modelFile string, operations []string, output string, stdout, stderr io.Writer) error {
	api, _, err := frontend.Open(modelFile, "")
	if _, told := err.(model.Problems); err != nil && !told {
		err = fmt.Errorf("gen init: %w", err)
	}
	if err != nil {
		return err
	}
	api.Source = modelFile
	d, err := draft.Write(api, operations)
	if err != nil {
		return err
	}
	if output == "" {
		_, err = stdout.Write(d.Contract)
	} else {
		err = create(output, d.Contract)
	}
	if err != nil {
		return fmt.Errorf("gen init: %w", err)
	}
	for _, left := range d.Left {
		fmt.Fprintf(stderr, "not in the contract: %s\n", left)
	}
	return nil
}

// create writes a file that is not there yet.
func create(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already, and may have been worked on; give another name, or move it away", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
