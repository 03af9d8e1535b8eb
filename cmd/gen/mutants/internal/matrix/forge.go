// Package matrix generates a fake for every mutant of a contract, has the
// suite judge each, and reports which law killed which.
package matrix

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/schemata"
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

var options = emit.Options{Package: pkg, ImportPath: folder}

// forge writes the fake of a contract and that of each mutant. A mutant whose
// code is that of the true fake, or that of another mutant, or no code at all,
// is a mistake in the mutants; all such mistakes are in the error.
func forge(api *model.API, mutants []mutate.Mutant) (*forgery, error) {
	truth, err := emit.Variant(api, options, emit.Mutation{})
	if err != nil {
		return nil, err
	}
	code, err := schemata.New(byName(truth))
	if err != nil {
		return nil, err
	}
	variants := make([]*schemata.Variant, len(mutants))
	errs := make([]error, len(mutants))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				variants[i], errs[i] = write(code, api, &mutants[i])
			}
		})
	}
	for i := range mutants {
		next <- i
	}
	close(next)
	wg.Wait()

	f := &forgery{code: code, numbers: make([]int, len(mutants))}
	var problems []error
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
		problems = append(problems, fmt.Errorf("mutant %s: %w", mutants[i].ID, errs[i]))
	}
	return f, errors.Join(problems...)
}

// write generates the fake of one mutant.
func write(code *schemata.Package, api *model.API, m *mutate.Mutant) (v *schemata.Variant, err error) {
	// A mutant asks things of the generator that no document can, and what it
	// can't do it says with a panic.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the generator gave up: %v", p)
		}
	}()
	mutation := emit.Mutation{Types: api, Files: files(m)}
	if m.Twist != nil {
		mutation.Twist = emit.Twist(*m.Twist)
	}
	written, err := emit.Variant(m.API, options, mutation)
	if err != nil {
		return nil, err
	}
	return code.Differ(byName(written))
}

// files returns the files of the fake that a mutant may change. Schemas are
// behind some, the rest of the contract behind others; the code that reads and
// writes JSON, and the types, are the true ones in every mutant.
func files(m *mutate.Mutant) []string {
	switch model.Room(m.Kind) {
	case "constraint", "validation":
		return []string{"types.go", "validate.go", "decode.go", "fake.go"}
	}
	if strings.Contains(m.ID, "."+string(model.Required)+"/") {
		return []string{"validate.go", "decode.go"}
	}
	return []string{"state.go", "fake.go", "operations.go", "profile.go"}
}

func byName(files []emit.File) map[string][]byte {
	named := map[string][]byte{}
	for _, f := range files {
		named[f.Name] = f.Source
	}
	return named
}
