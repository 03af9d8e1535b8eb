package emit

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// Raw returns files of a fake's package as they are before gofmt, for those who
// put many fakes together and format them once. All files are returned if none
// is named.
func Raw(api *model.API, o Options, names ...string) ([]File, error) {
	pkg := cmp.Or(o.Package, api.Package)
	if err := checkNames(api, pkg); err != nil {
		return nil, err
	}
	e := newEmitter(api, pkg, o.ImportPath)
	var files []File
	for _, p := range e.parts() {
		name := p.name[len(p.pkg)+1:]
		if p.pkg != pkg || len(names) > 0 && !slices.Contains(names, name) {
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
