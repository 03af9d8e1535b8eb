package judge

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"regexp"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/model"
)

// Forecast returns the weather of a name.
func Forecast(name string) (fake.Forecast, error) {
	switch name {
	case "calm":
		return fake.Calm(), nil
	case "cloud":
		return fake.Cloud(), nil
	case "storm":
		return fake.Storm(), nil
	}
	return fake.Forecast{}, fmt.Errorf("there is no weather %q; there are calm, cloud and storm", name)
}

// judgeUnderWeather judges a mutant as if it stood in a cloud: without powers, and
// with the tolerances of one.
func judgeUnderWeather(ctx context.Context, api *model.API, open Open, order Order) *Outcome {
	o := &Outcome{Number: order.Number}
	weather, err := under(open, order)
	if err != nil {
		o.Error = err.Error()
		return o
	}
	target := conformance.Target{Transport: steady{fake.Transport(weather)}, Profile: conformance.Profile(api), Tolerances: conformance.CloudTolerances()}
	maps.Copy(target.Profile, order.Under)
	options := conformance.Options{Seed: order.Seed, Checks: order.Checks}
	o.Error = o.hunt(ctx, api, target, options, near(api, order.Clause), func(f *conformance.Finding) bool {
		o.Cases += f.Cases
		return true
	})
	if o.Error == "" && len(o.Kills) == 0 && order.Number != 0 {
		o.Why, o.Error = saidOf(ctx, api, target, options, order.Clause)
	}
	return o
}

// under puts fakes of a mutant under weather.
func under(open Open, order Order) (*fake.Weather, error) {
	forecast, err := Forecast(order.Weather)
	if err != nil {
		return nil, err
	}
	var problem error
	weather, err := fake.NewWeather(forecast, account.Terrain(), order.Seed, func() (http.Handler, *fake.Clock) {
		mutant, clock := open(order.Number)
		if len(order.Under) > 0 {
			problem = cmp.Or(problem, choose(fake.Transport(mutant), order.Under))
		}
		return account.New(mutant, account.Options{Strict: true}), clock
	})
	return weather, cmp.Or(err, problem)
}

// saidOf returns what the suite says of one clause, and what kept it from saying
// anything.
func saidOf(ctx context.Context, api *model.API, target conformance.Target, options conformance.Options, clause string) (said, problem string) {
	options.Run = regexp.MustCompile("^" + regexp.QuoteMeta(clause) + "$")
	report, err := conformance.Judge(ctx, api, target, options)
	if err != nil {
		return "", err.Error()
	}
	for _, c := range report.Clauses {
		if c.ID == clause {
			return cmp.Or(c.Reason, string(c.Verdict)), ""
		}
	}
	return "it was not judged", ""
}
