package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

// partial returns the settings of a short run in which a clause fails.
func partial() *settings {
	s := &settings{api: &remediationtest.Contract, maxResponse: 1 << 20, profile: maps.Clone(conformance.Profile(&remediationtest.Contract))}
	s.profile["omitted-members"] = "kept"
	s.options = conformance.Options{Seed: 7, Checks: 2, Shrink: time.Nanosecond, Command: "conform",
		Run: regexp.MustCompile(`^(upsert|omitted-members|expiry|describe-.*|reply-.*|.*ResourceKeys.*|random)$`)}
	return s
}

// TestPartsAreTheWhole: parts that are checked side by side make the report of a run
// that is not divided.
func TestPartsAreTheWhole(t *testing.T) {
	t.Parallel()
	said := func(rep *conformance.Report, err error) []string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if rep.Shard != nil || rep.Ended != "" || rep.Seed != 7 || rep.Calls < 100 || rep.Failures() != 1 {
			t.Errorf("the report is of the shard %v, ended %q, seed %d, with %d calls and %d failures", rep.Shard, rep.Ended, rep.Seed, rep.Calls, rep.Failures())
		}
		var lines []string
		for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
			again := ""
			if c.Counterexample != nil {
				again = c.Counterexample.Reproduce
			}
			if c.Kind == "protocol/reply" {
				c.Cases = 0 // each part looks whether its fake answers
			}
			lines = append(lines, fmt.Sprint(c.ID, c.Outcome, c.Cases, again))
		}
		return lines
	}
	s := partial()
	whole := said(s.checkAlone(t.Context(), io.Discard, terminal.NewProgress(io.Discard), s.options))
	parts := said(s.checkParts(t.Context(), io.Discard, terminal.NewProgress(io.Discard), 3))
	if !slices.Equal(whole, parts) {
		t.Errorf("the parts say\n%s\nwant\n%s", strings.Join(parts, "\n"), strings.Join(whole, "\n"))
	}
}

// TestPartsEndTogether: what ends a run that is divided is told as that of another.
func TestPartsEndTogether(t *testing.T) {
	t.Parallel()
	s := partial()
	up := errors.New("the time is up")
	ctx, cancel := context.WithCancelCause(t.Context())
	at := 0
	done := &partsDone{of: make([]int, 2), show: func(n, total int, _ string) {
		if at = max(at, n); n > total/2 {
			cancel(up)
		}
	}}
	rep, err := s.checkPartsOf(ctx, io.Discard, terminal.NewProgress(io.Discard), done)
	if err != nil || rep.Ended != up.Error() || rep.Count(report.Skip) == 0 || rep.Count(report.Pass) == 0 || at == 0 {
		t.Errorf("the report is %+v, %v, after %d clauses", rep, err, at)
	}
}

// TestWhatIsDivided: what is looked at closely is not divided, nor what is not the
// embedded fake.
func TestWhatIsDivided(t *testing.T) {
	for name, change := range map[string]func(*settings){
		"an endpoint":   func(s *settings) { s.endpoint = "http://127.0.0.1:1" },
		"a trace":       func(s *settings) { s.verbose = true },
		"some clauses":  func(s *settings) { s.options.Run = regexp.MustCompile("upsert") },
		"a shard":       func(s *settings) { s.options.Shard.Of = 2 },
		"another model": func(s *settings) { api := *s.api; api.Name += "2"; api.Operations = api.Operations[1:]; s.api = &api },
		"tolerances":    func(s *settings) { s.tolerances = conformance.CloudTolerances() },
	} {
		s := partial()
		s.options.Run = nil
		change(s)
		if n := s.parts(); n != 1 {
			t.Errorf("with %s, there are %d parts, want 1", name, n)
		}
	}
}
