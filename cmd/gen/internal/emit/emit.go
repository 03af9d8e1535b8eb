// Package emit writes Go: it turns a [model.API] into the source of a fake of
// that API and of the suite that judges it.
//
// [Files] is a pure function. It reads no disk, keeps no state and walks no map
// in map order, so the same model gives the same bytes on any machine.
//
// The package has two halves. The data half writes what the schemas say:
// types, errors, the interface, validation and codecs. The meaning half writes
// what the contract says, and has one file for each room of clause kinds:
// expiry.go, pagination.go and so on. Names come resolved from the model;
// nothing here changes the case of a letter in one.
package emit

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/dave/jennifer/jen"

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
type File struct {
	// Name is its path, with slashes, from the folder in which the generated
	// packages stand, e.g. "remediation/types.go".
	Name   string
	Source []byte
}

// Files returns the files of the fake and of its suite, sorted by name.
//
// The error holds either [model.Problems], which are mistakes in the model, or
// a [*Rejected], which is a mistake in this package.
func Files(api *model.API, o Options) ([]File, error) {
	pkg := cmp.Or(o.Package, api.Package)
	if err := checkNames(api, pkg); err != nil {
		return nil, err
	}
	e := newEmitter(api, pkg, o.ImportPath)
	parts := e.parts()

	files := make([]File, len(parts))
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, p := range parts {
		wg.Go(func() {
			files[i].Name = p.name
			files[i].Source, errs[i] = e.render(p)
		})
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

// An emitter holds what the parts of one run share. Once made it does not
// change, so that the parts can be written at the same time.
type emitter struct {
	// given is the model as it came.
	given *model.API
	// api is the model with an empty structure for each operation that has no
	// input.
	api *model.API
	// pkg and path are the name and the import path of the generated package.
	pkg, path string
	// constraints are the clauses derived from schemas, by where they stand.
	constraints map[string][]*model.Clause
	// patterns are the names of the variables for regular expressions.
	patterns map[string]string
	// clauseNames are the names of the suite's functions, by clause.
	clauseNames map[string]string
}

func newEmitter(api *model.API, pkg, importPath string) *emitter {
	e := &emitter{given: api, api: withInputs(api), pkg: pkg, path: importPath + "/" + pkg}
	e.constraints = e.findConstraints()
	e.patterns = e.namePatterns()
	e.clauseNames = e.nameClauses()
	return e
}

// withInputs returns the API with an empty structure for each operation that
// has no input, so that a member can be added to it one day and break no
// caller.
func withInputs(api *model.API) *model.API {
	whole := *api
	whole.Shapes = slices.Clone(api.Shapes)
	for i := range api.Operations {
		op := &api.Operations[i]
		if op.Input != "" {
			continue
		}
		name := op.GoName + "Input"
		at := slices.IndexFunc(whole.Shapes, func(s model.Shape) bool { return op.Output != "" && s.Name == op.Output })
		if at < 0 {
			at = len(whole.Shapes)
		}
		whole.Shapes = slices.Insert(whole.Shapes, at, model.Shape{Name: name, GoName: name, Kind: model.Structure})
	}
	return &whole
}

// A part is one file in the making.
type part struct {
	name string
	// pkg and path are the name and the import path of the file's package.
	pkg, path string
	// doc is the package comment, in the one file that has it.
	doc string
	// build adds the declarations, in reading order.
	build func(f *jen.File)
}

// parts lists the files of both packages.
func (e *emitter) parts() []part {
	parts := []part{
		e.part("api.go", e.apiFile),
		e.part("types.go", e.typesFile),
		e.part("validate.go", e.validateFile),
		e.part("encode.go", e.encodeFile),
		e.part("decode.go", e.decodeFile),
		e.part("state.go", e.stateFile),
		e.part("fake.go", e.fakeFile),
		e.part("operations.go", e.operationsFile),
	}
	parts[0].doc = e.packageDoc()
	if len(silences(e.api)) > 0 {
		parts = append(parts, e.part("profile.go", e.profileFile))
	}
	if len(e.api.Errors) > 0 {
		parts = append(parts, e.part("errors.go", e.errorsFile))
	}
	if e.given.HasContract() {
		parts = append(parts, e.suite()...)
	}
	return parts
}

// part returns a file of the fake's package.
func (e *emitter) part(name string, build func(*jen.File)) part {
	return part{name: e.pkg + "/" + name, pkg: e.pkg, path: e.path, build: build}
}

// Rejected reports that this package wrote something that is not Go. It is
// always a defect here, never in the model.
type Rejected struct {
	File   File
	Reason error
}

func (r *Rejected) Error() string {
	return fmt.Sprintf("%s: what the generator wrote is not Go: %v", r.File.Name, r.Reason)
}

func (r *Rejected) Unwrap() error { return r.Reason }
