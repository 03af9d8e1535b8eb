package conformance

import (
	"context"
	"io"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/compare"
	"github.com/fakesmith/fakesmith/conformance/internal/control"
	"github.com/fakesmith/fakesmith/conformance/internal/replay"
	"github.com/fakesmith/fakesmith/conformance/internal/run"
	"github.com/fakesmith/fakesmith/conformance/recording"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// A Target is an endpoint to check. Only its Transport or its URL is required.
type Target = endpoint.Target

// Options say how a target is checked. The zero value checks all clauses.
type Options = endpoint.Options

// Tolerances say how late or incomplete the answers of a target may be before a
// clause fails. The zero value tolerates nothing.
type Tolerances = endpoint.Tolerances

// Fixtures are facts about resources that exist at a target, for a suite that
// must not create any.
type Fixtures = endpoint.Fixtures

// A Divergence is a clause that is known to fail on a target, and why.
type Divergence = endpoint.Divergence

// A Report is the result of checking a target, clause by clause.
type Report = report.Report

// A Comparison is the result of making the same calls of several targets.
type Comparison = report.Comparison

// A Replayed is what became of a recording, and ReplayOptions say how it is
// checked.
type (
	Replayed      = replay.Result
	ReplayOptions = replay.Options
)

// Check checks a target against the contract of an API, and reports the outcome
// of every selected clause. An error means that there is nothing to report: the
// target could not be reached, no property checks a clause, or no clause was
// selected. When the context ends, the clauses that remain are skipped.
func Check(ctx context.Context, api *model.API, target Target, options Options) (*Report, error) {
	return run.Check(ctx, api, target, options)
}

// Run checks a target under go test: each clause of the contract is a subtest
// that is named by its id. A clause that can't be checked on the target is
// skipped with the reason. One that leaves a choice which the target's profile
// does not settle passes, and the log names the choice that was seen.
//
// Run discovers the control protocol and uses the powers that it offers. It
// heeds the flags -rapid.seed and -rapid.checks. It can't run in a testing/synctest
// bubble, which has no subtests; [Check] and [Clause] can.
func Run(t *testing.T, api *model.API, target Target) {
	t.Helper()
	run.Run(t, api, target)
}

// Clause checks a target against one clause of the contract, under go test. It
// fails the test if there is no such clause.
func Clause(t *testing.T, api *model.API, target Target, id string) {
	t.Helper()
	run.Clause(t, api, target, id)
}

// Compare makes the same calls of several targets until one answers differently
// from the first, and then looks for the shortest sequence of calls with that
// difference. No target is checked against the contract. Values that no client
// can expect to be the same twice are ignored: ids, messages and page tokens.
// The clock is set, and facts are set without the API, only if all targets have
// that power. An error means that the targets can't be compared.
func Compare(ctx context.Context, api *model.API, targets []Target, options Options) (*Comparison, error) {
	return compare.Compare(ctx, api, targets, options)
}

// Replay checks exchanges that were recorded between clients and a service: each
// reply by itself, and what was read by what was put before. Nothing is sent
// anywhere. A recording shows only a part of what happened, and no service is
// failed for what may have happened outside it. When the context ends, that is an
// error.
func Replay(ctx context.Context, api *model.API, rec *recording.Recording, options ReplayOptions) (*Replayed, error) {
	return replay.Check(ctx, api, rec, options)
}

// Discover looks for the control protocol at a target, adds the powers that it
// offers, and reports whether there are any.
func Discover(ctx context.Context, target *Target) (bool, error) {
	return control.Discover(ctx, target)
}

// Profile returns the choices that a model makes in the clauses whose
// provenance is assumed, by clause id: what a fake that is generated from the
// model does.
func Profile(api *model.API) map[string]string { return run.Profile(api) }

// ReadFixtures reads fixtures for an API from JSON. name is the name of the
// document in errors: all mistakes are reported at once, each with its line and
// column.
func ReadFixtures(name string, r io.Reader, api *model.API) (*Fixtures, error) {
	return endpoint.ReadFixtures(name, r, api)
}

// ReadDivergences reads a list of divergences from JSON, as [ReadFixtures] reads
// fixtures.
func ReadDivergences(name string, r io.Reader) ([]Divergence, error) {
	return endpoint.ReadDivergences(name, r)
}

// CloudTolerances returns tolerances for a service of AWS. No document says how
// long anything takes there: these are generous guesses.
func CloudTolerances() Tolerances { return endpoint.CloudTolerances() }
