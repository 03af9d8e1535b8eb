// Command models generates from every model in a folder, type-checks what comes
// of it, checks the worked examples of each by the model itself, and writes a page
// with tables of the results.
//
//	go run ./cmd/gen/models [-o PAGE] DIR
//
// It writes no generated code. The exit status is 1 if a model can't be read, or
// if what is generated from one is not Go.
package main

import (
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/terminal"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main with its surroundings as parameters. It returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("models", flag.ContinueOnError)
	flags.SetOutput(stderr)
	page := flags.String("o", "", "the `file` of the page (default: the table is printed)")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() != 1 {
		fmt.Fprintln(stderr, "usage: models [-o PAGE] DIR")
		return 2
	}
	paths, err := find(flags.Arg(0))
	if err != nil {
		fmt.Fprintf(stderr, "models: %v\n", err)
		return 1
	}
	imports, err := exported()
	if err != nil {
		fmt.Fprintf(stderr, "models: %v\n", err)
		return 1
	}
	var results []result
	status := 0
	progress := terminal.NewProgress(stderr)
	for i, path := range paths {
		progress.Show(i, len(paths), filepath.Base(path))
		r := try(path, imports)
		if r.err != nil {
			progress.Beside(func() { fmt.Fprintln(stderr, r.err) })
			status = 1
		}
		results = append(results, r)
	}
	progress.End()
	text := write(results)
	if *page == "" {
		fmt.Fprint(stdout, text)
	} else if err := os.WriteFile(*page, []byte(text), 0o666); err != nil {
		fmt.Fprintf(stderr, "models: %v\n", err)
		return 1
	}
	return status
}

// find returns the paths of the JSON documents in a folder, sorted.
func find(dir string) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".json") {
			paths = append(paths, path)
		}
		return err
	})
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("%s holds no JSON document", dir)
	}
	slices.SortFunc(paths, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	return paths, err
}
