// Package program builds programs out of generated code, for commands that check
// or serve the fake of any model: the code is put into a module of its own in a
// temporary folder, which stands on the very source that the command was built from.
package program

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
)

// Module is the path of the module that a program is built in.
const Module = "fakesmith.invalid/program"

const ours = "github.com/fakesmith/fakesmith"

// Build builds the command of a module with these files, by their paths from the
// module's root, where the command stands. Everything is written to a folder
// that exists, the binary included, whose path is returned.
func Build(ctx context.Context, dir string, files map[string][]byte, flags ...string) (string, error) {
	source, err := sourceFolder(ctx)
	if err != nil {
		return "", err
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, text, 0o666); err != nil {
			return "", err
		}
	}
	if err := writeModule(ctx, dir, source); err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "program.exe")
	args := append([]string{"build", "-mod=mod", "-buildvcs=false", "-ldflags=-s -w", "-o", binary}, flags...)
	if out, err := goCommand(ctx, dir, append(args, ".")...); err != nil {
		return "", fmt.Errorf("what was generated can't be built: %w\n%s", err, out)
	}
	return binary, nil
}

// writeModule writes go.mod and go.sum: those of the project, with the versions of
// other modules that this command was built with, which the module that it is a
// tool of may have chosen.
func writeModule(ctx context.Context, dir, source string) error {
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(source, name))
		if err != nil {
			return err
		}
		if name == "go.sum" {
			text = append(text, enclosingSums(ctx)...)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
			return err
		}
	}
	edits := []string{"mod", "edit", "-module=" + Module, "-require=" + ours + "@v0.0.0", "-replace=" + ours + "=" + source}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path != ours && m.Replace == nil && m.Version != "" {
				edits = append(edits, "-require="+m.Path+"@"+m.Version)
			}
		}
	}
	if out, err := goCommand(ctx, dir, edits...); err != nil {
		return fmt.Errorf("the module of the program can't be written: %w\n%s", err, out)
	}
	return nil
}

// enclosingSums returns the checksums that the module has which the working
// directory is in, if it is in one.
func enclosingSums(ctx context.Context) []byte {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	file := strings.TrimSpace(string(out))
	if err != nil || file == "" || file == os.DevNull {
		return nil
	}
	text, err := os.ReadFile(strings.TrimSuffix(file, "go.mod") + "go.sum")
	if err != nil {
		return nil
	}
	return text
}

// goCommand runs the go command in a folder, and returns what it said.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}
