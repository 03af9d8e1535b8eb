package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
)

// compile builds the generated packages as they will be, before anything is
// written: the go command is told to read the new files in place of those on
// disk. What it builds stays in its cache, so that this time is not lost.
func compile(mod module, dir string, files []emit.File, c changes) error {
	temp, err := os.MkdirTemp("", "gen-")
	if err != nil {
		return fmt.Errorf("gen: %w", err)
	}
	defer os.RemoveAll(temp)

	var overlay struct{ Replace map[string]string }
	overlay.Replace = map[string]string{}
	var places []string // what the compiler calls each file, and its own name
	for i, f := range c.write {
		path := filepath.Join(temp, fmt.Sprintf("%d.go", i))
		if err := os.WriteFile(path, f.source, 0o666); err != nil {
			return fmt.Errorf("gen: %w", err)
		}
		overlay.Replace[f.path] = path
		places = append(places, path, relative(f.path))
		if short, err := filepath.Rel(mod.root, path); err == nil {
			places = append(places, short, relative(f.path))
		}
	}
	for _, path := range c.remove {
		overlay.Replace[path] = "" // as if it were not there
	}
	encoded, err := json.Marshal(overlay)
	if err != nil {
		return fmt.Errorf("gen: %w", err)
	}
	overlayFile := filepath.Join(temp, "overlay.json")
	if err := os.WriteFile(overlayFile, encoded, 0o666); err != nil {
		return fmt.Errorf("gen: %w", err)
	}

	args := []string{"build", "-overlay", overlayFile}
	for _, f := range files {
		if folder := mod.importPath(filepath.Join(dir, filepath.Dir(filepath.FromSlash(f.Name)))); !slices.Contains(args, folder) {
			args = append(args, folder)
		}
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = mod.root
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	said := strings.NewReplacer(places...).Replace(strings.TrimSpace(string(out)))
	if strings.Contains(said, "no required module provides package") || strings.Contains(said, "missing go.sum entry") {
		return fmt.Errorf("gen: nothing was written, because the module %s lacks what generated code imports:\n%s\nto add it: go get github.com/fakesmith/fakesmith/fake github.com/fakesmith/fakesmith/conformance"+
			"\n(where go.mod replaces that module: import both in a Go file, and go mod tidy)", mod.path, said)
	}
	if strings.Contains(said, "updates to go.mod needed") {
		return fmt.Errorf("gen: nothing was written, because go.mod of the module %s is not complete:\n%s\nif that changes nothing, generated code imports more than the module does: go mod edit -tool=github.com/fakesmith/fakesmith/cmd/gen, then go mod tidy", mod.path, said)
	}
	return reject(errors.Join(err, errors.New(said)), files)
}

// reject keeps generated source that is not Go where it can be looked at, and
// returns an error that says so.
func reject(reason error, files []emit.File) error {
	kept, err := os.MkdirTemp("", "gen-rejected-")
	if err != nil {
		return fmt.Errorf("gen: nothing was written, because what was generated does not compile, and could not be kept (%w):\n%w", err, reason)
	}
	for _, f := range files {
		path := filepath.Join(kept, filepath.FromSlash(f.Name))
		err = errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, f.Source, 0o666))
	}
	if err != nil {
		return fmt.Errorf("gen: nothing was written, because what was generated does not compile, and could not be kept (%w):\n%w", err, reason)
	}
	return fmt.Errorf("gen: nothing was written, because what was generated does not compile:\n%w\n"+
		"the rejected source is in %s; unless a file of your own in the package is at fault, this is a defect of gen: please report it with the model", reason, kept)
}
