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

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/model"
)

// Forecast returns the weather of a name.
func Forecast(name string) (faults.Profile, error) {
	switch name {
	case "calm":
		return faults.None(), nil
	case "cloud":
		return faults.Typical(), nil
	case "storm":
		return faults.Severe(), nil
	}
	return faults.Profile{}, fmt.Errorf("there is no weather %q; there are calm, cloud and storm", name)
}

// checkUnderWeather checks a mutant as if it stood in a cloud: without powers, with
// the tolerances of one, and by what is confirmed. It looks where it is likely to
// be seen, and then everywhere.
func checkUnderWeather(ctx context.Context, api *model.API, open Open, order Order) *Outcome {
	o := &Outcome{Number: order.Number}
	weather, err := under(open, order)
	if err != nil {
		o.Error = err.Error()
		return o
	}
	target := conformance.Target{Transport: steady{fake.Transport(weather)}, Profile: conformance.Profile(api), Tolerances: conformance.CloudTolerances()}
	maps.Copy(target.Profile, order.Under)
	options := conformance.Options{Seed: order.Seed, Costly: true}
	for _, where := range []struct {
		clauses []string
		checks  int
	}{
		{[]string{order.Clause}, 0}, // each property on its own number of cases
		{near(api, order.Clause), order.Checks},
		{nil, 1}, // there is much to look at, and little hope
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

// killBy returns the kill that a violated clause is.
func killBy(c report.Clause) Kill {
	return Kill{c.ID, c.Kind + ": " + c.Counterexample.Property, shows(c.Counterexample)}
}

// under puts fakes of a mutant under weather.
func under(open Open, order Order) (*faults.Injector, error) {
	forecast, err := Forecast(order.Weather)
	if err != nil {
		return nil, err
	}
	var problem error
	weather, err := faults.New(forecast, account.Traits(), order.Seed, func() (http.Handler, *fake.Clock) {
		mutant, clock := open(order.Number)
		if len(order.Under) > 0 {
			problem = cmp.Or(problem, choose(fake.Transport(mutant), order.Under))
		}
		return account.New(mutant, account.Options{Strict: true}), clock
	})
	return weather, cmp.Or(err, problem)
}
