package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// An offer is what is to be served.
type offer struct {
	state, profile, clock string // as the flags have them
	account               account.Options
	weather               string
	seed                  uint64
}

// open makes the fake, and a remark for those who are greeted, which may be
// empty.
func (o *offer) open() (h http.Handler, remark string, err error) {
	var now time.Time
	if o.clock != "" {
		if now, err = time.Parse(time.RFC3339Nano, o.clock); err != nil {
			return nil, "", fmt.Errorf("-clock %q is not a time such as 2026-03-01T12:00:00Z", o.clock)
		}
	}
	f, err := o.fake()
	if err != nil {
		return nil, "", err
	}
	clock := f.Clock
	h = account.New(f, o.account)
	if o.weather != "" {
		w, err := o.under(f)
		if err != nil {
			return nil, "", err
		}
		clock, h = w.Clock, w
		remark = fmt.Sprintf("The weather is %s. To have the same again: -weather-seed %d\n\n", o.weather, o.seed)
	}
	if o.clock != "" {
		clock.Set(now)
	}
	return h, remark, nil
}

// fake makes a fake with the state and the profile.
func (o *offer) fake() (*remediation.Fake, error) {
	f := remediation.New(remediation.State{})
	for _, given := range []struct{ what, file string }{{"profile", o.profile}, {"state", o.state}} {
		if given.file == "" {
			continue
		}
		if err := load(f, given.what, given.file); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// under makes the weather around a fake, and more that are like it.
func (o *offer) under(first *remediation.Fake) (*fake.Weather, error) {
	forecast, err := forecastOf(o.weather)
	if err != nil {
		return nil, err
	}
	if o.seed == 0 {
		o.seed = rand.Uint64N(1e9) + 1 // short enough to be typed
	}
	var problem error
	w, err := fake.NewWeather(forecast, account.Terrain(), o.seed, func() (http.Handler, *fake.Clock) {
		f := first
		if first = nil; f == nil {
			if f, problem = o.fake(); problem != nil {
				f = remediation.New(remediation.State{})
			}
		}
		return account.New(f, o.account), f.Clock
	})
	return w, errors.Join(err, problem)
}

// forecastOf returns a forecast that has a name, or that stands in a file.
func forecastOf(weather string) (fake.Forecast, error) {
	f, named := fake.NamedForecast(weather)
	if named {
		return f, nil
	}
	text, err := os.ReadFile(weather)
	if errors.Is(err, os.ErrNotExist) {
		return f, fmt.Errorf("-weather %s is neither calm, cloud or storm, nor a file", weather)
	}
	if err != nil {
		return f, err
	}
	if err := f.UnmarshalJSON(text); err != nil {
		return f, fmt.Errorf("%s:%s", weather, strings.ReplaceAll(err.Error(), "\n", "\n"+weather+":"))
	}
	return f, nil
}
