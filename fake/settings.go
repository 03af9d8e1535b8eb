package fake

import (
	"encoding/json"
	"fmt"
	"time"
)

// A setting is a member of a form, and the field that it goes into.
type setting struct {
	name string
	// read sets the field. It is given a value, and not null.
	read func(json.RawMessage) error
	// check says what is wrong with the field, whoever has set it.
	check func() error
	// show returns what is written of the field, nil if it is as good as absent.
	show func() any
	// object has what the value consists of, in place of the three above.
	object *form
	// An array of objects has these: grow adds one, and each returns those that
	// there are.
	grow func() form
	each func() []form
}

// duration is a length of time, at least zero.
func duration(name string, to *time.Duration) setting {
	s := signedDuration(name, to)
	s.check = func() error {
		if *to < 0 {
			return fmt.Errorf("%v is less than no time; 0s or more is right", *to)
		}
		return nil
	}
	return s
}

// signedDuration is a length of time that may go back.
func signedDuration(name string, to *time.Duration) setting {
	return setting{name: name,
		read: func(raw json.RawMessage) error {
			var text string
			err := json.Unmarshal(raw, &text)
			if err == nil {
				*to, err = time.ParseDuration(text)
			}
			if err != nil {
				return fmt.Errorf("%s is not a duration; a string such as \"90s\" or \"1m30s\" is right", excerpt(string(raw)))
			}
			return nil
		},
		check: func() error { return nil },
		show: func() any {
			if *to == 0 {
				return nil
			}
			return to.String()
		},
	}
}

// plain is a value that JSON has a form for. Where it has another form, wrong says
// so.
func plain[T comparable](name string, to *T, wrong string) setting {
	return setting{name: name,
		read: func(raw json.RawMessage) error {
			if err := json.Unmarshal(raw, to); err != nil {
				return fmt.Errorf("%s %s", excerpt(string(raw)), wrong)
			}
			return nil
		},
		check: func() error { return nil },
		show: func() any {
			var absent T
			if *to == absent {
				return nil
			}
			return *to
		},
	}
}

// number is a number that is not less than zero, nor more than most.
func number[T int | float64](name string, to *T, most T, unit string) setting {
	s := plain(name, to, "is not "+unit)
	s.check = func() error {
		// The comparison is this way round for what is not a number at all.
		if !(*to >= 0 && *to <= most) {
			return fmt.Errorf("%v is not %s", *to, unit)
		}
		return nil
	}
	return s
}

// share is how many of all, from none to all.
func share(name string, to *float64) setting { return number(name, to, 1, "a share, from 0 to 1") }

// count is how many.
func count(name string, to *int, most int) setting {
	return number(name, to, most, fmt.Sprintf("a whole number from 0 to %d", most))
}

// flag is yes or no.
func flag(name string, to *bool) setting { return plain(name, to, "is neither true nor false") }

// text is a string.
func text[T ~string](name string, to *T) setting { return plain(name, to, "is not a string") }
