package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
)

// outputs are the files that a report is written to, in the forms that their
// names ask for. A dash is standard output, as JSON.
type outputs []string

// String implements flag.Value.
func (o *outputs) String() string { return strings.Join(*o, " ") }

// Set implements flag.Value. It rejects a name with no known extension.
func (o *outputs) Set(name string) error {
	if name == "-" {
		*o = append(*o, name)
		return nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a directory; name a file", name)
	}
	if _, err := report.FormatOf(name); err != nil {
		return err
	}
	*o = append(*o, name)
	return nil
}

// check returns an error for folders that do not exist, before anything is checked.
func (o outputs) check() error {
	var problems []error
	for _, name := range o {
		if _, err := os.Stat(filepath.Dir(name)); name != "-" && err != nil {
			problems = append(problems, fmt.Errorf("-report %s: %w; make the folder first", name, err))
		}
	}
	return errors.Join(problems...)
}

// toStandard reports whether standard output is taken by a report.
func (o outputs) toStandard() bool { return slices.Contains(o, "-") }

// write writes the report everywhere.
func (o outputs) write(r *conformance.Report, stdout io.Writer) error {
	var problems []error
	for _, name := range o {
		if name == "-" {
			problems = append(problems, r.WriteJSON(stdout))
			continue
		}
		format, err := report.FormatOf(name)
		if err == nil {
			err = whole(name, func(w io.Writer) error { return format.Write(w, r) })
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// whole writes a file as a whole or not at all: what was there before stays
// until all that is new has been written.
func whole(name string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	err = errors.Join(write(file), file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// writeReproductions writes all forms of each failure into a folder, and
// returns how many files those are.
func writeReproductions(folder string, r *conformance.Report) (int, error) {
	n := 0
	for _, list := range [][]report.Clause{r.Clauses, r.Checks} {
		for _, c := range list {
			if c.Counterexample == nil {
				continue
			}
			for form, text := range c.Counterexample.Reproductions {
				if err := os.MkdirAll(folder, 0o777); err != nil {
					return n, err
				}
				name := filepath.Join(folder, reproduce.File(form, c.ID))
				if err := whole(name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
					return n, err
				}
				n++
			}
		}
	}
	return n, nil
}
