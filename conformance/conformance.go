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

// A Target is an endpoint to be checked. Only its Transport is needed, or the
// URL at which it can be reached; all else are powers that a target may lack.
type Target = endpoint.Target

// A Scope is an account in a region.
type Scope = endpoint.Scope

// A Clock is the time that a target goes by.
type Clock = endpoint.Clock

// A FactSetter decides facts, and a FactValue is what it decides about one key.
type (
	FactSetter = endpoint.FactSetter
	FactValue  = endpoint.FactValue
)

// Fixtures are what a person says there is at a target that must not be changed
// otherwise. A Fixture is one fact about one key.
type (
	Fixtures = endpoint.Fixtures
	Fixture  = endpoint.Fixture
)

// Tolerances say how far a target may fall short of its promises for a while.
// The zero value tolerates nothing.
type Tolerances = endpoint.Tolerances

// A Divergence is a clause that a target is known not to keep, and why.
type Divergence = endpoint.Divergence

// Options say how a target is checked. The zero value is good.
type Options = endpoint.Options

// A Report is what was found of a target, clause by clause.
type Report = report.Report

// A Comparison is what became of several targets that were asked the same.
type Comparison = report.Comparison

// A Replayed is what became of a recording, and ReplayOptions say how it is
// checked.
type (
	Replayed      = replay.Result
	ReplayOptions = replay.Options
)

// Check checks a target against the contract of an API, and reports the outcome
// of every selected clause. An error means that there is nothing to report: the
// target could not be reached, no property is about a clause, or no clause was
// selected. When the context ends, what was not checked by then is skipped.
func Check(ctx context.Context, api *model.API, target Target, options Options) (*Report, error) {
	return run.Check(ctx, api, target, options)
}

// Run checks a target under go test: each clause of the contract is a subtest
// that is named by its id. A clause that can't be tried on the target is
// skipped with the reason; one that leaves a choice which the target's profile
// does not settle passes, and the log says what was seen.
//
// Run looks for the control protocol and uses the powers that it finds there.
// The flags -rapid.seed and -rapid.checks are heeded.
func Run(t *testing.T, api *model.API, target Target) {
	t.Helper()
	run.Run(t, api, target)
}

// Clause checks a target by one clause of the contract, under go test. It
// fails the test if there is no such clause.
func Clause(t *testing.T, api *model.API, target Target, id string) {
	t.Helper()
	run.Clause(t, api, target, id)
}

// Compare asks several targets the same, until one answers otherwise than the
// first, and then looks for the shortest way to that difference. No target is
// held against the contract; what no client could expect to be the same twice,
// as ids, messages and page tokens, is put aside. A clock is moved, and facts
// are set without asking the API, only if all targets have that power. An error
// means that the targets can't be compared.
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

// Discover looks for the control protocol at a target, adds the powers that are
// offered there, and reports whether there were any.
func Discover(ctx context.Context, target *Target) (bool, error) {
	return control.Discover(ctx, target)
}

// Profile returns the choices that a model makes in the clauses whose
// provenance is assumed, by clause: what a fake that was generated from the
// model is meant to do.
func Profile(api *model.API) map[string]string { return run.Profile(api) }

// ReadFixtures reads fixtures from JSON, for an API. name is what the document
// is called in errors: all that is wrong with it is reported at once, each
// mistake with its line and column.
//
//	{"account": "123456789012", "region": "us-east-1", "facts": [
//	  {"fact": "compliance", "value": "NON_COMPLIANT",
//	   "of": {"ConfigRuleName": "encrypted", "ResourceType": "AWS::EC2::Volume", "ResourceId": "vol-1"}}]}
func ReadFixtures(name string, r io.Reader, api *model.API) (*Fixtures, error) {
	return endpoint.ReadFixtures(name, r, api)
}

// ReadDivergences reads a list of divergences from JSON, as ReadFixtures does.
//
//	[{"clause": "expiry", "reason": "time stands still here", "link": "https://example.com/issues/1"}]
func ReadDivergences(name string, r io.Reader) ([]Divergence, error) {
	return endpoint.ReadDivergences(name, r)
}

// CloudTolerances are those for a service in a cloud.
func CloudTolerances() Tolerances { return endpoint.CloudTolerances() }
