package emit

import (
	"bytes"
	"cmp"
	"sync"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// Variant returns the files of a fake's package, without the suite, as they
// are before gofmt: for a program that puts many variants of a fake together
// and formats them once.
func Variant(api *model.API, o Options) ([]File, error) {
	pkg := cmp.Or(o.Package, api.Package)
	if err := checkNames(api, pkg); err != nil {
		return nil, err
	}
	e := newEmitter(api, pkg, o.ImportPath)
	var files []File
	for _, p := range e.parts() {
		if p.pkg != pkg {
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
		files = append(files, File{Name: p.name, Source: raw.Bytes()})
	}
	return files, nil
}

var _ sync.Mutex
