package matrix

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/internal/judge"
	"github.com/fakesmith/fakesmith/conformance/mutate"
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
	// Sample reports that some mutants only were judged.
	Sample bool `json:"sample,omitempty"`
	// Every is set if they are each so many-th.
	Every int `json:"every,omitempty"`
	// Weather is that under which they were judged, "" for none.
	Weather string `json:"weather,omitempty"`
	// Others is how many cases each law was tried on in search of another one
	// than the first that kills a mutant.
	Others  int      `json:"others"`
	Mutants []Mutant `json:"mutants"`
	// Laws are all laws that judge the contract, in the order in which they
	// are tried.
	Laws []Law `json:"laws"`
	// Problems are what has to be mended: mutants that survive and are not
	// excused, and excuses that are of no use.
	Problems []string `json:"problems"`
	Seconds  Seconds  `json:"seconds"`
}

// Seconds are how long the parts of a run took.
type Seconds struct {
	Write float64 `json:"write"`
	Build float64 `json:"build"`
	Judge float64 `json:"judge"`
}

// A Mutant is what became of one mutant.
type Mutant struct {
	ID     string `json:"id"`
	Clause string `json:"clause"`
	Breaks string `json:"breaks"`
	// Changed are the declarations of the fake that differ.
	Changed []string `json:"changed"`
	Killed  bool     `json:"killed"`
	// Kills are the law that killed it first, and another one if that was looked
	// for and found.
	Kills []judge.Kill `json:"kills"`
	// Cases and Millis are what the first kill took.
	Cases  int     `json:"cases"`
	Millis float64 `json:"millis"`
	// Equivalent says why no client could tell a mutant that survives from the
	// true fake. It is empty for all others.
	Equivalent string `json:"equivalent,omitempty"`
	// Why is what the suite said under weather of the clause of one that survived.
	Why string `json:"why,omitempty"`
}

// A Law is what one law is worth.
type Law struct {
	Name string `json:"name"`
	// Kills counts the mutants that it killed, First those that it was the
	// first to kill.
	Kills int `json:"kills"`
	First int `json:"first"`
	// Only are the mutants that it killed and no other law was found to.
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
func (r *Report) add(m *mutate.Mutant, changed []string, o *judge.Outcome) {
	one := Mutant{ID: m.ID, Clause: m.Clause, Breaks: m.Breaks, Changed: changed, Killed: len(o.Kills) > 0, Kills: o.Kills, Cases: o.Cases, Millis: o.Millis, Why: o.Why}
	if one.Kills == nil {
		one.Kills = []judge.Kill{}
	}
	r.Mutants = append(r.Mutants, one)
}

// weigh works out what each law is worth.
func (r *Report) weigh(laws []string) {
	r.Laws = []Law{}
	index := map[string]int{}
	law := func(name string) *Law {
		i, known := index[name]
		if !known {
			i = len(r.Laws)
			index[name] = i
			r.Laws = append(r.Laws, Law{Name: name, Only: []string{}})
		}
		return &r.Laws[i]
	}
	for _, name := range laws {
		law(name)
	}
	for _, m := range r.Mutants {
		for i, k := range m.Kills {
			l := law(k.Law)
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
