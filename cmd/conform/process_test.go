package main

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// asCommand is set for a process that is to be the command, and not its tests.
const asCommand = "FAKESMITH_TEST_AS_CONFORM"

// TestMain is the command where that is asked for. For the tests it gives the
// SDK's default chain the credentials of a stand-in, and nothing else to look for.
func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "123456789012", "AWS_SECRET_ACCESS_KEY": "any", "AWS_SESSION_TOKEN": "",
		"AWS_REGION": "", "AWS_DEFAULT_REGION": "", "AWS_PROFILE": "", "AWS_ENDPOINT_URL": "",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	// The goroutine that waits for signals must not begin in a bubble of
	// synctest: the bubble would wait for it.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	signal.Stop(signals)
	debug.SetGCPercent(400) // little is kept from one case to the next
	sample.Parallel(6)
	os.Exit(m.Run())
}

// process returns the command as a process of its own, with credentials of the
// stand-in.
func process(ctx context.Context, folder string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), asCommand+"=1", "HOME="+folder)
	return cmd
}
