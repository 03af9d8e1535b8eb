// Command fake serves the fake of AWS Config's remediation exceptions over
// HTTP, for boto3, the AWS CLI, or any other client.
//
//	go run ./cmd/fake [-addr HOST:PORT] [-state FILE.json] [-profile FILE.json] [-clock TIME]
//		[-strict] [-no-recorder] [-faults PROFILE|FILE.json] [-faults-seed N]
//		[-host NAME]... [-cors ORIGIN]...
//
// It listens on a free loopback port unless -addr says where, prints how to
// reach it, and stops when it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

const manual = `fake serves the fake of AWS Config's remediation exceptions over HTTP.

Usage:

	go run ./cmd/fake [-addr HOST:PORT] [-state FILE.json] [-profile FILE.json] [-clock TIME]
		[-strict] [-no-recorder] [-faults PROFILE|FILE.json] [-faults-seed N]
		[-host NAME]... [-cors ORIGIN]...

	-addr HOST:PORT   where to listen (default 127.0.0.1:0, a free loopback port)
	-state FILE.json  begin with this state, in the form of GET /_fakesmith/state,
	                  of at most 1 MiB
	-profile FILE.json
	                  choose, where AWS's documentation is silent, as this says: an
	                  object of clause ids and choices, such as conform writes with
	                  -profile-out
	-clock TIME       let the clock stand still at a time such as 2026-03-01T12:00:00Z
	-strict           be as strict as AWS: no control endpoints, and PutEvaluations takes
	                  no result token, for no Lambda function got one
	-no-recorder      answer as an account in which AWS Config was never set up: it has
	                  no configuration recorder
	-faults PROFILE|FILE.json
	                  inject faults: lag, throttling, errors, resets, skew. A profile is none,
	                  typical or severe, or a file as in docs/fault-profiles.md
	-faults-seed N    inject the same faults again (default: others each time)
	-host NAME        answer also if clients call the fake by this name, such as
	                  host.docker.internal; IP addresses and localhost need no flag.
	                  May be given several times
	-cors ORIGIN      let the web pages of an origin such as http://localhost:3000 call
	                  the fake; others are rejected. May be given several times

Beside AWS Config it answers GetCallerIdentity of STS: an access key of 12 digits is
the account.

Examples:

	# a fake on a known port, for the AWS CLI
	fake -addr 127.0.0.1:4599
	# the choices that an endpoint was seen to make
	conform -endpoint http://127.0.0.1:8080 -profile-out profile.json
	fake -profile profile.json
	# a state to begin with, and a clock that stands still
	fake -state state.json -clock 2026-03-01T12:00:00Z

The first line printed is "listening on http://HOST:PORT". SIGINT and SIGTERM
stop the fake once the calls under way are answered.

Exit status: 0 stopped by a signal; 1 it can't listen, or no longer serve; 2
wrong usage, or a state or profile that can't be read.
`

// Exit statuses.
const (
	done   = 0
	failed = 1
	misuse = 2
)

// farewell is how long calls under way may take once the fake is to stop.
const farewell = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is main with its surroundings as parameters. It returns the exit status
// once ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("fake", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	addr := flags.String("addr", "127.0.0.1:0", "")
	var o offer
	flags.StringVar(&o.state, "state", "", "")
	flags.StringVar(&o.profile, "profile", "", "")
	flags.StringVar(&o.clock, "clock", "", "")
	flags.BoolVar(&o.account.Strict, "strict", false, "")
	flags.BoolVar(&o.account.NoRecorder, "no-recorder", false, "")
	flags.StringVar(&o.faults, "faults", "", "")
	flags.Uint64Var(&o.seed, "faults-seed", 0, "")
	var access fake.Access
	flags.Func("host", "", func(name string) error {
		access.Hosts = append(access.Hosts, name)
		return fake.Access{Hosts: []string{name}}.Check()
	})
	flags.Func("cors", "", func(origin string) error {
		access.Origins = append(access.Origins, origin)
		return fake.Access{Origins: []string{origin}}.Check()
	})
	wrong := func(err error) int {
		fmt.Fprintf(stderr, "fake: %v\nRun fake -help for the manual.\n", err)
		return misuse
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, manual)
		return done
	} else if err != nil {
		return wrong(err)
	}
	if flags.NArg() > 0 {
		return wrong(fmt.Errorf("unexpected arguments %q", flags.Args()))
	}

	handler, remark, err := o.open()
	if err != nil {
		// There may be several problems, each in a line of its own.
		fmt.Fprintf(stderr, "fake: %s\n", strings.ReplaceAll(err.Error(), "\n", "\n      "))
		return misuse
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		fmt.Fprintf(stderr, "fake: %v\n", err)
		return failed
	}
	greet(stdout, stderr, listener.Addr().(*net.TCPAddr), !o.account.Strict, remark)
	if err := serve(ctx, listener, access.Server(handler)); err != nil {
		fmt.Fprintf(stderr, "fake: %v\n", err)
		return failed
	}
	return done
}

// serve answers calls until ctx is done, and then finishes those under way.
func serve(ctx context.Context, listener net.Listener, server *http.Server) error {
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		return fmt.Errorf("calls under way were cut off: %w", err)
	}
	return nil
}
