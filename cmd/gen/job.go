package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// A job is one run of the command.
type job struct {
	model string
	// contract is the file of the contract, or empty.
	contract string
	dir      string
	pkg      string
	strict   bool
	check    bool
	args     []string // as given, for telling how to run it again
}

// do generates, and writes or checks. Warnings go to stderr.
func (j *job) do(stderr io.Writer) error {
	dir, err := filepath.Abs(j.dir)
	if err != nil {
		return fmt.Errorf("gen: %w", err)
	}
	// What is wrong with the model is told even where nothing could be written.
	mod, homeless := enclosingModule(dir)
	if homeless != nil {
		homeless = fmt.Errorf("gen: %w", homeless)
	}
	api, warnings, err := j.read(mod)
	if err := errors.Join(homeless, err); err != nil {
		return err
	}
	if j.strict && len(warnings) > 0 {
		return fmt.Errorf("%w\ngen: nothing was written, because of -strict", warnings)
	}
	files, err := emit.Files(api, emit.Options{Package: j.pkg, ImportPath: mod.importPath(dir)})
	if rejected := (*emit.Rejected)(nil); errors.As(err, &rejected) {
		return reject(rejected, []emit.File{rejected.File})
	}
	if err != nil {
		return err
	}
	if !j.check {
		// Between the look at the folder and the last file that is written, no
		// other run may change what is there.
		unlock, err := lock(mod.root, stderr)
		if err != nil {
			return fmt.Errorf("gen: %w", err)
		}
		defer unlock()
	}
	changes, err := compare(dir, files)
	if err != nil {
		return fmt.Errorf("gen: %w", err)
	}
	if j.check {
		return j.report(changes)
	}
	for _, w := range warnings {
		fmt.Fprintln(stderr, w)
	}
	warn(stderr, api)
	if changes.none() {
		return nil
	}
	if err := compile(mod, dir, files, changes); err != nil {
		return err
	}
	return changes.apply()
}

// read returns the model with its contract, and warnings. The name that
// generated code gives its source is the path from the module's root, which is
// the same on any machine.
func (j *job) read(mod module) (*model.API, model.Problems, error) {
	api, warnings, err := frontend.Open(j.model, j.contract)
	if _, told := err.(model.Problems); err != nil && !told {
		err = fmt.Errorf("gen: %w", err)
	}
	if err != nil {
		return nil, nil, err
	}
	api.Source = mod.source(j.model)
	if j.contract != "" {
		api.Source += " and " + mod.source(j.contract)
	}
	return api, warnings, nil
}

// report returns an error that names each file that is not up to date, or nil.
func (j *job) report(c changes) error {
	if c.none() {
		return nil
	}
	var b strings.Builder
	for _, f := range c.write {
		state := "is stale"
		if f.missing {
			state = "is missing"
		}
		fmt.Fprintf(&b, "%s %s\n", relative(f.path), state)
	}
	for _, path := range c.remove {
		fmt.Fprintf(&b, "%s is no longer generated\n", relative(path))
	}
	fmt.Fprintf(&b, "to refresh: go tool gen %s", strings.Join(withoutCheck(j.args), " "))
	return errors.New(b.String())
}

// withoutCheck returns the arguments with which the command writes what it
// checks with the given ones.
func withoutCheck(args []string) []string {
	var rest []string
	for _, arg := range args {
		if name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "="); name != "check" || arg == name {
			rest = append(rest, arg)
		}
	}
	return rest
}

// relative returns a path as seen from the working directory, where that is
// shorter.
func relative(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(wd, path)
	if err != nil || len(rel) > len(path) {
		return path
	}
	return rel
}
