// Package emit writes Go: it turns a [model.API] into the source of a fake of
// that API and of the suite that checks it.
//
// [Files] is a pure function. It reads no disk, keeps no state and walks no map
// in map order, so the same model gives the same bytes on any machine.
//
// This package knows which files there are, and leaves each to one of the
// packages beside it. Each of those knows only the ones below it:
//
//	skeleton, suite   whole files: what every fake and every suite has
//	verb              the order of what an operation does
//	clause            what each kind of clause demands, a file for each
//	operation         an operation's input, output, things and keys
//	shape             shapes as Go types, and their JSON
//	printer           files, comments and blocks; names: what everything is called
package emit

import (
	"cmp"
	"slices"
	"sync"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/skeleton"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/suite"
	"github.com/fakesmith/fakesmith/model"
)

// Options are what a model does not say about the code made from it.
type Options struct {
	// Package is the name of the generated package. Empty means the name that
	// the model gives itself.
	Package string
	// ImportPath is the path of the folder in which the generated packages
	// stand, e.g. "example.com/exempter/generated". The suite needs it in
	// order to import nothing by a wrong name.
	ImportPath string
}

// A File is a generated file.
type File = printer.File

// Rejected reports that what was written is not Go. It is always a defect of
// the generator, never of the model.
type Rejected = printer.Rejected

// Header is the first line of every generated file.
const Header = printer.Header

// Files returns the files of the fake and of its suite, sorted by name.
//
// The error holds either [model.Problems], which are mistakes in the model, or
// a [*Rejected], which is a mistake in this package.
func Files(api *model.API, o Options) ([]File, error) {
	plan, err := resolve(api, o)
	if err != nil {
		return nil, err
	}
	parts := skeleton.New(shape.New(plan), o.ImportPath).Parts()
	if api.HasContract() {
		parts = append(parts, suite.New(plan, o.ImportPath).Parts()...)
	}

	files := make([]File, len(parts))
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, p := range parts {
		wg.Go(func() { files[i], errs[i] = printer.Print(p, api.Source) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	return files, nil
}

// Raw returns files of the fake's package as they are before gofmt, for those
// who put many fakes together and format them once. Their names have no folder.
// All files are returned if none is named.
func Raw(api *model.API, o Options, wanted ...string) ([]File, error) {
	plan, err := resolve(api, o)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, p := range skeleton.New(shape.New(plan), o.ImportPath).Parts() {
		if len(wanted) > 0 && !slices.Contains(wanted, p.File) {
			continue
		}
		f, err := printer.PrintRaw(p)
		if err != nil {
			return nil, err
		}
		f.Name = p.File
		files = append(files, f)
	}
	return files, nil
}

// resolve names everything, and looks for what no fake can do.
func resolve(api *model.API, o Options) (*names.Plan, error) {
	var problems model.Problems
	clause.CheckPrecedence(api, &problems)
	plan, err := names.Resolve(api, o.Package)
	if more, ok := err.(model.Problems); ok {
		problems = append(more, problems...)
	}
	return plan, problems.Err()
}
