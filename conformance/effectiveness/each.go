package effectiveness

import (
	"context"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/run"
	"github.com/fakesmith/fakesmith/model"
)

// A Finding is the result of one property for one clause.
type Finding = run.Finding

// A PropertyName identifies a property by its name and the kind of clause that
// it checks.
type PropertyName = run.PropertyName

// Properties returns the names of all properties, in the order in which they are
// tried.
func Properties() []PropertyName { return run.Properties() }

// Each checks a target property by property, and ends as soon as found returns
// false. The clauses named in first come first, in that order, and the checks
// of the contract as a whole come last. Nothing is shrunk: a counterexample is
// the first that was found.
func Each(ctx context.Context, api *model.API, target endpoint.Target, options endpoint.Options, first []string, found func(*Finding) bool) error {
	return run.Each(ctx, api, target, options, first, found)
}
