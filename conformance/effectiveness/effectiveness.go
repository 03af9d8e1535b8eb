// Package effectiveness measures what the properties of the suite are worth:
// it tells of each property by itself what it makes of a target. Whoever wants
// to check an endpoint takes package conformance instead.
package effectiveness

import (
	"context"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/run"
	"github.com/fakesmith/fakesmith/model"
)

// A Finding is what one property has found of one clause.
type Finding = run.Finding

// A PropertyName names a property, and the kind of clause that it is about.
type PropertyName = run.PropertyName

// Properties names the properties of the suite, in the order in which they are
// tried.
func Properties() []PropertyName { return run.Properties() }

// Each checks a target property by property, and ends as soon as found returns
// false. The clauses named in first come first, in that order, and the checks
// of the contract as a whole come last. Nothing is shrunk: a counterexample is
// the first one that turned up.
func Each(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options, first []string, found func(*Finding) bool) error {
	return run.Each(ctx, api, target, options, first, found)
}
