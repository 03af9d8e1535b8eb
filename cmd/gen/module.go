package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
)

// A module is the Go module in which generated code will stand.
type module struct {
	path string
	root string
}

// enclosingModule finds the module that holds a folder. The folder itself
// need not exist.
func enclosingModule(dir string) (module, error) {
	for root := dir; ; root = filepath.Dir(root) {
		gomod := filepath.Join(root, "go.mod")
		if info, err := os.Stat(gomod); err == nil && !info.IsDir() {
			return readModule(root, gomod)
		}
		if root == filepath.Dir(root) {
			return module{}, fmt.Errorf("%s is in no Go module, so what is generated there would have no import path; run go mod init first, or give another -o", dir)
		}
	}
}

func readModule(root, gomod string) (module, error) {
	out, err := exec.Command("go", "mod", "edit", "-json", gomod).Output()
	if err != nil {
		return module{}, fmt.Errorf("can't read %s: %w", gomod, describe(err))
	}
	var parsed struct{ Module struct{ Path string } }
	if err := json.Unmarshal(out, &parsed); err != nil {
		return module{}, fmt.Errorf("can't read %s: %w", gomod, err)
	}
	if parsed.Module.Path == "" {
		return module{}, fmt.Errorf("%s does not name its module", gomod)
	}
	return module{path: parsed.Module.Path, root: root}, nil
}

// importPath returns the import path of a folder of the module.
func (m module) importPath(dir string) string {
	rel, err := filepath.Rel(m.root, dir)
	if err != nil {
		return m.path
	}
	return path.Join(m.path, filepath.ToSlash(rel))
}

// source returns what generated code calls a file: the path from the module's
// root, or the name alone of a file that is not in the module.
func (m module) source(file string) string {
	if path, err := filepath.Abs(file); err == nil {
		if rel, err := filepath.Rel(m.root, path); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.Base(file)
}

// describe returns an error of a command with what the command said.
func describe(err error) error {
	if exit, ok := err.(*exec.ExitError); ok && len(exit.Stderr) > 0 {
		return fmt.Errorf("%w: %s", err, exit.Stderr)
	}
	return err
}
