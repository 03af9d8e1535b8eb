package serving

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
	"github.com/fakesmith/fakesmith/fake/faults"
)

// An offer is what is to be served.
type offer struct {
	Program
	state, profile, clock string    // as the flags have them
	now                   time.Time // what clock says
	account               account.Options
	faults                string
	seed                  uint64
}

// open makes the fake, and a remark for those who are greeted, which may be
// empty.
func (o *offer) open() (h http.Handler, remark string, err error) {
	if o.clock != "" {
		if o.now, err = time.Parse(time.RFC3339Nano, o.clock); err != nil {
			return nil, "", fmt.Errorf("-clock %q is not a time such as 2026-03-01T12:00:00Z", o.clock)
		}
	}
	f, clock, err := o.fake()
	if err != nil {
		return nil, "", err
	}
	h = account.New(f, o.account)
	if o.faults != "" {
		in, err := o.injector(f, clock)
		if err != nil {
			return nil, "", err
		}
		clock, h = in.Clock, in
		remark = fmt.Sprintf("The fault profile is %s. To have the same faults again: -faults-seed %d\n\n", o.faults, o.seed)
	}
	if o.clock != "" {
		clock.Set(o.now)
	}
	return h, remark, nil
}

// fake makes a fake with the state and the profile.
func (o *offer) fake() (http.Handler, *fake.Clock, error) {
	f, clock := o.Open()
	if o.clock != "" {
		clock.Set(o.now) // what the state has left to be done is done by that clock
	}
	for _, given := range []struct{ what, file string }{{"profile", o.profile}, {"state", o.state}} {
		if given.file == "" {
			continue
		}
		if err := load(f, given.what, given.file); err != nil {
			return nil, nil, err
		}
	}
	return f, clock, nil
}

// injector puts the fault profile before a fake, and more that are like it.
func (o *offer) injector(first http.Handler, clock *fake.Clock) (*faults.Injector, error) {
	profile, err := profileOf(o.faults)
	if err != nil {
		return nil, err
	}
	if o.seed == 0 {
		o.seed = rand.Uint64N(1e9) + 1 // short enough to be typed
	}
	var problem error
	in, err := faults.New(profile, o.Traits, o.seed, func() (http.Handler, *fake.Clock) {
		f, c := first, clock
		if first = nil; f == nil {
			if f, c, problem = o.fake(); problem != nil {
				f, c = o.Open()
			}
		}
		return account.New(f, o.account), c
	})
	if err != nil {
		err = fmt.Errorf("%s: %s", o.faults, strings.ReplaceAll(err.Error(), "\n", "\n"+o.faults+": "))
	}
	return in, errors.Join(err, problem)
}

// profileOf returns a fault profile that has a name, or that stands in a file.
func profileOf(given string) (faults.Profile, error) {
	p, named := faults.Named(given)
	if named {
		return p, nil
	}
	text, err := os.ReadFile(given)
	if errors.Is(err, os.ErrNotExist) {
		return p, fmt.Errorf("-faults %s: there is neither a profile nor a file of that name; the profiles are %s", given, faults.Names)
	}
	if err != nil {
		return p, err
	}
	if err := p.UnmarshalJSON(text); err != nil {
		return p, fmt.Errorf("%s:%s", given, strings.ReplaceAll(err.Error(), "\n", "\n"+given+":"))
	}
	return p, nil
}
