// Package matrix generates a fake for every mutant of a contract, has the
// suite check each, and reports which property killed which.
package matrix

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/defect"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/schemata"
	"github.com/fakesmith/fakesmith/cmd/gen/program"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/model"
)

// A forgery is the fakes of mutants, in one package.
type forgery struct {
	code *schemata.Package
	// numbers are those of the mutants in the package.
	numbers []int
}

// pkg is the name of the package that holds the mutants.
const pkg = "mutants"

var options = emit.Options{Package: pkg, ImportPath: program.Module}

// forge writes the fake of a contract and that of each mutant. A mutant whose
// code is that of the true fake, or that of another mutant, or no code at all,
// is a mistake in the mutants; all such mistakes are in unmade, by mutants' ids.
func forge(api *model.API, mutants []mutate.Mutant) (f *forgery, unmade map[string]error, err error) {
	truth, err := emit.Raw(api, options)
	if err != nil {
		return nil, nil, err
	}
	code, err := schemata.New(byName(truth))
	if err != nil {
		return nil, nil, err
	}
	source, err := defect.Parse(api, byName(truth))
	if err != nil {
		return nil, nil, err
	}
	variants := make([]*schemata.Variant, len(mutants))
	errs := make([]error, len(mutants))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				variants[i], errs[i] = write(code, source, &mutants[i])
			}
		})
	}
	for i := range mutants {
		next <- i
	}
	close(next)
	wg.Wait()

	f = &forgery{code: code, numbers: make([]int, len(mutants))}
	unmade = map[string]error{}
	twins := map[int]string{}
	for i, v := range variants {
		if errs[i] == nil {
			f.numbers[i], errs[i] = code.Add(v)
			twins[f.numbers[i]] = mutants[i].ID
		}
		twin, ok := errors.AsType[*schemata.Twin](errs[i])
		switch {
		case errs[i] == nil:
			continue
		case errors.Is(errs[i], schemata.ErrSame):
			errs[i] = errors.New("the generated code is that of the true contract")
		case ok:
			errs[i] = fmt.Errorf("the generated code is that of %s", twins[twin.Number])
		}
		unmade[mutants[i].ID] = fmt.Errorf("mutant %s: %w", mutants[i].ID, errs[i])
	}
	return f, unmade, nil
}

// write makes the fake of one mutant: that of another contract, or the true one
// with a defect in it.
func write(code *schemata.Package, truth *defect.Source, m *mutate.Mutant) (*schemata.Variant, error) {
	if m.Defect != nil {
		changed, err := truth.With(defect.Defect(*m.Defect))
		if err != nil {
			return nil, err
		}
		return code.Differ(changed)
	}
	written, err := generate(m)
	if err != nil {
		return nil, err
	}
	return code.Differ(byName(written))
}

// generate makes the fake of a contract that no document may have. What the
// generator can't do with it, it says with a panic.
func generate(m *mutate.Mutant) (files []emit.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the generator gave up: %v", p)
		}
	}()
	return emit.Raw(m.API(), options, changing(m)...)
}

// changing returns the files of the fake that another contract may change.
// Schemas are behind some, the rest of the contract behind others; the code
// that reads and writes JSON is the true one in every mutant.
func changing(m *mutate.Mutant) []string {
	switch model.BaseKind(m.Kind) {
	case "constraint", "validation":
		return []string{"types.go", "validate.go", "decode.go", "fake.go"}
	}
	return []string{"state.go", "fake.go", "operations.go", "process.go", "profile.go"}
}

func byName(files []emit.File) map[string][]byte {
	named := map[string][]byte{}
	for _, f := range files {
		named[f.Name] = f.Source
	}
	return named
}
