package emit

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// A Mutation says how a fake is to be wrong.
type Mutation struct {
	// Types is the model whose Go types the fake has. It is nil for its own.
	Types *model.API
	// Twist is a defect to be written. The zero Twist is none.
	Twist Twist
	// Files are the names of the files that are wanted, without their folder.
	// All are if there are none.
	Files []string
}

// Variant returns files of a fake's package, as they are before gofmt, for
// those who put many variants of a fake together and format them once.
func Variant(api *model.API, o Options, m Mutation) ([]File, error) {
	pkg := cmp.Or(o.Package, api.Package)
	if err := checkNames(api, pkg); err != nil {
		return nil, err
	}
	if err := checkTwist(api, m.Twist); err != nil {
		return nil, err
	}
	e := newEmitter(api, pkg, o.ImportPath)
	e.types, e.twist = m.Types, m.Twist
	var files []File
	for _, p := range e.parts() {
		name := p.name[len(p.pkg)+1:]
		if p.pkg != pkg || len(m.Files) > 0 && !slices.Contains(m.Files, name) {
			continue
		}
		f := jen.NewFilePathName(p.path, p.pkg)
		f.NoFormat = true
		f.ImportNames(importNames)
		p.build(f)
		var raw bytes.Buffer
		if err := f.Render(&raw); err != nil {
			return nil, &Rejected{File: File{Name: p.name, Source: raw.Bytes()}, Reason: err}
		}
		files = append(files, File{Name: name, Source: raw.Bytes()})
	}
	return files, nil
}
