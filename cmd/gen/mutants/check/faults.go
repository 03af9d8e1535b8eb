package check

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/cmd/gen/program/traits"
	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/model"
)

// Profile returns the fault profile of a name.
func Profile(name string) (faults.Profile, error) {
	switch name {
	case "none":
		return faults.None(), nil
	case "typical":
		return faults.Typical(), nil
	case "severe":
		return faults.Severe(), nil
	}
	return faults.Profile{}, fmt.Errorf("-faults %q: write none, typical or severe", name)
}

// checkUnderFaults checks a mutant as an account of AWS is checked: without control
// endpoints, with the tolerances for AWS, and by confirmed failures alone. The
// clauses that are likely to detect it come first, and then all.
func checkUnderFaults(ctx context.Context, api *model.API, open Open, order Order) *Outcome {
	o := &Outcome{Number: order.Number}
	injector, err := inject(api, open, order)
	if err != nil {
		o.Error = err.Error()
		return o
	}
	target := conformance.Target{Transport: steady{fake.Transport(injector)}, Profile: conformance.Profile(api), Tolerances: conformance.CloudTolerances()}
	maps.Copy(target.Profile, order.Under)
	options := conformance.Options{Seed: order.Seed, Costly: true}
	for _, where := range []struct {
		clauses []string
		checks  int
	}{
		{[]string{order.Clause}, 0}, // each property on its own number of cases
		{near(api, order.Clause), order.Checks},
		{nil, 1}, // all clauses, of which few are likely to detect it
	} {
		if options.Run, options.Checks = only(where.clauses), where.checks; order.Number == 0 && where.clauses != nil {
			continue
		}
		rep, err := conformance.Check(ctx, api, target, options)
		if err != nil {
			o.Error = err.Error()
			return o
		}
		for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
			o.Cases += c.Cases
			if c.ID == order.Clause && o.Why == "" {
				o.Why = cmp.Or(c.Reason, string(c.Outcome))
			}
			if c.Outcome == report.Fail {
				o.Why, o.Kills = "", []Kill{killBy(c)}
				return o
			}
		}
	}
	return o
}

// only returns what selects some clauses, nil for all.
func only(clauses []string) *regexp.Regexp {
	if clauses == nil {
		return nil
	}
	quoted := make([]string, len(clauses))
	for i, id := range clauses {
		quoted[i] = regexp.QuoteMeta(id)
	}
	return regexp.MustCompile("^(" + strings.Join(quoted, "|") + ")$")
}

// killBy returns the kill by a clause that failed.
func killBy(c report.Clause) Kill {
	return Kill{c.ID, c.Kind + ": " + c.Counterexample.Property, shows(c.Counterexample)}
}

// inject returns fakes of a mutant under the fault profile of the order.
func inject(api *model.API, open Open, order Order) (*faults.Injector, error) {
	profile, err := Profile(order.Faults)
	if err != nil {
		return nil, err
	}
	var problem error
	injector, err := faults.New(profile, traits.Of(api), order.Seed, func() (http.Handler, *fake.Clock) {
		mutant, clock := open(order.Number)
		if len(order.Under) > 0 {
			problem = cmp.Or(problem, choose(fake.Transport(mutant), order.Under))
		}
		return account.New(mutant, account.Options{Strict: true}), clock
	})
	return injector, cmp.Or(err, problem)
}
