package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/internal/inbound"
)

// declareMaxResponse declares the flag that says how much of a response is read.
func (s *settings) declareMaxResponse(flags *flag.FlagSet) {
	flags.Int64Var(&s.maxResponse, "max-response", inbound.DefaultMaxBody, "read at most `N` bytes of a response body, after it was decompressed; a call with a larger one fails")
}

// checkMaxResponse returns an error for a limit that is out of range.
func (s *settings) checkMaxResponse() error {
	const least, most = 1 << 10, 1 << 30
	if s.maxResponse < least || s.maxResponse > most {
		return fmt.Errorf("-max-response %d: write %d to %d bytes", s.maxResponse, least, most)
	}
	return nil
}

// bounded returns a transport over another, http.DefaultTransport if nil, that
// reads no more of a response than it should. A trace stands above it, so that it
// holds no more either.
func (s *settings) bounded(next http.RoundTripper) http.RoundTripper {
	return &inbound.Transport{Next: next, MaxBody: s.maxResponse}
}

// limited returns the context for a run, which ends when the time is up
// that -timeout gives.
func (s *settings) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.timeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, s.timeout, errTimeUp)
}

// grace is how much longer than -timeout it may take to write the report.
const grace = 10 * time.Second

// errUnwritten is the error of a command that can't write its report in time.
var errUnwritten = errors.New("the time is up, and writing the report takes too long")

// inTime calls do, and returns its exit status. When the time of a context is up,
// the report is still written, but for no longer than the grace: a run with a time
// limit ends with an exit status even if standard output is not read.
func inTime(ctx context.Context, stderr io.Writer, do func() int) int {
	done := make(chan int, 1)
	go func() { done <- do() }()
	select {
	case status := <-done:
		return status
	case <-ctx.Done():
	}
	if !errors.Is(context.Cause(ctx), errTimeUp) {
		return <-done
	}
	select {
	case status := <-done:
		return status
	case <-time.After(grace):
		fmt.Fprintf(stderr, "conform: %v\n", errUnwritten)
		return exitError
	}
}
