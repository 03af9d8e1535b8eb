package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"fake": main})
}

// TestScripts runs the command as its users do.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		// [boto3] holds where Python has it; elsewhere its part is skipped.
		Condition: func(condition string) (bool, error) {
			if condition != "boto3" {
				return false, fmt.Errorf("unknown condition %q", condition)
			}
			return exec.Command("python3", "-c", "import boto3").Run() == nil, nil
		},
		Setup: func(env *testscript.Env) error {
			env.Values[running{}] = &running{}
			return withGoCaches(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":   serveCommand,
			"halt":    haltCommand,
			"call":    callCommand,
			"control": controlCommand,
		},
	})
}

// withGoCaches lets a script build what it has to as quickly as this test was built.
func withGoCaches(env *testscript.Env) error {
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			return err
		}
		env.Setenv(name, strings.TrimSpace(string(out)))
	}
	return nil
}

// running is the fake that a script has started.
type running struct {
	cmd    *exec.Cmd
	output *bufio.Reader
}

// serveCommand starts a fake with the arguments and waits for its greeting,
// which it writes to greeting.txt. The address in its first line it puts into
// the variable URL:
//
//	serve [ARGUMENT...]
func serveCommand(ts *testscript.TestScript, neg bool, args []string) {
	path, err := exec.LookPath("fake")
	ts.Check(err)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Stderr = ts.Stderr()
	stdout, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		cancel()
		cmd.Wait()
	})
	r := ts.Value(running{}).(*running)
	r.cmd, r.output = cmd, bufio.NewReader(stdout)
	line, err := r.output.ReadString('\n')
	ts.Check(err)
	url, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "listening on ")
	if !ok {
		ts.Fatalf("the first line is %q, want listening on http://HOST:PORT", line)
	}
	ts.Setenv("URL", url)
	greeting := line
	for !strings.HasPrefix(line, "To stop: ") {
		line, err = r.output.ReadString('\n')
		ts.Check(err)
		greeting += line
	}
	ts.Check(os.WriteFile(ts.MkAbs("greeting.txt"), []byte(greeting), 0o666))
}

// haltCommand sends the fake a signal, and expects it to end well, without
// another word:
//
//	halt INT|TERM
//
// It is not named stop, which ends a script at once.
func haltCommand(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM}
	r := ts.Value(running{}).(*running)
	ts.Check(r.cmd.Process.Signal(signals[args[0]]))
	rest, err := io.ReadAll(r.output)
	ts.Check(err)
	if err := r.cmd.Wait(); err != nil || len(rest) > 0 {
		ts.Fatalf("the fake was stopped by %s: it printed %q and ended with %v", args[0], rest, err)
	}
}

// callCommand calls an operation with the input in a file, and prints the
// status and the body of the reply:
//
//	call OPERATION FILE
func callCommand(ts *testscript.TestScript, neg bool, args []string) {
	request, err := http.NewRequest(http.MethodPost, ts.Getenv("URL")+"/", strings.NewReader(ts.ReadFile(args[1])))
	ts.Check(err)
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", "StarlingDoveService."+args[0])
	printReply(ts, request)
}

// controlCommand gets a control endpoint, or posts a text to it:
//
//	control ENDPOINT [TEXT]
func controlCommand(ts *testscript.TestScript, neg bool, args []string) {
	method, body := http.MethodGet, ""
	if len(args) > 1 {
		method, body = http.MethodPost, args[1]
	}
	request, err := http.NewRequest(method, ts.Getenv("URL")+"/_fakesmith/"+args[0], strings.NewReader(body))
	ts.Check(err)
	request.Header.Set("Content-Type", "application/json")
	printReply(ts, request)
}

func printReply(ts *testscript.TestScript, request *http.Request) {
	response, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	fmt.Fprintln(ts.Stdout(), response.StatusCode, string(body))
}
