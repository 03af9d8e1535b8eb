package matrix

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The folder in which the package of the mutants and its command would stand.
// They are never written there: the go command is shown them in an overlay.
const (
	folder = "github.com/fakesmith/fakesmith/cmd/gen/mutants/internal"
	below  = "cmd/gen/mutants/internal"
)

// build makes a binary of the mutants in a folder, and returns its path.
func (f *forgery) build(ctx context.Context, dir string) (string, error) {
	root, err := moduleRoot(ctx)
	if err != nil {
		return "", err
	}
	source, err := f.code.Source()
	if err != nil {
		return "", err
	}
	overlay := map[string]map[string]string{"Replace": {}}
	put := func(at, text string) error {
		file := filepath.Join(dir, strings.ReplaceAll(at, "/", "_"))
		overlay["Replace"][filepath.Join(root, filepath.FromSlash(below+"/"+at))] = file
		return os.WriteFile(file, []byte(text), 0o666)
	}
	if err := put(pkg+"/"+pkg+".go", string(source)); err != nil {
		return "", err
	}
	if err := put(pkg+"/run/main.go", f.command()); err != nil {
		return "", err
	}
	replace, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, replace, 0o666); err != nil {
		return "", err
	}
	binary := filepath.Join(dir, pkg)
	goBuild := exec.CommandContext(ctx, "go", "build", "-overlay", list, "-o", binary, "-ldflags=-s -w",
		"-gcflags="+folder+"/"+pkg+"=-l", "./"+below+"/"+pkg+"/run")
	goBuild.Dir = root
	if out, err := goBuild.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the mutants do not compile: %w\n%s", err, out)
	}
	return binary, nil
}

// command is the source of the binary's main package.
func (f *forgery) command() string {
	var cases strings.Builder
	for _, n := range f.numbers {
		if n == 0 {
			continue
		}
		name, state := f.code.Name(n, "New"), f.code.Name(n, "State")
		if name != "New" || state != "State" {
			fmt.Fprintf(&cases, "\tcase %d:\n\t\tf := %s.%s(%s.%s{})\n\t\treturn f, f.Clock\n", n, pkg, name, pkg, state)
		}
	}
	return fmt.Sprintf(`package main

import (
	"net/http"
	"os"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/internal/check"
	"github.com/fakesmith/fakesmith/cmd/gen/mutants/internal/mutants"
	"github.com/fakesmith/fakesmith/fake"
)

func main() {
	check.Main(os.Args[1], open)
}

func open(n int) (http.Handler, *fake.Clock) {
	mutants.Active = n
	switch n {
%s	}
	f := mutants.New(mutants.State{})
	return f, f.Clock
}
`, &cases)
}

// moduleRoot returns the folder of the module that the working directory is in.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", err
	}
	file := string(bytes.TrimSpace(out))
	if file == "" || file == os.DevNull {
		return "", fmt.Errorf("the working directory is in no module")
	}
	return filepath.Dir(file), nil
}
