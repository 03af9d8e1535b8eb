package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// A result is what came of one model.
type result struct {
	name       string
	operations int
	shapes     int
	lines      int
	took       time.Duration
	// patterns counts those that are not checked; others are what else is not,
	// in words.
	patterns int
	others   []string
	// examples counts the worked examples; contradictions are those that the model
	// rules out.
	examples       int
	contradictions []contradiction
	err            error
}

// try reads a model, generates from it and checks the types of the result.
func try(file string, imports map[string]string) result {
	r := result{name: strings.TrimSuffix(filepath.Base(file), ".json")}
	data, err := os.ReadFile(file)
	if err != nil {
		r.err = err
		return r
	}
	start := time.Now()
	api, warnings, err := frontend.Read(frontend.File{Name: file, Data: data}, nil)
	if err != nil {
		r.err = err
		return r
	}
	r.operations, r.shapes = len(api.Operations), len(api.Shapes)
	r.note(api, warnings)
	if r.contradictions, r.err = contradictions(api); r.err != nil {
		r.err = fmt.Errorf("%s: %w", file, r.err)
		return r
	}
	files, err := emit.Files(api, emit.Options{ImportPath: "example.com/models"})
	r.took = time.Since(start)
	if err != nil {
		r.err = fmt.Errorf("%s: %w", file, err)
		return r
	}
	for _, f := range files {
		r.lines += bytes.Count(f.Source, []byte("\n"))
	}
	if err := check(files, imports); err != nil {
		r.err = fmt.Errorf("%s: what is generated is not Go: %w", file, err)
	}
	return r
}

// note keeps what of a model is left unchecked.
func (r *result) note(api *model.API, warnings model.Problems) {
	for _, w := range warnings {
		if what, ok := strings.CutPrefix(w.What, "unchecked: "); ok && strings.HasPrefix(what, "pattern ") {
			r.patterns++
		} else {
			r.others = append(r.others, w.Where+": "+strings.TrimPrefix(w.What, "unchecked: "))
		}
	}
	for _, op := range api.Operations {
		r.examples += len(op.Examples)
		if op.Unsupported != "" {
			r.others = append(r.others, op.Name+" is not supported: "+op.Unsupported)
		}
	}
}

// check checks the types of generated packages.
func check(files []emit.File, imports map[string]string) error {
	fset := token.NewFileSet()
	packages := map[string][]*ast.File{}
	var folders []string
	for _, f := range files {
		parsed, err := parser.ParseFile(fset, f.Name, f.Source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := path.Dir(f.Name)
		if packages[folder] == nil {
			folders = append(folders, folder)
		}
		packages[folder] = append(packages[folder], parsed)
	}
	compiled := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if imports[path] == "" {
			return nil, fmt.Errorf("generated code imports %s, which no generated code did before", path)
		}
		return os.Open(imports[path])
	})
	var errs []error
	for _, folder := range folders {
		config := types.Config{Importer: compiled, Error: func(err error) {
			if len(errs) < 10 {
				errs = append(errs, err)
			}
		}}
		// What is wrong is in errs.
		_, _ = config.Check("example.com/models/"+folder, fset, packages[folder], nil)
	}
	return errors.Join(errs...)
}

// exported compiles what generated code imports, and returns the file of each
// package's export data.
func exported() (map[string]string, error) {
	const module = "github.com/fakesmith/fakesmith/"
	cmd := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", module+"fake", module+"fake/runtime", module+"model", module+"conformance")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, &stderr)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		files[name] = file
	}
	return files, nil
}
