package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/buildfolder"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gen": main})
}

// TestScript runs the command as a user would, in modules of their own that
// find this one beside them.
func TestScript(t *testing.T) {
	gomod, sums := userModule(t, "tool github.com/fakesmith/fakesmith/cmd/gen\n\n")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		WorkdirRoot:         sameFolder(t),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			// The go command finds its caches, and gen its runtime.
			for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS", "GOSUMDB"} {
				out, err := exec.Command("go", "env", name).Output()
				if err != nil {
					return fmt.Errorf("go env %s: %w", name, err)
				}
				env.Setenv(name, strings.TrimSpace(string(out)))
			}
			env.Setenv("ROOT", root)
			user := filepath.Join(env.WorkDir, "user")
			if err := os.MkdirAll(user, 0o777); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(user, "go.sum"), sums, 0o666); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(user, "go.mod"), gomod, 0o666)
		},
	})
}

// sameFolder returns an empty folder, in whose place the build cache has what was there
// the last time.
func sameFolder(t *testing.T) string {
	t.Helper()
	dir, remove, err := buildfolder.New(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(remove)
	return dir
}

// userModule returns the go.mod, with more in it, and the go.sum of a user's module that
// finds this one beside it.
func userModule(t *testing.T, more string) (gomod, sums []byte) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	sums, err = os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	_, requires, found := strings.Cut(string(own), "\nrequire (")
	if !found {
		t.Fatal("go.mod has no block of requirements")
	}
	return fmt.Appendf(nil, "module example.com/user\n\ngo 1.26.0\n\nrequire github.com/fakesmith/fakesmith v0.0.0\n\n"+
		"replace github.com/fakesmith/fakesmith => %s\n\n%srequire (%s", root, more, requires), sums
}

// TestGenerated holds the generated packages of this module to what gen makes
// of the model today.
func TestGenerated(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"-check", "-o", "../../generated", "../../model/putremediationexceptions.json"}
	if status := run(args, &stdout, &stderr); status != done {
		t.Errorf("gen %s: status %d; go generate ./generated brings it up to date\n%s", strings.Join(args, " "), status, &stderr)
	}
}

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		args   string
		status int
		stdout string
		stderr string
	}{
		{"", done, "Usage:", ""},
		{"-h", done, "Usage:", ""},
		{"-help", done, "Usage:", ""},
		{"-nonsense model.json", misuse, "", "flag provided but not defined: -nonsense"},
		{"-check", misuse, "", "one model is needed, and 0 are given"},
		{"a.json b.json", misuse, "", "one model is needed, and 2 are given"},
		{"testdata/absent.json", failed, "", "no such file"},
	} {
		var stdout, stderr bytes.Buffer
		status := run(strings.Fields(c.args), &stdout, &stderr)
		if status != c.status {
			t.Errorf("gen %s: status %d, want %d", c.args, status, c.status)
		}
		check(t, "gen "+c.args+": stdout", stdout.String(), c.stdout)
		check(t, "gen "+c.args+": stderr", stderr.String(), c.stderr)
	}
}

// check reports text that lacks what it should have, or is there where there
// should be none.
func check(t *testing.T, what, got, want string) {
	t.Helper()
	if want == "" && got != "" || !strings.Contains(got, want) {
		t.Errorf("%s = %q, want %q", what, got, want)
	}
}
