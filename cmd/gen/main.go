// Command gen reads a model and writes Go: a package with a fake of the API,
// and a package with the suite that checks it.
//
//	go tool gen [-contract CONTRACT.json] [-o DIR] [-package NAME] [-strict] [-check] MODEL.json
//	go tool gen init [-o CONTRACT.json] MODEL.json OPERATION...
//
// Without arguments it prints its manual.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

const manual = `gen reads a model and writes Go: a fake of the API, and the suite that checks it.

Usage:

	go tool gen [-contract CONTRACT.json] [-o DIR] [-package NAME] [-strict] [-check] MODEL.json
	go tool gen init [-o CONTRACT.json] MODEL.json OPERATION...

MODEL.json is a Smithy 2.0 document in its JSON form, as AWS publishes the models
of its services, or an OpenAPI 3.0 document, as APIs.guru publishes them; gen
looks which. What the operations mean stands in a contract beside it, or in an
OpenAPI document under x-contract; without that, the fake knows the API's shapes
and answers that it has no contract for the operation. gen init writes a first
contract, which guesses; gen init -h is its manual.

Two packages are written: DIR/NAME with types, codecs, validation and the fake,
and DIR/NAMEtest with the contract as data and a function that checks a target.
Nothing is written unless all of it compiles. Files of an earlier run that are
no longer needed are removed; files that gen did not write are left alone.

	-contract FILE the contract: what the operations, members and errors of the
	               model mean; the model itself stays as its owner publishes it
	-o DIR         the folder for the two packages; it has to be in a Go module (default .)
	-package NAME  the name of the fake's package (default: the model's own)
	-strict        take no model that says what nobody is held to, such as a pattern
	               that can't be checked; without it, gen warns of that and goes on
	-check         write nothing, and name each file that is not up to date

Examples:

	# two packages below internal/, from a model of your own
	go tool gen -o internal model.json
	# the model of a service as AWS publishes it, and a contract of your own
	go tool gen -o internal -contract parameters.json ssm-2014-11-06.json
	# fail in CI if what is generated is not up to date
	go tool gen -check -o internal model.json
	# in a Go file, for go generate
	//go:generate go tool gen -o . ../model/things.json

Exit status: 0 done, or up to date; 1 mistakes in the model or its contract, or
not up to date; 2 wrong usage.
`

// Exit statuses.
const (
	done   = 0
	failed = 1
	misuse = 2
)

func main() {
	// A run is short and keeps most of what it makes, so that collecting garbage as
	// often as a server does is a fifth of its work. Large models stay within bounds.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(1 << 30)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its surroundings as parameters. It returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "init" {
		return runInit(args[1:], stdout, stderr)
	}
	var j job
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&j.contract, "contract", "", "")
	flags.StringVar(&j.dir, "o", ".", "")
	flags.StringVar(&j.pkg, "package", "", "")
	flags.BoolVar(&j.strict, "strict", false, "")
	flags.BoolVar(&j.check, "check", false, "")
	err := flags.Parse(args)
	switch {
	case len(args) == 0 || errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, manual)
		return done
	case err != nil:
		fmt.Fprintf(stderr, "gen: %v\nRun gen without arguments for the manual.\n", err)
		return misuse
	case flags.NArg() != 1:
		fmt.Fprintf(stderr, "gen: one model is needed, and %d are given: %q\nRun gen without arguments for the manual.\n", flags.NArg(), flags.Args())
		return misuse
	}
	j.model, j.args = flags.Arg(0), args
	if err := j.do(stderr); err != nil {
		fmt.Fprintln(stderr, err)
		return failed
	}
	return done
}
