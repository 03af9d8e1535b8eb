package fake_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// mostNames is how many exported names package fake may have: what fits on a
// screen of go doc. What generated code needs beside them is in package runtime.
const mostNames = 20

// TestSurfaceFitsOnAScreen, and each function that a test calls has an example.
func TestSurfaceFitsOnAScreen(t *testing.T) {
	var names []string
	for _, dir := range []string{".", "faults", "sdkv2"} {
		p := read(t, dir)
		examples := map[string]bool{}
		for _, e := range p.Examples {
			examples[e.Name] = true
		}
		funcs := p.Funcs
		for _, typ := range p.Types {
			funcs = append(funcs, typ.Funcs...)
			for _, e := range typ.Examples {
				examples[e.Name] = true
			}
			for _, f := range typ.Funcs {
				for _, e := range f.Examples {
					examples[e.Name] = true
				}
			}
		}
		for _, f := range p.Funcs {
			for _, e := range f.Examples {
				examples[e.Name] = true
			}
		}
		for _, f := range funcs {
			// A function without parameters is what it returns.
			if !examples[f.Name] && f.Decl.Type.Params.NumFields() > 0 {
				t.Errorf("%s: %s has no example: write Example%[2]s", dir, f.Name)
			}
			if dir == "." {
				names = append(names, f.Name)
			}
		}
		if dir != "." {
			continue
		}
		values := append(p.Consts, p.Vars...)
		for _, typ := range p.Types {
			names = append(names, typ.Name)
			values = append(append(values, typ.Consts...), typ.Vars...)
		}
		for _, v := range values {
			names = append(names, v.Names...)
		}
	}
	if len(names) > mostNames || len(names) < 10 {
		t.Errorf("package fake exports %d names, want at most %d: %v", len(names), mostNames, names)
	}
}

// read returns what go doc knows of the package in a folder.
func read(t *testing.T, dir string) *doc.Package {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	p, err := doc.NewFromFiles(fset, files, "example.com/"+dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
