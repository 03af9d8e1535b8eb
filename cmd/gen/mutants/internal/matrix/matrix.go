package matrix

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/internal/check"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// Options say what to try. The model is needed.
type Options struct {
	// Model is the file with the true contract.
	Model string
	// Equivalent is the file with the mutants that may survive. Without one,
	// none may.
	Equivalent string
	// Run selects mutants by their ids; nil selects all.
	Run *regexp.Regexp
	// Every selects each so many-th of them, so that a sample has some of
	// everything. At zero all are selected. That the suite accepts the true
	// fake is not tried for a sample.
	Every int
	// Shard selects a part of what Run and Every select, for one of several machines.
	// Each has the true fake checked.
	Shard shard.Shard
	// Others is how many cases each property is tried on in search of another one
	// that kills a mutant than the first. At zero none is looked for, and the
	// report can't tell which properties are the only guard of something.
	Others int
	// Seed makes the same cases as another run with that seed.
	Seed uint64
	// Faults names the fault profile under which mutants are checked, as accounts are:
	// none, typical or severe; if empty, they are checked as fakes with control
	// endpoints. Under a fault profile no other property is looked for, and a mutant
	// that survives is no problem: not every defect is visible there.
	Faults string
	// Checks is on how many cases each property is tried. At zero, each has a number of
	// its own.
	Checks int
	// Progress is called after each mutant. It may be nil.
	Progress func(done, of int)
}

// Profile returns the fault profile that Faults names.
func (o *Options) Profile() (faults.Profile, error) { return check.Profile(o.Faults) }

// Run makes the mutants of a contract and has the suite check them. The error
// is a mistake in the mutants, or that the suite rejects the true fake.
func Run(ctx context.Context, o Options) (*Report, error) {
	modelFile, err := filepath.Abs(o.Model)
	if err != nil {
		return nil, err
	}
	src, err := os.ReadFile(modelFile)
	if err != nil {
		return nil, err
	}
	api, err := openapi.Read(filepath.ToSlash(o.Model), src)
	if err != nil {
		return nil, err
	}
	var excuses []Excuse
	if o.Equivalent != "" {
		text, err := os.ReadFile(o.Equivalent)
		if err != nil {
			return nil, err
		}
		if excuses, err = ReadExcuses(o.Equivalent, string(text)); err != nil {
			return nil, err
		}
	}
	all := mutate.Mutants(api)
	mutants := o.selected(all)
	if len(mutants) == 0 {
		return nil, fmt.Errorf("no mutant is selected")
	}
	r := &Report{Model: filepath.ToSlash(o.Model), Contract: api.Digest(), Seed: o.Seed, Others: o.Others, Faults: o.Faults, Every: o.Every, Shard: o.Shard, Sample: o.Run != nil || o.Every > 0 || o.Shard.Of > 1, Problems: []string{}}

	began := time.Now()
	since := func() float64 {
		passed := time.Since(began)
		began = time.Now()
		return float64(passed.Milliseconds()) / 1000
	}
	code, err := forge(api, mutants)
	if err != nil {
		return nil, err
	}
	r.Seconds.Write = since()
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	binary, err := code.build(ctx, dir)
	if err != nil {
		return nil, err
	}
	r.Seconds.Build = since()
	properties, err := r.check(ctx, o, code, mutants, binary, modelFile)
	if err != nil {
		return nil, err
	}
	r.Seconds.Check = since()
	r.weigh(properties)
	if o.Faults == "" {
		r.excuse(o.Equivalent, o.relevant(excuses, mutants, all))
	} else {
		r.markEquivalent(excuses)
	}
	return r, nil
}

// check has the suite check the true fake and all mutants. It returns the properties
// that were tried on the true one.
func (r *Report) check(ctx context.Context, o Options, code *forgery, mutants []mutate.Mutant, binary, modelFile string) ([]string, error) {
	var orders []check.Order
	if o.Every == 0 {
		orders = append(orders, check.Order{Seed: o.Seed, Faults: o.Faults, Checks: o.Checks}) // the true fake
	}
	at := map[int]int{}
	for i := range mutants {
		at[code.numbers[i]] = i
		orders = append(orders, check.Order{Number: code.numbers[i], Clause: mutants[i].Clause, Under: mutants[i].Under, Others: o.Others, Seed: o.Seed, Faults: o.Faults, Checks: o.Checks})
	}
	outcomes := make([]*check.Outcome, len(mutants))
	var truth *check.Outcome
	done := 0
	err := run(ctx, binary, modelFile, runtime.GOMAXPROCS(0), o.limit(), orders, func(out *check.Outcome) {
		if out.Number == 0 {
			truth = out
		} else {
			outcomes[at[out.Number]] = out
		}
		if done++; o.Progress != nil {
			o.Progress(done, len(orders))
		}
	})
	if err != nil {
		return nil, err
	}
	switch {
	case truth == nil:
		truth = new(check.Outcome)
	case truth.Error != "":
		return nil, fmt.Errorf("the true fake can't be checked: %s", truth.Error)
	case len(truth.Kills) > 0:
		k := truth.Kills[0]
		return nil, fmt.Errorf("the suite rejects the true fake: clause %s, %s: %s", k.Clause, k.Property, k.Shows)
	}
	for i, out := range outcomes {
		if out.Error != "" {
			return nil, fmt.Errorf("mutant %s can't be checked: %s", mutants[i].ID, out.Error)
		}
		r.add(&mutants[i], code.code.Changed(out.Number), out)
	}
	return truth.Properties, nil
}

// limit is how long a mutant may take. One that takes longer never answers, or
// keeps the suite in a loop, and is killed by that. Under a fault profile that
// proves nothing, so it may take as long as the suite ever does.
func (o *Options) limit() time.Duration {
	if o.Faults != "" {
		return 10 * time.Minute
	}
	return time.Minute
}

// selected returns the mutants that are to be tried.
func (o *Options) selected(all []mutate.Mutant) []mutate.Mutant {
	var selected []mutate.Mutant
	place := 0
	for i, m := range all {
		if (o.Run == nil || o.Run.MatchString(m.ID)) && (o.Every == 0 || i%o.Every == 0) {
			if o.Shard.Has(place) {
				selected = append(selected, m)
			}
			place++
		}
	}
	return selected
}

// relevant returns the excuses of selected mutants, and if all are selected, all
// excuses. Those of no mutant at all are the first shard's.
func (o *Options) relevant(excuses []Excuse, mutants, all []mutate.Mutant) []Excuse {
	if o.Run == nil && o.Every == 0 && !o.Shard.Parts() {
		return excuses
	}
	has := func(list []mutate.Mutant, id string) bool {
		return slices.ContainsFunc(list, func(m mutate.Mutant) bool { return m.ID == id })
	}
	stale := o.Run == nil && o.Every == 0 && o.Shard.Index == 0
	var relevant []Excuse
	for _, e := range excuses {
		if has(mutants, e.ID) || stale && !has(all, e.ID) {
			relevant = append(relevant, e)
		}
	}
	return relevant
}

// List prints each mutant with what it breaks.
func List(w io.Writer, o Options) error {
	src, err := os.ReadFile(o.Model)
	if err != nil {
		return err
	}
	api, err := openapi.Read(filepath.ToSlash(o.Model), src)
	if err != nil {
		return err
	}
	for _, m := range o.selected(mutate.Mutants(api)) {
		if _, err := fmt.Fprintf(w, "%s: %s\n", m.ID, m.Breaks); err != nil {
			return err
		}
	}
	return nil
}
