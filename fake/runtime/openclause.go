package runtime

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

// OpenClauses are the clauses of an API that leave a choice, together with what a
// profile chooses. A generated profile has its own checked and read by them.
type OpenClauses []OpenClause

// An OpenClause is a clause that leaves a choice.
type OpenClause struct {
	// Clause is the id of the clause.
	Clause string
	// Chosen is where the profile has its choice.
	Chosen *fake.Choice
	// Choices are the answers that there are. The first is the model's own, which
	// an empty choice stands for.
	Choices []fake.Choice
}

// check says what is wrong with the choice.
func (s *OpenClause) check() error {
	if c := *s.Chosen; c != "" && !slices.Contains(s.Choices, c) {
		return s.wrong(strconv.Quote(string(c)))
	}
	return nil
}

// wrong returns the error for a choice that there is not.
func (s *OpenClause) wrong(given string) error {
	return fmt.Errorf("%s: %s is not a choice; %s is right", s.Clause, excerpt.Of(given), alternatives(s.Choices))
}

// Check returns everything that is wrong with the choices, or nil.
func (s OpenClauses) Check() error {
	var problems []error
	for i := range s {
		problems = append(problems, s[i].check())
	}
	return errors.Join(problems...)
}

// InForce returns what is chosen in every clause, as a JSON object that Read takes.
func (s OpenClauses) InForce() ([]byte, error) {
	chosen := map[string]fake.Choice{}
	for _, open := range s {
		chosen[open.Clause] = cmp.Or(*open.Chosen, open.Choices[0])
	}
	return json.Marshal(chosen)
}

// Read makes the choices that a JSON object gives for ids of clauses, and
// returns everything that is wrong with it, each problem with its line and column,
// or nil.
func (s OpenClauses) Read(data []byte) error {
	return readStrict(data, func(d *Decoder) {
		if !d.Object() {
			if d.noted() == 0 {
				d.fail(mistyped, "expected an object, found null")
			}
			return
		}
		for d.Member() {
			at := d.strict.nameAt
			i := slices.IndexFunc(s, func(one OpenClause) bool { return one.Clause == string(d.Name()) })
			if i < 0 {
				d.note(at, "", fmt.Sprintf("there is no clause %q that leaves a choice; there are %s", excerpt.Of(string(d.Name())), s.clauses()))
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
			if *s[i].Chosen = fake.Choice(choice); ok {
				if err := s[i].check(); err != nil {
					d.note(start, "", err.Error())
				}
			}
		}
	})
}

// clauses lists the ids.
func (s OpenClauses) clauses() string {
	ids := make([]string, len(s))
	for i, open := range s {
		ids[i] = open.Clause
	}
	return strings.Join(ids, ", ")
}

// alternatives lists choices: "a", "b" or "c".
func alternatives(choices []fake.Choice) string {
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
