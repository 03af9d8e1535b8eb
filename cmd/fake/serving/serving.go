// Package serving is the command that serves a fake over HTTP. Command fake is
// this with the fake of AWS Config in it; the program that is made for a model of
// somebody else's is this with the fake that was generated from that.
package serving

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
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/internal/instance"
)

// A Program serves one kind of fake.
type Program struct {
	// Open makes a fake without state, and returns its clock.
	Open func() (http.Handler, *fake.Clock)
	// Traits are what a fault profile has to know of the API.
	Traits faults.Traits
	// Greeting tells people how to call the fake at a URL, each line indented as a
	// heading or what to type. It may be nil: then that works for any API is told.
	Greeting func(url string) string
	// Fact is a fact as JSON, to show people how one is decided. It may be empty.
	Fact string
	// Leash, if it is not nil, is what a command that runs this one holds the other
	// end of: when it ends, however that comes, this one stops as well.
	Leash io.Reader
	// Recorder says that there is a configuration recorder, and a flag to leave it out.
	Recorder bool
}

// Exit statuses.
const (
	Done   = 0
	Failed = 1
	Misuse = 2
)

// farewell is how long calls under way may take once the fake is to stop.
const farewell = 5 * time.Second

// Main is main of a command that does nothing else.
func (p Program) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	status := p.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// Run is [Program.Main] with its surroundings as parameters. It returns the exit
// status once ctx is done.
func (p Program) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if p.Leash != nil {
		held, release := context.WithCancel(ctx)
		defer release()
		go func() {
			_, _ = io.Copy(io.Discard, p.Leash)
			release()
		}()
		ctx = held
	}
	flags := flag.NewFlagSet("fake", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	addr := flags.String("addr", "127.0.0.1:0", "")
	o := offer{Program: p}
	flags.StringVar(&o.state, "state", "", "")
	flags.StringVar(&o.profile, "profile", "", "")
	flags.StringVar(&o.clock, "clock", "", "")
	flags.BoolVar(&o.account.Strict, "strict", false, "")
	if p.Recorder {
		flags.BoolVar(&o.account.NoRecorder, "no-recorder", false, "")
	}
	flags.StringVar(&o.faults, "faults", "", "")
	flags.Uint64Var(&o.seed, "faults-seed", 0, "")
	flags.Func("accounts", "", func(ids string) error {
		o.account.Accounts = strings.Split(ids, ",")
		return o.account.Check()
	})
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
		return Misuse
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, Manual)
		return Done
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
		return Misuse
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		fmt.Fprintf(stderr, "fake: %v\n", taken(ctx, *addr, err))
		return Failed
	}
	name := instance.New()
	p.greet(stdout, stderr, listener.Addr().(*net.TCPAddr), name, !o.account.Strict, remark)
	if err := serve(ctx, listener, access.Server(instance.Handler(name, handler))); err != nil {
		fmt.Fprintf(stderr, "fake: %v\n", err)
		return Failed
	}
	return Done
}

// taken returns the error of who can't listen at an address. If somebody else does, it
// says who answers there.
func taken(ctx context.Context, addr string, err error) error {
	if !errors.Is(err, syscall.EADDRINUSE) {
		return err
	}
	who := "another process listens there"
	if name, err := instance.Ask(ctx, nil, "http://"+addr); err == nil && name != "" {
		who = "the fake instance " + name + " answers there"
	}
	return fmt.Errorf("%s is taken: %s, which is not this one; write -addr with another port, or none for a free one", addr, who)
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
