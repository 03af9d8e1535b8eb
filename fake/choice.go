package fake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
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

// Check returns everything that is wrong with the choices, or nil.
func (s Silences) Check() error {
	var problems []string
	for _, silence := range s {
		if c := *silence.Chosen; c != "" && !slices.Contains(silence.Choices, c) {
			problems = append(problems, fmt.Sprintf("%s: %q is not a choice; %s is right", silence.Clause, c, alternatives(silence.Choices)))
		}
	}
	return asOne(problems)
}

// Read makes the choices that a JSON object gives for ids of clauses, and
// returns everything that is wrong with it, or nil.
func (s Silences) Read(data []byte) error {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(data, &given); err != nil || given == nil {
		return errors.New("a profile is a JSON object of clause ids and choices")
	}
	var problems []string
	for _, id := range slices.Sorted(maps.Keys(given)) {
		i := slices.IndexFunc(s, func(one Silence) bool { return one.Clause == id })
		if i < 0 {
			problems = append(problems, fmt.Sprintf("there is no clause %q that leaves a choice; there are %s", id, s.clauses()))
			continue
		}
		if raw := given[id]; bytes.Equal(raw, []byte("null")) || json.Unmarshal(raw, s[i].Chosen) != nil {
			problems = append(problems, fmt.Sprintf("%s: %s is not a choice; %s is right", id, excerpt(string(raw)), alternatives(s[i].Choices)))
		}
	}
	if err := s.Check(); err != nil {
		problems = append(problems, err.Error())
	}
	return asOne(problems)
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

// asOne returns problems as one error, each in a line of its own.
func asOne(problems []string) error {
	if len(problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(problems, "\n"))
}
