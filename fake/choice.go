package fake

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Choice is one of the answers that could be defended where the
// documentation of an API is silent, e.g. "kept". The empty one stands for the
// answer that the model gives.
type Choice string

// Silences are the clauses of an API that leave a choice, together with what a
// profile chooses. A generated profile has its own checked and read by them.
type Silences []Silence

// A Silence is a clause that leaves a choice.
type Silence struct {
	// Clause is the id of the clause.
	Clause string
	// Chosen is where the profile has its choice.
	Chosen *Choice
	// Choices are the answers that there are.
	Choices []Choice
}

// check says what is wrong with the choice.
func (s *Silence) check() error {
	if c := *s.Chosen; c != "" && !slices.Contains(s.Choices, c) {
		return s.wrong(strconv.Quote(string(c)))
	}
	return nil
}

// wrong returns the error for a choice that there is not.
func (s *Silence) wrong(given string) error {
	return fmt.Errorf("%s: %s is not a choice; %s is right", s.Clause, excerpt(given), alternatives(s.Choices))
}

// Check returns everything that is wrong with the choices, or nil.
func (s Silences) Check() error {
	var problems []error
	for i := range s {
		problems = append(problems, s[i].check())
	}
	return errors.Join(problems...)
}

// Read makes the choices that a JSON object gives for ids of clauses, and
// returns everything that is wrong with it, each problem with its line and column,
// or nil.
func (s Silences) Read(data []byte) error {
	return readStrict(data, func(d *Decoder) {
		if !d.Object() {
			if d.noted() == 0 {
				d.fail(mistyped, "expected an object, found null")
			}
			return
		}
		for d.Member() {
			at := d.strict.nameAt
			i := slices.IndexFunc(s, func(one Silence) bool { return one.Clause == string(d.Name()) })
			if i < 0 {
				d.note(at, "", fmt.Sprintf("there is no clause %q that leaves a choice; there are %s", excerpt(string(d.Name())), s.clauses()))
				d.skip(len(d.frames))
				continue
			}
			if d.next() != '"' {
				start := d.pos
				if d.skip(len(d.frames)) {
					d.note(start, "", s[i].wrong(string(d.buf[start:d.pos])).Error())
				}
				continue
			}
			start := d.pos
			choice, ok := d.String()
			if *s[i].Chosen = Choice(choice); ok {
				if err := s[i].check(); err != nil {
					d.note(start, "", err.Error())
				}
			}
		}
	})
}

// clauses lists the ids.
func (s Silences) clauses() string {
	ids := make([]string, len(s))
	for i, silence := range s {
		ids[i] = silence.Clause
	}
	return strings.Join(ids, ", ")
}

// alternatives lists choices: "a", "b" or "c".
func alternatives(choices []Choice) string {
	quoted := make([]string, len(choices))
	for i, c := range choices {
		quoted[i] = fmt.Sprintf("%q", c)
	}
	last := len(quoted) - 1
	if last < 1 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}
