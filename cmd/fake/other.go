package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/fakesmith/fakesmith/cmd/fake/serving"
	"github.com/fakesmith/fakesmith/cmd/gen/program"
	"github.com/fakesmith/fakesmith/internal/buildfolder"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// An other is an API whose fake is not part of this command.
type other struct{ model, contract string }

// takeOther takes the flags out of the arguments that say which API is meant. The
// rest is for the program that serves its fake.
func takeOther(args []string) (o other, rest []string, err error) {
	for i := 0; i < len(args); i++ {
		name, value, given := strings.Cut(args[i], "=")
		into := map[string]*string{"-model": &o.model, "--model": &o.model, "-contract": &o.contract, "--contract": &o.contract}[name]
		if into == nil {
			rest = append(rest, args[i])
			continue
		}
		if !given {
			if i++; i == len(args) {
				return o, nil, fmt.Errorf("%s needs a file", name)
			}
			value = args[i]
		}
		if value == "" {
			return o, nil, fmt.Errorf("%s needs a file", name)
		}
		*into = value
	}
	if o.contract != "" && o.model == "" {
		return o, nil, errors.New("-contract is that of a model: -model MODEL.json is required")
	}
	return o, rest, nil
}

// serve builds a program that serves the fake, and runs it with the arguments.
func (o other) serve(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	api, warnings, err := frontend.Open(o.model, o.contract)
	if err != nil {
		fmt.Fprintf(stderr, "fake: %s\n", strings.ReplaceAll(err.Error(), "\n", "\n      "))
		return serving.Misuse
	}
	for _, w := range warnings {
		fmt.Fprintln(stderr, w)
	}
	dir, remove, err := buildfolder.New("fake")
	if err != nil {
		fmt.Fprintf(stderr, "fake: %v\n", err)
		return serving.Failed
	}
	defer remove()
	binary, err := program.Serving(ctx, dir, api)
	if err != nil {
		fmt.Fprintf(stderr, "fake: %v\n", err)
		return serving.Failed
	}
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	leash, err := cmd.StdinPipe() // which stays open as long as this process is there
	if err != nil {
		fmt.Fprintf(stderr, "fake: %v\n", err)
		return serving.Failed
	}
	defer leash.Close()
	// It ends by itself when it is asked to, with the calls under way answered.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 2 * time.Minute
	err = cmd.Run()
	if cmd.ProcessState != nil && cmd.ProcessState.Exited() {
		return cmd.ProcessState.ExitCode()
	}
	if err != nil {
		fmt.Fprintf(stderr, "fake: %v\n", err)
	}
	return serving.Failed
}
