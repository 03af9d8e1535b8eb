package reproduce

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// missing says what a form needs that this machine lacks, or is "". It asks once for
// each form: to ask takes about as long as a reproduction.
var missing = map[string]func() string{
	Curl:  sync.OnceValue(func() string { return lacks("command -v curl") }),
	CLI:   sync.OnceValue(func() string { return lacks("command -v aws && command -v curl") }),
	Boto3: sync.OnceValue(func() string { return lacks("python3 -c 'import boto3'") }),
	Go:    sync.OnceValue(func() string { return lacks("go version") }),
}

func lacks(command string) string {
	if exec.Command("sh", "-c", command).Run() != nil {
		return command
	}
	return ""
}

// tried returns the forms whose programs a test runs: all in the whole, and some in the
// sample. A Go test takes a second to link, and the AWS CLI to start.
func tried(some ...string) []string {
	if sample.Whole() {
		return programs
	}
	return some
}

// compiled are the Go tests that were compiled, by their text. Some are run several
// times, and compiling and linking them takes most of that time.
var compiled sync.Map

// compile returns the binary of a Go test.
func compile(t *testing.T, program string) string {
	t.Helper()
	once, _ := compiled.LoadOrStore(program, sync.OnceValues(func() (string, error) {
		folder, err := os.MkdirTemp(binaries, "")
		if err != nil {
			return "", err
		}
		file, binary := filepath.Join(folder, File(Go, "clause")), filepath.Join(folder, "reproduction.test")
		if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
			return "", err
		}
		cmd := exec.Command("go", "test", "-c", "-ldflags=-s", "-o", binary, file)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("go test -c: %v\n%s", err, out)
		}
		return binary, nil
	}))
	binary, err := once.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// binaries is where the binaries of Go tests are, while the tests run.
var binaries string

// TestMain makes a folder for the binaries of Go tests.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if binaries, err = os.MkdirTemp("", "reproductions"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(binaries)
		return m.Run()
	}())
}

// runForm runs a form of a reproduction in a folder, and returns its exit status
// and what it prints. It skips the test, aloud, where a tool is missing.
//
// A Go test is compiled once. TestReproductions of package conformance runs it as
// its text says, with go test.
func runForm(t *testing.T, form, program, folder, endpoint string) (int, string) {
	t.Helper()
	sample.SkipRace(t)
	if needs := missing[form](); needs != "" {
		t.Skipf("NOT SHOWN for %s: %q fails here", form, needs)
	}
	file := File(form, "clause")
	if err := os.WriteFile(filepath.Join(folder, file), []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	words := map[string][]string{Curl: {"sh", file}, CLI: {"sh", file}, Boto3: {"python3", file}}[form]
	if form == Go {
		words = []string{compile(t, program), "-test.v"}
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir = folder
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") || strings.HasPrefix(v, "RUN=") })
	cmd.Env = append(cmd.Env, "ENDPOINT="+endpoint)
	out, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(out)
}

// limit is how long a program may run that does not come to an end, also on a
// machine that is slow and busy.
const limit = 15 * time.Minute
