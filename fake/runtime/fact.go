package runtime

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

// A Fact is a fact as the control endpoints read it.
type Fact struct {
	// Fact is its name, e.g. "compliance".
	Fact string
	// Of says what it is about, e.g. {"ConfigRuleName": "...", ...}.
	Of map[string]string
	// Value is what holds.
	Value string
	// With are numbers that are told beside the value, by what they are called.
	With map[string]int64
}

// DecodeJSON reads a fact: {"fact": "compliance", "of": {...}, "value": "...", "with": {...}}.
func (f *Fact) DecodeJSON(d *Decoder) bool {
	*f = Fact{}
	if !d.Object() {
		return false
	}
	for d.Member() {
		switch string(d.Name()) {
		case "fact":
			f.Fact, _ = d.String()
		case "of":
			f.Of = Map(d, (*Decoder).String)
		case "value":
			f.Value, _ = d.String()
		case "with":
			f.With = Map(d, (*Decoder).Int64)
		default:
			d.Unknown()
		}
	}
	return true
}

// readFacts reads a list of facts.
func readFacts(body []byte) ([]Fact, error) {
	var facts []Fact
	err := readStrict(body, func(d *Decoder) {
		if facts = Structs[Fact](d); facts == nil && d.noted() == 0 {
			d.fail(mistyped, "expected a list of facts, found null")
		}
	})
	return facts, err
}

// Key returns what the fact is about: the values of the named members, of
// which none may be missing or empty, and beside which there may be no others.
func (f *Fact) Key(members ...string) ([]string, error) {
	var problems []error
	key := make([]string, len(members))
	for i, m := range members {
		if key[i] = f.Of[m]; key[i] == "" {
			problems = append(problems, fmt.Errorf("fact %s: \"of\" has no %s; it needs %s", f.Fact, m, strings.Join(members, ", ")))
		}
	}
	for _, m := range slices.Sorted(maps.Keys(f.Of)) {
		if !slices.Contains(members, m) {
			problems = append(problems, fmt.Errorf("fact %s: \"of\" has a member %q; it needs %s", f.Fact, excerpt.Of(m), strings.Join(members, ", ")))
		}
	}
	return key, errors.Join(problems...)
}

// Beside returns the numbers that are told beside the value: those of the named members,
// 0 for one that is not told. No number may be below 0, and there may be no others.
func (f *Fact) Beside(members ...string) ([]int64, error) {
	var problems []error
	numbers := make([]int64, len(members))
	for i, m := range members {
		if numbers[i] = f.With[m]; numbers[i] < 0 || numbers[i] > math.MaxInt32 {
			problems = append(problems, fmt.Errorf("fact %s: %s is %d; it is from 0 to %d", f.Fact, m, numbers[i], math.MaxInt32))
		}
	}
	for _, m := range slices.Sorted(maps.Keys(f.With)) {
		if !slices.Contains(members, m) {
			problems = append(problems, fmt.Errorf("fact %s: \"with\" has a member %q; there is %s", f.Fact, excerpt.Of(m), orNone(members)))
		}
	}
	return numbers, errors.Join(problems...)
}

func orNone(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}

// FactErrors collects what is wrong with a list of facts.
type FactErrors []error

// Note notes what is wrong with fact i, counted from 0, and reports whether
// anything is.
func (e *FactErrors) Note(i int, errs ...error) bool {
	err := errors.Join(errs...)
	if err == nil {
		return false
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		*e = append(*e, factError{i, line})
	}
	return true
}

// Err returns all that was noted, each problem in a line of its own, or nil.
func (e FactErrors) Err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// Error returns all that was noted, each problem in a line of its own.
func (e FactErrors) Error() string { return errors.Join(e...).Error() }

// A factError is what is wrong with one of several facts.
type factError struct {
	number  int
	problem string
}

// Error returns which fact it is, and what is wrong with it.
func (e factError) Error() string { return fmt.Sprintf("[%d]: %s", e.number, e.problem) }

// SetFact sets one fact, or returns what is wrong with it, as a control endpoint
// would say it.
func SetFact(c FactControl, s fake.Scope, f Fact) error {
	err := c.SetFacts(s, []Fact{f})
	wrong, ok := errors.AsType[FactErrors](err)
	if !ok {
		return err
	}
	alone := make([]error, len(wrong))
	for i, e := range wrong {
		alone[i] = e
		if numbered, ok := errors.AsType[factError](e); ok {
			alone[i] = errors.New(numbered.problem)
		}
	}
	return errors.Join(alone...)
}

// FactValue checks that the value of a fact is one of an enum's.
func FactValue[T ~string](f *Fact, values []T) (T, error) {
	if slices.Contains(values, T(f.Value)) {
		return T(f.Value), nil
	}
	return "", fmt.Errorf("fact %s: %q is not a value of it; it has %v", f.Fact, excerpt.Of(f.Value), values)
}

// UnknownFact returns the error for a fact that the fake does not know.
func (f *Fact) UnknownFact(known ...string) error {
	return fmt.Errorf("there is no fact %q; there is %s", excerpt.Of(f.Fact), strings.Join(known, ", "))
}
