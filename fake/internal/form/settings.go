package form

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

// A Setting is a member of a form, and the field that it goes into.
type Setting struct {
	name string
	// read sets the field. It is given a value, and not null.
	read func(json.RawMessage) error
	// check says what is wrong with the field, whoever has set it.
	check func() error
	// value returns what is written of the field, nil if it is as good as absent.
	value func() any
	// object has what the value consists of, in place of the three above.
	object *Form
	// An array of objects has these: grow adds one, and each returns those that
	// there are.
	grow func() Form
	each func() []Form
}

// Duration is a length of time, at least zero.
func Duration(name string, to *time.Duration) Setting {
	s := SignedDuration(name, to)
	s.check = func() error {
		if *to < 0 {
			return fmt.Errorf("%v is less than no time; 0s or more is right", *to)
		}
		return nil
	}
	return s
}

// SignedDuration is a length of time that may go back.
func SignedDuration(name string, to *time.Duration) Setting {
	return Setting{name: name,
		read: func(raw json.RawMessage) error {
			var text string
			err := json.Unmarshal(raw, &text)
			if err == nil {
				*to, err = time.ParseDuration(text)
			}
			if err != nil {
				return fmt.Errorf("%s is not a duration; a string such as \"90s\" or \"1m30s\" is right", excerpt.Of(string(raw)))
			}
			return nil
		},
		check: func() error { return nil },
		value: func() any {
			if *to == 0 {
				return nil
			}
			return to.String()
		},
	}
}

// plain is a value that JSON has a form for. Where it has another form, wrong says
// so.
func plain[T comparable](name string, to *T, wrong string) Setting {
	return Setting{name: name,
		read: func(raw json.RawMessage) error {
			if err := json.Unmarshal(raw, to); err != nil {
				return fmt.Errorf("%s %s", excerpt.Of(string(raw)), wrong)
			}
			return nil
		},
		check: func() error { return nil },
		value: func() any {
			var absent T
			if *to == absent {
				return nil
			}
			return *to
		},
	}
}

// Number is a number that is not less than zero, nor more than most.
func Number[T int | float64](name string, to *T, most T, unit string) Setting {
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

// Share is how many of all, from none to all.
func Share(name string, to *float64) Setting { return Number(name, to, 1, "a share, from 0 to 1") }

// Count is how many.
func Count(name string, to *int, most int) Setting {
	return Number(name, to, most, fmt.Sprintf("a whole number from 0 to %d", most))
}

// Flag is yes or no.
func Flag(name string, to *bool) Setting { return plain(name, to, "is neither true nor false") }

// Text is a string.
func Text[T ~string](name string, to *T) Setting { return plain(name, to, "is not a string") }

// Object is what the members of an object are.
func Object(name string, f Form) Setting { return Setting{name: name, object: &f} }

// Array is an array of objects: grow adds one, and each returns those that there
// are.
func Array(name string, grow func() Form, each func() []Form) Setting {
	return Setting{name: name, grow: grow, each: each}
}
