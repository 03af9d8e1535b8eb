package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"github.com/fakesmith/fakesmith/cmd/gen/program"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/internal/buildfolder"
	"github.com/fakesmith/fakesmith/model"
)

// noContract is the error for a model of which nothing can be checked.
func noContract(api *model.API) error {
	if len(api.Clauses)+len(api.Entities)+len(api.Facts) > 0 {
		return errors.New("the contract has no operations, so the fake does nothing that could be checked; say under operations what each does (gen init names those of which it could guess nothing, with the reason)")
	}
	return errors.New("the model has no contract, so its fake does nothing that could be checked; to begin one: gen init")
}

// serve serves a new fake of an API on the loopback interface: the embedded one, if
// that was generated from the same contract, or else one that is generated and built
// for it.
func serve(ctx context.Context, api *model.API, stderr io.Writer) (*local, error) {
	if embedded(api) {
		return embed(api, remediation.New(remediation.State{}))
	}
	if !api.HasContract() {
		return nil, noContract(api)
	}
	dir, remove, err := buildfolder.New("conform")
	if err != nil {
		return nil, err
	}
	address, end, err := serveBuilt(ctx, dir, api, stderr)
	if err != nil {
		remove()
		return nil, err
	}
	return &local{address: address, stop: func() { end(); remove() }}, nil
}

// embedded reports whether the embedded fake is that of an API.
func embedded(api *model.API) bool {
	return api == &remediationtest.Contract || api.Digest() == remediationtest.Contract.Digest()
}

// serveBuilt builds the fake of an API in a folder, and runs it.
func serveBuilt(ctx context.Context, dir string, api *model.API, stderr io.Writer) (address string, stop func(), err error) {
	binary, err := program.Serving(ctx, dir, api)
	if err != nil {
		return "", nil, err
	}
	cmd := exec.CommandContext(ctx, binary)
	cmd.Stderr = stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if _, err := cmd.StdinPipe(); err != nil { // which holds it until this process ends
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = cmd.Process.Kill() // it holds nothing that is worth keeping
		_ = cmd.Wait()
	}
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		stop()
		return "", nil, fmt.Errorf("the fake of the model does not start: it says %q", bytes.TrimSpace([]byte(line)))
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	return address, stop, nil
}
