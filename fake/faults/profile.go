package faults

import (
	"errors"
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/form"
)

// A Profile says what goes wrong at a service, and how often. Each fault can be
// switched on and off by itself; the zero value has none. In JSON the members are named
// like the fields, beginning with a small letter; durations are strings such as
// "1m30s", and whatever is zero may be left out.
type Profile struct {
	// Lag is how far what is read is behind what was written.
	Lag Lag
	// Reaping is how late entities that have expired may still be read: each replica
	// looks at the clock once in so long a time, and when a write reaches it.
	Reaping time.Duration
	// Deleting is how long a resource that takes time to be deleted is at most still
	// read, being deleted, and rejects changes.
	Deleting time.Duration
	// Throttling rejects callers that ask too often.
	Throttling Throttling
	// Errors is the share of calls that fail with a status of 5xx, Resets of those
	// whose connection is reset, and Truncations of those whose answer breaks off.
	// A write that fails so was done all the same in half of the cases.
	Errors, Resets, Truncations float64
	// Slow has answers take their time.
	Slow Slow
	// Skew is how far the clock there is ahead of ours; less than zero is behind.
	Skew time.Duration
	// ShortPages is the share of pages that hold less than they could, and come with
	// a token for the rest.
	ShortPages float64
	// Faults go wrong at certain calls, counted from the first.
	Faults []fake.Fault
}

// Lag is how far what is read is behind what was written.
type Lag struct {
	// Replicas is how many places there are to read from. Each gets a write after
	// a time of its own; those of one key in the order in which they were made.
	Replicas int
	// Most is how long it takes at most until a replica gets a write.
	Most time.Duration
}

// Throttling rejects callers that ask too often with ThrottlingException.
type Throttling struct {
	// Rate is how many calls a second may be made in the long run: any number, if it
	// is 0. Burst is how many may be made at once.
	Rate  float64
	Burst int
	// Once in Every, at a time that is drawn, all calls are rejected for as long as
	// For, whoever makes them.
	Every, For time.Duration
}

// Slow has answers take their time.
type Slow struct {
	// Share is the share of calls that are slow, and Most how long they take at most.
	Share float64
	Most  time.Duration
}

// None is the profile of a service at which nothing goes wrong.
func None() Profile { return Profile{} }

// Typical is what to be ready for at any time: all that a cloud does, none of it
// often.
func Typical() Profile {
	return Profile{
		Lag:         Lag{Replicas: 3, Most: 3 * time.Second},
		Reaping:     10 * time.Second,
		Deleting:    10 * time.Second,
		Throttling:  Throttling{Rate: 5, Burst: 20},
		Errors:      0.005,
		Resets:      0.003,
		Truncations: 0.002,
		Slow:        Slow{Share: 0.1, Most: time.Second},
		Skew:        -2 * time.Second,
		ShortPages:  0.1,
	}
}

// Severe is a day that people remember.
func Severe() Profile {
	return Profile{
		Lag:         Lag{Replicas: 4, Most: 15 * time.Second},
		Reaping:     time.Minute,
		Deleting:    45 * time.Second,
		Throttling:  Throttling{Rate: 2, Burst: 5, Every: 10 * time.Minute, For: time.Minute},
		Errors:      0.02,
		Resets:      0.01,
		Truncations: 0.01,
		Slow:        Slow{Share: 0.3, Most: 4 * time.Second},
		Skew:        40 * time.Second,
		ShortPages:  0.5,
	}
}

// Names are those of the profiles that have one.
const Names = "none, typical and severe"

// Named returns the profile that is called none, typical or severe, and reports
// whether there is one of that name.
func Named(name string) (Profile, bool) {
	switch name {
	case "none":
		return None(), true
	case "typical":
		return Typical(), true
	case "severe":
		return Severe(), true
	}
	return Profile{}, false
}

func (f *Profile) form() form.Form {
	return form.Form{Whole: f.whole, Settings: []form.Setting{
		form.Object("lag", form.Form{Settings: []form.Setting{
			form.Count("replicas", &f.Lag.Replicas, 100),
			form.Duration("most", &f.Lag.Most),
		}}),
		form.Duration("reaping", &f.Reaping),
		form.Duration("deleting", &f.Deleting),
		form.Object("throttling", form.Form{Whole: f.Throttling.whole, Settings: []form.Setting{
			form.Number("rate", &f.Throttling.Rate, 1e9, "a number of calls a second, at least 0"),
			form.Count("burst", &f.Throttling.Burst, 1e9),
			form.Duration("every", &f.Throttling.Every),
			form.Duration("for", &f.Throttling.For),
		}}),
		form.Share("errors", &f.Errors),
		form.Share("resets", &f.Resets),
		form.Share("truncations", &f.Truncations),
		form.Object("slow", form.Form{Settings: []form.Setting{
			form.Share("share", &f.Slow.Share),
			form.Duration("most", &f.Slow.Most),
		}}),
		form.SignedDuration("skew", &f.Skew),
		form.Share("shortPages", &f.ShortPages),
		form.Array("faults",
			func() form.Form {
				f.Faults = append(f.Faults, fake.Fault{})
				return f.Faults[len(f.Faults)-1].Form()
			},
			func() []form.Form {
				var forms []form.Form
				for i := range f.Faults {
					forms = append(forms, f.Faults[i].Form())
				}
				return forms
			},
		),
	}}
}

// whole says what is wrong with members that are right by themselves.
func (f *Profile) whole() error {
	if sum := f.Errors + f.Resets + f.Truncations; sum > 1 {
		return fmt.Errorf("errors, resets and truncations come to %v of all calls; 1 or less is right", sum)
	}
	if f.Lag.Most > 0 && f.Lag.Replicas == 0 {
		return errors.New("lag.most needs replicas that lag; add lag.replicas, or leave it out")
	}
	return nil
}

func (t *Throttling) whole() error {
	switch {
	case t.Rate > 0 && t.Burst == 0:
		return errors.New("a rate without a burst rejects every call; a burst of 1 or more is right")
	case t.Rate == 0 && t.Burst > 0:
		return errors.New("a burst without a rate means nothing; add rate, or leave it out")
	case (t.Every > 0) != (t.For > 0):
		return errors.New("every and for go together; give both, or neither")
	case t.For > t.Every:
		return fmt.Errorf("for %v is longer than every %v", t.For, t.Every)
	}
	return nil
}

// Check says all that is wrong with the profile.
func (f Profile) Check() error { return f.form().Check("") }

// MarshalJSON writes the profile, without what it does not have.
func (f Profile) MarshalJSON() ([]byte, error) { return f.form().Write() }

// UnmarshalJSON reads a profile. All that is wrong with it is reported at once, each
// problem with its line and column.
func (f *Profile) UnmarshalJSON(src []byte) error {
	var read Profile
	err := read.form().Read(src)
	if err == nil {
		*f = read
	}
	return err
}
