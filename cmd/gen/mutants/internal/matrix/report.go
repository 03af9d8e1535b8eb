package matrix

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/conformance/shard"
)

// A Report is what became of the mutants of a contract.
type Report struct {
	// Model names the document that the contract is from.
	Model string `json:"model"`
	// Contract is its digest, so that what was found can be told to be of an
	// earlier one.
	Contract string `json:"contract"`
	// Seed makes the same cases again.
	Seed uint64 `json:"seed"`
	// Sample reports that some mutants only were checked.
	Sample bool `json:"sample,omitempty"`
	// Every is set if they are each so many-th.
	Every int `json:"every,omitempty"`
	// Shard is set if they are those of one of several machines.
	Shard shard.Shard `json:"shard,omitzero"`
	// Faults names the fault profile under which they were checked. It is empty for
	// fakes with control endpoints.
	Faults string `json:"faults,omitempty"`
	// Others is how many cases each property was tried on in search of another one
	// than the first that kills a mutant.
	Others  int      `json:"others"`
	Mutants []Mutant `json:"mutants"`
	// Properties are all properties that check the contract, in the order in which they
	// are tried.
	Properties []Property `json:"properties"`
	// Unmade are the mutants of somebody else's contract that could not be made, with the
	// reasons.
	Unmade []string `json:"unmade,omitempty"`
	// Problems are what has to be fixed: mutants that survive and are not
	// excused, and excuses that are of no use.
	Problems []string `json:"problems"`
	Seconds  Seconds  `json:"seconds"`
}

// Seconds are how long the parts of a run took.
type Seconds struct {
	Write float64 `json:"write"`
	Build float64 `json:"build"`
	Check float64 `json:"check"`
}

// A Mutant is what became of one mutant.
type Mutant struct {
	ID     string `json:"id"`
	Clause string `json:"clause"`
	Breaks string `json:"breaks"`
	// Changed are the declarations of the fake that differ.
	Changed []string `json:"changed"`
	Killed  bool     `json:"killed"`
	// Kills are the property that killed it first, and another one if that was looked
	// for and found.
	Kills []check.Kill `json:"kills"`
	// Cases and Millis are what the first kill took.
	Cases  int     `json:"cases"`
	Millis float64 `json:"millis"`
	// Equivalent is why no client could tell a mutant that survives from the
	// true fake. It is empty for all others.
	Equivalent string `json:"equivalent,omitempty"`
	// Why is the reason or outcome that the suite reported under a fault profile for
	// the clause of one that survived.
	Why string `json:"why,omitempty"`
}

// A Property is what one property is worth.
type Property struct {
	Name string `json:"name"`
	// Kills counts the mutants that it killed, First those that it was the
	// first to kill.
	Kills int `json:"kills"`
	First int `json:"first"`
	// Only are the mutants that it killed and no other property was found to.
	Only []string `json:"only"`
}

// WriteJSON writes the report as indented JSON.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// add notes what became of a mutant.
func (r *Report) add(m *mutate.Mutant, changed []string, o *check.Outcome) {
	one := Mutant{ID: m.ID, Clause: m.Clause, Breaks: m.Breaks, Changed: changed, Killed: len(o.Kills) > 0, Kills: o.Kills, Cases: o.Cases, Millis: o.Millis, Why: o.Why}
	if one.Kills == nil {
		one.Kills = []check.Kill{}
	}
	r.Mutants = append(r.Mutants, one)
}

// weigh works out what each property is worth.
func (r *Report) weigh(properties []string) {
	r.Properties = []Property{}
	index := map[string]int{}
	property := func(name string) *Property {
		i, known := index[name]
		if !known {
			i = len(r.Properties)
			index[name] = i
			r.Properties = append(r.Properties, Property{Name: name, Only: []string{}})
		}
		return &r.Properties[i]
	}
	for _, name := range properties {
		property(name)
	}
	for _, m := range r.Mutants {
		for i, k := range m.Kills {
			l := property(k.Property)
			l.Kills++
			if i == 0 {
				l.First++
			}
			if len(m.Kills) == 1 && r.Others > 0 {
				l.Only = append(l.Only, m.ID)
			}
		}
	}
}

// Killed counts the mutants that were killed, Equivalent those that could not
// be, with a reason.
func (r *Report) Killed() int {
	n := 0
	for i := range r.Mutants {
		if r.Mutants[i].Killed {
			n++
		}
	}
	return n
}

// Equivalent counts the mutants that no client could tell from the true fake.
func (r *Report) Equivalent() int {
	n := 0
	for i := range r.Mutants {
		if r.Mutants[i].Equivalent != "" {
			n++
		}
	}
	return n
}

// median returns the one in the middle.
func median[T cmp.Ordered](values []T) T {
	var none T
	if len(values) == 0 {
		return none
	}
	slices.Sort(values)
	return values[len(values)/2]
}
