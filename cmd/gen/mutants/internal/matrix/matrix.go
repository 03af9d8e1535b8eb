package matrix

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/internal/buildfolder"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// Options say what to try. The model is needed.
type Options struct {
	// Model is the file with the true contract, or Contract, if it is not empty.
	Model, Contract string
	// Foreign says that the contract is somebody else's: not each mutant that can be
	// thought of can be made for it. For our own that is a mistake.
	Foreign bool
	// Equivalent is the file with the mutants that may survive. Without one,
	// none may.
	Equivalent string
	// Run selects mutants by their ids; nil selects all.
	Run *regexp.Regexp
	// Every selects each so many-th of them, so that a sample has some of
	// everything. At zero all are selected. For a sample, the true fake is tried on
	// a few cases only.
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
	// Progress is called before the first mutant and after each. It may be nil.
	Progress func(done, of int)
}

// Profile returns the fault profile that Faults names.
func (o *Options) Profile() (faults.Profile, error) { return check.Profile(o.Faults) }

// read reads the true contract.
func (o *Options) read() (*model.API, error) {
	api, _, err := frontend.Open(o.Model, o.Contract)
	if err == nil && !api.HasContract() {
		err = fmt.Errorf("%s has no contract, so there is nothing that a mutant could break", o.Model)
	}
	return api, err
}

// Run makes the mutants of a contract and has the suite check them, after the true
// fake. The error is a mistake in the mutants. That the suite rejects the true fake
// is a problem, and what it rejects it by kills no mutant.
func Run(ctx context.Context, o Options) (*Report, error) {
	api, err := o.read()
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
	r := &Report{Model: o.source(), Contract: api.Digest(), Seed: o.Seed, Others: o.Others, Faults: o.Faults, Every: o.Every, Shard: o.Shard, Sample: o.Run != nil || o.Every > 0 || o.Shard.Of > 1, Problems: []string{}}

	began := time.Now()
	since := func() float64 {
		passed := time.Since(began)
		began = time.Now()
		return float64(passed.Milliseconds()) / 1000
	}
	code, unmade, err := forge(api, mutants)
	if err != nil {
		return nil, err
	}
	if len(unmade) > 0 {
		if mutants, err = r.withoutUnmade(o, code, mutants, unmade); err != nil {
			return nil, err
		}
	}
	r.Seconds.Write = since()
	dir, remove, err := buildfolder.New("mutants")
	if err != nil {
		return nil, err
	}
	defer remove()
	binary, err := code.build(ctx, dir)
	if err != nil {
		return nil, err
	}
	r.Seconds.Build = since()
	properties, err := r.check(ctx, o, code, mutants, binary)
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

// withoutUnmade leaves out the mutants for which the fake has no place. For our own
// contract that is an error.
func (r *Report) withoutUnmade(o Options, code *forgery, mutants []mutate.Mutant, unmade map[string]error) ([]mutate.Mutant, error) {
	var left []mutate.Mutant
	var numbers []int
	for i, m := range mutants {
		if why := unmade[m.ID]; why != nil {
			r.Unmade = append(r.Unmade, why.Error())
			continue
		}
		left, numbers = append(left, m), append(numbers, code.numbers[i])
	}
	if !o.Foreign || len(left) == 0 {
		return nil, errors.New(strings.Join(r.Unmade, "\n"))
	}
	code.numbers = numbers
	return left, nil
}

// check has the suite check the true fake and all mutants. It returns the properties
// that were tried on the true one.
func (r *Report) check(ctx context.Context, o Options, code *forgery, mutants []mutate.Mutant, binary string) ([]string, error) {
	truth, err := r.checkTruth(ctx, o, binary)
	if err != nil {
		return nil, err
	}
	var except []string
	for _, k := range truth.Kills {
		except = append(except, k.Name())
		r.problem("the suite rejects the true fake, so this kills no mutant: clause %s, %s: %s", k.Clause, k.Property, k.Shows)
	}
	var orders []check.Order
	at := map[int]int{}
	for i := range mutants {
		at[code.numbers[i]] = i
		orders = append(orders, check.Order{Number: code.numbers[i], Clause: mutants[i].Clause, Under: mutants[i].Under, Except: except, Others: o.Others, Seed: o.Seed, Faults: o.Faults, Checks: o.Checks})
	}
	outcomes := make([]*check.Outcome, len(mutants))
	progress := o.Progress
	if progress == nil {
		progress = func(done, of int) {}
	}
	done := 0
	progress(done, len(orders))
	err = run(ctx, binary, o.arguments(), runtime.GOMAXPROCS(0), o.limit(), orders, func(out *check.Outcome) {
		outcomes[at[out.Number]] = out
		done++
		progress(done, len(orders))
	})
	if err != nil {
		return nil, err
	}
	for i, out := range outcomes {
		if out.Error != "" {
			return nil, fmt.Errorf("mutant %s can't be checked: %s", mutants[i].ID, out.Error)
		}
		r.add(&mutants[i], code.code.Changed(out.Number), out)
	}
	return truth.Properties, nil
}

// checkTruth has the suite check the true fake: on fewer cases for a sample.
func (r *Report) checkTruth(ctx context.Context, o Options, binary string) (*check.Outcome, error) {
	order := check.Order{Seed: o.Seed, Faults: o.Faults, Checks: o.Checks}
	if o.Every > 0 {
		if o.Faults != "" {
			return new(check.Outcome), nil // it takes minutes; that it is accepted is another record
		}
		order.Checks = 1
	}
	var truth *check.Outcome
	err := run(ctx, binary, o.arguments(), 1, 10*o.limit(), []check.Order{order}, func(out *check.Outcome) { truth = out })
	switch {
	case err != nil:
		return nil, err
	case truth.Error != "":
		return nil, fmt.Errorf("the true fake can't be checked: %s", truth.Error)
	case len(truth.Kills) > 0 && (o.Faults != "" || truth.Kills[0].Property == hung):
		k := truth.Kills[0] // and there may be more, which are not known
		return nil, fmt.Errorf("the suite rejects the true fake: clause %s, %s: %s", k.Clause, k.Property, k.Shows)
	}
	return truth, nil
}

// arguments are those of the binary.
func (o *Options) arguments() []string { return []string{o.Model, o.Contract} }

// source is what the report calls the contract.
func (o *Options) source() string {
	if o.Contract == "" {
		return filepath.ToSlash(o.Model)
	}
	return filepath.ToSlash(o.Model) + " and " + filepath.ToSlash(o.Contract)
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
	api, err := o.read()
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
